"""What was held is let go: one message with all that waits, each line true when it is said."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiyin.core.evidence import Channel, Proof
from huiyin.delivery import (
    content,
    digest,
    links,
    loops,
    outcomes,
    reasons,
    receipts,
)
from huiyin.delivery.channel import Outcome, Result
from huiyin.delivery.expand import expand
from huiyin.delivery.models import Delivery, DeliveryState
from huiyin.delivery.tests.limits import (
    answered,
    counted,
    deliver,
    let_go,
    listen,
    push,
    row,
)
from huiyin.delivery.tests.scene import FakeChannel, make_notification, make_people
from huiyin.ledger.models import Entry
from huiyin.obligations.doctor import findings
from huiyin.obligations.models import Notification

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z13")]

Installed = tuple[FakeChannel, FakeChannel]


def test_what_waits_alone_goes_out_as_itself(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    notifications = [push([person]) for _ in range(3)]
    clock.advance(hours=4, minutes=59)
    assert let_go() == 0
    clock.advance(minutes=1)
    assert let_go() == 1
    assert limited[0].sent == [person.pk] * 3
    assert limited[0].links[2].rpartition("/c/")[2].startswith(f"{notifications[2].pk}.")
    assert row(notifications[2], person).state == DeliveryState.SENT
    assert Notification.objects.filter(purpose="delivery.digest").count() == 0
    assert counted(person) == 3


def test_a_digest_says_all_that_waits_and_what_is_due_first_on_top(
    limited: Installed, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (person,) = make_people(1)
    for _ in range(2):
        push([person])
    at = clock.now()
    dues = [None, at + timedelta(days=3), at + timedelta(days=1)]
    waiting = [push([person], due=due) for due in dues]
    said: list[content.Message] = []
    listen(limited[0], said, monkeypatch)
    clock.advance(hours=5)
    assert let_go() == 3
    assert len(said) == 1
    order = [waiting[2], waiting[1], waiting[0]]
    places = [said[0].plain.index(f"/c/{one.pk}.{person.pk}.") for one in order]
    assert places == sorted(places)
    assert "9 月 8 日 09:00 前" in said[0].plain
    assert said[0].subject == "【汇总】3 条通知待回音"
    assert not said[0].may_reply
    token = said[0].plain.rpartition("/c/")[2].split()[0]
    assert links.read(token) == links.Link(waiting[0].pk, person.pk, None)
    assert {row(one, person).state for one in waiting} == {DeliveryState.SENT}
    assert counted(person) == 3
    assert digest.release_due() == 0


@pytest.mark.req("R04", "Z06")
def test_the_ledger_tells_of_each_line_of_a_digest(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    notifications = [push([person]) for _ in range(4)]
    clock.advance(hours=5)
    let_go()
    sent = Entry.objects.filter(kind="delivery.sent")
    assert {entry.subject for entry in sent} == {one.subject for one in notifications}
    assert not [line for line in findings() if not line.startswith(("I8", "C1"))]


@pytest.mark.req("Z03", "Z06")
def test_a_confirmation_in_the_meantime_cancels_the_line(
    limited: Installed, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (person,) = make_people(1)
    waiting = [push([person]) for _ in range(5)][2:]
    said: list[content.Message] = []
    listen(limited[0], said, monkeypatch)
    answered(waiting[0])
    clock.advance(hours=5)
    digest.release_due()
    assert row(waiting[0], person).state == DeliveryState.CANCELLED
    answered(waiting[1])
    let_go()
    assert row(waiting[1], person).state == DeliveryState.CANCELLED
    assert row(waiting[1], person).reason == reasons.NOT_DUE
    assert said[0].subject == "【汇总】1 条通知待回音"
    assert f"/c/{waiting[2].pk}." in said[0].plain


@pytest.mark.req("Z06")
def test_a_digest_without_a_line_is_not_sent(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    waiting = [push([person]) for _ in range(4)][2:]
    clock.advance(hours=5)
    assert digest.release_due() == 2
    for one in waiting:
        answered(one)
    let_go()
    assert len(limited[0].sent) == 2
    assert counted(person) == 2
    ping = Notification.objects.get(purpose="delivery.digest")
    assert row(ping, person).state == DeliveryState.CANCELLED


def test_at_night_nothing_goes_out_and_in_the_morning_everything_at_once(
    limited: Installed, clock: Any
) -> None:
    people = make_people(3)
    clock.move_to(datetime(2026, 9, 7, 13, 0, tzinfo=UTC))  # 21:00 in Shanghai
    night = [push(people) for _ in range(2)]
    assert limited[0].sent == []
    assert row(night[0], people[0]).reason == reasons.QUIET
    morning = datetime(2026, 9, 8, 0, 0, tzinfo=UTC)
    assert row(night[0], people[0]).next_at == morning
    clock.move_to(morning - timedelta(seconds=1))
    assert let_go() == 0
    clock.move_to(morning)
    assert let_go() == 6
    assert sorted(limited[0].sent) == sorted(person.pk for person in people)
    assert {counted(person) for person in people} == {1}


def test_a_digest_is_tried_again_and_not_at_night(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    waiting = [push([person]) for _ in range(4)][2:]
    clock.advance(hours=5)
    limited[0].plan[person.pk] = Result(
        person.pk, Outcome.RETRY, "", retry_after=timedelta(hours=8)
    )
    let_go()
    assert {row(one, person).state for one in waiting} == {DeliveryState.HELD}
    assert digest.release_due() == 0
    limited[0].plan.clear()
    clock.advance(hours=8)
    assert loops.retry_due() == 1
    ping = Notification.objects.get(purpose="delivery.digest")
    deliver(ping)
    assert row(ping, person).state == DeliveryState.RETRY
    assert row(ping, person).next_at == datetime(2026, 9, 8, 0, 0, tzinfo=UTC)
    clock.move_to(datetime(2026, 9, 8, 0, 0, tzinfo=UTC))
    assert loops.retry_due() == 1
    deliver(ping)
    assert {row(one, person).state for one in waiting} == {DeliveryState.SENT}
    assert limited[0].sent == [person.pk] * 4


@pytest.mark.req("N16", "Z03")
def test_a_digest_that_bounces_bounces_line_by_line(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    waiting = [push([person]) for _ in range(4)][2:]
    clock.advance(hours=5)
    let_go()
    ping = Notification.objects.get(purpose="delivery.digest")
    assert outcomes.bounce(ping, person.pk, Channel.SMS, reason=reasons.BOUNCED)
    assert not outcomes.bounce(ping, person.pk, Channel.SMS, reason=reasons.BOUNCED)
    for one in waiting:
        assert row(one, person).state == DeliveryState.FAILED
        assert row(one, person).reason.startswith(reasons.BOUNCED)


@pytest.mark.req("Z03")
def test_a_receipt_for_a_digest_is_one_for_each_line(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    waiting = [push([person]) for _ in range(4)][2:]
    clock.advance(hours=5)
    let_go()
    ping = Notification.objects.get(purpose="delivery.digest")
    receipts.show_delivery(ping, person.pk, Proof.PROVIDER_DELIVERED, Channel.SMS, clock.now())
    for one in (*waiting, ping):
        assert row(one, person).state == DeliveryState.DELIVERED
    shown = Entry.objects.filter(kind="receipts.received")
    assert {entry.subject for entry in shown} == {one.subject for one in waiting}


@pytest.mark.req("N16")
def test_a_digest_that_fails_goes_on_line_by_line_through_the_next_channel(
    limited: Installed, clock: Any
) -> None:
    (person,) = make_people(1)
    for _ in range(2):
        push([person])
    waiting = [make_notification([person], channels=["sms", "wecom"]) for _ in range(2)]
    for one in waiting:
        expand(one.pk)
        Delivery.objects.filter(channel=Channel.WECOM).delete()
        deliver(one)
    limited[0].plan[person.pk] = Result(person.pk, Outcome.FAILED, "对方服务器拒收")
    clock.advance(hours=5)
    let_go()
    for one in waiting:
        rows = dict(Delivery.objects.filter(notification_id=one.pk).values_list("channel", "state"))
        assert rows == {Channel.SMS: DeliveryState.FAILED, Channel.WECOM: DeliveryState.QUEUED}
