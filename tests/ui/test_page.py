"""The page as Gradio is told of it."""

from seedance_studio.ui.page import build_page


def test_no_event_spreads_its_progress_over_the_page(studio):
    """Gradio would write it into every output, and the page would answer seconds later."""
    events = build_page(studio).get_config_file()["dependencies"]
    assert len(events) > 100
    assert [one["api_name"] for one in events if one["show_progress_on"] != []] == []
