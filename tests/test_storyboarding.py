"""Storyboards through the studio's doors: drafted, made in full, redone, joined; kept for good."""

import os
from dataclasses import replace

import numpy as np
import pytest

from seedance_studio.domain.job import Succeeded
from seedance_studio.domain.reference import Reference
from seedance_studio.domain.sound import SoundWish
from seedance_studio.domain.storyboard import BoardShot, Look, StoryboardRequest
from seedance_studio.errors import QuotaReached, RequestError, StoryboardNotFound
from seedance_studio.media.probe import read_frames
from seedance_studio.settings import Limits
from seedance_studio.studio import open_studio
from seedance_studio.visitor import visiting
from tests.clips import write_clip
from tests.faces import draw_face
from tests.uploads import picture

LOOK = Look(engine="fake", size="native", fps="native")
SILENT = SoundWish(source="off")


def asked(*shots, **changes):
    shots = [one if isinstance(one, BoardShot) else shot(one) for one in shots]
    return StoryboardRequest(shots=tuple(shots), **({"look": LOOK, "sound": SILENT} | changes))


def shot(prompt, **changes):
    return BoardShot(prompt=prompt, **({"seconds": 1.0} | changes))


def settled(studio, board_id):
    """Wait until nothing is on its way, and give the board."""
    while True:
        seen = studio.storyboards.look(board_id)
        if not seen.is_active:
            return seen
        for one in seen.shots:
            if one.take is not None and one.take.job_id is not None:
                studio.wait(one.take.job_id, 60)
        if seen.film_job is not None:
            studio.wait(seen.film_job.id, 60)


def drafted(studio, request):
    board = studio.storyboards.keep(request)
    studio.storyboards.draft(board.id)
    return settled(studio, board.id)


def requests(seen):
    return [one.clip.recipe.request for one in seen.shots]


def test_all_are_drafted_and_some_are_made_in_full_with_their_seeds(studio):
    look = replace(LOOK, size="720p", fps="24")
    seen = drafted(studio, asked("a red ball", "a blue ball", "a green ball", look=look))
    assert [one.has_draft_only for one in seen.shots] == [True] * 3
    assert [one.clip.delivered.width for one in seen.shots] == [128] * 3
    seeds = [one.seed for one in requests(seen)]
    assert len(set(seeds)) == 3

    middle = seen.shots[1].shot.id
    studio.storyboards.promote(seen.board.id, [middle])
    after = settled(studio, seen.board.id)

    assert [one.has_draft_only for one in after.shots] == [True, False, True]
    assert [one.seed for one in requests(after)] == seeds
    assert requests(after)[1].draft_of == seen.shots[1].clip.id
    assert after.shots[1].clip.delivered.width == 1280
    num_jobs = len(studio.jobs())
    studio.storyboards.promote(seen.board.id)
    whole = settled(studio, seen.board.id)
    assert [one.has_draft_only for one in whole.shots] == [False] * 3
    assert len(studio.jobs()) == num_jobs + 2  # what was there in full was not made again
    studio.storyboards.draft(seen.board.id)
    assert len(studio.jobs()) == num_jobs + 2


def test_one_is_redone_and_the_others_stay(studio):
    seen = drafted(studio, asked("a red ball", "a blue ball"))

    studio.storyboards.redo(seen.board.id, seen.shots[0].shot.id, "click")
    studio.storyboards.redo(seen.board.id, seen.shots[0].shot.id, "click")
    after = settled(studio, seen.board.id)

    assert len(studio.jobs()) == 3
    assert after.shots[0].clip.id != seen.shots[0].clip.id
    assert requests(after)[0].seed != requests(seen)[0].seed
    assert after.shots[0].has_draft_only
    assert after.shots[0].is_current
    assert after.shots[1].clip.id == seen.shots[1].clip.id
    with pytest.raises(RequestError):
        studio.storyboards.redo(seen.board.id, "nowhere")


def test_a_shot_goes_on_from_the_picture_that_the_one_before_ends_with(studio):
    shots = shot("a red ball", seed=3), shot("a blue ball", goes_on=True, seed=4)
    seen = drafted(studio, asked(*shots))

    first, second = (list(read_frames(studio.clip_path(one.clip.id))) for one in seen.shots)
    below = [one[36:].astype(int) for one in (first[-1], second[0], second[-1])]  # no label there
    assert 3 * np.abs(below[0] - below[1]).mean() < np.abs(below[0] - below[2]).mean()
    assert [one.role for one in requests(seen)[1].references] == ["first_frame"]

    studio.storyboards.redo(seen.board.id, seen.shots[0].shot.id)
    after = settled(studio, seen.board.id)
    assert [one.is_current for one in after.shots] == [True, False]  # it begins with an old picture
    studio.storyboards.draft(seen.board.id)
    whole = settled(studio, seen.board.id)
    assert [one.is_current for one in whole.shots] == [True, True]
    assert whole.shots[0].clip.id == after.shots[0].clip.id
    assert whole.shots[1].take.after == whole.shots[0].clip.id


def test_a_shot_that_goes_on_is_not_made_when_the_one_before_fails(studio):
    seen = drafted(studio, asked("it is broken", shot("a blue ball", goes_on=True), "a cat"))

    assert [one.clip is not None for one in seen.shots] == [False, False, True]
    assert "before" in seen.shots[1].take.refusal.en
    with pytest.raises(RequestError) as error:
        studio.storyboards.join(seen.board.id)
    assert set(error.value.problems) == {"shots.1", "shots.2"}


def test_what_was_changed_is_made_again_and_nothing_else(studio):
    seen = drafted(studio, asked("a red ball", "a blue ball"))
    shots = [replace(one.shot, seed=None) for one in seen.shots]
    changed = replace(shots[0], prompt="a grey cat")

    # Moved and changed, and one more; a shot keeps its seed and its clip by its id.
    request = asked(shots[1], changed, "a new one")
    studio.storyboards.keep(request, seen.board.id)
    before = studio.storyboards.look(seen.board.id)
    assert [one.is_current for one in before.shots] == [True, False, False]
    assert [one.clip is not None for one in before.shots] == [True, True, False]
    studio.storyboards.draft(seen.board.id)
    after = settled(studio, seen.board.id)

    assert [one.prompt for one in requests(after)] == ["a blue ball", "a grey cat", "a new one"]
    assert after.shots[0].clip.id == seen.shots[1].clip.id
    assert [one.seed for one in requests(after)][:2] == [one.seed for one in requests(seen)][::-1]


def test_the_film_has_all_shots_with_cuts_fades_and_one_soundtrack(studio):
    shots = ("waves on a beach", shot("a blue ball", fade_s=0.5), "a dog in the rain")
    seen = drafted(studio, asked(*shots, sound=SoundWish(), title="A day"))

    job_id = studio.storyboards.join(seen.board.id, "click")
    assert studio.storyboards.join(seen.board.id, "click") == job_id
    after = settled(studio, seen.board.id)

    film = after.film
    assert film.title == "A day"
    assert film.delivered.duration_s == pytest.approx(2.5, abs=0.05)
    assert film.delivered.audio_codec == "aac"
    assert (film.delivered.width, film.delivered.height) == (128, 72)
    assert [one.clip_id for one in film.recipe.request.shots] == [
        one.clip.id for one in after.shots
    ]
    studio.forget_job(job_id)
    again = studio.storyboards.look(seen.board.id)
    assert again.film.id == film.id
    assert again.is_film_current
    studio.storyboards.keep(replace(again.board.request, title="A night"), seen.board.id)
    assert not studio.storyboards.look(seen.board.id).is_film_current


def test_all_problems_of_all_shots_are_named_at_once(studio, tmp_path):
    missing = Reference(name="Image1", file=str(tmp_path / "none.png"), role="identity")
    request = asked(
        shot("", fade_s=0.2),
        shot("a dog", fade_s=-1.0, seconds=99.0, references=(missing,)),
        look=replace(LOOK, aspect="5:4"),
        music=Reference(name="Audio1", file="nowhere.wav", role="music"),
    )

    with pytest.raises(RequestError) as error:
        studio.storyboards.keep(request)

    assert set(error.value.problems) == {
        *("shots.1.prompt", "shots.2.fade_s", "shots.2.seconds", "shots.2.references.Image1"),
        *("look.aspect", "music"),
    }
    assert studio.storyboards.recent(9) == []
    assert studio.jobs() == []


def test_a_restart_keeps_the_board_and_goes_on(settings):
    with open_studio(settings) as studio:
        request = asked("a slow ball", shot("a blue ball", goes_on=True), shot("c", goes_on=True))
        board = studio.storyboards.keep(request)
        studio.storyboards.draft(board.id)
        jobs = studio.jobs()
        assert len(jobs) == 1  # the others wait for its last picture

    with open_studio(settings) as studio:
        # Nobody looks at the board: it goes on all the same.
        while len(studio.jobs()) < 3 or studio.num_active():
            studio.wait(studio.jobs()[0].id, 1)
        seen = settled(studio, board.id)
        assert [one.is_current for one in seen.shots] == [True] * 3
        assert len(studio.jobs()) == 3
        assert studio.storyboards.recent(1)[0].title == "a slow ball"


def test_a_board_stops_and_a_deleted_one_leaves_its_clips(studio):
    request = asked("a red ball", "a slow ball", shot("a blue ball", goes_on=True))
    board = studio.storyboards.draft(studio.storyboards.keep(request).id)
    studio.wait(board.takes[0].job_id, 30)

    studio.storyboards.cancel(board.id)
    studio.wait(board.takes[1].job_id, 30)
    seen = studio.storyboards.look(board.id)
    assert [one.clip is not None for one in seen.shots] == [True, False, False]
    assert not seen.is_active

    studio.storyboards.delete(board.id)
    with pytest.raises(StoryboardNotFound):
        studio.storyboards.look(board.id)
    assert studio.clip(seen.shots[0].clip.id)


def test_files_of_a_board_stay_until_it_goes(settings, tmp_path):
    cat = Reference(name="Image1", file=str(picture(tmp_path / "cat.png")), role="identity")
    with open_studio(settings) as studio:
        board = studio.storyboards.keep(asked(shot("a cat", references=(cat,))))
        stored = studio.inputs_dir / board.request.references[0].file
        os.utime(stored, (0, 0))  # so old that only who names it keeps it

    with open_studio(settings) as studio:
        assert stored.is_file()
        studio.storyboards.delete(board.id)
    with open_studio(settings):
        assert not stored.exists()


def test_visitors_do_not_see_each_other_s_boards(settings):
    with open_studio(replace(settings, visitors="many")) as studio:
        with visiting("one"):
            board = studio.storyboards.keep(asked("a red ball", shot("b", goes_on=True)))
            studio.storyboards.draft(board.id)
        with visiting("two"):
            assert studio.storyboards.recent(9) == []
            with pytest.raises(StoryboardNotFound):
                studio.storyboards.join(board.id)
        with visiting("one"):
            seen = settled(studio, board.id)
            assert {job.owner for job in studio.jobs()} == {board.owner}
            assert all(one.clip is not None for one in seen.shots)
            studio.forget_me()
            assert studio.storyboards.recent(9) == []


def test_a_quota_lets_through_what_it_can_and_says_the_rest(settings):
    limits = Limits(jobs_per_day=1)
    with open_studio(replace(settings, limits=limits)) as studio, visiting("one"):
        board = studio.storyboards.keep(asked("a red ball", "a blue ball"))
        with pytest.raises(QuotaReached):
            studio.storyboards.draft(board.id)
        seen = settled(studio, board.id)
        assert [one.clip is not None for one in seen.shots] == [True, False]
        assert "quota" in seen.shots[1].take.refusal.en
        assert isinstance(studio.job(seen.shots[0].take.job_id).state, Succeeded)


def test_a_person_in_the_last_picture_is_asked_about_before_a_shot_goes_on(studio, tmp_path):
    frames = np.stack([np.asarray(draw_face().resize((320, 320)))] * 12)
    video = write_clip(tmp_path / "face.mp4", frames, 8)
    kept = studio.keep_input(video)
    studio.answer_for([kept.sha256], "invented", "en")
    portrait = Reference(name="Video1", file=kept.stored, role="edit")
    request = asked(
        shot("a portrait", references=(portrait,)),
        shot("a blue ball", goes_on=True),
        look=replace(LOOK, aspect="1:1", size="720p"),
    )
    board = studio.storyboards.keep(request)
    studio.storyboards.promote(board.id)
    seen = settled(studio, board.id)
    [asked_about] = seen.shots[1].take.people
    assert seen.shots[1].clip is None

    studio.answer_for([asked_about], "invented", "en")
    studio.storyboards.promote(board.id, [seen.shots[1].shot.id])
    assert settled(studio, board.id).shots[1].clip is not None
