"""What the environment says, and which word wins."""

import pytest

from seedance_studio.settings import Settings


@pytest.mark.parametrize(
    ("environment", "host"),
    [
        ({}, "127.0.0.1"),
        ({"GRADIO_SERVER_NAME": "0.0.0.0"}, "0.0.0.0"),
        ({"GRADIO_SERVER_NAME": "0.0.0.0", "SEEDANCE_HOST": "127.0.0.1"}, "127.0.0.1"),
    ],
    ids=["alone", "on a Space", "said by the user"],
)
def test_the_page_listens_on_this_machine_unless_told_otherwise(environment, host):
    assert Settings.from_environment(environment).host == host


def test_a_port_that_is_none_is_refused():
    with pytest.raises(ValueError, match="SEEDANCE_PORT is 'eighty'"):
        Settings.from_environment({"SEEDANCE_PORT": "eighty"})


@pytest.mark.parametrize(
    ("name", "words"),
    [("JOBS_PER_DY", "did you mean SEEDANCE_JOBS_PER_DAY"), ("XYZZY", "known are SEEDANCE_")],
)
def test_a_misspelt_setting_refuses_to_start(name, words):
    with pytest.raises(ValueError, match=f"SEEDANCE_{name} is no setting; {words}"):
        Settings.from_environment({f"SEEDANCE_{name}": "5"})


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"MARK_PROFILE": "mars"}, "MARK_PROFILE is 'mars'"),
        ({"MARK_LABEL": "off"}, "contradicts SEEDANCE_MARK_PROFILE=global"),
        ({"MARK_PROFILE": "cn", "MARK_PRODUCER": "x", "MARK_LABEL": "off"}, "visible label"),
        ({"MARK_PROFILE": "cn"}, "needs SEEDANCE_MARK_PRODUCER"),
        ({"MARK_PRODUCER": "my studio"}, "no space"),
        ({"MARK_PROFILE": "private", "HOST": "0.0.0.0"}, "others can reach"),
        ({"SIGNING_KEY": "-----BEGIN PRIVATE KEY-----"}, "belong together"),
        ({"SIGNING_CERT": "/nowhere.pem"}, "cannot be read"),
    ],
)
def test_contradictory_marks_refuse_to_start(environment, words):
    with pytest.raises(ValueError, match=words):
        Settings.from_environment({f"SEEDANCE_{key}": value for key, value in environment.items()})


def test_each_profile_can_be_had():
    for profile in ("global", "cn", "eu", "us", "private"):
        marks = Settings.from_environment(
            {"SEEDANCE_MARK_PROFILE": profile, "SEEDANCE_MARK_PRODUCER": "0011-ABC"}
        ).marks
        assert (marks.profile, marks.label) == (
            profile,
            "off" if profile == "private" else "start",
        )


def test_a_signer_is_read_from_a_file_or_a_secret(tmp_path):
    (tmp_path / "chain.pem").write_text("-----BEGIN CERTIFICATE-----")
    marks = Settings.from_environment(
        {
            "SEEDANCE_SIGNING_CERT": str(tmp_path / "chain.pem"),
            "SEEDANCE_SIGNING_KEY": "-----BEGIN PRIVATE KEY-----",
        }
    ).marks

    assert marks.certificate_pem == "-----BEGIN CERTIFICATE-----"
    assert "PRIVATE" not in repr(marks)


def test_weights_may_be_elsewhere_and_be_asked_for_in_advance(tmp_path):
    settings = Settings.from_environment(
        {
            "SEEDANCE_MODELS_DIR": str(tmp_path),
            "SEEDANCE_FETCH": "wan-vace-1.3b",
            "SEEDANCE_SPEED": "fast",
        }
    )
    assert settings.models_dir == tmp_path
    assert (settings.fetch, settings.speed) == ("wan-vace-1.3b", "fast")
