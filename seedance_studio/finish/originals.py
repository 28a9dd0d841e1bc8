"""What a clip was made from, as far as its finish comes back to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import cv2
import numpy as np

from seedance_studio.domain.delivery import Delivery, seen_size
from seedance_studio.domain.measured import Measured
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.reference import FRAME_ROLES, PlannedReference
from seedance_studio.finish.detail import Anchor
from seedance_studio.finish.enlarge import MOST_WORKING_PIXELS, working_size
from seedance_studio.media.fidelity import psnr_db
from seedance_studio.media.fitting import fit_picture, place
from seedance_studio.media.footage import read_video_frames
from seedance_studio.media.pictures import read_image
from seedance_studio.media.probe import read_frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Originals:
    """What was given with a request and is seen or felt in the finished clip."""

    anchors: tuple[Anchor, ...] = ()
    beats_s: tuple[float, ...] = ()
    """When the beats of the rhythm fall, from the clip's start."""
    rhythm: float = 0.0
    """How strongly motion follows them, 0 to 1."""


def read_anchors(plan: GenerationPlan, inputs: Path) -> tuple[Anchor, ...]:
    """Read the pictures that frames of the clip are to be, and the last of one that it continues.

    Args:
        plan: of the clip.
        inputs: folder of its files.

    Raises:
        RequestError: under `file`: one cannot be read after all.
    """
    shown = [one for one in plan.references if one.role in (*FRAME_ROLES, "extend")]
    if not shown:
        return ()
    width = max(_width_worth(one, plan.delivery) for one in shown)
    delivered = plan.delivery.delivered
    size = (width, round(width * delivered.height / delivered.width))
    anchors = [_anchor(one, size, inputs) for one in shown]
    return tuple(sorted(anchors, key=lambda anchor: anchor.frame))


def first_frame_fidelity(
    plan: GenerationPlan, originals: Originals, path: Path
) -> Iterator[Measured]:
    """Compare the first picture of a finished file with the one that was given for it.

    Args:
        plan: of the clip.
        originals: what it was made from.
        path: of the file.
    """
    first = next((one for one in plan.references if one.role == "first_frame"), None)
    if first is None:
        return
    shown = next(iter(read_frames(path)))
    given = originals.anchors[0]
    height, width = shown.shape[:2]
    counted = np.ones((height, width), np.bool_)
    if given.given is not None:
        whole = given.given.astype(np.uint8)
        counted = cv2.resize(whole, (width, height), interpolation=cv2.INTER_NEAREST) > 0
    counted[: height // 5] = False  # where the label stands
    wanted = fit_picture(given.rgb, (width, height), "crop")
    value = psnr_db(wanted, shown, counted)
    yield Measured(item=first.name, measure="delivered_psnr_db", value=round(value, 2))


def _width_worth(reference: PlannedReference, delivery: Delivery) -> int:
    """How wide the picture is worth having: no wider than it is itself or will be delivered."""
    seen = seen_size(delivery.native, delivery.delivered)
    least = working_size(*seen, delivery)[0]
    width, height = reference.width or seen[0], reference.height or seen[1]
    own = round(seen[0] * width / place(width, height, seen, reference.fit).width)
    most = round(seen[0] * sqrt(MOST_WORKING_PIXELS / (seen[0] * seen[1])))
    return max(least, min(own, delivery.delivered.width, most))


def _anchor(reference: PlannedReference, size: tuple[int, int], inputs: Path) -> Anchor:
    path = inputs / reference.stored
    if reference.role == "extend":
        rgb = read_video_frames(path, [reference.last_s], size, reference.fit)[0]
    else:
        rgb = fit_picture(read_image(path), size, reference.fit)
    given = None
    if reference.fit == "extend":
        box = place(reference.width or 1, reference.height or 1, size, "extend")
        given = np.zeros(rgb.shape[:2], np.bool_)
        given[box.top : box.top + box.height, box.left : box.left + box.width] = True
    return Anchor(frame=4 * (reference.latent_index or 0), rgb=rgb, given=given)
