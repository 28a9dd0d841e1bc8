"""What an empty tab offers to begin with; the files are drawn and composed by the studio itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from seedance_studio.domain.request import Mode
from seedance_studio.errors import Text

EXAMPLES_DIR = Path(__file__).parent / "examples"
GALLERY_DIR = EXAMPLES_DIR / "gallery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A prompt, the files that go with it, and the clip that came of them."""

    name: str
    """Of its clip in GALLERY_DIR, as .mp4, .jpg and .json: made by `examples/make_gallery.py`."""
    prompt: Text
    files: tuple[tuple[str, str | None], ...] = ()
    """File names in EXAMPLES_DIR, each with its use on the board."""

    @property
    def clip(self) -> Path:
        """Where its finished clip is."""
        return GALLERY_DIR / f"{self.name}.mp4"

    @property
    def poster(self) -> Path:
        """Where the still picture of its clip is."""
        return GALLERY_DIR / f"{self.name}.jpg"

    @property
    def recipe(self) -> Path:
        """Where the recipe of its clip is."""
        return GALLERY_DIR / f"{self.name}.json"


EXAMPLES: dict[Mode, tuple[Example, ...]] = {
    "text": (
        Example(
            name="retriever",
            prompt=Text(
                "A golden retriever runs along the beach at sunset",
                "一只金毛犬在海边奔跑，夕阳西下",
            ),
        ),
        Example(
            name="lantern",
            prompt=Text(
                "A red lantern rises over the city at night", "夜晚，一盏红灯笼从城市上空升起"
            ),
        ),
        Example(
            name="astronaut",
            prompt=Text(
                "An astronaut floats in space, slow orbit shot", "宇航员在太空中漂浮，环绕镜头"
            ),
        ),
        Example(
            name="fish",
            prompt=Text("Three tropical fish swim over a coral reef", "三条热带鱼在珊瑚礁上游动"),
        ),
        Example(
            name="dragon",
            prompt=Text(
                "A dragon flies over the mountains at dusk, pull back",
                "暮色中，一条龙飞过群山，镜头拉远",
            ),
        ),
        Example(
            name="penguins",
            prompt=Text(
                "Two penguins walk in the snow, light snowfall", "两只企鹅在雪地里走着，下着小雪"
            ),
        ),
    ),
    "image": (
        Example(
            name="fox-comes-alive",
            prompt=Text(
                "A fox walks through the foggy forest, push in",
                "狐狸在大雾的森林里行走，镜头推进",
            ),
            files=(("fox.jpg", "first_frame"),),
        ),
        Example(
            name="beach-comes-alive",
            prompt=Text("The beach at sunset, pan right", "夕阳下的海边，镜头向右摇"),
            files=(("beach.jpg", "first_frame"),),
        ),
    ),
    "video": (
        Example(
            name="dog-in-the-snow",
            prompt=Text("A dog runs through the snow at night", "夜晚，一只狗在雪地里奔跑"),
            files=(("walk.mp4", "edit"),),
        ),
        Example(
            name="fox-on-the-beach",
            prompt=Text("A fox runs along the beach at sunset", "夕阳下，一只狐狸在海边奔跑"),
            files=(("walk.mp4", "structure"),),
        ),
    ),
    "mixed": (
        Example(
            name="mixed",
            prompt=Text(
                "The fox from @Image1 runs along the beach of @Image2, with the camera of @Video1",
                "@图片1 里的狐狸在 @图片2 的海边奔跑，参考 @视频1 的运镜",
            ),
            files=(
                ("fox.jpg", "identity"),
                ("beach.jpg", "setting"),
                ("walk.mp4", "camera"),
                ("beat.mp3", "rhythm"),
            ),
        ),
    ),
}
