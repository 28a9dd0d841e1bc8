"""What a clip is to be made from, beside its words, and how the transformer is told.

VACE (Jiang et al. 2025) says every task with one clip, one mask and some reference pictures:

===============================  ==========================  =========================
task                             clip                        mask (1 = generate)
===============================  ==========================  =========================
nothing but words                grey                        1
first, last frame, keyframes     the pictures, grey between  0 at the pictures
continue a clip                  its frames, then grey       0 at its frames
repaint a region, reframe        the clip, grey in the hole  1 in the hole
structure, motion, camera        the control clip            1
===============================  ==========================  =========================

Reference pictures show whom (the subject whole, on white: `fit_reference`), where (a picture that
fills the frame) or in which look (the same cut up and shuffled: `shuffle_cells`).

Training and inference both come through `encode_conditions`, which gives what diffusers'
`WanVACEPipeline` makes of the same clip, mask and references, for a whole batch at once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor

from seedance_studio.seedling.controls import CONTROLS

MAX_REFERENCES = 4
_LOOK_CELL = 32


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """The conditions of a batch of clips, in pixels."""

    video: Tensor
    """(batch, 3, 1 + 4k, height, width) in [-1, 1]; 0, grey, where nothing is given. The sides
    divide by 32."""
    mask: Tensor
    """(batch, 1, 1 + 4k, height, width): 1 where the model generates, 0 where it keeps."""
    references: Tensor
    """(batch, count, 3, height, width) in [-1, 1], count from 0 to MAX_REFERENCES, each picture
    fitted as `fit_reference` does."""

    def to(self, device: torch.device) -> Conditions:
        """The same on another device."""
        return Conditions(
            video=self.video.to(device),
            mask=self.mask.to(device),
            references=self.references.to(device),
        )


def words_alone(batch: int, num_frames: int, height: int, width: int) -> Conditions:
    """Nothing is given: the model makes what the words say."""
    video = torch.zeros(batch, 3, num_frames, height, width)
    return _without_references(video, torch.ones_like(video[:, :1]))


def keep_frames(clip: Tensor, kept: Collection[int], control: Tensor | None = None) -> Conditions:
    """Some whole frames are given: [0] a first frame, [0, -1] with a last one, range(n) a clip
    to continue, any others keyframes.

    Args:
        clip: (batch, 3, 1 + 4k, height, width) in [-1, 1]; only the kept frames are looked at.
        kept: their numbers.
        control: what the other frames follow, of the clip's shape; None leaves them free.
    """
    mask = torch.ones_like(clip[:, :1])
    mask[:, :, list(kept)] = 0
    return repaint(clip, mask, control)


def repaint(clip: Tensor, mask: Tensor, control: Tensor | None = None) -> Conditions:
    """The clip is kept where the mask is 0 and generated where it is 1.

    To reframe, give the clip on a larger canvas and a mask that is 1 around it.

    Args:
        clip: (batch, 3, 1 + 4k, height, width) in [-1, 1].
        mask: of the clip's shape with one channel; anything that broadcasts to it.
        control: what the hole follows, of the clip's shape; None leaves it free.
    """
    mask = (mask > 0.5).to(clip.dtype).expand_as(clip[:, :1])
    hole = torch.zeros_like(clip) if control is None else control
    return _without_references(torch.where(mask > 0, hole, clip), mask)


def follow(control: Tensor) -> Conditions:
    """Everything is generated, along a control clip (batch, 3, 1 + 4k, height, width)."""
    return _without_references(control, torch.ones_like(control[:, :1]))


def draw_control(name: str, clip: Tensor) -> Tensor:
    """Draw the control `name` (a key of `CONTROLS`) of each clip of a batch, in [-1, 1]."""
    pixels = ((clip.float().cpu() + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)
    drawn = [torch.from_numpy(CONTROLS[name](one.numpy())) for one in pixels.permute(0, 2, 3, 4, 1)]
    return (torch.stack(drawn).permute(0, 4, 1, 2, 3) / 127.5 - 1).to(clip)


def with_references(conditions: Conditions, pictures: Tensor) -> Conditions:
    """Add reference pictures (batch, count, 3, height, width), at most MAX_REFERENCES."""
    return replace(conditions, references=pictures)


def fit_reference(picture: Tensor, height: int, width: int) -> Tensor:
    """Fit a picture (3, any height, any width) in [-1, 1] whole onto a white canvas.

    diffusers does the same, but without smoothing before it shrinks a large picture.
    """
    scale = min(height / picture.shape[1], width / picture.shape[2])
    inner = [max(1, int(side * scale)) for side in picture.shape[1:]]
    if inner != list(picture.shape[1:]):
        picture = F.interpolate(picture[None], inner, mode="bilinear", antialias=True)[0]
    top, left = (height - inner[0]) // 2, (width - inner[1]) // 2
    canvas = torch.ones(3, height, width, dtype=picture.dtype, device=picture.device)
    canvas[:, top : top + inner[0], left : left + inner[1]] = picture
    return canvas


def shuffle_cells(picture: Tensor) -> Tensor:
    """Make a reference of a picture's look alone: its squares of 32 pixels in another order.

    Colours and strokes stay, what it shows does not, so a model cannot copy the latter.

    Args:
        picture: (..., height, width), the sides divisible by 32. The order depends on them alone.
    """
    height, width = picture.shape[-2:]
    rows, columns = height // _LOOK_CELL, width // _LOOK_CELL
    order = torch.randperm(rows * columns, generator=torch.Generator().manual_seed(rows))
    cells = picture.unflatten(-1, (columns, _LOOK_CELL)).unflatten(-3, (rows, _LOOK_CELL))
    cells = cells.movedim(-2, -3).flatten(-4, -3)[..., order.to(picture.device), :, :]
    back = cells.unflatten(-3, (rows, columns)).movedim(-3, -2)
    return back.flatten(-2).flatten(-3, -2)


def join(parts: Sequence[Conditions]) -> Conditions:
    """Put conditions with the same number of references into one batch."""
    return Conditions(
        video=torch.cat([part.video for part in parts]),
        mask=torch.cat([part.mask for part in parts]),
        references=torch.cat([part.references for part in parts]),
    )


def encode_conditions(vae: Any, conditions: Conditions) -> Tensor:  # noqa: ANN401
    """Give what the transformer's control branch reads.

    Each reference takes one latent frame of its own *in front* of the clip's, the last reference
    first, so the clip's own latents must be lengthened as much (`lengthen`) and what the model
    makes of the first `count` latent frames dropped before decoding.

    Args:
        vae: `SeedlingVAE`, or any with the interface of diffusers' `AutoencoderKLWan`.
        conditions: of one batch.

    Returns:
        (batch, 2 * z_dim + s * s, count + 1 + k, height / s, width / s), s the VAE's spatial
        factor (Seedling: 64 + 64 + 256 channels): the latents of what is kept, the latents of
        what is followed, both normalised, and the mask's s * s pixels of every cell. Of the
        references these are latents, zeros, zeros.

    Raises:
        ValueError: clip, mask and references do not fit together or the model.
    """
    spatial = 2 ** len(vae.temperal_downsample)
    _check(conditions, 2 * spatial)
    mask = (conditions.mask > 0.5).to(vae.dtype)
    video = conditions.video.to(vae.dtype)
    both = _latents(vae, torch.cat([video * (1 - mask), video * mask]))
    kept, followed = both.chunk(2)
    cells = _mask_cells(mask, kept.shape[2], spatial)
    control = torch.cat([kept, followed, cells], dim=1)
    if conditions.references.shape[1] == 0:
        return control
    return torch.cat([_reference_frames(vae, conditions.references, control), control], dim=2)


def lengthen(latents: Tensor, control: Tensor) -> Tensor:
    """Put the references' latents in front of a clip's: what the model learns to denoise.

    Args:
        latents: (batch, z_dim, 1 + k, h, w), normalised.
        control: of `encode_conditions` for the same clips.

    Returns:
        (batch, z_dim, count + 1 + k, h, w).
    """
    count = control.shape[2] - latents.shape[2]
    return torch.cat([control[:, : latents.shape[1], :count].to(latents), latents], dim=2)


def _without_references(video: Tensor, mask: Tensor) -> Conditions:
    batch, channels, _, height, width = video.shape
    nothing = video.new_zeros(batch, 0, channels, height, width)
    return Conditions(video=video, mask=mask, references=nothing)


def _check(conditions: Conditions, cell: int) -> None:
    video, mask, references = conditions.video, conditions.mask, conditions.references
    batch, _, num_frames, height, width = video.shape
    if height % cell or width % cell or num_frames % 4 != 1:
        raise ValueError(f"{num_frames} frames of {width}x{height} do not divide into cells")
    if mask.shape != (batch, 1, num_frames, height, width):
        raise ValueError(f"a mask of shape {tuple(mask.shape)} for {tuple(video.shape)}")
    count = references.shape[1]
    if count > MAX_REFERENCES or references.shape != (batch, count, 3, height, width):
        raise ValueError(f"references of shape {tuple(references.shape)}")


def _latents(vae: Any, video: Tensor) -> Tensor:  # noqa: ANN401
    """The normalised latents of (batch, 3, frames, height, width)."""
    encoded = vae.encode(video).latent_dist.mode().float()
    shape = (1, -1, 1, 1, 1)
    mean = torch.tensor(vae.config.latents_mean, device=encoded.device).view(shape)
    # Multiplied by the inverse as diffusers does, so that not even the rounding differs.
    inverse_std = 1.0 / torch.tensor(vae.config.latents_std, device=encoded.device).view(shape)
    normalised: Tensor = ((encoded - mean) * inverse_std).to(video.dtype)
    return normalised


def _reference_frames(vae: Any, references: Tensor, control: Tensor) -> Tensor:  # noqa: ANN401
    batch, count = references.shape[:2]
    stills = references.flatten(0, 1)[:, :, None].to(vae.dtype)
    latents = _latents(vae, stills)[:, :, 0].unflatten(0, (batch, count)).flip(1).transpose(1, 2)
    frames = control.new_zeros(batch, control.shape[1], count, *control.shape[3:])
    frames[:, : latents.shape[1]] = latents
    return frames


def _mask_cells(mask: Tensor, latent_frames: int, spatial: int) -> Tensor:
    """(batch, 1, frames, height, width) to (batch, spatial ** 2, latent frames, h, w).

    In time the nearest frame is taken, which for 41 frames are the 1st, 5th, 9th ... 39th: a lone
    first or last frame never shows here, only in the latents of what is kept. The published VACE
    weights were trained so.
    """
    cells = mask[:, 0].unflatten(-1, (-1, spatial)).unflatten(2, (-1, spatial))
    cells = cells.permute(0, 3, 5, 1, 2, 4).flatten(1, 2)
    return F.interpolate(cells, size=(latent_frames, *cells.shape[3:]), mode="nearest-exact")
