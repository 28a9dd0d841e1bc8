"""Tells an address that a task has ended: only where the host allows it, signed, until it is heard.

Off by default, for the studio asks nobody by itself. What is to be told is a file, so that a
restart forgets nobody; an address may hear twice, and knows that by `webhook-id`. Headers and
signature are those of Standard Webhooks (standardwebhooks.com).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import re
import threading
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from seedance_studio.api import answers
from seedance_studio.api.tasks import find_task
from seedance_studio.domain.job import TERMINAL
from seedance_studio.errors import JobNotFound, Language, Text, storing
from seedance_studio.settings import Webhooks as WebhookSettings
from seedance_studio.studio import Studio
from seedance_studio.visitor import acting_as

log = logging.getLogger(__name__)

POLL_S = 0.5
TIMEOUT_S = 10.0
RETRY_AFTER_S = (5.0, 30.0, 300.0, 3600.0, 21_600.0)
"""After as many failures it is given up."""
_TASK_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """One address that waits for one task."""

    task_id: str
    url: str
    owner: str | None
    language: Language
    base_url: str
    """Of this server, as the caller knows it."""
    num_failures: int = 0
    due_at: float = 0.0
    """Unix time."""


class Webhooks:
    """What is to be told, in one folder.

    Args:
        studio: knows the tasks.
        folder: made with the first.
        settings: whom the host lets be told, and the key of the signature.
    """

    def __init__(self, studio: Studio, folder: Path, settings: WebhookSettings) -> None:
        self._studio = studio
        self._folder = folder
        self._settings = settings
        self._ending = threading.Event()

    def problem(self, url: str) -> Text | None:
        """Say why an address is not told; None where it is."""
        if not self._settings.origins:
            return Text("this host sends no callbacks", "该部署未开启回调")
        try:
            parts = urlsplit(url)
            origin = f"{parts.scheme}://{parts.netloc}"
        except ValueError:
            origin = ""
        if origin.lower() in self._settings.origins:
            return None
        offered = ", ".join(self._settings.origins)
        return Text(
            f"this host sends callbacks to {offered} alone", f"该部署仅向 {offered} 发送回调"
        )

    def add(self, pending: Pending) -> None:
        """Keep whom to tell of a task that was just accepted. Raises StorageUnwritable."""
        with storing(Text("The callback", "回调地址")):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write(pending)

    def start(self) -> None:
        """Look from now on, on a thread of its own; nothing where the host allows no address."""
        if self._settings.origins:
            threading.Thread(target=self._keep_telling, daemon=True).start()

    def stop(self) -> None:
        """Look no more; what is not told yet is told after the next start."""
        self._ending.set()

    def _keep_telling(self) -> None:
        while not self._ending.wait(POLL_S):
            for path in self._folder.glob("*.json"):
                try:
                    self._look(path)
                except Exception:
                    # A disk or database that is away for a while must not end the watch for good.
                    log.exception("a callback could not be looked after")

    def _look(self, path: Path) -> None:
        try:
            pending = Pending(**json.loads(path.read_bytes()))
        except (ValueError, TypeError) as error:
            log.warning("a callback is left out: %s", error)
            path.unlink(missing_ok=True)
            return
        if pending.due_at > time.time():
            return
        try:
            with acting_as(pending.owner):
                job = find_task(self._studio, pending.task_id)
        except JobNotFound:
            path.unlink(missing_ok=True)
            return
        if not isinstance(job.state, TERMINAL):
            return
        base = pending.base_url.rstrip("/")
        answer = answers.task_answer(
            job, pending.language, lambda part, clip_id: f"{base}/clips/{clip_id}/{part}"
        )
        if self._tell(pending, answer.model_dump_json().encode()):
            path.unlink(missing_ok=True)
        elif pending.num_failures < len(RETRY_AFTER_S):
            due_at = time.time() + RETRY_AFTER_S[pending.num_failures]
            self._write(replace(pending, num_failures=pending.num_failures + 1, due_at=due_at))
        else:
            log.warning("the callback of task %s is given up", pending.task_id)
            path.unlink(missing_ok=True)

    def _tell(self, pending: Pending, body: bytes) -> bool:
        sent_at = str(int(time.time()))
        signed = b".".join([pending.task_id.encode(), sent_at.encode(), body])
        digest = hmac.new(self._settings.secret.encode(), signed, hashlib.sha256).digest()
        try:
            answer = httpx.post(
                pending.url,
                content=body,
                headers={
                    "content-type": "application/json",
                    "webhook-id": pending.task_id,
                    "webhook-timestamp": sent_at,
                    "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
                },
                timeout=TIMEOUT_S,
                # An address that leads elsewhere would leave what the host allows.
                follow_redirects=False,
            )
        except httpx.HTTPError as error:
            log.info("a callback was not heard: %s", type(error).__name__)
            return False
        return answer.is_success

    def _write(self, pending: Pending) -> None:
        if not _TASK_ID.fullmatch(pending.task_id):
            raise ValueError(f"{pending.task_id} names no task")
        path = self._folder / f"{pending.task_id}.json"
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(pending)), "utf-8")
        part.replace(path)
