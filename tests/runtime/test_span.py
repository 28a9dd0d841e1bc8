"""The network gives the same picture through torch as through ncnn: one file of weights serves."""

from seedance_studio.finish.span import load_span
from seedance_studio.runtime.span import load_torch_span
from tests.clips import moving_frames, psnr
from tests.conftest import ROOT


def test_torch_and_ncnn_agree():
    small = moving_frames(8, 1, width=96, height=54)[0]
    weights = ROOT / "seedance_studio" / "finish" / "weights" / "span_x4.bin"

    by_torch = load_torch_span(weights, "cpu")(small)

    assert psnr(by_torch, load_span("cpu")(small)) > 60
