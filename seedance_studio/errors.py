"""The one error tree.

    StudioError(code, message, hint)      message: what went wrong; hint: what to do next
      RequestError(problems)              the user can fix it: {field: words}, all at once   exit 2
        ConsentNeeded(problems, files)    a person is in a file, and nobody's consent on record
      AdmissionError                      the host's limits are reached                      exit 2
        QuotaReached, QueueFull, KeyRefused
      EngineError                         the engine failed                                  exit 3
        EngineUnavailable: EngineKilled, EngineSilent
        WeightsUnreadable: WeightsMissing
        OutOfMemory, GenerationFailed
      StorageError                        storage or signing failed                          exit 4
        JobNotFound, ClipNotFound, StyleNotFound, ComparisonNotFound,
        StoryboardNotFound, StorageUnwritable, ConsentDamaged, HubFailed
        FinishError: EncodeFailed
          MarksError: SigningFailed, MarksUnreadable   the clip is kept, not published
    JobFailed                             a job ended with one of these; raised for who waited
    JobCancelled                          outside the tree: a cancel is not an error

Every word a user reads is a `Text`, which exists in both languages or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
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
                zh="请求无法执行："
                + "；".join(f"{field}：{words.zh}" for field, words in problems.items()),
            ),
            Text(en="Change the fields named and try again.", zh="请修改所列各项后重试。"),
        )
        self.problems = dict(problems)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.problems,))


class ConsentNeeded(RequestError):
    """All is well but for people in the request's files; `files` are their hashes by field."""

    code = "consent"

    def __init__(self, problems: Mapping[str, Text], files: Mapping[str, str]) -> None:
        super().__init__(problems)
        self.hint = Text(
            "Answer the question below the form, or with --consent on the command line.",
            "请回答表单下方的问题；命令行可使用 --consent。",
        )
        self.files = dict(files)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.problems, self.files))


class AdmissionError(StudioError):
    """The request is fine, but the host's limits are reached."""

    code = "admission"
    exit_status = 2


class QuotaReached(AdmissionError):
    """The visitor has used up what a day allows."""

    code = "quota"


class DemoOnly(AdmissionError):
    """The host shows the studio and makes nothing."""

    code = "demo"


class QueueFull(AdmissionError):
    """Too many jobs wait."""

    code = "queue_full"


class KeyRefused(AdmissionError):
    """A program needs a key of the host's, or brings one that is not known."""

    code = "key"


class EngineError(StudioError):
    """The engine could not be loaded or failed while it worked."""

    code = "engine"


class EngineUnavailable(EngineError):
    """The engine cannot run on this machine, or its process died."""

    code = "engine_unavailable"


class EngineKilled(EngineUnavailable):
    """The system killed the engine's process, most likely for its memory."""


class EngineSilent(EngineUnavailable):
    """The engine gave no sign of life for too long and was killed."""

    code = "engine_silent"


class WeightsUnreadable(EngineError):
    """Weights are missing, truncated or of another version."""

    code = "weights_unreadable"


class WeightsMissing(WeightsUnreadable):
    """Weights that are fetched on request have not been, or not whole."""

    code = "weights_missing"
    exit_status = 2


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


class StyleNotFound(StorageError):
    """No style has this id."""

    code = "style_not_found"


class ComparisonNotFound(StorageError):
    """No comparison has this id."""

    code = "comparison_not_found"


class StoryboardNotFound(StorageError):
    """No storyboard has this id."""

    code = "storyboard_not_found"


class StorageUnwritable(StorageError):
    """The data folder is full or cannot be written."""

    code = "storage_unwritable"

    @classmethod
    def of(cls, what: Text, reason: Text) -> StorageUnwritable:
        """`what`, "The storyboard" for example, cannot be stored."""
        return cls(
            Text(
                f"{what.en} cannot be stored ({reason.en}).", f"{what.zh}无法保存（{reason.zh}）。"
            ),
            Text(
                "Free some disk space, or check that the data folder can be written.",
                "请清理磁盘空间，或确认数据目录可写。",
            ),
        )


@contextmanager
def storing(what: Text) -> Iterator[None]:
    """Say of what the system refuses that `what` cannot be stored."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageUnwritable.of(what, Text(reason, reason)) from error


class HubFailed(StorageError):
    """The hub did not do what was asked; what is here of a download is kept."""

    code = "hub"

    @classmethod
    def no_file(cls, repository: str, pattern: str) -> HubFailed:
        """The repository has nothing that is wanted."""
        return cls(
            Text(
                f"'{repository}' holds no {pattern or 'weights'}.",
                f"“{repository}”中没有 {pattern or '权重'}。",
            ),
            Text("It may have moved; look on the hub.", "它可能已改名，请在模型站上查找。"),
        )

    @classmethod
    def no_space(cls, folder: Path, needed_gb: float, free_gb: float) -> HubFailed:
        """The disk is too small."""
        return cls(
            Text(
                f"{needed_gb:.1f} GB are to be fetched, and {folder} has {free_gb:.1f} GB free.",
                f"需下载 {needed_gb:.1f} GB，而 {folder} 只剩 {free_gb:.1f} GB。",
            ),
            Text(
                "Free some space, or choose another disk with --to FOLDER.",
                "请清理磁盘，或用 --to 指定其他磁盘的目录。",
            ),
        )

    @classmethod
    def wrong_hash(cls, repository: str, names: list[str]) -> HubFailed:
        """Files came that are not what the hub promised; they were removed."""
        listed = ", ".join(names)
        return cls(
            Text(
                f"Files of '{repository}' came damaged and were removed: {listed}.",
                f"“{repository}”的以下文件校验不符，已删除：{listed}。",
            ),
            Text("Run the same again: only these are fetched.", "请重新运行，只会下载这些文件。"),
        )


class ConsentDamaged(StorageError):
    """The record of consents was changed by hand."""

    code = "consent_damaged"


class FinishError(StorageError):
    """A clip was generated but could not be finished."""

    code = "finish"


class EncodeFailed(FinishError):
    """The encoder or the muxer refused."""

    code = "encode_failed"


class MarksError(FinishError):
    """A finished clip lacks a mark that it must carry; it is kept, and not published."""

    code = "marks"


class SigningFailed(MarksError):
    """The signing key is missing or unfit, or the signature could not be written."""

    code = "signing_failed"


class MarksUnreadable(MarksError):
    """A mark did not come back when the file was read again."""

    code = "marks_unreadable"


class JobFailed(StudioError):
    """A job that was waited for ended with an error; `code` is that error's own."""

    def __init__(self, message: Text, hint: Text, *, code: str) -> None:
        super().__init__(message, hint)
        self.code = code  # type: ignore[misc]

    def __reduce__(self) -> tuple[object, ...]:
        return (partial(type(self), code=self.code), (self.message, self.hint))


class JobCancelled(Exception):
    """Raised inside a run when its job was cancelled."""
