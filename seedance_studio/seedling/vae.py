"""Seedling's video autoencoder: 16x smaller in space, 4x in time, with Wan's interface.

The encoder is linear: the principal components of 4 frames of 16x16 pixels. It costs next to
nothing, is fixed before anything else is trained, and keeps a single picture and the first frame
of a clip alike, since it sees each chunk of four frames alone. The decoder adds to the same linear
map what a small network has learned of the world: edges, faces, and the motion between
neighbouring chunks. It can be trained further at any time without touching the transformer.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from torch import Tensor, nn

CHUNK = 4
"""Pixel frames in one latent frame. The first frame fills a chunk of its own."""
PATCH = 16
"""Pixels on a side of one latent cell."""


@dataclass
class LatentDistribution:
    """A latent that is always its own mode: this autoencoder does not sample."""

    latents: Tensor

    def mode(self) -> Tensor:
        return self.latents

    def sample(self, generator: torch.Generator | None = None) -> Tensor:  # noqa: ARG002
        """Wan's interface wants a sampler; ours returns the mode."""
        return self.latents


@dataclass
class EncoderOutput:
    """What `encode` returns, shaped as diffusers expects it."""

    latent_dist: LatentDistribution


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions around a shortcut, on (batch, channels, height, width)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(16, channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm2 = nn.GroupNorm(16, channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)

    def forward(self, x: Tensor) -> Tensor:
        hidden = self.conv1(F.silu(self.norm1(x)))
        return x + self.conv2(F.silu(self.norm2(hidden)))


class TemporalMix(nn.Module):
    """Lets each latent frame see its neighbours in time; starts as the identity.

    A convolution over time written as one over channels: oneDNN's bfloat16 Conv3d gave NaN
    gradients on clips of two latent frames (torch 2.13 on a CPU).
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3 * channels, channels, 1)
        nn.init.zeros_(self.conv.weight)
        nn.init.zeros_(self.conv.bias)  # type: ignore[arg-type]

    def forward(self, x: Tensor, num_chunks: int) -> Tensor:
        clips = F.silu(x).unflatten(0, (-1, num_chunks))
        nothing = torch.zeros_like(clips[:, :1])
        before = torch.cat([nothing, clips[:, :-1]], dim=1)
        after = torch.cat([clips[:, 1:], nothing], dim=1)
        return x + self.conv(torch.cat([before, clips, after], dim=2).flatten(0, 1))


class SeedlingDecoder(nn.Module):
    """(batch * num_chunks, z_dim, height, width) latents to chunks of four frames."""

    def __init__(self, z_dim: int, widths: tuple[int, int, int]) -> None:
        super().__init__()
        coarse, middle, fine = widths
        self.stem = nn.Conv2d(z_dim, coarse, 3, padding=1)
        self.coarse = nn.ModuleList(ResidualBlock(coarse) for _ in range(2))
        self.mix = nn.ModuleList(TemporalMix(coarse) for _ in range(2))
        self.up1 = nn.Conv2d(coarse, middle * 4, 1)
        self.middle = nn.Sequential(*(ResidualBlock(middle) for _ in range(3)))
        self.up2 = nn.Conv2d(middle, fine * 4, 1)
        self.fine = nn.Sequential(*(ResidualBlock(fine) for _ in range(2)))
        self.out = nn.Conv2d(fine, 3 * CHUNK * 16, 3, padding=1)
        nn.init.zeros_(self.out.weight)

    def forward(self, latents: Tensor, num_chunks: int) -> Tensor:
        x = self.stem(latents)
        for block, mix in zip(self.coarse, self.mix, strict=True):
            x = mix(block(x), num_chunks)
        x = self.middle(F.pixel_shuffle(self.up1(x), 2))
        x = self.fine(F.pixel_shuffle(self.up2(x), 2))
        return F.pixel_shuffle(self.out(F.silu(x)), 4)


class SeedlingVAE(ModelMixin, ConfigMixin):  # type: ignore[misc]
    """Video autoencoder with the interface that Wan's pipelines use.

    Args:
        z_dim: channels of a latent cell.
        decoder_widths: channels at 16, 8 and 4 pixels a cell.
        latents_mean, latents_std: per channel; pipelines normalise latents with them.
        temperal_downsample: one entry a spatial halving, true where time is halved too (the
            spelling is diffusers'; WanVACEPipeline reads both factors from it).
        scale_factor_temporal, scale_factor_spatial: the same factors for WanPipeline.
    """

    @register_to_config
    def __init__(
        self,
        z_dim: int = 64,
        decoder_widths: tuple[int, int, int] = (224, 128, 64),
        latents_mean: list[float] | None = None,
        latents_std: list[float] | None = None,
        temperal_downsample: tuple[bool, ...] = (False, False, True, True),
        scale_factor_temporal: int = CHUNK,  # noqa: ARG002 - read from the config by WanPipeline
        scale_factor_spatial: int = PATCH,  # noqa: ARG002 - likewise
    ) -> None:
        super().__init__()
        if latents_mean is None or latents_std is None:
            self.register_to_config(latents_mean=[0.0] * z_dim, latents_std=[1.0] * z_dim)
        self.temperal_downsample = tuple(temperal_downsample)
        self.decoder = SeedlingDecoder(z_dim, decoder_widths)
        self.linear_encoder = nn.Conv2d(3 * CHUNK, z_dim, PATCH, stride=PATCH)
        self.linear_decoder = nn.ConvTranspose2d(z_dim, 3 * CHUNK, PATCH, stride=PATCH)

    def encode(
        self, video: Tensor, return_dict: bool = True
    ) -> EncoderOutput | tuple[LatentDistribution]:
        """Encode a clip.

        Args:
            video: (batch, 3, 1 + 4k, height, width) in [-1, 1]; sides divisible by 16.
            return_dict: as in diffusers.

        Returns:
            A distribution whose mode is (batch, z_dim, 1 + k, height / 16, width / 16).
        """
        output = EncoderOutput(LatentDistribution(self.latents_of(video)))
        return output if return_dict else (output.latent_dist,)

    def latents_of(self, video: Tensor) -> Tensor:
        """The latents of a clip, as `encode` gives them, without diffusers' wrapping."""
        chunks = to_chunks(video)
        # The convolution written as one over unshuffled pixels: oneDNN's own, 16 pixels wide, was
        # wrong by more than its whole size in bfloat16 on CPUs with AMX (torch 2.13).
        weight, bias = self.linear_encoder.weight, self.linear_encoder.bias
        patches = F.pixel_unshuffle(chunks.flatten(0, 1), PATCH)
        latents = F.conv2d(patches, weight.flatten(1)[..., None, None], bias)
        return latents.unflatten(0, chunks.shape[:2]).transpose(1, 2)

    def decode(self, latents: Tensor, return_dict: bool = False) -> tuple[Tensor]:  # noqa: ARG002
        """Decode latents (batch, z_dim, 1 + k, h, w) to (batch, 3, 1 + 4k, 16h, 16w) in [-1, 1]."""
        return (self.decode_unclamped(latents).clamp(-1, 1),)

    def decode_unclamped(self, latents: Tensor) -> Tensor:
        """As `decode`, without the final clamp, whose gradient would vanish in training."""
        num_chunks = latents.shape[2]
        flat = latents.transpose(1, 2).flatten(0, 1)
        chunks = self.linear_decoder(flat) + self.decoder(flat, num_chunks)
        return from_chunks(chunks.unflatten(0, (-1, num_chunks)))

    def normalise(self, latents: Tensor) -> Tensor:
        """Latents as the transformer sees them: (latents - mean) / std, channel by channel."""
        mean, std = self._statistics(latents)
        return (latents - mean) / std

    def denormalise(self, latents: Tensor) -> Tensor:
        """The inverse of `normalise`."""
        mean, std = self._statistics(latents)
        return latents * std + mean

    def _statistics(self, latents: Tensor) -> tuple[Tensor, Tensor]:
        shape = (1, -1, 1, 1, 1)
        mean = torch.tensor(self.config.latents_mean).to(latents).view(shape)
        std = torch.tensor(self.config.latents_std).to(latents).view(shape)
        return mean, std


def to_chunks(video: Tensor) -> Tensor:
    """(batch, 3, 1 + 4k, height, width) to (batch, 1 + k, 12, height, width).

    The first frame is repeated to fill the first chunk.
    """
    padded = torch.cat([video[:, :, :1].expand(-1, -1, CHUNK - 1, -1, -1), video], dim=2)
    return padded.unflatten(2, (-1, CHUNK)).permute(0, 2, 3, 1, 4, 5).flatten(2, 3)


def from_chunks(chunks: Tensor) -> Tensor:
    """The inverse of `to_chunks`: keeps the last frame of the first chunk."""
    video = chunks.unflatten(2, (CHUNK, 3)).permute(0, 3, 1, 2, 4, 5).flatten(2, 3)
    return video[:, :, CHUNK - 1 :]
