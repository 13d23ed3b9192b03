"""What I owe and what I am owed, over all cases."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from huiyin.cases.tests.rest_client import Program
from huiyin.directory.audience import Audience
from huiyin.kit import clock
from huiyin.obligations import queries
from huiyin.obligations.models import Bearer
from huiyin.scenarios.notices.tests.stage import NOON, Stage

Caller = Callable[[str], Program]
HOUR = timedelta(hours=1)


@pytest.mark.req("R05")
def test_what_i_owe_comes_by_urgency_with_its_clause(stage: Stage, caller: Caller) -> None:
    routine = stage.published(urgency="routine")
    important = stage.published()
    rows = caller("白露").pages("/me/obligations", 1)
    assert [row["case"]["id"] for row in rows] == [str(important.pk), str(routine.pk)]
    first = rows[0]
    assert (first["verb"], first["person"]["name"]) == ("confirm_notice", "白露")
    assert first["due_at"] == "2026-11-25T13:00:00+08:00"
    assert first["clause"]
    assert first["derivation"]
    assert first["case"]["initiator"]["name"] == "林若溪"
    assert [row["id"] for row in rows] == [
        duty.obligation_id for duty in queries.owed_by(stage["白露"].pk)
    ]


def test_what_is_answered_is_owed_no_more(stage: Stage, caller: Caller) -> None:
    notice, reader = stage.published(), caller("白露")
    reader.post(f"/notices/{notice.pk}/confirm")
    assert reader.pages("/me/obligations", 50) == []


def test_pages_stay_in_step_while_duties_come_and_go(stage: Stage, caller: Caller) -> None:
    published = []
    for _round in range(4):
        published.append(stage.published())
        clock.advance(timedelta(minutes=1))
    reader = caller("白露")
    first = reader.get("/me/obligations?limit=2")
    reader.post(f"/notices/{published[0].pk}/confirm")
    stage.published()
    rest = reader.get(f"/me/obligations?limit=50&cursor={first['next']}")["items"]
    seen = [row["case"]["id"] for row in first["items"] + rest]
    assert seen[:4] == [str(notice.pk) for notice in published]
    assert len(seen) == len(set(seen)) == 5


def test_what_others_owe_me_leaves_out_myself(stage: Stage, caller: Caller) -> None:
    only_me = Audience(people=(stage["林若溪"].pk,))
    stage.published(audience=only_me)
    notice = stage.published()
    author = caller("林若溪")
    [owed] = author.pages("/me/owed", 1)
    assert (owed["case"]["id"], owed["total"], owed["open"]) == (str(notice.pk), 3, 3)
    caller("白露").post(f"/notices/{notice.pk}/confirm")
    assert author.pages("/me/owed", 50)[0]["open"] == 2
    assert caller("白露").pages("/me/owed", 50) == []


def test_a_deputy_sees_whose_duty_it_is(stage: Stage, caller: Caller) -> None:
    stage.published()
    Bearer.objects.filter(person_id=stage["白露"].pk).update(delegate_id=stage["唐果"].pk)
    [row] = caller("唐果").pages("/me/obligations", 50)
    assert row["person"] == {"id": stage["白露"].pk, "name": "白露"}
    assert row["born_at"] == "2026-11-25T12:00:00+08:00", NOON
