"""Settings, read once at the start: flags before environment before defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the studio keeps its data and how it is served."""

    data_dir: Path
    """Library, job store and previews. Created when missing."""
    host: str = "127.0.0.1"
    port: int = 7860
    device: str = "auto"
    """Where engines run: auto, cpu or cuda."""
    engines: str = "seedance_studio.engines"
    """Dotted name of the package whose modules are the engines."""

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
        """Read SEEDANCE_DATA_DIR, _HOST, _PORT, _DEVICE and _ENGINES."""
        # A Hugging Face Space says where to listen in Gradio's own variable.
        default_host = environment.get("GRADIO_SERVER_NAME", "127.0.0.1")
        port = environment.get("SEEDANCE_PORT", "7860")
        if not port.isdecimal():
            raise ValueError(f"SEEDANCE_PORT is '{port}'; it must be a port number")
        default_dir = Path.home() / ".local" / "share" / "seedance-studio"
        return Settings(
            data_dir=Path(environment.get("SEEDANCE_DATA_DIR", default_dir)).expanduser(),
            host=environment.get("SEEDANCE_HOST", default_host),
            port=int(port),
            device=environment.get("SEEDANCE_DEVICE", "auto"),
            engines=environment.get("SEEDANCE_ENGINES", "seedance_studio.engines"),
        )
