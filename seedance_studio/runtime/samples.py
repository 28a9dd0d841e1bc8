"""Sound that a model has made, as the studio plays it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from seedance_studio.media.film import SAMPLE_RATE


def at_studio_rate(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Give sound (samples, 1 or 2) of any rate as (samples, 2) of the studio's."""
    stereo = np.repeat(samples, 2, axis=1) if samples.shape[1] == 1 else samples[:, :2]
    common = np.gcd(SAMPLE_RATE, rate)
    resampled = resample_poly(stereo, SAMPLE_RATE // common, rate // common, axis=0)
    return np.asarray(resampled, np.float32)
