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
