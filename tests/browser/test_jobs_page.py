"""My jobs in the browser: they outlive the tab, can be arranged, and are nobody else's."""

import json
import signal

import pytest

from tests.browser.conftest import READY, Server
from tests.browser.steps import PLAYS, write
from tests.browser.test_board import bring, open_tab
from tests.faces import draw_face

pytestmark = pytest.mark.browser


def open_jobs(page):
    page.click("#tab-jobs-button")
    page.wait_for_selector("#jobs-list .job, #jobs-list .card-empty")


def act(page, name, job):
    page.click(f"#jobs-list [data-job='{job}'] [data-act='{name}']")


def send(page, prompt, others=0):
    """Press Generate and wait until the job is taken beside so many others."""
    write(page, prompt)
    page.click("#text-generate")
    page.wait_for_selector(".card-run, .card-result")
    page.wait_for_function(
        "others => document.querySelectorAll('.recents .tile.is-job').length >= others", arg=others
    )


def ids(page):
    return page.eval_on_selector_all("#jobs-list .job", "rows => rows.map(r => r.dataset.job)")


def state(page, job):
    return page.inner_text(f"#jobs-list [data-job='{job}'] .job-state")


def wait_for_state(page, job, word):
    page.wait_for_function(
        "([job, word]) => document.querySelector(`#jobs-list [data-job='${job}'] .job-state`)"
        "?.innerText.includes(word)",
        arg=[job, word],
    )


def test_jobs_are_paused_edited_linked_and_outlive_the_tab(visit, server):
    page = visit()
    send(page, "a boat that must hang")
    send(page, "a boat, second", others=1)
    send(page, "a boat, third", others=2)
    open_jobs(page)
    third, second, first = ids(page)[:3]
    act(page, "job_pause", second)
    wait_for_state(page, second, "paused")
    act(page, "job_edit", third)
    page.wait_for_function(
        "document.querySelector('#text-prompt textarea').value.includes('third')"
    )
    write(page, "a kite instead")
    page.click("#text-generate")
    page.wait_for_selector(".card-run, .card-result")
    page.close()
    again = page.context.new_page()
    again.goto(f"{server.url}?job={second}")
    again.wait_for_function(READY)
    again.wait_for_selector(".card-run h2:has-text('paused')")
    open_jobs(again)
    assert third not in ids(again)
    assert "kite" in again.inner_text("#jobs-list")
    act(again, "stop", first)
    act(again, "job_resume", second)
    wait_for_state(again, second, "done")
    again.click(f"#jobs-list [data-job='{second}'] .job-title")
    again.wait_for_function(READY)
    again.wait_for_function(PLAYS)


def test_visitors_of_a_public_studio_see_only_their_own(chromium, tmp_path):
    server = Server(tmp_path, SEEDANCE_VISITORS="many", SEEDANCE_JOBS_PER_DAY="5")
    server.start()
    try:
        ann, bob = (chromium.new_context(locale="en-GB").new_page() for _ in range(2))
        for page in (ann, bob):
            page.set_default_timeout(90_000)
            page.goto(server.url)
            page.wait_for_function(READY)
        send(ann, "a private parrot")
        ann.wait_for_selector(".card-result")
        assert "Left today: 4 clips" in ann.inner_text(".estimate")
        job = ann_job(ann)
        bob.goto(f"{server.url}?job={job}")
        bob.wait_for_function(READY)
        open_jobs(bob)
        assert "parrot" not in bob.content()
        bob.click("#tab-library-button")
        bob.wait_for_selector("#library-grid .card-empty")
        ann.reload()
        ann.wait_for_function(READY)
        assert ann_job(ann) == job
        ann.click("#jobs-list summary")
        ann.click("#jobs-list [data-act='forget_me']")
        ann.wait_for_selector("#jobs-list .card-empty")
        assert [path for path in (tmp_path / "library").iterdir() if path.name[0] != "."] == []
    finally:
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(60)


def ann_job(page):
    open_jobs(page)
    return ids(page)[0]


def test_kill_9_with_three_jobs_and_a_new_start_give_three_clips(chromium, tmp_path):
    server = Server(tmp_path)
    server.start()
    try:
        page = chromium.new_context(locale="en-GB").new_page()
        page.set_default_timeout(90_000)
        page.goto(server.url)
        page.wait_for_function(READY)
        with server.holding():
            for number in range(3):
                send(page, f"a held bird, number {number}", others=number)
            server.process.kill()
            server.process.wait()
        assert published(tmp_path) == []
        server.start()
        page.goto(server.url)
        page.wait_for_function(READY)
        open_jobs(page)
        page.wait_for_function("document.querySelectorAll('.job.is-done').length === 3")
        assert len(ids(page)) == 3
        assert published(tmp_path) == [f"a held bird, number {number}" for number in range(3)]
    finally:
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(60)


def published(data_dir):
    """Give the titles of the clips in a library."""
    recipes = (data_dir / "library").glob("[0-9]*/recipe.json")
    return sorted(json.loads(path.read_bytes())["title"] for path in recipes)


def test_a_person_in_a_picture_is_asked_about(visit, tmp_path):
    portrait = tmp_path / "portrait.png"
    draw_face().save(portrait)
    page = visit()
    open_tab(page, "image")
    bring(page, "image", portrait)
    page.fill("#image-prompt textarea", "the person smiles")
    page.wait_for_selector("#image-consent .card-consent")
    page.click("#image-consent [data-clip^='invented:']")
    page.wait_for_selector("#image-consent .card-consent", state="detached")
    page.click("#image-generate")
    page.wait_for_selector(".card-result")
    open_jobs(page)
    page.click("#jobs-list [data-act='consent_withdraw']")
    page.wait_for_selector("#jobs-list [data-act='consent_withdraw']", state="detached")
