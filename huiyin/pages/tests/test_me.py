"""My settings: being away hands my duties over, coming back takes them back (O01)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from huiyin.directory.models import Absence
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.obligations.queries import owed_by
from huiyin.scenarios.notices.tests.stage import Stage


def form(**over: str) -> dict[str, str]:
    now = timezone.localtime(clock.now())
    return {
        "starts_at": now.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (now + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
        "delegate": "孟夏",
        "reason": "出差",
    } | over


@pytest.mark.req("O01")
def test_leaving_hands_over_and_returning_takes_back(stage: Stage) -> None:
    stage.published()
    browser = stage.client("白露")
    page = browser.post("/me/absence", form(), follow=True).content.decode()
    assert "由 孟夏 代理" in page
    assert len(owed_by(stage["孟夏"].pk)) == 2
    assert Entry.objects.filter(kind="directory.absence_registered").count() == 1
    clock.advance(timedelta(hours=1))
    browser.post(f"/me/absence/{Absence.objects.get().pk}/end")
    assert len(owed_by(stage["孟夏"].pk)) == 1
    assert Entry.objects.filter(kind="directory.absence_ended").count() == 1


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"ends_at": "2026-11-01T09:00"}, "结束时间应晚于开始时间"),
        ({"starts_at": "2026-11-01T09:00", "ends_at": "2026-11-02T09:00"}, "结束时间已过"),
        ({"delegate": "白露"}, "代理人不能是自己"),
        ({"delegate": "谁也不是"}, "没有找到唯一的同事"),
        ({"starts_at": ""}, "is-wrong"),
    ],
)
def test_an_absence_that_cannot_be_says_why(stage: Stage, over: dict[str, str], said: str) -> None:
    answer = stage.client("白露").post("/me/absence", form(**over))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Absence.objects.exists()
    assert not Entry.objects.filter(kind="directory.absence_registered").exists()


def test_nobody_ends_a_colleagues_absence(stage: Stage) -> None:
    stage.client("白露").post("/me/absence", form())
    absence = Absence.objects.get()
    assert stage.client("孟夏").post(f"/me/absence/{absence.pk}/end").status_code == 404


def test_the_delegates_field_offers_colleagues_but_not_oneself(stage: Stage) -> None:
    browser = stage.client("白露")
    assert "孟夏（YQ009）" in browser.get("/me/colleagues?delegate=mx").content.decode()
    assert "白露" not in browser.get("/me/colleagues?delegate=bl").content.decode()


@pytest.mark.req("Z13")
def test_quiet_hours_may_be_longer_never_into_working_time(stage: Stage) -> None:
    browser = stage.client("白露")
    page = browser.get("/me").content.decode()
    assert "每天主动推送不超过 8 次，21:00 至次日 08:00 不推送" in page
    refused = browser.post("/me/quiet", {"starts": "16:00", "ends": "09:00"})
    assert refused.status_code == 422
    assert "工作时间 09:00–18:00 不能静默" in refused.content.decode()
    assert browser.post("/me/quiet", {"starts": "nine", "ends": ""}).status_code == 422
    kept = browser.post("/me/quiet", {"starts": "20:00", "ends": "08:30"})
    assert kept.status_code == 302
    assert 'value="20:00"' in browser.get("/me").content.decode()
