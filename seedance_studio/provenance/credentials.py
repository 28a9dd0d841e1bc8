"""Content Credentials (C2PA): a signed statement inside the file of what made it and from what.

The signature covers every byte, so it is written last, and any change to the file shows. It says
that the file is intact since its signer closed it, not that the signer told the truth, nor who
that is.
Nothing is ever fetched: a file may name addresses, and they stay unvisited.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import c2pa

from seedance_studio import __version__
from seedance_studio.errors import SigningFailed, Text, storing
from seedance_studio.provenance.identity import Identity

_SIGNED = Text("The signed clip", "已签名的视频")
_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
GENERATED = _TYPES + "trainedAlgorithmicMedia"
COMPOSITE = _TYPES + "compositeWithTrainedAlgorithmicMedia"
ENHANCED = _TYPES + "algorithmicallyEnhanced"
"""What the picture is: made by a model; in part; or filmed, and only enlarged or smoothed."""
FACTS = "org.seedance-studio.generation"
"""Label of our own assertion."""
CredentialState = Literal["intact", "altered"]

_AGENT = {"name": "Seedance Studio", "version": __version__}
_MIME = {".mp4": "video/mp4", ".mov": "video/quicktime"}
_INGREDIENTS = (".png", ".jpg", ".webp", ".mp4", ".mov", ".wav", ".mp3", ".flac")
"""What C2PA can take up as a source; a WebM cannot be, and is named among the facts alone."""
_NO_TRAINING = "cawg.training-mining"
_USES = ("ai_generative_training", "ai_training", "ai_inference", "data_mining")
_NO_FETCHING = {
    "remote_manifest_fetch": False,
    "ocsp_fetch": False,
    # Read back by the caller, with everything else.
    "verify_after_sign": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that a clip was made from."""

    name: str
    """As the prompt calls it: Image1."""
    path: Path
    is_parent: bool = False
    """The clip is an edit of it; there is one at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a signature is to say."""

    title: str
    made_at: str
    """UTC, ISO 8601."""
    source_type: str
    """GENERATED, COMPOSITE or ENHANCED."""
    facts: dict[str, str | int]
    """Model, seed, hashes of the sources and the like; never the prompt itself."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a file's own signature says."""

    state: CredentialState
    """intact: picture, sound and data are as signed; altered: not so, or the signature fails."""
    is_own: bool
    """Signed by this very installation."""
    signer: str
    """The name in the certificate; anyone can write any name into their own."""
    generator: str
    """The program that says it wrote the file."""
    made_at: str
    is_generated: bool
    """It says that a model made the picture, or part of it."""
    forbids_training: bool
    sources: tuple[str, ...]
    """Titles of the files that it was made from."""
    problems: tuple[str, ...]
    """Codes of the C2PA specification for what is wrong."""


def sign(path: Path, identity: Identity, claim: Claim) -> None:
    """Sign a file in place; the last thing that may be done to it.

    Raises:
        SigningFailed: the signer refused; the file is as it was.
        StorageUnwritable: the disk is full, or the folder cannot be written.
    """
    signed = path.with_name(f".signed{path.suffix}")
    # An upload may have been deleted, as promised, before a withheld clip is signed again.
    sources = [
        source
        for source in claim.sources
        if source.path.suffix in _INGREDIENTS and source.path.is_file()
    ]
    manifest = _manifest(claim, sources)
    try:
        with (
            storing(_SIGNED),
            _context(identity.root_pem) as context,
            c2pa.Builder(manifest, context) as builder,
        ):
            for source in sources:
                _add_source(builder, source)
            info = c2pa.C2paSignerInfo("es256", identity.chain_pem, identity.key_pem, None)
            with (
                c2pa.Signer.from_info(info) as signer,
                path.open("rb") as unsigned,
                signed.open("w+b") as target,
            ):
                builder.sign(signer, _MIME[path.suffix], unsigned, target)
                target.flush()
                os.fsync(target.fileno())
            signed.replace(path)
    except c2pa.C2paError as error:
        raise SigningFailed(
            Text(f"The clip could not be signed ({error}).", f"视频签名失败（{error}）。"),
            Text("It is kept; sign it again later.", "视频已暂存，可稍后重新签名。"),
        ) from error
    finally:
        signed.unlink(missing_ok=True)


def read_credentials(path: Path, own_root_pem: str) -> Credentials | None:
    """Read and check the signature of a video that was probed before; None when it has none.

    Args:
        path: of the file.
        own_root_pem: root certificate of this installation's signatures; empty for none.
    """
    with _context(own_root_pem) as context, path.open("rb") as file:
        try:
            with c2pa.Reader("video/mp4", file, context=context) as reader:
                store = json.loads(reader.json())
                state = reader.get_validation_state()
        except c2pa.C2paError as error:
            # A signature that is there but cannot be understood was tampered with or cut.
            return _unreadable(str(error).split(":")[0]) if _has_signature(path) else None
    return _credentials(store, state == "Trusted", state in ("Trusted", "Valid"))


def _context(own_root_pem: str) -> c2pa.Context:
    settings: dict[str, Any] = {
        "verify": _NO_FETCHING,
        "builder": {"thumbnail": {"enabled": False}},
    }
    if own_root_pem:
        settings["trust"] = {"user_anchors": own_root_pem}
    return c2pa.Context.from_dict(settings)


def _manifest(claim: Claim, sources: Sequence[Source]) -> dict[str, Any]:
    parent = next((source for source in sources if source.is_parent), None)
    inputs = [source.name for source in sources if not source.is_parent]
    made: dict[str, Any] = {
        "action": "c2pa.created" if parent is None else "c2pa.edited",
        "digitalSourceType": claim.source_type,
        "softwareAgent": _AGENT,
        "when": claim.made_at,
    }
    if inputs:
        made["parameters"] = {"ingredientIds": inputs}
    actions = [made]
    if parent is not None:
        actions.insert(0, {"action": "c2pa.opened", "parameters": {"ingredientIds": [parent.name]}})
    if claim.source_type != ENHANCED:
        actions.append({"action": "c2pa.watermarked.unbound"})
    entries = {f"cawg.{use}": {"use": "notAllowed"} for use in _USES}
    return {
        "claim_generator_info": [_AGENT],
        "title": claim.title,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": actions}},
            {"label": _NO_TRAINING, "data": {"entries": entries}},
            {"label": FACTS, "data": claim.facts},
        ],
    }


def _add_source(builder: c2pa.Builder, source: Source) -> None:
    kind = source.path.suffix.lower().removeprefix(".")
    ingredient = {
        "title": source.name,
        "label": source.name,
        "relationship": "parentOf" if source.is_parent else "inputTo",
    }
    with source.path.open("rb") as file:
        builder.add_ingredient(ingredient, kind, file)


def _has_signature(path: Path) -> bool:
    # The box that holds it stands right after the first one, and names its kind by this UUID.
    with path.open("rb") as file:
        return bytes.fromhex("d8fec3d61b0e483c92975828877ec481") in file.read(1 << 16)


def _unreadable(problem: str) -> Credentials:
    return Credentials(
        state="altered",
        is_own=False,
        signer="",
        generator="",
        made_at="",
        is_generated=False,
        forbids_training=False,
        sources=(),
        problems=(problem,),
    )


def _credentials(store: dict[str, Any], is_own: bool, is_valid: bool) -> Credentials:
    manifest = store["manifests"][store["active_manifest"]]
    data = {one["label"]: one["data"] for one in manifest.get("assertions", [])}
    actions = data.get("c2pa.actions.v2", data.get("c2pa.actions", {})).get("actions", [])
    kinds = {action.get("digitalSourceType", "") for action in actions}
    entries = data.get(_NO_TRAINING, {}).get("entries", {})
    results = store.get("validation_results", {}).get("activeManifest", {})
    failures = [one["code"] for one in results.get("failure", [])]
    agents = manifest.get("claim_generator_info") or [{}]
    signature = manifest.get("signature_info") or {}
    return Credentials(
        state="intact" if is_valid else "altered",
        is_own=is_own,
        signer=str(signature.get("common_name") or signature.get("issuer") or ""),
        generator=" ".join(str(agents[0].get(key, "")) for key in ("name", "version")).strip(),
        made_at=next((str(action["when"]) for action in actions if "when" in action), ""),
        is_generated=any("trainedAlgorithmicMedia" in kind or kind == COMPOSITE for kind in kinds),
        forbids_training=any(entry.get("use") == "notAllowed" for entry in entries.values()),
        sources=tuple(str(one.get("title", "")) for one in manifest.get("ingredients", [])),
        problems=tuple(code for code in failures if code != "signingCredential.untrusted"),
    )
