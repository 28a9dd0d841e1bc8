"""Where and with which camera a picture was made does not get into the studio."""

import io

import av
import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from seedance_studio.media.pictures import read_image
from seedance_studio.media.private import private_parts, read_blanked
from seedance_studio.media.probe import probe
from seedance_studio.provenance import verify_file
from tests.marks import with_metadata
from tests.uploads import film, picture

MAKE, TURN, GPS = 0x010F, 0x0112, 0x8825
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description lat="48.2082"/></x:xmpmeta>'


def camera_exif(turn=6):
    exif = Image.Exif()
    exif[MAKE], exif[TURN] = "SecretCam", turn
    exif.get_ifd(GPS)[2] = (48.0, 12.0, 29.5)
    return exif


def stored(studio, path):
    kept = studio.keep_input(path)
    return studio.inputs_dir / kept.stored


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
def test_a_photograph_keeps_its_picture_and_loses_its_place(studio, tmp_path, suffix):
    path = picture(tmp_path / f"photo{suffix}", exif=camera_exif(), xmp=XMP)
    assert b"SecretCam" in path.read_bytes()
    kept = stored(studio, path)
    content = kept.read_bytes()
    assert len(content) == path.stat().st_size
    for secret in (b"SecretCam", b"48.2082"):
        assert secret not in content
    with Image.open(kept) as opened:
        assert dict(opened.getexif()) == {TURN: 6}
    assert np.array_equal(read_image(kept), read_image(path))
    # What is stored is stored as itself when it is used again.
    assert stored(studio, kept) == kept


def test_words_in_a_png_and_comments_in_a_jpeg_go_too(studio, tmp_path):
    words = PngInfo()
    words.add_text("Author", "Ann Secret")
    words.add_itxt("Place", "Vienna Secret", zip=True)
    png = picture(tmp_path / "a.png", pnginfo=words)
    jpeg = picture(tmp_path / "b.jpg", comment=b"Ann Secret")
    for path in (png, jpeg):
        kept = stored(studio, path)
        assert b"Secret" not in kept.read_bytes()
        with Image.open(kept) as opened:
            opened.load()
            assert not opened.text if path == png else True
        assert np.array_equal(read_image(kept), read_image(path))


@pytest.mark.parametrize("name", ["phone.mp4", "phone.mov"])
def test_a_film_loses_its_place_and_keeps_its_turn(studio, tmp_path, name):
    path = tmp_path / name
    film(path, container={"movflags": "use_metadata_tags"}, sound_s=1.0)
    marked = with_metadata(path, {"com.apple.quicktime.location.ISO6709": "+48.2082+016.3738/"})
    assert b"48.2082" in marked.read_bytes()
    kept = stored(studio, marked)
    assert b"48.2082" not in kept.read_bytes()
    assert probe(kept).delivered == probe(marked).delivered


def test_a_film_s_old_place_of_writing_it_goes_too(studio, tmp_path):
    plain = film(tmp_path / "plain.mp4")
    path = tmp_path / "place.mp4"
    with av.open(str(plain)) as source, av.open(str(path), "w") as target:
        target.metadata["location"] = "+48.2082+016.3738/"
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    assert b"earth" in path.read_bytes()
    kept = stored(studio, path)
    assert b"earth" not in kept.read_bytes()
    assert probe(kept).delivered == probe(path).delivered


def test_a_generated_clip_keeps_every_mark(studio, ask):
    job = studio.wait(studio.submit(ask()), 60)
    path = studio.clip_path(job.state.clip_id)
    kept = stored(studio, path)
    assert kept.read_bytes() == path.read_bytes()


def test_a_label_of_another_program_stays(studio, tmp_path):
    label = '{"Label":"1","ContentProducer":"other","ProduceID":"7"}'
    path = with_metadata(film(tmp_path / "x.mp4"), {"AIGC": label, "location-eng": "+48.2082/"})
    kept = stored(studio, path)
    assert b"48.2082" not in kept.read_bytes()
    assert verify_file(kept).aigc["ContentProducer"] == "other"


def test_a_description_that_swells_is_blanked_unread(studio, tmp_path):
    laughs = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x:xmpmeta>&l11;</x:xmpmeta>'
    for suffix in (".jpg", ".png", ".webp"):
        kept = stored(studio, picture(tmp_path / f"x{suffix}", xmp=bomb.encode()))
        assert b"ENTITY" not in kept.read_bytes()
        assert read_image(kept).shape == (200, 320, 3)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
def test_made_up_facts_hurt_nobody(tmp_path, suffix):
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64)).save(
        buffer, {".jpg": "JPEG"}.get(suffix, suffix[1:].upper()), exif=camera_exif()
    )
    random = np.random.default_rng(1)
    whole = buffer.getvalue()
    for number in range(60):
        content = bytearray(whole[: random.integers(20, len(whole) + 1)])
        for place in random.integers(12, len(content), 8):
            content[place] = random.integers(256)
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(content)
        blanked = b"".join(read_blanked(path, private_parts(path)))
        assert len(blanked) >= len(content) - 8
