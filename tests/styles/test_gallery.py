"""What is in a folder of styles, and what is refused there."""

import json
import pickle
import struct

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from seedance_studio.errors import RequestError, StyleNotFound
from seedance_studio.styles import SHIPPED, Gallery
from seedance_studio.styles.adapter_file import read_adapter
from tests.brand import write_adapter, write_style


def test_a_folder_that_is_copied_in_is_a_style(tmp_path):
    gallery = Gallery([tmp_path / "a", tmp_path / "b"])
    assert gallery.styles() == {}
    write_style(tmp_path / "b", "blue-note", palette=("#102030",))
    style = gallery.styles()["blue-note"]
    assert style.card.palette == ("#102030",)
    assert (style.adapter.base, style.adapter.rank, style.is_own) == ("seedling", 2, True)
    assert gallery.style("blue-note") == style


def test_a_name_that_is_taken_gives_the_first(tmp_path):
    write_style(tmp_path / "a", "look", author="first")
    write_style(tmp_path / "b", "look", author="second")
    assert Gallery([tmp_path / "a", tmp_path / "b"]).styles()["look"].card.author == "first"


@pytest.mark.parametrize("bad_id", ["../secret", "nobody", "", "a/b", "Ä"])
def test_a_style_that_is_not_there_is_said_to_be_so(tmp_path, bad_id):
    with pytest.raises(StyleNotFound):
        Gallery([tmp_path]).style(bad_id)


def test_a_bad_folder_leaves_the_others(tmp_path):
    write_style(tmp_path, "good")
    (write_style(tmp_path, "no-adapter") / "adapter.safetensors").unlink()
    (write_style(tmp_path, "no-card") / "style.json").write_text("{}")
    write_style(tmp_path, "other-base", base="wan-14b")
    moved = write_style(tmp_path, "old-name")
    moved.rename(tmp_path / "new-name")
    assert list(Gallery([tmp_path]).styles()) == ["good"]


@pytest.mark.parametrize(
    ("width", "base"), [(320, "seedling"), (1536, "wan-1.3b"), (5120, "wan-14b"), (96, "unknown")]
)
def test_the_base_is_told_from_the_weights(tmp_path, width, base):
    assert read_adapter(write_adapter(tmp_path / "a.safetensors", width=width)).base == base


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("diffusion_model.blocks.0.self_attn.q.lora_A.weight", "wan-14b"),
        ("lora_unet_blocks_3_self_attn_q.lora_down.weight", "wan-14b"),
        ("single_transformer_blocks.0.attn.to_q.lora_A.weight", "flux"),
        ("unet.down_blocks.0.attentions.0.to_q.lora_A.weight", "sdxl"),
        ("transformer_blocks.0.attn1.to_q.lora_A.weight", "ltx"),
    ],
)
def test_the_base_is_told_from_names_of_other_tools(tmp_path, name, base):
    save_file({name: np.zeros((4, 5120), np.float16)}, tmp_path / "a.safetensors")
    assert read_adapter(tmp_path / "a.safetensors").base == base


def bad_files(folder):
    good = write_adapter(folder / "good.safetensors").read_bytes()
    tensors = load_file(folder / "good.safetensors")
    yield "pickle", pickle.dumps({"lora_A": 1})
    yield "pickle", b"PK\x03\x04" + good
    yield "safetensors", good[: len(good) // 2]
    yield "safetensors", b""
    yield "safetensors", struct.pack("<Q", 1 << 60) + good[8:]
    length = int.from_bytes(good[:8], "little")
    header = json.loads(good[8 : 8 + length])
    first = next(iter(header))
    header[first]["shape"] = [4, 4_000_000]
    text = json.dumps(header).encode()
    yield "safetensors", struct.pack("<Q", len(text)) + text + good[8 + length :]
    for bad in (np.nan, np.inf):
        broken = dict(tensors)
        broken[first] = np.full_like(tensors[first], bad)
        save_file(broken, folder / "nan.safetensors")
        yield "not numbers", (folder / "nan.safetensors").read_bytes()
    save_file({"blocks.0.weight": np.zeros((2, 2), np.float16)}, folder / "plain.safetensors")
    yield "no LoRA", (folder / "plain.safetensors").read_bytes()
    save_file({"a.lora_A.weight": np.zeros((2, 2), np.int32)}, folder / "int.safetensors")
    yield "type I32", (folder / "int.safetensors").read_bytes()


def test_bad_files_are_refused_with_the_reason(tmp_path):
    for number, (reason, content) in enumerate(bad_files(tmp_path)):
        path = tmp_path / f"{number}.safetensors"
        path.write_bytes(content)
        with pytest.raises(RequestError) as refused:
            read_adapter(path)
        assert reason in refused.value.problems["file"].en, number
        assert refused.value.problems["file"].zh


def test_the_shipped_styles_can_all_be_read():
    folders = {path.parent.name for path in SHIPPED.glob("*/style.json")}
    assert set(Gallery([SHIPPED]).styles()) == folders
