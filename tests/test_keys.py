"""Keys for programs: hashed, revocable, an owner each, with a day of their own."""

from dataclasses import replace

import pytest

from seedance_studio.errors import JobNotFound, KeyRefused, QuotaReached, RequestError
from seedance_studio.settings import Limits
from seedance_studio.studio import open_studio
from seedance_studio.visitor import acting_as


def bearer(shown):
    return {"authorization": f"Bearer {shown}"}


def test_a_key_is_known_by_what_its_holder_has_and_only_its_hash_is_kept(studio, settings):
    key, shown = studio.keys.create("a program")
    assert studio.keys.owner(bearer(shown)) == studio.keys.owner({"x-api-key": shown})
    (file,) = (settings.data_dir / "keys").iterdir()
    assert shown not in file.read_text()
    assert shown.rsplit("_", 1)[1] not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert studio.keys.all() == [key]


def test_a_forged_or_revoked_key_lets_nobody_in(studio):
    key, shown = studio.keys.create("a program")
    for wrong in (shown[:-1] + ("A" if shown[-1] != "A" else "B"), "sds_../../x", "sds_"):
        with pytest.raises(KeyRefused):
            studio.keys.owner(bearer(wrong))
    studio.keys.revoke(key.id)
    with pytest.raises(KeyRefused):
        studio.keys.owner(bearer(shown))
    for unknown in (key.id, "../keys", ""):
        with pytest.raises(RequestError):
            studio.keys.revoke(unknown)


def test_who_brings_no_key_of_ours_is_told_apart_from_who_brings_a_wrong_one(studio):
    assert studio.keys.owner({}) is None
    assert studio.keys.owner(bearer("hf_some_token_of_a_space")) is None


@pytest.mark.parametrize("visitors", ["one", "many"])
def test_a_key_sees_its_own_things_alone(settings, ask, visitors):
    with open_studio(replace(settings, visitors=visitors)) as studio:
        ann, bob = (studio.keys.owner(bearer(studio.keys.create(n)[1])) for n in ("ann", "bob"))
        with acting_as(ann):
            job_id = studio.submit(ask(), "once")
            assert studio.submit(ask("another"), "once") == job_id
            clip_id = studio.wait(job_id, 60).state.clip_id
            assert [clip.id for clip in studio.clips()] == [clip_id]
        with acting_as(bob):
            assert (studio.jobs(), studio.clips()) == ([], [])
            assert studio.submit(ask("hang"), "once") != job_id
            with pytest.raises(JobNotFound):
                studio.cancel(job_id)
            (hanging,) = studio.jobs()
            with pytest.raises(RequestError):
                studio.forget_job(hanging.id)
            studio.cancel(hanging.id)
        with acting_as(ann):
            studio.forget_job(job_id)
            assert studio.jobs() == []
            assert studio.clip(clip_id)


def test_a_key_has_its_own_limits_and_otherwise_the_visitor_s(settings, ask):
    limits = Limits(jobs_per_day=1, engine_s_per_day=50)
    with open_studio(replace(settings, limits=limits)) as studio:
        _, plain = studio.keys.create("plain")
        _, more = studio.keys.create("more", jobs_per_day=2)
        _, free = studio.keys.create("free", jobs_per_day=0, engine_s_per_day=0)
        allowed = {}
        for name, shown in {"plain": plain, "more": more, "free": free}.items():
            with acting_as(studio.keys.owner(bearer(shown))):
                left = studio.allowance()
                allowed[name] = (left.jobs_left, left.engine_s_left)
        assert allowed == {"plain": (1, 50), "more": (2, 50), "free": (None, None)}
        with acting_as(studio.keys.owner(bearer(plain))):
            first = studio.submit(ask("hang"), "once")
            with pytest.raises(QuotaReached):
                studio.submit(ask("hang"))
            assert studio.submit(ask("hang"), "once") == first, "a retry is no new job"
            studio.cancel(first)


def test_the_host_makes_lists_and_revokes_keys_by_a_command(headless, settings):
    status, made, _ = headless("keys", "create", "--name", "shop", "--jobs-per-day", "5", "--json")
    assert status == 0
    assert (made["name"], made["jobs_per_day"], made["engine_s_per_day"]) == ("shop", 5, None)
    with open_studio(settings, is_resuming=False) as studio:
        assert studio.keys.owner(bearer(made["key"])) == f"k-{made['id']}"
    status, shown, _ = headless("keys", "list")
    assert (status, shown) == (0, f"{made['id']}\tshop\n")
    assert headless("keys", "revoke", "--id", made["id"], "--json")[1] == {"revoked": made["id"]}
    status, answer, _ = headless("keys", "revoke", "--id", made["id"], "--json")
    assert (status, set(answer["error"]["problems"])) == (2, {"id"})
    status, answer, _ = headless("keys", "create", "--name", " ", "--jobs-per-day", "x", "--json")
    assert (status, set(answer["error"]["problems"])) == (2, {"jobs_per_day"})
