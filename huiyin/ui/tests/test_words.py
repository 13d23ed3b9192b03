"""Catalogues without gettext's programs, and the check that every word has its English."""

import gettext
import importlib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
NOTICE_PO = 'msgid "通知"\nmsgstr "Notices"\n\nmsgctxt "verb"\nmsgid "通知"\nmsgstr "Notify"\n'


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("messages")


@pytest.fixture
def room(tool: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one app, ``notices``."""
    folder = tmp_path / "huiyin" / "notices"
    (folder / "templates").mkdir(parents=True)
    (folder / "apps.py").touch()
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    monkeypatch.setattr(tool, "PACKAGE", tmp_path / "huiyin")
    return folder


def test_a_catalogue_survives_writing_and_reading(tool: Any, tmp_path: Path) -> None:
    book = tool.catalogs.Catalogue(tmp_path / "a.po")
    book.messages = {
        ("", '引号 " 与\n换行 \\'): 'quote " and\nbreak \\',
        ("verb", "通知"): "notify",
        ("", "%(n)d 人\0%(n)d 人"): "%(n)d person\0%(n)d people",
    }
    book.save()
    assert tool.catalogs.read(book.file).messages == book.messages


def test_python_reads_what_we_compile(tool: Any, tmp_path: Path) -> None:
    messages = {
        ("", "通知"): "Notices",
        ("verb", "通知"): "Notify",
        ("", "%d 人\0%d 人"): "%d person\0%d people",
        ("", "还没有"): "",
    }
    tool.catalogs.compile_mo(messages, tmp_path / "a.mo")
    with (tmp_path / "a.mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("通知") == "Notices"
    assert words.pgettext("verb", "通知") == "Notify"
    assert [words.ngettext("%d 人", "%d 人", n) for n in (1, 2)] == ["%d person", "%d people"]
    assert words.gettext("还没有") == "还没有"


@pytest.mark.parametrize("line", ['msgid "a', 'msgfoo "a"', 'msgid "a"\nmsgid "b"'])
def test_a_broken_catalogue_names_the_line(tool: Any, tmp_path: Path, line: str) -> None:
    (tmp_path / "a.po").write_text(line)
    with pytest.raises(ValueError, match=r"a\.po:\d"):
        tool.catalogs.read(tmp_path / "a.po")


def test_words_are_found_in_code_and_templates(tool: Any, room: Path) -> None:
    (room / "actions.py").write_text(
        'x = _("通知")\ny = pgettext("verb", "通知")\nz = _("ascii")\n'
    )
    (room / "templates" / "a.html").write_text(
        '{% load i18n %}{% translate "已读" %}{% translate "通知" context "verb" %}'
        '{{ x|default:_("未读") }}{% blocktranslate %}共 {{ n }} 人{% endblocktranslate %}'
    )
    assert set(tool.collect()[room]) == {
        ("", "通知"), ("verb", "通知"), ("", "已读"), ("", "未读"), ("", "共 %(n)s 人"),
    }  # fmt: skip


def test_a_missing_word_fails_and_names_its_place(
    tool: Any, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (room / "actions.py").write_text('\nx = _("通知")\n')
    assert tool.check(tool.collect()) == 1
    assert "huiyin/notices/actions.py:2: no English: 通知" in capsys.readouterr().out
    tool.write(tool.collect())
    file = room / tool.ENGLISH
    assert 'msgid "通知"\nmsgstr ""' in file.read_text()
    file.write_text(NOTICE_PO)
    assert tool.check(tool.collect()) == 0


def test_rooms_that_disagree_and_strange_placeholders_fail(tool: Any, room: Path) -> None:
    assert tool.faults(("", "通知"), {"Notices", "Notes"})
    assert tool.faults(("", "剩 %(span)s"), {"%(spam)s left"})
    assert tool.faults(("", "好"), {"Great!"})
    assert not tool.faults(("", "剩 %(span)s"), {"%(span)s left"})


def test_traditional_chinese_is_converted(tool: Any, room: Path) -> None:
    (room / "actions.py").write_text('x = _("软件通知")\n')
    tool.compile_all(tool.collect())
    with (room / tool.TRADITIONAL).open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("软件通知") == "軟體通知"


def test_every_word_of_this_room_has_its_english(tool: Any) -> None:
    known = {
        key
        for book in tool.english().values()
        for key, text in book.messages.items()
        if text.strip("\0")
    }
    assert [key for key in tool.collect()[ROOT / "huiyin" / "ui"] if key not in known] == []
