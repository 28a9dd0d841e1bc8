"""What a visitor may still ask for today, told before they ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from seedance_studio.domain.job import AnyPlan, AnyRequest, Usage
from seedance_studio.errors import DemoOnly, QueueFull, QuotaReached, Text
from seedance_studio.jobs.run import JobRecord
from seedance_studio.library import Bin, Library, new_clip_id
from seedance_studio.settings import Limits

if TYPE_CHECKING:
    from seedance_studio.jobs.store import JobStore

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Give the time now, in UTC."""
    return datetime.now(timezone.utc)


def stamp() -> str:
    """Give the time now as it is stored: UTC, ISO 8601."""
    return utc_now().strftime("%Y-%m-%dT%H:%M:%SZ")


def make_record(request: AnyRequest, plan: AnyPlan, owner: str) -> JobRecord:
    """Give what is stored of a job that is accepted now."""
    return JobRecord(
        clip_id=new_clip_id(), created_at=stamp(), request=request, plan=plan, owner=owner
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What is left of a visitor's day; None where there is no limit."""

    jobs_left: int | None
    engine_s_left: float | None
    resets_at: str
    """UTC, ISO 8601."""

    @property
    def words(self) -> Text | None:
        """What is left, as a sentence; None when nothing is limited."""
        en, zh = [], []
        if self.jobs_left is not None:
            en.append(f"{self.jobs_left} clips")
            zh.append(f"{self.jobs_left} 个视频")
        if self.engine_s_left is not None:
            en.append(f"{self.engine_s_left:.0f} s of engine time")
            zh.append(f"{self.engine_s_left:.0f} 秒引擎时间")
        if not en:
            return None
        return Text(
            f"Left today: {', '.join(en)}. Only finished clips count.",
            f"今日剩余：{'、'.join(zh)}。只计成功生成的视频。",
        )


UNLIMITED = Allowance(jobs_left=None, engine_s_left=None, resets_at="")


class Admission:
    """The host's limits, against what is stored.

    Args:
        limits: what the host grants.
        library: whose size is limited.
        waste: what was deleted from it, and still counts.
        clock: tells the time.
    """

    def __init__(
        self, limits: Limits, library: Library, waste: Bin, clock: Clock = utc_now
    ) -> None:
        self._limits = limits
        self._library = library
        self._bin = waste
        self._clock = clock

    def allowance(self, usage: Callable[[str], Usage], limits: Limits | None = None) -> Allowance:
        """Give what is left, jobs on their way counted as if they succeed.

        Args:
            usage: gives what was used since a time (UTC, ISO 8601); asked only if a limit is set.
            limits: of who asks; None for those of every visitor.
        """
        limits = limits or self._limits
        midnight = self._clock().replace(hour=0, minute=0, second=0, microsecond=0)
        resets_at = (midnight + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        if not limits.jobs_per_day and not limits.engine_s_per_day:
            return Allowance(jobs_left=None, engine_s_left=None, resets_at=resets_at)
        used = usage(midnight.isoformat())
        jobs_left = limits.jobs_per_day - used.num_jobs - used.num_waiting
        engine_s_left = limits.engine_s_per_day - used.engine_s - used.waiting_s
        return Allowance(
            jobs_left=max(0, jobs_left) if limits.jobs_per_day else None,
            engine_s_left=max(0.0, engine_s_left) if limits.engine_s_per_day else None,
            resets_at=resets_at,
        )

    def check(self, plan: AnyPlan, allowance: Allowance, jobs: JobStore) -> None:
        """Let a plan through, or say why not.

        Raises:
            DemoOnly: nothing is made here.
            QuotaReached: the visitor's day is used up.
            QueueFull: too many jobs of all visitors wait.
            StorageUnwritable: the library is as large as it may be, or the disk is full.
        """
        self.check_making()
        if allowance.jobs_left == 0:
            raise _quota(Text("all clips of today are made", "今日的视频数量已用完"), allowance)
        left = allowance.engine_s_left
        if left is not None and plan.estimate_s > left:
            raise _quota(
                Text(
                    f"this clip takes about {plan.estimate_s:.0f} s of engine time and "
                    f"{left:.0f} s are left",
                    f"该视频约需 {plan.estimate_s:.0f} 秒引擎时间，今日仅剩 {left:.0f} 秒",
                ),
                allowance,
            )
        if jobs.num_waiting() >= self._limits.waiting_jobs:
            raise QueueFull(
                Text("Too many clips are waiting already.", "排队的任务已满。"),
                Text("Try again in a few minutes.", "请几分钟后再试。"),
            )
        self.check_room()

    def check_room(self) -> None:
        """Let what is in the bin go, the oldest first, where a clip finds no room otherwise.

        Raises:
            StorageUnwritable: the library is as large as it may be, or the disk is full.
        """
        while self._library.lack(self._limits.disk_gb) and self._bin.remove_oldest():
            pass
        self._library.check_writable(self._limits.disk_gb)

    def check_making(self) -> None:
        """Raises DemoOnly where nothing is made."""
        if self._limits.is_demo:
            raise DemoOnly(
                Text("This is a demo: nothing is made here.", "这里是演示，不会生成视频。"),
                Text("Run the studio yourself: it is free.", "自行部署工作室即可免费生成。"),
            )


def _quota(reason: Text, allowance: Allowance) -> QuotaReached:
    time = allowance.resets_at[:16].replace("T", " ")
    return QuotaReached(
        Text(f"Today's quota is reached: {reason.en}.", f"已达今日配额：{reason.zh}。"),
        Text(
            f"It starts anew at {time} UTC. Failed and stopped jobs are not counted.",
            f"配额将于 {time}（UTC）重置；失败或停止的任务不计入。",
        ),
    )
