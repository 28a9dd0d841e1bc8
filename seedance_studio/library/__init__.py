"""The clips that the user owns, and the files that they were made from, on disk."""

from seedance_studio.library.bin import Bin
from seedance_studio.library.catalogue import Catalogue
from seedance_studio.library.clips import Library, new_clip_id, no_such_clip
from seedance_studio.library.comparisons import Comparisons, no_such_comparison
from seedance_studio.library.ending import keep_ending
from seedance_studio.library.exports import room_for_export
from seedance_studio.library.films import Films
from seedance_studio.library.inputs import Inputs
from seedance_studio.library.storyboards import Storyboards, no_such_storyboard

__all__ = [
    "Bin",
    "Catalogue",
    "Comparisons",
    "Films",
    "Inputs",
    "Library",
    "Storyboards",
    "keep_ending",
    "new_clip_id",
    "no_such_clip",
    "no_such_comparison",
    "no_such_storyboard",
    "room_for_export",
]
