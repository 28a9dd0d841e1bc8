"""Every error leaves as one document, in the caller's language: {"error": {code, message, ...}}."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timezone

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from seedance_studio.documents import error_document
from seedance_studio.errors import (
    AdmissionError,
    ClipNotFound,
    ConsentNeeded,
    EngineError,
    JobNotFound,
    KeyRefused,
    Language,
    QuotaReached,
    RequestError,
    StorageUnwritable,
    StoryboardNotFound,
    StudioError,
    Text,
)

log = logging.getLogger(__name__)

STATUS: dict[type[StudioError], int] = {
    ConsentNeeded: 403,
    RequestError: 400,
    KeyRefused: 401,
    AdmissionError: 429,
    JobNotFound: 404,
    ClipNotFound: 404,
    StoryboardNotFound: 404,
    StorageUnwritable: 507,
    EngineError: 503,
    StudioError: 500,
}
"""The most particular class comes first."""
QUEUE_RETRY_S = 60

UNREADABLE = {
    400: Text("it cannot be read", "无法解读"),
    413: Text("it is larger than the studio takes", "超出工作室可接受的大小"),
    415: Text("send it as application/json", "请以 application/json 发送"),
}
NO_SUCH_ADDRESS = Text("There is nothing at this address.", "此地址没有内容。")
WRONG_METHOD = Text("This address does not take that method.", "此地址不支持该方法。")
SEE_OPENAPI = Text("openapi.json lists what there is.", "可用内容见 openapi.json。")
OUR_FAULT = Text("Something went wrong in the studio.", "工作室内部出错。")
TRY_AGAIN = Text("Try again; the host's log says more.", "请重试；部署者可查看日志。")


def speak(request: Request) -> Language:
    """Give the language that a caller prefers; English where none of ours is named."""
    return prefer(request.headers.get("accept-language", ""))


def prefer(accept_language: str) -> Language:
    """Give the language that an Accept-Language header prefers."""
    best = sorted(_wishes(accept_language), key=lambda wish: -wish[0])
    return best[0][1] if best and best[0][0] > 0 else "en"


def _wishes(header: str) -> Iterator[tuple[float, Language]]:
    for part in header.split(","):
        tag, _, weight = part.partition(";q=")
        language = tag.strip().lower().split("-")[0]
        try:
            wish = float(weight) if weight else 1.0
        except ValueError:
            wish = 0.0
        if language == "zh":
            yield wish, "zh"
        elif language == "en":
            yield wish, "en"


def status_of(error: StudioError) -> int:
    """Give the HTTP status of an error."""
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))


def refuse(error: StudioError, language: Language) -> JSONResponse:
    """Answer with an error."""
    headers = {}
    if isinstance(error, KeyRefused):
        headers["WWW-Authenticate"] = "Bearer"
    elif isinstance(error, QuotaReached):
        headers["Retry-After"] = str(_until_midnight_s())
    elif isinstance(error, AdmissionError):
        headers["Retry-After"] = str(QUEUE_RETRY_S)
    return JSONResponse(error_document(error, language), status_of(error), headers)


def answer_errors(app: FastAPI) -> None:
    """Let an app answer every error as its document."""

    @app.exception_handler(StudioError)
    def refused(request: Request, error: StudioError) -> JSONResponse:
        return refuse(error, speak(request))

    @app.exception_handler(RequestValidationError)
    def unreadable(request: Request, error: RequestValidationError) -> JSONResponse:
        problems = {
            ".".join(str(part) for part in one["loc"][1:]) or "body": Text(
                f"it cannot be read: {one['msg']}", f"无法解读：{one['msg']}"
            )
            for one in error.errors()
        }
        return refuse(RequestError(problems), speak(request))

    @app.exception_handler(HTTPException)
    def unroutable(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code in UNREADABLE:
            problems = RequestError({"body": UNREADABLE[error.status_code]})
            document = error_document(problems, speak(request))
            return JSONResponse(document, error.status_code)
        message = WRONG_METHOD if error.status_code == 405 else NO_SUCH_ADDRESS
        document = error_document(StudioError(message, SEE_OPENAPI), speak(request))
        document["error"]["code"] = "address"
        return JSONResponse(document, error.status_code, error.headers)

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> JSONResponse:
        # The boundary: nothing of the inside is shown; Starlette logs it.
        del error
        return refuse(StudioError(OUR_FAULT, TRY_AGAIN), speak(request))


def _until_midnight_s() -> int:
    now = datetime.now(timezone.utc)
    return 86_400 - (now.hour * 3600 + now.minute * 60 + now.second)
