"""Home: grouped by what is left, answered in one tap, nobody else's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases import absence
from huiyin.directory.audience import Audience
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations import clock as deadlines
from huiyin.obligations import coverage
from huiyin.obligations.models import Obligation
from huiyin.pages import inbox, queries, spark
from huiyin.scenarios.notices import answers
from huiyin.scenarios.notices.tests.stage import Stage

NOW = datetime(2026, 11, 25, 6, 22, tzinfo=UTC)  # Wednesday, 14:22 in Shanghai
HX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (None, "none"),
        (NOW - timedelta(seconds=1), "late"),
        (NOW, "hour"),
        (NOW + timedelta(hours=1), "hour"),
        (NOW + timedelta(hours=1, seconds=1), "today"),
        (datetime(2026, 11, 25, 15, 59, tzinfo=UTC), "today"),  # 23:59 in Shanghai
        (datetime(2026, 11, 25, 16, 0, tzinfo=UTC), "week"),  # midnight in Shanghai
        (datetime(2026, 11, 29, 15, 59, tzinfo=UTC), "week"),  # Sunday 23:59
        (datetime(2026, 11, 29, 16, 0, tzinfo=UTC), "later"),
        (datetime(2027, 11, 24, 16, 0, tzinfo=UTC), "later"),
    ],
)
def test_a_due_time_belongs_to_one_group(due: datetime | None, group: str) -> None:
    assert inbox.place_of(due, NOW) == group


@pytest.mark.req("Z06")
def test_home_names_clause_clock_and_the_one_action(stage: Stage) -> None:
    notice = stage.published()
    page = stage.client("白露").get("/").content.decode()
    assert "双十二大促值班安排" in page
    assert "3.3.1" in page
    assert "1 小时内" in page
    assert f'action="/notices/{notice.pk}/confirm"' in page
    assert "林若溪（运营部） → 你等 3 人" in page


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("【重要】【需11月25日回复】盘点", "盘点"),
        ("【紧急】停电", "停电"),
        ("【周会】纪要", "【周会】纪要"),
        ("【重要】", "HY-1"),
    ],
)
def test_what_stands_beside_a_title_is_not_in_it(stored: str, shown: str) -> None:
    face = queries.CaseFace(
        new_id(), "notices", "HY-1", stored, "important", "internal", 1, "林若溪", "8301", "运营部"
    )
    assert inbox._title(face) == shown


def test_an_overdue_duty_stands_first_and_says_by_how_much(stage: Stage) -> None:
    stage.published()
    clock.advance(timedelta(hours=1, minutes=22))
    stage.published(title="刚发的一条")
    page = stage.client("白露").get("/").content.decode()
    assert "已逾期" in page
    assert "逾期 22 分" in page
    assert page.index("双十二") < page.index("刚发的一条")


@pytest.mark.req("Z06")
def test_one_tap_confirms_and_swaps_the_row(stage: Stage) -> None:
    notice = stage.published()
    me, browser = stage["白露"], stage.client("白露")
    duty = Obligation.objects.get(subject=notice.pk)
    following = f"/inbox/duty/{duty.pk}/{me.pk}"
    answer = browser.post(
        f"/notices/{notice.pk}/confirm", {"person": me.pk, "next": following}, headers=HX
    )
    assert (answer.status_code, answer["Location"]) == (303, following)
    row = browser.get(following, headers=HX)
    assert f'id="duty-{duty.pk}-{me.pk}"' in row.content.decode()
    assert "is-done" in row.content.decode()
    assert "toast" in row["HX-Trigger"]
    assert 'id="n-owed" hx-swap-oob="true">0<' in row.content.decode()
    assert "都有回音了" in browser.get("/").content.decode()


def test_without_scripts_the_tap_leads_back_home_with_a_message(stage: Stage) -> None:
    notice = stage.published()
    me, browser = stage["白露"], stage.client("白露")
    duty = Obligation.objects.get(subject=notice.pk)
    data = {"person": me.pk, "next": f"/inbox/duty/{duty.pk}/{me.pk}"}
    answer = browser.post(f"/notices/{notice.pk}/confirm", data, follow=True)
    assert answer.request["PATH_INFO"] == "/"
    assert "已回音" in answer.content.decode() or "已确认收到" in answer.content.decode()


def test_an_open_duty_says_nothing_was_done(stage: Stage) -> None:
    notice = stage.published()
    me, duty = stage["白露"], Obligation.objects.get(subject=notice.pk)
    row = stage.client("白露").get(f"/inbox/duty/{duty.pk}/{me.pk}", headers=HX)
    assert "HX-Trigger" not in row
    assert "is-done" not in row.content.decode()


def test_a_colleagues_duty_does_not_exist(stage: Stage) -> None:
    notice = stage.published()
    duty = Obligation.objects.get(subject=notice.pk)
    address = f"/inbox/duty/{duty.pk}/{stage['白露'].pk}"
    assert stage.client("孟夏").get(address, headers=HX).status_code == 404


@pytest.mark.req("O01")
def test_a_delegate_sees_for_whom_and_answers(stage: Stage) -> None:
    notice = stage.published()
    now = clock.now()
    absence.register_absence(
        stage["白露"],
        starts_at=now,
        ends_at=now + timedelta(days=1),
        delegate=stage["孟夏"],
        by=stage["白露"],
    )
    browser, away = stage.client("孟夏"), stage["白露"]
    page = browser.get("/").content.decode()
    assert "代 白露" in page
    duty = Obligation.objects.get(subject=notice.pk)
    following = f"/inbox/duty/{duty.pk}/{away.pk}"
    browser.post(f"/notices/{notice.pk}/confirm", {"person": away.pk, "next": following})
    assert "代 白露" not in browser.get("/").content.decode()


def test_what_people_write_is_text_and_never_markup(stage: Stage) -> None:
    stage.published(title="<script>alert(1)</script>")
    page = stage.client("白露").get("/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_filter_keeps_one_scenario(stage: Stage) -> None:
    stage.published()
    browser = stage.client("白露")
    assert "双十二" in browser.get("/?scenario=notices", headers=HX).content.decode()
    assert "双十二" not in browser.get("/?scenario=meetings", headers=HX).content.decode()


def test_a_tab_that_does_not_exist_is_not_found(stage: Stage) -> None:
    assert stage.client("白露").get("/?tab=secret").status_code == 404


def test_the_mirror_counts_who_answered_and_offers_the_phone_when_late(stage: Stage) -> None:
    notice = stage.published()
    answers.confirm(notice.pk, by=stage["白露"])
    browser = stage.client("林若溪")
    assert "1 / 3 人已回音" in browser.get("/?tab=owing").content.decode()
    assert "催一下" in browser.get("/?tab=owing").content.decode()
    clock.advance(timedelta(hours=2))
    page = browser.get("/?tab=owing").content.decode()
    assert "2 人</a>" in page
    assert f"/notices/{notice.pk}/echo" in page


def test_a_rung_names_the_people_it_is_about(stage: Stage) -> None:
    stage.published(audience=Audience(people=(stage["白露"].pk, stage["孟夏"].pk)))
    clock.advance(timedelta(hours=2))
    deadlines.wake()
    page = stage.client("林若溪").get("/").content.decode()
    assert "电话通知未确认的人：双十二大促值班安排" in page
    assert "还没有回音的 2 人" in page
    assert "无期限" in page


def test_what_i_began_and_what_is_done(stage: Stage) -> None:
    notice = stage.published()
    stage.draft(title="还在写")
    for name in ("白露", "孟夏", "林若溪"):
        answers.confirm(notice.pk, by=stage[name])
    coverage.fold()
    begun = stage.client("林若溪").get("/?tab=handled").content.decode()
    assert "还在写" in begun
    assert "草稿" in begun
    assert "已闭环，3 / 3 人已回音" in begun
    done = stage.client("白露").get("/?tab=done").content.decode()
    assert "最近回音" in done
    assert "双十二" in done


def test_new_duties_are_announced_and_not_pushed_under_the_readers_hands(stage: Stage) -> None:
    browser = stage.client("白露")
    stage.published()
    seen = Obligation.objects.latest("pk").pk
    assert browser.get(f"/inbox/fresh?seen={seen}", headers=HX).content.strip() == b""
    stage.published(title="又一条")
    assert "1 条新待办" in browser.get(f"/inbox/fresh?seen={seen}", headers=HX).content.decode()
    assert browser.get("/inbox/fresh?seen=x", headers=HX).status_code == 404


@pytest.mark.req("Z06")
def test_fifty_rows_cost_as_many_queries_as_five(stage: Stage) -> None:
    browser = stage.client("白露")
    browser.get("/")
    counts = []
    for more in (5, 45):
        for number in range(more):
            stage.published(title=f"第 {more} 批 {number}")
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_share_of_the_week_is_counted_from_rows(stage: Stage) -> None:
    first, second = stage.published(), stage.published(title="第二条")
    stage.published(title="没有回音")
    answers.confirm(first.pk, by=stage["白露"])
    clock.advance(timedelta(hours=1, seconds=1))
    answers.confirm(second.pk, by=stage["白露"])
    found = queries.weeks(stage["白露"].pk, clock.now())
    assert [(week.on_time, week.total) for week in found] == [(1, 3)]
    assert spark.share_of(found[-1]) == 33
    assert "33<small>%" in stage.client("白露").get("/").content.decode()


def test_a_sparkline_runs_from_nothing_to_all() -> None:
    weeks = [queries.Week(NOW, 0, 4), queries.Week(NOW, 4, 4)]
    drawn = spark.of(weeks, 100)
    assert drawn.points == "4,36 128,4"
    assert (drawn.last_x, drawn.last_y, drawn.weeks) == (128, 4, 2)
    assert spark.of([], None).points == ""
    assert spark.share_of(None) is None
