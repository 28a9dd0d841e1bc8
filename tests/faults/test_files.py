"""Files made to hurt: each is refused, nothing of it is kept, and nobody outside is asked."""

import io
import socket
import threading
import zipfile

import pytest
from PIL import Image

from seedance_studio.errors import RequestError

SECRET = "the content of another file"


def jpeg():
    buffer = io.BytesIO()
    Image.new("RGB", (200, 200), "red").save(buffer, "JPEG")
    return buffer.getvalue()


def gif():
    buffer = io.BytesIO()
    frames = [Image.new("P", (64, 64), index) for index in range(30)]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def archive():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("../../escaped.txt", b"0" * 1_000_000)
    return buffer.getvalue()


HOSTILE = {
    "hls_local.mp4": b"#EXTM3U\n#EXTINF:1,\nfile:///{secret}\n#EXT-X-ENDLIST\n",
    "concat_abs.mp4": b"ffconcat version 1.0\nfile '{secret}'\n",
    "concat_rel.mp4": b"ffconcat version 1.0\nfile secret.txt\n",
    "dash.mp4": b"<?xml version='1.0'?><MPD><BaseURL>file:///{secret}</BaseURL></MPD>",
    "sdp.mp4": b"v=0\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
    "imgseq_%d.mp4": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    "subtitle.mp4": b"1\n00:00:00,000 --> 00:00:05,000\nhello\n",
    "svg.png": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///{secret}'/></svg>",
    "program.png": b"\x7fELF" + b"\0" * 200,
    "pickle.png": b"\x80\x04cposix\nsystem\n(S'true'\ntR.",
    "empty.png": b"",
    "cut.jpg": jpeg()[:300],
    "many.gif": gif(),
    "archive.mp4": archive(),
    "text.wav": b"RIFF\xff\xff\xff\xffWAVEfmt " + b"\xff" * 32,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_media_is_refused_and_not_kept(studio, tmp_path, name):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    path = tmp_path / name
    path.write_bytes(HOSTILE[name].replace(b"{secret}", str(secret).encode()))
    with pytest.raises(RequestError) as refused:
        studio.keep_input(path)
    assert set(refused.value.problems) == {"file"}
    assert SECRET not in str(refused.value)
    kept = studio.inputs_dir.iterdir() if studio.inputs_dir.exists() else ()
    assert list(kept) == []
    assert not (tmp_path.parent / "escaped.txt").exists()


def test_no_address_is_asked(studio, tmp_path):
    visits = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        listener.settimeout(5)

        def listen():
            try:
                listener.accept()
                visits.append("asked")
            except (TimeoutError, OSError):
                pass

        thread = threading.Thread(target=listen)
        thread.start()
        path = tmp_path / "hls_http.mp4"
        path.write_text(f"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n")
        with pytest.raises(RequestError):
            studio.keep_input(path)
        thread.join()
    assert visits == []


@pytest.mark.parametrize(
    "name", ["-i.png", "a;rm -rf x.png", "x" * 200 + ".png", "🙂\u202egnp.png"]
)
def test_a_name_is_never_used_for_a_path(studio, tmp_path, name):
    path = tmp_path / name
    Image.new("RGB", (128, 128), "blue").save(path, "PNG")
    kept = studio.keep_input(path)
    (stored,) = studio.inputs_dir.iterdir()
    assert stored.name == kept.stored == f"{kept.sha256}.png"
