"""An engine on a GPU that is lent for the time of a run, as on Hugging Face's ZeroGPU.

The weights are loaded in the studio's own process before the page is served; each run happens in a
worker that is forked from it with a GPU, is charged to the visitor who asked, and is stopped when
the time that was asked for is over. So the call is made in the context of that visitor's click.
"""

from __future__ import annotations

import contextvars
import math
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from seedance_studio.domain.engine import OnStep, StepProgress
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.errors import (
    EngineUnavailable,
    GenerationFailed,
    JobCancelled,
    QuotaReached,
    StudioError,
    Text,
)
from seedance_studio.jobs.engine_child import ResidentEngine, as_ours, generate_to_file
from seedance_studio.jobs.messages import Broke, Done, EngineRun, Generate

_MARGIN = 1.3
_START_S = 8
"""Until a worker has its GPU and the weights are on it."""
_ON_SEEDLING = Text(
    "It can be made on Seedling now, which needs no GPU.", "也可立即改用无需显卡的 Seedling 小苗。"
)


class LentEngine:
    """Runs plans on a lent GPU.

    Args:
        modules: dotted name of each engine's module by the engine's id.
        inputs: folder of the files that plans refer to.
        models: folder of the weights that were fetched.
    """

    def __init__(self, modules: Mapping[str, str], inputs: Path, models: Path) -> None:
        import spaces  # noqa: PLC0415 - must patch torch before anything loads it

        self._resident = ResidentEngine(modules, models)
        self._inputs = inputs
        self._callers: dict[str, contextvars.Context] = {}
        self._run = spaces.GPU(duration=_duration_s)(self._words)

    def load(self, key: PipelineKey) -> None:
        """Load an engine; in the main thread, before the page is served."""
        self._resident.load(key)

    def remember_caller(self, clip_id: str) -> None:
        """Keep whose click it is that a clip is made for; called within that click's event."""
        self._callers[clip_id] = contextvars.copy_context()

    def called_for(self, clip_id: str) -> BorrowedEngine:
        """Give the engine as the one who asked for a clip may use it."""
        context = self._callers.pop(clip_id, None) or contextvars.copy_context()
        return BorrowedEngine(self, context)

    def generate(
        self,
        plan: GenerationPlan,
        frames_path: Path,
        on_step: OnStep,
        check: Callable[[], None],
    ) -> Done:
        """Run a plan in the caller's context; see `EngineProcess.generate`."""
        words = self._run(plan, self._inputs, frames_path)
        try:
            for word in words:
                check()
                if isinstance(word, Broke):
                    raise word.error
                if isinstance(word, Done):
                    return word
                on_step(word)
        except (StudioError, JobCancelled):
            raise
        except Exception as error:
            raise _lender_said(error) from error
        finally:
            words.close()
        raise EngineUnavailable(
            Text(
                "The GPU was taken back before the clip was done.", "视频尚未完成，GPU 已被收回。"
            ),
            _ON_SEEDLING,
        )

    def _words(
        self, plan: GenerationPlan, inputs: Path, frames_path: Path
    ) -> Iterator[StepProgress | Done | Broke]:
        """Run a plan where the GPU is, telling each step; frames go to their file."""
        said: queue.SimpleQueue[StepProgress | Done | Broke] = queue.SimpleQueue()
        is_stopped = threading.Event()

        def on_step(progress: StepProgress) -> None:
            if is_stopped.is_set():
                raise JobCancelled
            said.put(progress)

        def work() -> None:
            command = Generate(0, plan, inputs, frames_path)
            try:
                said.put(Done(0, generate_to_file(command, self._resident, on_step)))
            except JobCancelled:
                return
            except StudioError as error:
                said.put(Broke(0, error))
            except Exception as error:  # noqa: BLE001 - what it is, is said to the user
                said.put(Broke(0, as_ours(error)))

        threading.Thread(target=work, daemon=True).start()
        try:
            while True:
                word = said.get()
                yield word
                if not isinstance(word, StepProgress):
                    return
        finally:
            is_stopped.set()


@dataclass(frozen=True, slots=True)
class BorrowedEngine:
    """A lent engine in the hands of one caller."""

    engine: LentEngine
    context: contextvars.Context

    def generate(
        self,
        plan: GenerationPlan,
        frames_path: Path,
        on_step: OnStep,
        check: Callable[[], None],
    ) -> EngineRun:
        """Run a plan; see `EngineProcess.generate`."""
        run = self.engine.generate
        return self.context.run(run, plan, frames_path, on_step, check).result

    def restart(self) -> None:
        """There is nothing to end: the worker is gone with its run."""


def _duration_s(plan: GenerationPlan, *_: object) -> int:
    """Give the seconds to ask for: too many cost the visitor's quota, too few end the run."""
    return math.ceil(_START_S + plan.estimate_s * _MARGIN)


def _lender_said(error: Exception) -> StudioError:
    """Put what ZeroGPU says into our words. Its errors carry a title, and are Gradio's."""
    title = str(getattr(error, "title", ""))
    if "quota" in title or "credits" in title:
        return QuotaReached(
            Text("Your GPU time for today is used up.", "你今天的 GPU 时长已用完。"),
            Text(
                f"Sign in to Hugging Face for more, or come back tomorrow. {_ON_SEEDLING.en}",
                f"登录 Hugging Face 可获得更多时长，或明天再来。{_ON_SEEDLING.zh}",
            ),
        )
    if "duration" in title:
        return QuotaReached(
            Text(
                "The clip takes longer than a GPU is lent for.",
                "该视频所需时间超过 GPU 可借用时长。",
            ),
            Text(
                f"Make it shorter, or with fewer steps. {_ON_SEEDLING.en}",
                f"请缩短视频或减少步数。{_ON_SEEDLING.zh}",
            ),
        )
    if title:
        return EngineUnavailable(
            Text(f"No GPU could be had: {title}.", f"未能借到 GPU：{title}。"),
            Text(f"Try again in a minute. {_ON_SEEDLING.en}", f"请稍后重试。{_ON_SEEDLING.zh}"),
        )
    return GenerationFailed(
        Text(f"The run on the lent GPU ended: {error}", f"借用的 GPU 上运行中断：{error}"),
        _ON_SEEDLING,
    )
