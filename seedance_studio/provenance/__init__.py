"""Marks that say a clip was generated, by what and from what: made, and read back from any file."""

from __future__ import annotations

from seedance_studio.provenance.identity import Identity, has_own_identity, open_identity
from seedance_studio.provenance.marker import Marker, Statement
from seedance_studio.provenance.verify import Verification, read_recipe, verify_file

__all__ = [
    "Identity",
    "Marker",
    "Statement",
    "Verification",
    "has_own_identity",
    "open_identity",
    "read_recipe",
    "verify_file",
]
