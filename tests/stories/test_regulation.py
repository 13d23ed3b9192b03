"""Every example of every clause comes true, and what the regulation does is under review."""

from pathlib import Path

import pytest
from django.apps import apps

from huiyin.cases.registry import known_roles
from huiyin.core.linting import Surroundings, Weight, lint
from huiyin.core.load import read_policy
from huiyin.core.policy import Story
from huiyin.core.route import channels
from huiyin.core.snapshot import snapshot
from huiyin.core.story import run
from huiyin.pages.policy.document import markdown
from huiyin.policies import in_force
from huiyin.worktime.calendars import chinese_calendar
from tests.stories.regulation import SNAPSHOT, installed

CALENDAR = chinese_calendar(2025, 2027)
POLICY = installed()
STORIES = [story for clause in POLICY.clauses for story in clause.stories]
REQUIREMENTS = Path(__file__).parents[2] / "docs" / "requirements.tsv"


@pytest.mark.req("N15", "N16", "N18", "N24")
@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.clause} {story.title}")
def test_the_story_comes_true(story: Story) -> None:
    assert run(story, POLICY, CALENDAR) == []


def test_the_snapshot_is_what_the_clauses_say() -> None:
    """``python -m tests.stories.regulation`` rewrites it; the difference belongs into review."""
    assert SNAPSHOT.read_text(encoding="utf-8").splitlines() == snapshot(POLICY)


def test_the_document_is_what_the_clauses_say() -> None:
    """``make snapshot`` rewrites ``docs/regulation.md`` too."""
    text = (Path(__file__).parents[2] / "docs" / "regulation.md").read_text(encoding="utf-8")
    shipped = read_policy(0, in_force.texts(in_force.shipped_source()))
    assert text == markdown(shipped)


@pytest.mark.req("Z15")
def test_the_linter_finds_only_the_regulations_own_contradictions() -> None:
    with REQUIREMENTS.open(encoding="utf-8") as file:
        known = {line.split("\t", 1)[0] for line in file}
    roles = known_roles(apps.get_app_configs())
    found = lint(POLICY, Surroundings(requirements=known, roles=roles))
    assert [one for one in found if one.weight is not Weight.NOTE] == []
    assert {(one.clause, one.against, one.wins) for one in found} == {
        ("K2.2.4-2", ("2.2.3",), "K2.2.4-2"),
        ("G2.1.1-2", ("1.2.3-2",), "G2.1.1-2"),
        ("G2.1.3-5", ("1.2.3-2",), "G2.1.3-5"),
        ("2.1.3", ("R3.2.2",), "2.1.3"),
        ("K2.1.5", ("R4.1",), "K2.1.5"),
        ("G2.1.3", ("K2.2.3",), "G2.1.3"),
        ("G2.1.3-4", ("1.2.3",), "G2.1.3-4"),
    }


@pytest.mark.req("N09", "N10")
@pytest.mark.parametrize(
    ("urgency", "classification", "names", "with_text"),
    [
        ("routine", "internal", ("inbox",), True),
        ("important", "public", ("inbox", "mail"), True),
        ("urgent", "internal", ("inbox", "mail"), True),
        ("urgent", "confidential", ("inbox", "mail"), False),
        ("routine", "confidential", ("inbox", "mail"), False),
    ],
)
def test_the_matrix_that_is_shipped(
    urgency: str, classification: str, names: tuple[str, ...], with_text: bool
) -> None:
    route = channels(POLICY, {"urgency": urgency, "classification": classification})
    assert (route.channels, route.with_text) == (names, with_text)
