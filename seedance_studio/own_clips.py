"""The clips of who asks: seen, deleted, signed again; nobody sees those of others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from seedance_studio.domain.clip import Clip
from seedance_studio.library import Library, no_such_clip
from seedance_studio.publishing import publish_withheld

if TYPE_CHECKING:
    from seedance_studio.provenance import Marker


class OwnClips:
    """A part of the studio, which has the library and knows who asks."""

    _library: Library
    _marker: Marker

    @property
    def _scope(self) -> str | None:
        """Whose things are seen and changed; None for those of all."""
        raise NotImplementedError

    def clips(self, limit: int = 24, offset: int = 0) -> list[Clip]:
        """Give a page of the visitor's library, newest first."""
        return self._library.clips(limit, offset, owner=self._scope)

    def num_clips(self) -> int:
        """Give how many clips the visitor's library has."""
        return self._library.count(owner=self._scope)

    def clip(self, clip_id: str) -> Clip:
        """Give one clip of this visitor. Raises ClipNotFound."""
        clip = self._library.clip(clip_id)
        if self._scope not in (None, clip.owner):
            raise no_such_clip(clip_id)
        return clip

    def clip_path(self, clip_id: str) -> Path:
        """Give where a clip's video is. Raises ClipNotFound."""
        return self._library.path(self.clip(clip_id).id)

    def poster_path(self, clip_id: str) -> Path:
        """Give where a clip's still picture is. Raises ClipNotFound."""
        return self._library.poster(self.clip(clip_id).id)

    def delete_clip(self, clip_id: str) -> None:
        """Remove a clip for good. Raises ClipNotFound, StorageUnwritable."""
        self._library.delete(self.clip(clip_id).id)

    def withheld(self) -> list[Clip]:
        """Give the clips that are finished but lack a mark, the oldest first."""
        return self._library.withheld(owner=self._scope)

    def sign_withheld(self, clip_id: str) -> Clip:
        """Mark a withheld clip again and publish it; nothing is generated again.

        Raises:
            ClipNotFound: no withheld clip has this id.
            MarksError: a mark is still missing; the clip stays withheld.
        """
        for clip in self.withheld():
            if clip.id == clip_id:
                return publish_withheld(clip, self._library, self._marker)
        raise no_such_clip(clip_id)
