"""Where a web process counts."""

from pathlib import Path

import pytest

from huiyin.config import webfolder


def test_figures_are_kept_in_memory_that_no_upload_fills(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webfolder, "MEMORY", tmp_path)
    with webfolder.prepare_folder() as folder:
        assert Path(folder).parent == tmp_path
        assert Path(webfolder.figures()).is_dir()
    assert webfolder.figures() == ""


def test_without_such_memory_they_are_kept_with_what_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webfolder, "MEMORY", tmp_path / "none")
    with webfolder.prepare_folder() as folder:
        assert Path(folder).is_dir()
        webfolder.say_draining()
        assert webfolder.is_draining()
