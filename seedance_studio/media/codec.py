"""Dataclasses to JSON and back: the one door through which stored documents come in.

Types are strict and unknown keys are refused, so a damaged document is never half understood.
A class may gain a field only with a default; any other change raises its `schema` number.
"""

from __future__ import annotations

from types import GenericAlias
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from seedance_studio.errors import StorageError, Text

RECIPE_SCHEMA = 1
"""What `Recipe.schema` is today."""

_CONFIG = ConfigDict(strict=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

_adapters: dict[type, TypeAdapter[Any]] = {}
"""Building one takes milliseconds, using it microseconds."""

T = TypeVar("T")


def to_json(value: object) -> str:
    """Give the JSON of a dataclass, on one line, with non-ASCII text as it is."""
    return _adapter(type(value)).dump_json((value,)).decode()[1:-1]


def from_json(cls: type[T], text: str | bytes) -> T:
    """Give the `cls` that `to_json` wrote.

    Raises:
        StorageError: not JSON, a wrong type, or a key missing or unknown; names the first of them.
    """
    document = text.encode() if isinstance(text, str) else text
    try:
        values: tuple[T] = _adapter(cls).validate_json(b"[" + document + b"]")
    except ValidationError as error:
        raise _unreadable(cls, error) from error
    return values[0]


def _adapter(cls: type) -> TypeAdapter[Any]:
    if cls not in _adapters:
        # pydantic takes no configuration for a bare dataclass; inside a tuple it is passed on.
        wrapped: Any = GenericAlias(tuple, cls)
        _adapters[cls] = TypeAdapter(wrapped, config=_CONFIG)
    return _adapters[cls]


def _unreadable(cls: type, error: ValidationError) -> StorageError:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"][1:]) or "-"
    name = cls.__name__
    return StorageError(
        Text(
            f"The stored {name} cannot be read ({place}: {first['msg']}).",
            f"无法读取已保存的 {name}（{place}：{first['msg']}）。",
        ),
        Text(
            "It is damaged or was written by another version of the studio.",
            "它可能已损坏，或由其他版本的工作室写入。",
        ),
    )
