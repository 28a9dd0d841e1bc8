"""The one error tree.

    StudioError(code, message, hint)      message: what went wrong; hint: what to do next
      RequestError(problems)              the user can fix it: {field: words}, all at once   exit 2
      EngineError                         the engine failed                                  exit 3
        EngineUnavailable, WeightsUnreadable, OutOfMemory, GenerationFailed
      StorageError                        storage or signing failed                          exit 4
        JobNotFound, ClipNotFound, StorageUnwritable
        FinishError: EncodeFailed
    JobCancelled                          outside the tree: a cancel is not an error

Every word a user reads is a `Text`, which exists in both languages or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence for the user, in both languages."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        """Give the sentence in one language."""
        return self.zh if language == "zh" else self.en


class StudioError(Exception):
    """Base of all errors the studio raises on purpose.

    Args:
        message: what went wrong, for the user.
        hint: what to do next, for the user.
        code: stable name for tests and programs; each class has its own default.
    """

    code: ClassVar[str] = "studio"
    exit_status: ClassVar[int] = 3

    def __init__(self, message: Text, hint: Text) -> None:
        super().__init__(message.en)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.message, self.hint))


class RequestError(StudioError):
    """A request that cannot be planned; `problems` names every field at once."""

    code = "request"
    exit_status = 2

    def __init__(self, problems: Mapping[str, Text]) -> None:
        super().__init__(
            Text(
                en="The request cannot be run as it is: "
                + "; ".join(f"{field}: {words.en}" for field, words in problems.items()),
                zh="请求无法按现状执行："
                + "；".join(f"{field}：{words.zh}" for field, words in problems.items()),
            ),
            Text(en="Change the fields named and try again.", zh="请修改所列各项后重试。"),
        )
        self.problems = dict(problems)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.problems,))


class EngineError(StudioError):
    """The engine could not be loaded or failed while it worked."""

    code = "engine"


class EngineUnavailable(EngineError):
    """The engine cannot run on this machine, or its process died."""

    code = "engine_unavailable"


class WeightsUnreadable(EngineError):
    """Weights are missing, truncated or of another version."""

    code = "weights_unreadable"


class OutOfMemory(EngineError):
    """The engine ran out of memory."""

    code = "out_of_memory"


class GenerationFailed(EngineError):
    """The pipeline raised while it generated."""

    code = "generation_failed"


class StorageError(StudioError):
    """Something could not be stored or found."""

    code = "storage"
    exit_status = 4


class JobNotFound(StorageError):
    """No job has this id."""

    code = "job_not_found"


class ClipNotFound(StorageError):
    """No clip has this id."""

    code = "clip_not_found"


class StorageUnwritable(StorageError):
    """The data folder is full or cannot be written."""

    code = "storage_unwritable"


class FinishError(StorageError):
    """A clip was generated but could not be finished."""

    code = "finish"


class EncodeFailed(FinishError):
    """The encoder or the muxer refused."""

    code = "encode_failed"


class JobCancelled(Exception):
    """Raised inside a run when its job was cancelled."""
