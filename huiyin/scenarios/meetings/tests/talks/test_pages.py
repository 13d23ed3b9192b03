"""The pages of talks and of blocked cooperation."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.kit import clock
from huiyin.scenarios.meetings.models import Blocked, BlockedState, PeriodKind, Talk, TalkState
from huiyin.scenarios.meetings.rhythm import beginning
from huiyin.scenarios.meetings.tests.cooperation.test_cooperation import headed
from huiyin.scenarios.meetings.tests.hall import Hall, owed
from huiyin.scenarios.meetings.tests.periods import QUARTER


def at(name: str, case: Talk | Blocked) -> str:
    return reverse(f"meetings:{name}", args=[case.pk])


def shown(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


@pytest.mark.req("M17")
def test_a_talk_from_its_plan_to_its_confirmation(hall: Hall) -> None:
    mine, theirs = hall.client("林若溪"), hall.client("孟夏")
    new = reverse("meetings:talk_new")
    assert "孟夏" in shown(mine, f"{new}?partner=person:{hall['孟夏'].pk}")
    words = {"form": "performance", "planned_at": "2026-11-23T09:00", "topic": "转正"}
    assert "写明和谁谈" in mine.post(new, words).content.decode()
    assert mine.post(new, {"topic": "x"}).status_code == 422
    words |= {"partner": f"person:{hall['孟夏'].pk}", "goal": "定目标"}
    mine.post(new, words)
    talk = Talk.objects.get()
    mine.post(at("talk_edit", talk), {**words, "topic": "转正谈话"})
    assert "转正谈话" in shown(mine, at("talk_edit", talk))
    assert "转正谈话" in shown(mine, reverse("meetings:talks"))
    early = mine.post(at("talk_held", talk), {"held_at": "2026-11-23T18:00"})
    assert "时间还没有到" in early.content.decode()
    mine.post(at("talk_held", talk), {"held_at": "2026-11-23T09:00"})
    assert mine.get(at("talk_edit", talk)).status_code == 303
    mine.post(at("talk_notes", talk), {"notes": ""})
    mine.post(at("talk_notes", talk), {"notes": "- 转正"})
    assert "要点无误" in shown(theirs, at("show", talk))
    theirs.post(at("talk_confirm", talk), {"doubt": "日期不对", "wrong": "1"})
    assert "日期不对" in shown(mine, at("talk", talk))
    theirs.post(at("talk_confirm", talk))
    talk.refresh_from_db()
    assert talk.state == TalkState.CONFIRMED
    assert (
        "这次面谈不在这一步"
        in mine.post(at("talk_notes", talk), {"notes": "x"}, follow=True).content.decode()
    )
    assert hall.client("白露").get(at("talk", talk)).status_code == 404


@pytest.mark.req("O05")
def test_progress_of_the_quarter(hall: Hall) -> None:
    with clock.frozen(QUARTER):
        beginning.begin(PeriodKind.QUARTER, QUARTER)
        said = shown(hall.client("林若溪"), reverse("meetings:talks"))
    assert "本季一对一" in said
    assert "孟夏" in said


@pytest.mark.req("M14")
def test_blocked_cooperation_from_telling_to_clearing(hall: Hall) -> None:
    departments = headed(hall)
    teller, head = hall.client("孟夏"), hall.client("林若溪")
    new = reverse("meetings:blocked_new")
    words = {"title": "门店接口", "text": "谁也不接"}
    assert "至少选两个有主管的部门" in teller.post(new, words).content.decode()
    words["departments"] = [f"department:{one.pk}" for one in departments]  # type: ignore[assignment]  # a list of fields
    teller.post(new, words)
    matter = Blocked.objects.get()
    assert "门店接口" in shown(head, reverse("meetings:cooperation"))
    assert "写明定下的做法" in head.post(at("blocked_held", matter), {}).content.decode()
    head.post(at("blocked_held", matter), {"agreement": "运营部提单", "contact": "白露"})
    assert "我也到会，就这样办" in shown(hall.client("陈屿"), at("show", matter))
    assert "写明怎样恢复的" not in shown(teller, at("blocked", matter))
    teller.post(at("blocked_clear", matter), {"words": ""})
    matter.refresh_from_db()
    assert matter.state == BlockedState.CLEARED
    assert owed(matter.pk, "hold_coordination") == {"林若溪": "met", "陈屿": "excused"}


def test_clearing_needs_a_word(hall: Hall) -> None:
    headed(hall)
    teller = hall.client("孟夏")
    chosen = [f"department:{one.pk}" for one in headed(hall)]
    teller.post(
        reverse("meetings:blocked_new"),
        {"title": "门店接口", "text": "谁也不接", "departments": chosen},
    )
    matter = Blocked.objects.get()
    answer = teller.post(at("blocked_clear", matter), {})
    assert "写明怎样恢复的" in answer.content.decode()
    assert hall.client("江予安").get(at("blocked", matter)).status_code == 404


def test_the_pickers_offer_what_their_field_takes(hall: Hall) -> None:
    client, found = hall.client("林若溪"), reverse("meetings:found")
    people = shown(client, f"{found}?kind=partner&partner_q=孟夏")
    assert "孟夏" in people
    departments = shown(client, f"{found}?kind=departments&departments_q=运营")
    assert "运营部" in departments
    assert "孟夏" in shown(client, f"{found}?kind=other&partner_q=孟夏")
