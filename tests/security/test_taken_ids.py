"""Who begins something under an id of their choice does not take over what has that id."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from huiyin.cases.models import Case
from huiyin.directory.access import NotVisible
from huiyin.kit.ids import new_id
from huiyin.scenarios.journal import actions as journal
from huiyin.scenarios.journal.models import EntryKind
from huiyin.scenarios.notices import actions as notices
from huiyin.scenarios.notices.requests import actions as requests
from huiyin.scenarios.notices.tests.stage import NOON, Stage, make_stage
from huiyin.scenarios.problems import actions as problems

pytestmark = pytest.mark.django_db

AUTHOR, THIEF = "何青", "林若溪"


@pytest.fixture
def stage(settings: Any, tmp_path: Any) -> Any:
    """The company on a Wednesday noon."""
    from huiyin.kit import clock

    settings.MEDIA_ROOT = tmp_path
    with clock.frozen(NOON):
        yield make_stage()


def facts(case: UUID) -> dict[str, Any]:
    return dict(Case.objects.filter(pk=case).values().get())


def of_problem(stage: Stage) -> UUID:
    made = problems.report(by=stage[AUTHOR], title="打印慢", text="", source="form")
    return UUID(str(made.pk))


def of_notice(stage: Stage) -> UUID:
    return UUID(str(notices.create_draft(by=stage[AUTHOR]).pk))


@pytest.mark.req("R02")
@pytest.mark.parametrize("place", ["/notices/requests/{}/save", "/notices/requests/{}/attachments"])
@pytest.mark.parametrize("begin", [of_problem, of_notice])
def test_a_request_takes_nobody_elses_id(
    stage: Stage, begin: Callable[[Stage], UUID], place: str
) -> None:
    theirs = begin(stage)
    before = facts(theirs)
    answer = stage.client(THIEF).post(place.format(theirs), {"title": "mine"})
    assert answer.status_code == 404
    assert facts(theirs) == before


@pytest.mark.req("R02")
@pytest.mark.parametrize("verb", ["save", "mend", "attachments"])
def test_a_draft_takes_nobody_elses_id(stage: Stage, verb: str) -> None:
    theirs = of_problem(stage)
    before = facts(theirs)
    answer = stage.client(THIEF).post(f"/notices/{theirs}/{verb}", {"title": "mine"})
    assert answer.status_code == 404
    assert facts(theirs) == before


@pytest.mark.req("R02")
def test_an_entry_takes_nobody_elses_id(stage: Stage) -> None:
    theirs = of_problem(stage)
    before = facts(theirs)
    words = journal.Words(EntryKind.OCCURRENCE, NOON, "扫码中断")
    with pytest.raises(NotVisible):
        journal.record_entry(words, by=stage[THIEF], entry_id=theirs)
    assert facts(theirs) == before


def test_an_id_of_ones_own_choice_begins_once(stage: Stage) -> None:
    chosen = new_id()
    begun = requests.save_request(chosen, {"title": "排班"}, by=stage[AUTHOR])
    again = requests.save_request(chosen, {"title": "排班表"}, by=stage[AUTHOR])
    assert (begun.pk, again.pk) == (chosen, chosen)
    assert facts(chosen)["title"] == "排班表"
