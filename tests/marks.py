"""A marker for tests, and other people's programs that change a file."""

import av

from seedance_studio.media.marks import Marks, unmarked
from seedance_studio.provenance import Marker
from seedance_studio.settings import MarkSettings


def make_marker(folder, **settings):
    return Marker(MarkSettings(**settings), folder / "identity", folder / "inputs")


def marks_of(recipe, clip_id, folder):
    """Give the marks that the studio gives a clip."""
    marker = make_marker(folder)
    return marker.marks(marker.state_generated(recipe, clip_id))


def with_metadata(path, metadata):
    """Copy a video into an mp4 that carries `metadata`, as any other program might."""
    out = path.with_name("marked.mp4")
    options = {"movflags": "use_metadata_tags"}
    with av.open(str(path)) as source, av.open(str(out), "w", options=options) as target:
        target.metadata.update(metadata)
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return out


UNMARKED = Marks(metadata={}, draw=unmarked)
"""For tests that look at what else the finisher does to a picture."""
