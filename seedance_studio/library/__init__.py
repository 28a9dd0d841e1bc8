"""The clips that the user owns, on disk."""

from seedance_studio.library.clips import Library, new_clip_id

__all__ = ["Library", "new_clip_id"]
