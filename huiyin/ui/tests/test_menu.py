"""The menu: what apps offer, who sees it, and a check that every entry leads somewhere."""

from typing import Any

import pytest
from django.apps import apps
from django.test import RequestFactory

from huiyin.ui import menu
from huiyin.ui.menu import Count, MenuEntry, entries_for


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[MenuEntry]:
    """Entries of the ui app alone; the tests fill the list."""
    entries: list[MenuEntry] = []
    for app in apps.get_app_configs():
        if hasattr(app, "menu"):
            monkeypatch.setattr(app, "menu", (), raising=False)
    monkeypatch.setattr(apps.get_app_config("ui"), "menu", entries, raising=False)
    return entries


def entry(label: str = "指南", url: str = "ui:guide", **over: Any) -> MenuEntry:
    return MenuEntry(label=label, icon="info", url=url, **over)


def test_entries_stand_in_sections_and_order(offered: list[MenuEntry]) -> None:
    offered += [entry("乙", order=2), entry("甲", order=1), entry("写", section="create")]
    shown = entries_for(RequestFactory().get("/"), "")
    assert [one.label for one in shown["scenes"]] == ["甲", "乙"]
    assert [one.label for one in shown["create"]] == ["写"]
    assert shown["scenes"][0].href == "/guide"


@pytest.mark.parametrize(
    ("view", "current"),
    [("ui:guide", True), ("ui:nav", False), ("notices:read", True), ("notices", False)],
)
def test_the_current_entry_is_its_page_or_one_that_it_covers(
    offered: list[MenuEntry], view: str, current: bool
) -> None:
    offered.append(entry(covers=("notices:*",)))
    shown = entries_for(RequestFactory().get("/"), view)
    assert shown["scenes"][0].current is current


def test_hidden_entries_are_not_counted(offered: list[MenuEntry]) -> None:
    def count(_request: object) -> Count:
        raise AssertionError("asked for an entry that nobody sees")

    offered.append(entry(shown=lambda _request: False, count=count))
    assert entries_for(RequestFactory().get("/"), "")["scenes"] == []


def test_counts_and_keys(offered: list[MenuEntry]) -> None:
    offered.append(entry(count=lambda _request: Count(12, late=True), keys="g i"))
    shown = entries_for(RequestFactory().get("/"), "")["scenes"][0]
    assert shown.count == Count(12, late=True)
    assert shown.key_caps == ["G", "I"]


def test_an_entry_to_nowhere_and_a_strange_section_stop_the_start(
    offered: list[MenuEntry],
) -> None:
    offered += [entry(url="nobody:home"), entry(section="attic")]
    assert [problem.id for problem in menu.check_menu()] == ["ui.E001", "ui.E002"]


def test_the_menu_of_the_product_leads_somewhere() -> None:
    assert menu.check_menu() == []
