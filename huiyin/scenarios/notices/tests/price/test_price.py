"""The price before sending: people, minutes, interruptions, repetitions; exact, fast, discreet."""

import os
import time
from datetime import UTC, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from huiyin.delivery import attention
from huiyin.delivery.models import Interruptions, QuietHours
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person, RoleGrant
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Notification, Obligation
from huiyin.scenarios.notices import actions
from huiyin.scenarios.notices.models import Notice, NoticeKind
from huiyin.scenarios.notices.price.introduction import card, facts
from huiyin.scenarios.notices.price.quote import CHARACTERS_PER_MINUTE, Price, quote
from huiyin.scenarios.notices.tests.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z13")]


@pytest.fixture(autouse=True)
def mail() -> Any:
    """A mail server is configured, so that the matrix pushes."""
    changed = {"mail_url": "smtp://127.0.0.1:9", "mail_from": "echo@yunqiao.test"}
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        Person.objects.update(email="somebody@yunqiao.test", simulated=False)
        yield


def reachable(stage: Stage) -> list[Person]:
    """运营部, all with a mailbox."""
    Person.objects.update(email="somebody@yunqiao.test", simulated=False)
    return list(Person.objects.filter(department=stage.company.department("运营部")).order_by("pk"))


def interrupt(person: Person, times: int) -> None:
    Interruptions.objects.create(person_id=person.pk, day=attention.today(), pushes=times)


def price_of(stage: Stage, **over: Any) -> Price:
    return quote(stage.draft(**over), by=stage["林若溪"])


def test_people_and_minutes(stage: Stage) -> None:
    people = reachable(stage)
    text = "字" * (CHARACTERS_PER_MINUTE * 2)
    price = price_of(stage, title="", items="", requirements="", contact="", background=text)
    assert price.burden.people == len(people)
    assert price.characters == 2 * CHARACTERS_PER_MINUTE
    assert (price.minutes_each, price.minutes) == (2, 2 * len(people))
    marked = price_of(
        stage, title="", items="", requirements="", contact="", background="**两 字**"
    )
    assert marked.characters == 2
    assert marked.minutes_each == 1


def test_who_had_how_many_today_and_who_has_no_budget_left(stage: Stage) -> None:
    people = reachable(stage)
    guest = stage["陈屿"]
    Person.objects.filter(pk=guest.pk).update(department=people[0].department)
    for person, times in zip(people, (8, 9, 7), strict=True):
        interrupt(person, times)
    Interruptions.objects.create(person_id=guest.pk, day="2026-11-24", pushes=99)
    people = [*people, guest]
    price = price_of(stage)
    assert price.burden.over == price.held == 2
    assert price.burden.quiet == 0
    assert price.burden.pushed == len(people)
    assert price.burden.had == {0: 1, 7: 1, 8: 1, 9: 1}
    bands = [(band.least, band.most, band.people) for band in price.bands]
    assert bands == [(0, 0, 1), (1, 4, 0), (5, 7, 1), (8, None, 2)]
    assert price.burden.digest_at == datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


def test_what_stays_in_the_inbox_interrupts_nobody(stage: Stage) -> None:
    people = reachable(stage)
    interrupt(people[0], 8)
    price = price_of(stage, urgency="routine")
    assert (price.burden.pushed, price.held) == (0, 0)
    Person.objects.filter(pk=people[0].pk).update(email="")
    assert price_of(stage).burden.pushed == len(people) - 1


def test_at_night_everybody_waits_for_the_morning(stage: Stage) -> None:
    people = reachable(stage)
    with kit_clock.frozen(datetime(2026, 11, 25, 14, 0, tzinfo=UTC)):
        price = price_of(stage)
    assert price.burden.quiet == price.held == len(people)
    assert price.burden.over == 0
    assert price.burden.quiet_until == datetime(2026, 11, 26, 0, 0, tzinfo=UTC)


def test_ones_own_quiet_hours_count_too(stage: Stage) -> None:
    people = reachable(stage)
    QuietHours.objects.create(person_id=people[0].pk, starts=clock_time(19), ends=clock_time(8, 30))
    with kit_clock.frozen(datetime(2026, 11, 25, 11, 30, tzinfo=UTC)):
        assert price_of(stage).burden.quiet == 1
    with kit_clock.frozen(datetime(2026, 11, 26, 0, 15, tzinfo=UTC)):
        assert price_of(stage).burden.quiet == 1
    assert price_of(stage).burden.quiet == 0


@pytest.mark.parametrize("over", [{"urgency": "urgent"}, {"kind": NoticeKind.EMERGENCY}])
def test_what_the_class_exempts_is_not_held(stage: Stage, over: dict[str, Any]) -> None:
    interrupt(reachable(stage)[0], 8)
    price = price_of(stage, **over)
    assert price.exempt
    assert price.held == 0


@pytest.mark.req("R04")
def test_an_override_needs_a_reason_and_stands_in_the_ledger(stage: Stage) -> None:
    interrupt(reachable(stage)[0], 8)
    assert not price_of(stage, override_reason="  ").overridden
    draft = stage.draft(override_reason="今晚停电，须在天黑前知道")
    price = quote(draft, by=stage["林若溪"])
    assert price.overridden
    assert price.held == 0
    notice = actions.publish(draft.pk, by=stage["林若溪"]).notice
    entry = Entry.objects.get(kind="notices.published", subject=str(notice.pk))
    assert '"override":true' in entry.body
    assert "停电" not in entry.body
    ping = Notification.objects.get(subject=notice.pk)
    assert attention.facts_of(ping)[attention.OVERRIDE] is True
    Notice.objects.filter(pk=notice.pk).update(override_reason="")
    assert facts(ping)[attention.OVERRIDE] is False
    ping.subject = UUID(int=0)
    assert facts(ping) == {}


def test_a_notice_much_like_it_is_named(stage: Stage) -> None:
    reachable(stage)
    earlier = stage.published(title="年终盘点安排", gist="12 月 5 日盘点，停止出入库。")
    stage.published(title="食堂菜单调整", gist="周一起午餐延长半小时。")
    (found,) = price_of(
        stage, title="【重要】关于年终盘点的安排", gist="12 月 5 日盘点停止出入库"
    ).similar
    assert (found.id, found.number) == (earlier.pk, earlier.number)
    assert found.percent > 75
    assert found.shared == Audience(departments=(stage.company.department("运营部").pk,)).count()


def test_what_is_old_or_told_to_others_or_followed_is_no_repetition(stage: Stage) -> None:
    words: dict[str, Any] = {"title": "年终盘点安排", "gist": "12 月 5 日盘点，停止出入库。"}
    earlier = stage.published(**words, audience=Audience(people=(stage["孟夏"].pk,)))
    elsewhere = stage.draft(**words, audience=Audience(people=(stage["白露"].pk,)))
    assert quote(elsewhere, by=stage["林若溪"]).similar == []
    follows = stage.draft(**words)
    assert [one.id for one in quote(follows, by=stage["林若溪"]).similar] == [earlier.pk]
    follows.origin = earlier.pk
    assert quote(follows, by=stage["林若溪"]).similar == []
    with kit_clock.frozen(datetime(2026, 12, 10, 4, 0, tzinfo=UTC)):
        assert price_of(stage, **words).similar == []


@pytest.mark.req("R01")
def test_it_tells_no_more_than_the_author_may_see(stage: Stage) -> None:
    words: dict[str, Any] = {"title": "年终盘点安排", "gist": "12 月 5 日盘点，停止出入库。"}
    one = Audience(people=(stage["唐果"].pk,))
    RoleGrant.objects.create(person=stage["陈屿"], role="publisher")
    hidden = stage.published(by="陈屿", audience=Audience(people=(stage["秦朗"].pk,)), **words)
    Notice.objects.filter(pk=hidden.pk).update(initiator=stage["叶蓁"])
    draft = stage.draft(by="陈屿", audience=Audience(people=(stage["秦朗"].pk,)), **words)
    (found,) = quote(draft, by=stage["唐果"]).similar
    assert (found.number, found.title) == ("", "")
    assert found.department
    Notice.objects.filter(pk=hidden.pk).update(classification="confidential")
    assert quote(draft, by=stage["唐果"]).similar == []
    assert quote(stage.draft(audience=one, **words), by=stage["林若溪"]).similar == []


def test_of_any_other_duty_about_a_case_its_urgency_counts(stage: Stage) -> None:
    notice = stage.published(urgency="urgent")
    ping = Notification.objects.filter(subject=notice.pk).first()
    assert ping is not None
    Obligation.objects.filter(pk=ping.obligation_id).update(met_by="elsewhere.answered")
    assert attention.facts_of(ping) == {"urgency": "urgent", "classification": "internal"}
    ping.subject = UUID(int=0)
    assert attention.facts_of(ping) == {}


def test_the_card_waits_until_somebody_is_chosen(stage: Stage) -> None:
    draft = stage.draft(audience=Audience())
    assert card(draft, stage["林若溪"]) == {"price": None}


def test_the_card_says_it(stage: Stage) -> None:
    people = reachable(stage)
    interrupt(people[0], 8)
    draft = stage.draft()
    page = stage.client("林若溪").get(f"/notices/{draft.pk}/edit").content.decode()
    assert "1 人今天已达上限，14:00 随汇总送出" in page
    assert "每人每天最多推送 8 次" in page


@pytest.mark.slow
def test_twenty_thousand_people_are_priced_in_a_fifth_of_a_second(stage: Stage) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CROWD, [stage.company.department("运营部").pk])
        cursor.execute("ANALYZE directory_person")
    draft = stage.draft(audience=Audience(company=True), title="年终盘点安排")
    for number in range(3):
        stage.published(title=f"年终盘点安排 {number}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE obligation, obligation_bearer, delivery_interruptions")
    rounds = 5
    price = quote(draft, by=stage["林若溪"])
    before = _cpu()
    for _ in range(rounds):
        price = quote(draft, by=stage["林若溪"])
    spent = (_cpu() - before) / rounds
    assert price.burden.people > 20_000
    assert price.burden.over == 2_500
    assert spent < 0.2


def _cpu() -> float:
    """CPU seconds of this process and of the server's for it: other work does not count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    server = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return time.process_time() + server


_CROWD = """
WITH crowd AS (
  INSERT INTO directory_person (employee_no, name, sort_key, search_key, department_id, position,
         mobile, extension, email, email_suspect, party, active, simulated)
  SELECT 'C' || n, '员工 ' || n, 'y', '', %s, '', '', '', 'c@yunqiao.test', false, '', true, false
    FROM generate_series(1, 20000) n RETURNING id)
INSERT INTO delivery_interruptions (person_id, day, pushes)
SELECT id, '2026-11-25', (row_number() OVER ())::int %% 8 + 1 FROM crowd
"""
