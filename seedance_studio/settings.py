"""Settings, read once at the start: flags before environment before defaults."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, cast, get_args

_OURS = "SEEDANCE_"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
Visitors = Literal["one", "many"]
Access = Literal["open", "keys", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the host grants; 0 means no limit. Only clips that were made are charged."""

    jobs_per_day: int = 0
    """Clips of one visitor in a day (UTC)."""
    engine_s_per_day: float = 0.0
    """Seconds of engine work of one visitor in a day (UTC)."""
    waiting_jobs: int = 1_000
    """Jobs of all visitors that wait at one time."""
    disk_gb: float = 0.0
    """Size of the library."""
    is_demo: bool = False
    """True lets visitors look at everything and make nothing."""
    upload_days: float = 0.0
    """Days after which an uploaded file is deleted, although a clip was made from it."""


PUBLIC_LIMITS = Limits(jobs_per_day=20, engine_s_per_day=900.0, disk_gb=20.0, upload_days=1.0)
"""What strangers get unless the host says otherwise; fits a free Space."""


MarkProfile = Literal["global", "cn", "eu", "us", "private"]
"""Whose rules a clip's marks follow; global meets all of them at once."""
LabelTime = Literal["start", "always", "off"]

MIN_SECRET_CHARACTERS = 24
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")
_PRODUCER = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]*")
"""What GB 45438-2025 allows in a provider's code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSettings:
    """How published clips are marked. Signature, metadata and invisible mark are always made."""

    profile: MarkProfile = "global"
    label: LabelTime = "start"
    """When the visible label is seen."""
    producer: str = ""
    """The host's code in the AIGC field; empty for the studio's name."""
    certificate_pem: str = ""
    key_pem: str = field(default="", repr=False)
    """The host's own signer; both empty for a key made in the data folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """Whom the studio may tell that a task has ended; nobody unless the host says so."""

    origins: tuple[str, ...] = ()
    """`scheme://host[:port]`, in lower case."""
    secret: str = field(default="", repr=False)
    """Signs what they are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the studio keeps its data and how it is served."""

    data_dir: Path
    """Library, job store and previews. Created when missing."""
    models: Path | None = None
    """Folder of the weights that were fetched; None for one in data_dir."""
    host: str = "127.0.0.1"
    port: int = 7860
    device: str = "auto"
    """Where engines run: auto, cpu or cuda."""
    fetch: str = ""
    """Id of an engine whose weights are fetched at the start, where nobody is there to ask."""
    speed: Literal["exact", "fast"] = "exact"
    """fast lets large engines extrapolate steps, at a little loss of likeness."""
    engines: str = "seedance_studio.engines"
    """Dotted name of the package whose modules are the engines."""
    marks: MarkSettings = field(default_factory=MarkSettings)
    database_url: str = ""
    """PostgreSQL that several machines share; empty for a SQLite file in the data folder."""
    visitors: Visitors = "one"
    """one: all that is made belongs to one person; many: each browser sees its own alone."""
    limits: Limits = field(default_factory=Limits)
    api: Access = "open"
    """Whether programs are served, and whether they need a key."""
    webhooks: Webhooks = field(default_factory=Webhooks)
    max_silence_s: float = 600.0
    """How long an engine may work without a sign of life before it is stopped."""

    @property
    def models_dir(self) -> Path:
        """Folder of the weights that were fetched, one folder a model."""
        return self.models or self.data_dir / "models"

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the SEEDANCE_ variables; README lists them.

        Raises:
            ValueError: a variable is unknown, cannot be read, or contradicts another; names them.
        """
        environment = asked = _Asked(environment)
        # A Hugging Face Space says where to listen in Gradio's own variable.
        host = environment.get("SEEDANCE_HOST", environment.get("GRADIO_SERVER_NAME", "127.0.0.1"))
        is_public = host not in LOOPBACK
        default_dir = Path.home() / ".local" / "share" / "seedance-studio"
        visitors = _choice(environment, "VISITORS", ("one", "many"), "many" if is_public else "one")
        settings = Settings(
            data_dir=Path(environment.get("SEEDANCE_DATA_DIR", default_dir)).expanduser(),
            models=_folder(environment, "MODELS_DIR"),
            host=host,
            port=int(_number(environment, "PORT", 7860, "a port number")),
            device=environment.get("SEEDANCE_DEVICE", "auto"),
            fetch=environment.get("SEEDANCE_FETCH", ""),
            speed="fast"
            if _choice(environment, "SPEED", ("exact", "fast"), "exact") == "fast"
            else "exact",
            engines=environment.get("SEEDANCE_ENGINES", "seedance_studio.engines"),
            marks=_marks(environment, is_public=is_public),
            database_url=_database_url(environment),
            visitors="many" if visitors == "many" else "one",
            limits=_limits(environment, PUBLIC_LIMITS if visitors == "many" else Limits()),
            api=cast(
                Access,
                _choice(
                    environment, "API", get_args(Access), "keys" if visitors == "many" else "open"
                ),
            ),
            webhooks=_webhooks(environment),
            max_silence_s=_number(environment, "MAX_SILENCE_S", 600.0),
        )
        asked.refuse_the_rest()
        return settings


def _folder(environment: Mapping[str, str], name: str) -> Path | None:
    text = environment.get(f"SEEDANCE_{name}")
    return Path(text).expanduser() if text else None


class _Asked(Mapping[str, str]):
    """An environment that knows which names it was asked for: a misspelt one never is."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self._names.add(name)
        return self._environment[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._environment)

    def __len__(self) -> int:
        return len(self._environment)

    def refuse_the_rest(self) -> None:
        """Raise ValueError when a variable of ours was not asked for."""
        known = sorted(name for name in self._names if name.startswith(_OURS))
        for name in self:
            if name.startswith(_OURS) and name not in known:
                # Compared without what all of them begin with, or every name would be near.
                ends = [one.removeprefix(_OURS) for one in known]
                near = get_close_matches(name.removeprefix(_OURS), ends, 1)
                hint = (
                    f"did you mean {_OURS}{near[0]}?" if near else f"known are {', '.join(known)}"
                )
                raise ValueError(f"{name} is no setting; {hint}")


def _webhooks(environment: Mapping[str, str]) -> Webhooks:
    listed = environment.get("SEEDANCE_WEBHOOKS", "").lower()
    origins = tuple(origin for part in listed.split(",") if (origin := part.strip().rstrip("/")))
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(f"SEEDANCE_WEBHOOKS names '{origin}'; write https://host or :port")
    secret = environment.get("SEEDANCE_WEBHOOK_SECRET", "")
    if origins and len(secret) < MIN_SECRET_CHARACTERS:
        raise ValueError(
            "SEEDANCE_WEBHOOKS needs SEEDANCE_WEBHOOK_SECRET, "
            f"{MIN_SECRET_CHARACTERS} characters or more"
        )
    return Webhooks(origins=origins, secret=secret)


def _limits(environment: Mapping[str, str], default: Limits) -> Limits:
    return Limits(
        jobs_per_day=int(_number(environment, "JOBS_PER_DAY", default.jobs_per_day)),
        engine_s_per_day=_number(environment, "ENGINE_SECONDS_PER_DAY", default.engine_s_per_day),
        waiting_jobs=int(_number(environment, "WAITING_JOBS", default.waiting_jobs)),
        disk_gb=_number(environment, "DISK_GB", default.disk_gb),
        upload_days=_number(environment, "UPLOAD_DAYS", default.upload_days),
        is_demo=environment.get("DEMO", "0") not in ("", "0"),
    )


def _number(
    environment: Mapping[str, str], name: str, default: float, what: str = "a number"
) -> float:
    text = environment.get(f"SEEDANCE_{name}")
    if text is None:
        return default
    is_number = text.replace(".", "", 1).isdecimal() and text.isascii()
    if not is_number or (isinstance(default, int) and "." in text):
        raise ValueError(f"SEEDANCE_{name} is '{text}'; it must be {what}")
    return float(text)


def _choice(
    environment: Mapping[str, str], name: str, choices: tuple[str, ...], default: str
) -> str:
    value = environment.get(f"SEEDANCE_{name}", default)
    if value not in choices:
        raise ValueError(f"SEEDANCE_{name} is '{value}'; choose {', '.join(choices)}")
    return value


def _database_url(environment: Mapping[str, str]) -> str:
    url = environment.get("SEEDANCE_DATABASE_URL", "")
    if url and not url.startswith(("postgresql://", "postgres://")):
        raise ValueError("SEEDANCE_DATABASE_URL must be a postgresql:// address")
    return url


def _marks(environment: Mapping[str, str], *, is_public: bool) -> MarkSettings:
    profile = _choice(environment, "MARK_PROFILE", get_args(MarkProfile), "global")
    default = "off" if profile == "private" else "start"
    settings = MarkSettings(
        profile=cast(MarkProfile, profile),
        label=cast(LabelTime, _choice(environment, "MARK_LABEL", get_args(LabelTime), default)),
        producer=environment.get("SEEDANCE_MARK_PRODUCER", ""),
        certificate_pem=_pem(environment, "SEEDANCE_SIGNING_CERT"),
        key_pem=_pem(environment, "SEEDANCE_SIGNING_KEY"),
    )
    contradictions = {
        f"SEEDANCE_MARK_LABEL=off contradicts SEEDANCE_MARK_PROFILE={profile}, whose rules ask "
        "for a visible label: turn it on, or choose the profile us or private": (
            settings.label == "off" and profile in ("global", "cn", "eu")
        ),
        "SEEDANCE_MARK_PROFILE=private contradicts an address that others can reach: choose "
        "another profile, or serve on 127.0.0.1": profile == "private" and is_public,
        "SEEDANCE_MARK_PROFILE=cn needs SEEDANCE_MARK_PRODUCER, the provider's code": (
            profile == "cn" and not settings.producer
        ),
        "SEEDANCE_MARK_PRODUCER may hold ASCII letters, digits and signs, but no space, "
        "quotation mark or backslash": not _PRODUCER.fullmatch(settings.producer),
        "SEEDANCE_SIGNING_CERT and SEEDANCE_SIGNING_KEY belong together; one is missing": (
            bool(settings.certificate_pem) != bool(settings.key_pem)
        ),
    }
    found = [words for words, is_so in contradictions.items() if is_so]
    if found:
        raise ValueError("; ".join(found))
    return settings


def _pem(environment: Mapping[str, str], name: str) -> str:
    """Read a certificate or key that a variable holds, as on a Space, or names the file of."""
    value = environment.get(name, "")
    if not value or value.startswith("-----BEGIN"):
        return value
    try:
        return Path(value).expanduser().read_text("ascii")
    except (OSError, ValueError) as error:
        raise ValueError(f"{name}: the file '{value}' cannot be read") from error
