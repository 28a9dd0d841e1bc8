"""A clip that cannot be marked is kept, not published, and published once it can be."""

import pytest

from seedance_studio.domain.job import Failed, Succeeded
from seedance_studio.errors import ClipNotFound, SigningFailed
from seedance_studio.settings import MarkSettings, Settings
from seedance_studio.studio import open_studio

UNFIT = MarkSettings(certificate_pem="no certificate", key_pem="no key")


@pytest.fixture
def withheld(settings, ask):
    """A clip made while the host's key is unfit; gives its id."""
    unfit = Settings(
        data_dir=settings.data_dir, device="cpu", engines=settings.engines, marks=UNFIT
    )
    with open_studio(unfit) as studio:
        state = studio.wait(studio.submit(ask("a red ball")), 60).state
        assert isinstance(state, Failed)
        assert (state.code, state.exit_status) == ("signing_failed", 4)
        assert studio.clips() == []
        (clip,) = studio.withheld()
        with pytest.raises(SigningFailed):
            studio.sign_withheld(clip.id)
        marks = next(check for check in studio.doctor() if check.name == "marks")
        assert marks.status == "fail"
    return clip.id


def test_a_withheld_clip_is_signed_later_without_generating_again(settings, withheld, ask):
    with open_studio(settings) as studio:
        assert studio.clips() == []
        marks = next(check for check in studio.doctor() if check.name == "marks")
        assert (marks.status, "1" in marks.found.en) == ("warn", True)

        clip = studio.sign_withheld(withheld)

        assert studio.clips() == [clip]
        assert studio.withheld() == []
        found = studio.verify(studio.clip_path(clip.id))
        assert found.credentials.state == "intact"
        assert found.aigc["ProduceID"] == clip.id
        with pytest.raises(ClipNotFound):
            studio.sign_withheld(withheld)
        # The next one is not held up.
        assert isinstance(studio.wait(studio.submit(ask()), 60).state, Succeeded)


def test_the_command_signs_what_is_withheld(withheld, headless):
    status, answer, _ = headless("sign", "--json")

    assert (status, answer) == (0, {"signed": [withheld], "withheld": []})
    assert headless("sign", "--json")[1] == {"signed": [], "withheld": []}


def test_unfit_settings_are_said_in_one_sentence(headless):
    status, answer, _ = headless("doctor", "--json", SEEDANCE_MARK_LABEL="off")

    assert status == 2
    assert "contradicts" in answer["error"]["message"]
