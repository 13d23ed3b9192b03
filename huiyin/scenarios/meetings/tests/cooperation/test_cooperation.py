"""Blocked cooperation: the heads meet in time, agree, or management settles it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from huiyin.directory.models import Department
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.scenarios.meetings.cooperation import actions
from huiyin.scenarios.meetings.cooperation.actions import Agreement
from huiyin.scenarios.meetings.models import Blocked, BlockedState
from huiyin.scenarios.meetings.standing import WordsRefused
from huiyin.scenarios.meetings.tests.hall import MONDAY, Hall, due, kinds_of, owed, tick


def headed(hall: Hall) -> list[Department]:
    """Two departments with heads of their own: of 林若溪 and of 陈屿."""
    found = []
    for name in ("林若溪", "陈屿"):
        department = hall[name].department
        department.head = hall[name]
        department.save(update_fields=["head"])
        found.append(department)
    return found


def blocked(hall: Hall, **more: object) -> Blocked:
    words = "需求三次退回，谁也不接"
    return actions.block("门店接口", words, headed(hall), by=hall["孟夏"], **more)  # type: ignore[arg-type]  # by name


@pytest.mark.req("M14")
def test_the_heads_meet_and_agree(hall: Hall) -> None:
    matter = blocked(hall)
    assert owed(matter.pk, "hold_coordination") == {"林若溪": "open", "陈屿": "open"}
    assert due(matter.pk, "hold_coordination") == MONDAY + timedelta(days=2)
    with pytest.raises(WordsRefused):
        actions.hold(matter.pk, Agreement(" "), by=hall["林若溪"])
    actions.hold(matter.pk, Agreement("统一由运营部提单", "白露"), by=hall["林若溪"])
    actions.hold(matter.pk, Agreement("别的"), by=hall["林若溪"])
    assert owed(matter.pk, "hold_coordination") == {"林若溪": "met", "陈屿": "open"}
    matter = actions.hold(matter.pk, Agreement(""), by=hall["陈屿"])
    assert owed(matter.pk, "hold_coordination") == {"林若溪": "met", "陈屿": "met"}
    assert (matter.agreement, matter.contact) == ("统一由运营部提单", "白露")
    matter = actions.clear(matter.pk, by=hall["孟夏"])
    assert (matter.state, matter.agreement) == (BlockedState.CLEARED, "统一由运营部提单")
    assert actions.clear(matter.pk, by=hall["孟夏"]) == matter
    assert kinds_of(matter.pk).count("meetings.coordination_held") == 2
    assert kinds_of(matter.pk).count("meetings.cooperation_cleared") == 1


@pytest.mark.req("M14")
def test_what_works_again_needs_no_meeting(hall: Hall) -> None:
    matter = blocked(hall)
    with pytest.raises(WordsRefused):
        actions.clear(matter.pk, by=hall["林若溪"])
    actions.clear(matter.pk, "当面说清了", by=hall["林若溪"])
    assert set(owed(matter.pk, "hold_coordination").values()) == {"excused"}
    assert actions.hold(matter.pk, Agreement("x"), by=hall["陈屿"]).agreement == "当面说清了"


@pytest.mark.req("M14")
def test_management_settles_what_nobody_held(hall: Hall) -> None:
    matter = blocked(hall)
    with clock.frozen(MONDAY + timedelta(days=3)):
        tick(matter.pk)
        settlers = owed(matter.pk, "settle_cooperation")
        assert settlers
        name = next(iter(settlers))
        matter = actions.clear(matter.pk, "归运营部", by=hall[name])
    assert matter.settled_by == hall[name]


def test_one_origin_is_told_once(hall: Hall) -> None:
    origin = new_id()
    assert blocked(hall, origin=origin) == blocked(hall, origin=origin)
    assert Blocked.objects.count() == 1


@pytest.mark.parametrize("field", ["title", "text", "departments"])
def test_what_lacks_is_named(hall: Hall, field: str) -> None:
    departments = headed(hall)
    given = {"title": "a", "text": "b", "departments": departments}
    given[field] = departments[:1] if field == "departments" else " "
    with pytest.raises(WordsRefused, match=field):
        actions.block(**given, by=hall["孟夏"])  # type: ignore[arg-type]  # by name


def test_others_neither_see_nor_act(hall: Hall) -> None:
    matter = blocked(hall)
    with pytest.raises(Http404):
        actions.clear(matter.pk, "x", by=hall["江予安"])
    with pytest.raises(PermissionDenied):
        actions.hold(matter.pk, Agreement("x"), by=hall["孟夏"])
    with pytest.raises(Http404):
        actions.hold(new_id(), Agreement("x"), by=hall["孟夏"])
