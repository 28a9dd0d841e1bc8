"""How an engine is laid out on a device, decided before anything is loaded."""

from dataclasses import replace

import pytest

from seedance_studio.domain.delivery import VideoShape
from seedance_studio.domain.policy import decide, denoising_s, fitting_modes, memory_needed_gb
from seedance_studio.engines import ltx, seedling, wan
from seedance_studio.machine import Device

SMALL, MOE = wan.CARDS[0], next(card for card in wan.CARDS if card.id == "wan-vace-fun-a14b")
CPU = Device(kind="cpu", name="a laptop", memory_gb=16, host_gb=16)
CLIP = VideoShape(width=832, height=480, fps=16, num_frames=81)
HD = VideoShape(width=1280, height=720, fps=16, num_frames=81)


def gpu(memory_gb, compute=(8, 9), host_gb=128, **changes):
    return Device(
        kind="cuda",
        name="a GPU",
        memory_gb=memory_gb,
        host_gb=host_gb,
        compute=compute,
        **changes,
    )


@pytest.mark.parametrize(
    ("card", "device", "shape", "first"),
    [
        (SMALL, gpu(80), CLIP, "full"),
        (SMALL, gpu(24), CLIP, "full"),
        (SMALL, gpu(16), CLIP, "offloaded"),
        (MOE, gpu(141), HD, "full"),
        (MOE, gpu(24), HD, "offloaded"),
        (seedling.CARD, CPU, CLIP, "full"),
    ],
)
def test_the_fastest_way_that_fits_comes_first(card, device, shape, first):
    assert fitting_modes(card, device, shape)[0] == first


def test_what_does_not_fit_anywhere_has_no_way():
    assert fitting_modes(MOE, CPU, HD) == ()
    assert fitting_modes(MOE, gpu(24, host_gb=32), HD) == ()


def test_less_memory_never_needs_more():
    needs = [memory_needed_gb(SMALL, gpu(24), mode, HD) for mode in SMALL.memory_modes]
    assert needs == sorted(needs, reverse=True)


def test_offloading_is_as_coarse_as_the_device_allows():
    assert decide(SMALL, gpu(24), "offloaded", "exact").placement == "by_part"
    assert decide(MOE, gpu(24), "offloaded", "exact").placement == "by_block"
    assert decide(MOE, CPU, "offloaded", "exact").placement == "resident"


def test_precision_and_kernels_are_those_of_the_device():
    assert decide(SMALL, CPU, "full", "exact").dtype == "float32"
    assert decide(SMALL, gpu(24), "full", "exact").dtype == "bfloat16"
    hopper = gpu(80, (9, 0), kernels=frozenset(["_flash_3", "sage"]))
    assert decide(SMALL, hopper, "full", "exact").attention == "_flash_3"
    ada = gpu(24, kernels=frozenset(["sage"]))
    assert decide(SMALL, ada, "full", "exact").attention == "native", "8 bits are not exact"
    assert decide(SMALL, ada, "full", "fast").attention == "sage"
    assert "hub" not in decide(SMALL, gpu(24), "full", "fast").attention, "nothing is fetched"


def test_nothing_is_compiled_on_a_device_that_is_lent():
    assert decide(SMALL, gpu(45), "full", "exact").compiles_blocks
    assert not decide(SMALL, gpu(45, is_lent=True), "full", "exact").compiles_blocks


def test_steps_are_extrapolated_only_where_asked_and_possible():
    assert decide(SMALL, gpu(80), "full", "fast").extrapolates_steps
    assert not decide(SMALL, gpu(80), "full", "exact").extrapolates_steps
    assert not decide(ltx.CARDS[0], gpu(80), "full", "fast").extrapolates_steps


def test_the_guess_grows_with_size_and_guidance_and_shrinks_with_the_device():
    plain = denoising_s(SMALL, gpu(24), CLIP, 30, 1.0)
    assert denoising_s(SMALL, gpu(24), CLIP, 30, 5.0) == pytest.approx(2 * plain)
    assert denoising_s(SMALL, gpu(24), HD, 30, 1.0) > 2 * plain
    assert denoising_s(SMALL, gpu(80, (9, 0)), CLIP, 30, 1.0) < plain
    assert denoising_s(SMALL, CPU, CLIP, 30, 1.0) > 100 * plain


def test_a_clip_of_several_runs_takes_their_time_and_the_memory_of_one():
    long, device = replace(CLIP, num_frames=241), gpu(24)
    assert memory_needed_gb(SMALL, device, "full", long) == memory_needed_gb(
        SMALL, device, "full", CLIP
    )
    once, whole = (denoising_s(SMALL, device, shape, 30, 5.0) for shape in (CLIP, long))
    assert 2 * once < whole < 4 * once
