"""Weights of full-size engines: what is on disk, and fetching what the user asks for."""

from seedance_studio.models.download import Download, DownloadProgress
from seedance_studio.models.store import (
    Holding,
    check_weights,
    hold,
    remove_weights,
    require_weights,
    weights_problem,
)

__all__ = [
    "Download",
    "DownloadProgress",
    "Holding",
    "check_weights",
    "hold",
    "remove_weights",
    "require_weights",
    "weights_problem",
]
