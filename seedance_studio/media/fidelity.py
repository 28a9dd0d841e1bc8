"""How near pictures are to each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SAME_DB = 99.0
"""Given for pictures that do not differ."""


def psnr_db(
    a: NDArray[np.uint8], b: NDArray[np.uint8], counted: NDArray[np.bool_] | None = None
) -> float:
    """Give the peak signal-to-noise ratio of two pictures or clips of one shape.

    Args:
        a: (..., height, width, 3).
        b: the same.
        counted: (height, width), False where they are not compared.
    """
    squares = np.square(a.astype(np.float32) - b)
    if counted is not None:
        squares = squares[..., counted, :]
    error = float(squares.mean()) if squares.size else 0.0
    return min(_SAME_DB, 10 * float(np.log10(255**2 / error))) if error else _SAME_DB
