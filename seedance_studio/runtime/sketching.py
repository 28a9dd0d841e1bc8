"""Draws a sketch. Runs in a helper process of its own, which has torch loaded before it is asked.

The studio never imports this module: it names it (`previz.py`).
"""

from __future__ import annotations

import torch

from seedance_studio.seedling.world.atlas import read_sheet
from seedance_studio.seedling.world.renderer import Renderer
from seedance_studio.seedling.world.scene import Scene

_CHUNK_FRAMES = 12
"""Drawn at a time, so that memory does not grow with the length."""


def draw(scene: Scene, num_frames: int, fps: int, height: int, width: int) -> bytes:
    """Give the pictures of a scene: (num_frames, height, width, 3) uint8 RGB, as their bytes.

    Args:
        scene: what is seen.
        num_frames: from second 0 on.
        fps: of the clip.
        height: a multiple of 32.
        width: a multiple of 32.
    """
    # Pictures are so small that threads cost more than they bring, and engines want the cores.
    torch.set_num_threads(1)
    renderer = Renderer(read_sheet(), torch.device("cpu"))
    times_s = torch.arange(num_frames, dtype=torch.float32) / fps
    return b"".join(
        _bytes(renderer, scene, times_s[begin : begin + _CHUNK_FRAMES], height, width)
        for begin in range(0, num_frames, _CHUNK_FRAMES)
    )


def _bytes(
    renderer: Renderer, scene: Scene, times_s: torch.Tensor, height: int, width: int
) -> bytes:
    [frames] = renderer.render_frames_at([scene], times_s[None], height, width).frames
    pixels = (frames * 255).round_().to(torch.uint8).permute(0, 2, 3, 1).contiguous()
    return bytes(pixels.numpy().tobytes())


def ready() -> None:
    """Do nothing: whoever calls this has the helper load what `draw` needs."""
