"""A real recipe for tests, planned by the studio's own code for a made-up engine."""

from seedance_studio.domain.clip import Recipe
from seedance_studio.domain.engine import EngineCard, NativeSize
from seedance_studio.domain.plan import make_plan
from seedance_studio.domain.prompt import PreparedPrompt, PromptWord
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.errors import Text

CARD = EngineCard(
    id="paper",
    title=Text("Paper", "纸"),
    description=Text("An engine on paper", "纸上的引擎"),
    family="paper",
    revision="1",
    modes=("text",),
    sizes={"16:9": NativeSize(width=288, height=160)},
    fps=8,
    frame_step=4,
    min_seconds=0.5,
    max_seconds=15,
    default_steps=8,
    max_steps=50,
    default_guidance_scale=4.0,
    max_guidance_scale=12,
    has_sound=False,
    licence="Apache-2.0",
    has_world_vocabulary=True,
    seconds_per_step_and_second=0.1,
)


def make_recipe(*, prompt="a dog runs on a beach", seconds=1.0, size="720p", fps="24", seed=7):
    request = GenerationRequest(prompt=prompt, seconds=seconds, size=size, fps=fps, seed=seed)
    word = PromptWord(text="dog", status="understood", meaning=Text("dog", "狗"), group="subject")
    prepared = PreparedPrompt(
        original=prompt,
        words=(word,),
        language="en",
        engine_prompt=prompt,
        is_enhanced=False,
        added=(Text("soft light", "柔和的光线"),),
    )
    plan = make_plan(request, CARD, prepared, seed=seed, device="cpu", dtype="float32")
    return Recipe(
        schema=1,
        studio_version="0.1.0",
        created_at="2026-11-22T08:10:30Z",
        request=request,
        plan=plan,
    )
