"""The sheet of subjects that is shipped, and writing it again."""

import torch

from seedance_studio.seedling.world.atlas import SHEET, read_sheet, write_sheet
from seedance_studio.seedling.world.vocabulary import SUBJECTS


def test_the_shipped_sheet_has_every_subject_of_the_vocabulary():
    shipped = read_sheet()
    assert shipped.sprites.shape == (len(SUBJECTS), 4, 128, 128)
    opaque = shipped.sprites[:, 3] > 128
    assert (opaque.float().mean((1, 2)) > 0.1).all()
    # Each stands on the lower edge, and no two are the same picture.
    assert opaque[:, -4:].any(2).any(1).all()
    assert len(torch.unique(shipped.sprites.flatten(1), dim=0)) == len(SUBJECTS)
    assert SHEET.stat().st_size < 700_000


def test_a_sheet_is_read_as_it_was_written(atlas, tmp_path):
    write_sheet(atlas, tmp_path / "sheet.webp")
    read = read_sheet(tmp_path / "sheet.webp")
    assert read.facing.equal(atlas.facing)
    assert read.sprites.shape == atlas.sprites.shape
    assert (read.sprites.float() - atlas.sprites.float()).abs().mean() < 4
