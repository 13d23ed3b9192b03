import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import AppConfig, apps

from huiyin.cases import registry

CLAUSE = """
[[clause]]
id = "1"
text = "一条"
kind = "executable"
[[clause.rule]]
on = "odd.begun"
bearer = "recipients"
owes = "do_it"
met_by = "odd.done"
"""


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[AppConfig]:
    """A scenario's folder that lacks everything, as an app that is not installed."""
    folder = tmp_path / "odd"
    folder.mkdir()
    module = ModuleType("odd")
    module.__path__ = [str(folder)]
    sys.modules["odd"] = module

    class OddConfig(AppConfig):
        path = str(folder)
        events: tuple[str, ...] = ()

    yield OddConfig("odd", module)
    for name in [name for name in sys.modules if name.split(".")[0] == "odd"]:
        del sys.modules[name]


def complete(config: AppConfig, clauses: str) -> None:
    folder = Path(config.path)
    for part in registry.PARTS:
        (folder / f"{part}.py").write_text("")
    (folder / "templates").mkdir()
    (folder / "clauses").mkdir()
    (folder / "clauses" / "10_all.toml").write_text(clauses)
    setattr(config, "events", ("odd.begun", "odd.done"))  # noqa: B010 - not an attribute of every app


def test_the_installed_scenarios_are_whole() -> None:
    assert registry.check_scenarios(None) == []
    assert "huiyin.scenarios.notices" in [config.name for config in registry.scenarios()]


def test_every_missing_part_is_named(odd: AppConfig) -> None:
    said = [str(one.msg) for one in registry.check([odd], set())]
    for part in (*registry.PARTS, "clauses/", "templates/", "AppConfig.events"):
        assert f"the scenario odd lacks {part}" in said


def test_a_whole_scenario_passes(odd: AppConfig) -> None:
    complete(odd, CLAUSE)
    assert registry.check([odd], registry.known_events([odd])) == []


def test_clauses_that_do_not_parse_are_refused(odd: AppConfig) -> None:
    complete(odd, "[[clause]]\nid = 1")
    assert [one.id for one in registry.check([odd], set())] == ["cases.E002"]


def test_a_rule_that_waits_for_what_nobody_records_is_refused(odd: AppConfig) -> None:
    complete(odd, CLAUSE)
    found = registry.check([odd], {"odd.begun"})
    assert [one.id for one in found] == ["cases.E003"]
    assert "odd.done" in str(found[0].msg)


def test_the_clock_is_known_to_all() -> None:
    assert "clock.passed" in registry.known_events([])
    assert "notices.published" in registry.known_events(apps.get_app_configs())
