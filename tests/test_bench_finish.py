"""The benchmark of finishing compares like with like, and the chain's motion wins."""

from seedance_studio.bench_finish import compare_interpolations


def test_motion_beats_blending_by_far_and_costs_less_than_the_filter():
    ways = {one.method: one for one in compare_interpolations(seconds=0.5)}

    ours, blend, filtered = (ways[name] for name in ("this studio", "blend", "minterpolate"))
    assert ours.psnr_db > blend.psnr_db + 4
    assert ours.psnr_db > filtered.psnr_db
