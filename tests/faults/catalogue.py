"""Bad input and faults, each with what is expected and the tests that say so.

`python -m tests.faults` runs them and prints the table: case, expected, got.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One way in which things go wrong."""

    name: str
    expected: str
    tests: tuple[str, ...] = ()
    """Parts of test ids: file, and function with or without its parameters."""
    reason: str = ""
    """Why there is no test, where there is none."""


FILES = "faults/test_files.py::"
STORE = "faults/test_store.py::"
KILLS = "faults/test_kills.py::"
LIFE = "jobs/test_lifecycle.py::test_"
RESTART = "jobs/test_restart.py::test_"
TURNS = "jobs/test_turns.py::test_"
UPLOADS = "media/test_uploads.py::test_"
HEADLESS = "test_headless.py::test_"
PRIVATE = "media/test_private.py::test_"
STYLES = "styles/test_gallery.py::test_"
PAGE = "browser/test_"
SHELVES = "library/test_shelves.py::test_"
DOORS = "faults/test_page.py::test_"

CASES: tuple[Case, ...] = (
    Case("playlist named .mp4", "refused, other file not read", (FILES + "test_what_is_no_media",)),
    Case("playlist of a web address", "refused, 0 requests", (FILES + "test_no_address_is_asked",)),
    Case("concat lists", "refused", (FILES + "test_what_is_no_media",)),
    Case("DASH, SDP, picture sequence", "refused", (FILES + "test_what_is_no_media",)),
    Case("subtitles named .mp4", "refused", (FILES + "test_what_is_no_media",)),
    Case("SVG named .png", "refused", (FILES + "test_what_is_no_media",)),
    Case("program named .png", "refused", (FILES + "test_what_is_no_media",)),
    Case("cut or empty picture", "refused", (FILES + "test_what_is_no_media",)),
    Case("picture bomb", "refused undecoded", (UPLOADS + "a_picture_bomb",)),
    Case("GIF of many frames", "refused", (FILES + "test_what_is_no_media",)),
    Case("video of too many pixels", "refused", (UPLOADS + "films_that_cannot_be_used",)),
    Case("video of too many frames", "refused", (UPLOADS + "films_that_cannot_be_used",)),
    Case("video of a day", "refused", (UPLOADS + "films_that_cannot_be_used",)),
    Case("sound as a video", "refused", ("media/test_probe.py::test_sound_alone",)),
    Case("video without an index", "refused", ("media/test_probe.py::test_a_video_cut_short",)),
    Case("video cut off", "refused", (UPLOADS + "a_film_cut_off",)),
    Case(
        "a decoder that swells", "refused, app lives", ("media/test_limited.py::test_what_swells",)
    ),
    Case("a decoder that hangs", "killed in time", ("media/test_limited.py::test_what_hangs",)),
    Case("a decoder taken over", "can do nothing", ("media/test_limited.py::test_an_answer",)),
    Case("varying rate, turned camera", "right", (UPLOADS + "a_rate", UPLOADS + "a_film_made")),
    Case("CMYK, 16 bit, alpha, turned", "converted", (UPLOADS + "cmyk", UPLOADS + "a_turned")),
    Case("tiny and narrow pictures", "refused with limits", (UPLOADS + "pictures_nothing",)),
    Case("short, silent, damaged sound", "refused or read", (UPLOADS + "sounds_that_cannot",)),
    Case("pickled or lying weights", "refused unread", (STYLES + "bad_files_are_refused",)),
    Case("LoRA of another base", "refused, both named", ("test_styles.py::test_bad_styles",)),
    Case("LoRA deleted before its run", "runs", ("test_styles.py::test_a_run_has_the",)),
    Case("names with .., -, ;, 300 letters", "kept by hash", (FILES + "test_a_name_is_never",)),
    Case(
        "markup in a prompt",
        "shown as text",
        (PAGE + "create.py::test_a_prompt_is_never_markup",),
    ),
    Case("prompt of 0 and 100,000 letters", "refused", (HEADLESS + "every_problem",)),
    Case("control characters, lone surrogates", "cleaned", ("test_studio.py::test_control",)),
    Case("seed, size, frames out of range", "named by field", (HEADLESS + "every_problem",)),
    Case("more files than are taken", "refused", ("test_references.py::",)),
    Case(
        "archives: bomb, slip, link",
        "refused whole",
        (SHELVES + "a_bad_project", SHELVES + "what_is_no_project"),
    ),
    Case(
        "recipe of a newer version", "refused, untouched", ("media/test_codec.py::test_a_damaged",)
    ),
    Case("forged or changed signature", "shown as altered", ("provenance/test_seal.py::",)),
    Case(
        "another visitor's job or clip",
        "as if not there",
        (TURNS + "a_visitor_sees", "test_privacy.py::test_a_visitor_sees"),
    ),
    Case("upload over the limit", "413", reason="Gradio's own limit, set in `serve`"),
    Case("path of another file", "refused", (DOORS + "no_file_but",)),
    Case("address instead of a file", "refused, 0 requests", (DOORS + "an_address",)),
    Case("XMP that swells", "blanked unread", (PRIVATE + "a_description_that_swells",)),
    Case(
        "place and camera in an upload",
        "not stored",
        (PRIVATE + "a_photograph", PRIVATE + "a_film", PRIVATE + "words_in"),
    ),
    Case(
        "tab closed, reload, link",
        "job goes on",
        (
            PAGE + "jobs_page.py::test_jobs_are_paused",
            PAGE + "create.py::test_a_reload",
        ),
    ),
    Case("double click, two tabs", "one job", (LIFE + "one_click",)),
    Case("kill -9 with three jobs queued", "three clips, once", (RESTART + "three_jobs",)),
    Case("kill -9 at each point", "one clip", (KILLS + "test_a_kill_at_each",)),
    Case("kill -9 at random moments", "0 lost, 0 doubled", (KILLS + "test_random_kills",)),
    Case("worker killed, others live", "taken over", ("jobs/test_workers.py::",)),
    Case(
        "engine killed by the system",
        "started again",
        (LIFE + "an_engine_killed", LIFE + "what_does_not_fit_is"),
    ),
    Case("engine hangs", "stopped, once more, told", (LIFE + "a_silent",)),
    Case("engine cannot be loaded", "told, app lives", (LIFE + "a_failure_is_told",)),
    Case("out of memory", "less memory, then told", (LIFE + "what_does_not_fit",)),
    Case("job that kills its process", "set aside, next runs", (RESTART + "a_job_that_ends",)),
    Case(
        "cancel: queued, running, hung, done",
        "never both",
        (
            LIFE + "a_queued",
            LIFE + "a_running",
            LIFE + "an_engine_that_does_not",
            LIFE + "a_job_that_has_ended",
        ),
    ),
    Case("cancel outlives a crash", "stays cancelled", (RESTART + "a_cancel_outlives",)),
    Case(
        "clean stop in the middle",
        "goes on at the next start",
        (RESTART + "a_job_interrupted", "jobs/test_workers.py::test_a_worker_that"),
    ),
    Case("power cut: store copied mid-write", "intact", (STORE + "test_a_power_cut",)),
    Case("two processes of one name", "second gets another", (STORE + "test_a_name_is_one",)),
    Case("store locked for seconds", "waits", (STORE + "test_a_locked_store",)),
    Case("store damaged", "told at start", ("test_studio.py::test_a_damaged_job_store",)),
    Case(
        "disk full: library, encode",
        "told, nothing half",
        ("library/test_library.py::test_a_nearly", "finish/test_finish_clip.py::test_a_full_disk"),
    ),
    Case("output folder cannot be written", "told at start", ("test_studio.py::test_a_folder",)),
    Case("two workers, one GPU", "second waits", reason="each worker is given its own device"),
    Case(
        "quota reached; failure on our side",
        "refused; not charged",
        ("test_admission.py::test_clips_of", "test_admission.py::test_only"),
    ),
    Case("library full", "told", ("test_admission.py::test_a_library_as",)),
    Case("clip deleted by mistake", "comes back whole", (SHELVES + "the_bin_takes",)),
    Case("delete with jobs running", "stopped first", ("test_privacy.py::test_a_visitor_can",)),
    Case("clock jumps a day", "quota sane", ("test_admission.py::test_a_clock",)),
    Case("many visitors queue", "they take turns", (TURNS + "visitors_take_turns",)),
    Case(
        "encoder fails half-way", "nothing left", ("finish/test_finish_clip.py::test_a_full_disk",)
    ),
    Case(
        "signing key missing or wrong",
        "withheld, signed later",
        ("test_withheld.py::", "provenance/test_seal.py::test_an_unusable"),
    ),
    Case("label lost in the mux", "withheld", ("provenance/test_seal.py::test_a_lost",)),
    Case("invisible mark unreadable", "told", ("provenance/test_seal.py::test_a_missing",)),
    Case("contradicting settings", "refused to start", ("test_settings.py::test_contra",)),
    Case("misspelt setting", "refused to start, named", ("test_settings.py::test_a_missp",)),
    Case("face without an answer", "refused at every door", ("safety/test_consent_door.py::",)),
    Case("voice without an answer", "asked about", ("safety/test_voices.py::test_a_voice_needs",)),
    Case(
        "consent taken back mid-run",
        "stopped, file deleted",
        ("safety/test_consent_door.py::test_a_consent",),
    ),
    Case(
        "voice cloning",
        "refused",
        reason="no engine has a voice; the role is refused in planning",
    ),
    Case("blocked prompt, however spelt", "refused", ("safety/test_gate.py::test_what_no",)),
    Case("blocked prompt, every door", "same refusal", ("safety/test_gate.py::test_every",)),
    Case("blocked by a style's words", "refused", ("safety/test_gate.py::test_what_a_style",)),
    Case("consent record edited", "noticed", ("safety/test_consent.py::test_a_record",)),
    Case("prompt in a log", "never", ("test_privacy.py::test_no_log",)),
    Case("outside request", "none", ("test_privacy.py::test_making",)),
    Case("no GPU", "CPU, with an estimate", (HEADLESS + "plan_gives",)),
    Case(
        "language switched",
        "every word follows",
        (PAGE + "languages.py::test_the_switch_changes",),
    ),
    Case("time stamp service down", "signed untimed", reason="no time stamp service is asked"),
    Case("FFmpeg missing", "told", reason="PyAV brings its own"),
    Case("model folder half downloaded", "named", ("seedling/test_weights.py::",)),
)
