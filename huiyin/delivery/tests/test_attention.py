"""Budget and quiet hours when a batch is claimed: who is held, who is counted, what is let go."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.delivery import (
    attention,
    content,
    digest,
    links,
    loops,
    outcomes,
    reasons,
    receipts,
    registry,
    send,
)
from huiyin.delivery.channel import Outcome, Result
from huiyin.delivery.expand import expand
from huiyin.delivery.models import Delivery, DeliveryState, Interruptions, QuietHours
from huiyin.delivery.queries import progress
from huiyin.delivery.tests.scene import SAY, FakeChannel, make_notification, make_people
from huiyin.directory.models import Person
from huiyin.ledger.models import Entry
from huiyin.obligations.doctor import findings
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.obligations.tests.conftest import REGULATION, install
from huiyin.policies import in_force

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z13")]

Installed = tuple[FakeChannel, FakeChannel]

LIMITS = """
[attention]
clause = "3.3.1"
budget_per_day = 2
quiet = "21:00-08:00"
digest_at = ["09:00", "14:00"]
exempt = [{ urgency = ["urgent"] }]
"""


@pytest.fixture
def limited(installed: Installed, clock: Any) -> Any:
    """Two pushes a day, nights quiet."""
    install(LIMITS + REGULATION)
    in_force.forget()
    return installed


def push(people: list[Person], *, due: datetime | None = None) -> Notification:
    """A notification that is claimed and sent, as far as it may be."""
    notification = make_notification(people)
    Obligation.objects.filter(pk=notification.obligation_id).update(due_at=due)
    expand(notification.pk)
    deliver(notification)
    return notification


def deliver(notification: Notification) -> None:
    send.deliver(notification.pk, 0, 2**40, int(Channel.SMS))


def let_go() -> int:
    """What the worker does when the time has come: release, then the jobs."""
    count = digest.release_due() + loops.retry_due()
    for key in (
        Delivery.objects.filter(state=0).values_list("notification_id", flat=True).distinct()
    ):
        send.deliver(key, 0, 2**40, int(Channel.SMS))
    return count


def row(notification: Notification, person: Person) -> Delivery:
    return Delivery.objects.get(notification_id=notification.pk, person_id=person.pk)


def counted(person: Person) -> int:
    rows = Interruptions.objects.filter(person_id=person.pk, day=attention.today())
    return sum(rows.values_list("pushes", flat=True))


def test_the_third_push_of_a_day_waits_for_the_digest(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    first, second, third = (push([person]) for _ in range(3))
    assert limited[0].sent == [person.pk, person.pk]
    assert row(second, person).state == DeliveryState.SENT
    held = row(third, person)
    assert (held.state, held.reason) == (DeliveryState.HELD, reasons.OVER_BUDGET)
    assert held.next_at == clock.now() + timedelta(hours=5)
    assert progress(third.pk).held == progress(third.pk).total == 1
    assert counted(person) == 2
    assert row(first, person).counted_on == attention.today()


def test_the_next_day_is_a_new_budget(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    for _ in range(2):
        push([person])
    clock.advance(days=1)
    push([person])
    assert len(limited[0].sent) == 3


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
    _listen(limited[0], said, monkeypatch)
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


def _listen(
    channel: FakeChannel, said: list[content.Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = channel.send

    def listening(batch: Any) -> Any:
        def heard() -> Any:
            for one in batch:
                said.append(one.message)
                yield one

        return plain(heard())

    monkeypatch.setattr(channel, "send", listening)


@pytest.mark.req("R04", "Z06")
def test_the_ledger_tells_of_each_line_of_a_digest(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    notifications = [push([person]) for _ in range(4)]
    clock.advance(hours=5)
    let_go()
    sent = Entry.objects.filter(kind="delivery.sent")
    assert {entry.subject for entry in sent} == {one.subject for one in notifications}
    assert not [line for line in findings() if not line.startswith("I8")]


@pytest.mark.req("Z03", "Z06")
def test_a_confirmation_in_the_meantime_cancels_the_line(
    limited: Installed, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (person,) = make_people(1)
    waiting = [push([person]) for _ in range(5)][2:]
    said: list[content.Message] = []
    _listen(limited[0], said, monkeypatch)
    _answered(waiting[0])
    clock.advance(hours=5)
    digest.release_due()
    assert row(waiting[0], person).state == DeliveryState.CANCELLED
    _answered(waiting[1])
    let_go()
    assert row(waiting[1], person).state == DeliveryState.CANCELLED
    assert row(waiting[1], person).reason == reasons.NOT_DUE
    assert said[0].subject == "【汇总】1 条通知待回音"
    assert f"/c/{waiting[2].pk}." in said[0].plain


def _answered(notification: Notification) -> None:
    Bearer.objects.filter(obligation_id=notification.obligation_id).update(
        state=State.MET, closed_at=notification.created_at
    )


@pytest.mark.req("Z06")
def test_a_digest_without_a_line_is_not_sent(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    waiting = [push([person]) for _ in range(4)][2:]
    clock.advance(hours=5)
    assert digest.release_due() == 2
    for one in waiting:
        _answered(one)
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


def test_what_the_class_exempts_goes_out_at_once_and_is_counted(
    limited: Installed, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (person,) = make_people(1)
    monkeypatch.setitem(attention._facts, "notices", lambda _: {"urgency": "urgent"})
    clock.move_to(datetime(2026, 9, 7, 18, 0, tzinfo=UTC))  # 02:00 in Shanghai
    for _ in range(4):
        push([person])
    assert len(limited[0].sent) == counted(person) == 4


def test_an_override_lets_a_case_through(
    limited: Installed, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (person,) = make_people(1)
    for _ in range(2):
        push([person])
    facts = {"urgency": "routine", "override": True}
    monkeypatch.setitem(attention._facts, "notices", lambda _: facts)
    push([person])
    assert len(limited[0].sent) == 3
    facts["override"] = False
    push([person])
    assert len(limited[0].sent) == 3


def test_nothing_waits_until_it_is_due(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    for _ in range(2):
        push([person])
    soon = push([person], due=clock.now() + timedelta(hours=1))
    assert row(soon, person).next_at == clock.now() + timedelta(minutes=45)
    at_once = push([person], due=clock.now() + timedelta(minutes=10))
    assert row(at_once, person).state == DeliveryState.SENT
    clock.advance(minutes=45)
    assert let_go() == 1


def test_ones_own_quiet_hours_may_only_be_longer(limited: Installed, clock: Any) -> None:
    early, plain, shorter = make_people(3)
    QuietHours.objects.create(person_id=early.pk, starts=time(19), ends=time(8, 30))
    QuietHours.objects.create(person_id=shorter.pk, starts=time(22), ends=time(7))
    clock.move_to(datetime(2026, 9, 7, 11, 30, tzinfo=UTC))  # 19:30 in Shanghai
    one = push([early, plain, shorter])
    assert sorted(limited[0].sent) == [plain.pk, shorter.pk]
    assert row(one, early).next_at == datetime(2026, 9, 8, 0, 30, tzinfo=UTC)
    clock.move_to(datetime(2026, 9, 7, 13, 30, tzinfo=UTC))  # 21:30
    push([shorter])
    assert len(limited[0].sent) == 2


def test_what_failed_interrupted_nobody(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    limited[0].plan[person.pk] = Result(person.pk, Outcome.FAILED, "没有可用的地址")
    push([person])
    assert counted(person) == 0
    limited[0].plan.clear()
    for _ in range(2):
        push([person])
    assert counted(person) == 2
    assert len(limited[0].sent) == 3


def test_a_retry_is_counted_once_a_day(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    limited[0].plan[person.pk] = Result(person.pk, Outcome.RETRY, "")
    one = push([person])
    clock.advance(minutes=1)
    assert loops.retry_due() == 1
    limited[0].plan.clear()
    deliver(one)
    assert row(one, person).state == DeliveryState.SENT
    assert counted(person) == 1


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


def test_old_counts_are_forgotten(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    push([person])
    clock.advance(days=90)
    assert attention.forget() == 0
    clock.advance(days=1)
    assert attention.forget() == 1
    assert not Interruptions.objects.exists()


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


def test_without_limits_in_the_regulation_nobody_is_held(installed: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    clock.move_to(datetime(2026, 9, 7, 18, 0, tzinfo=UTC))
    for _ in range(12):
        push([person])
    assert len(installed[0].sent) == 12
    assert counted(person) == 0


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 400)), max_size=10))
@hypothesis_settings(max_examples=20)
def test_nobody_is_pushed_more_often_than_allowed_and_nothing_is_lost(
    clock: Any,
    in_force_policy: None,
    acts: list[tuple[int, bool, int]],
) -> None:
    """Whatever comes when: at most two pushes and the digests a day, never at night, all told."""
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        _live(patch, clock, acts)
        transaction.set_rollback(True)


def _live(patch: pytest.MonkeyPatch, clock: Any, acts: list[tuple[int, bool, int]]) -> None:
    channel = FakeChannel()
    moments: list[tuple[int, datetime]] = []
    channel.before = lambda person: moments.append((person, clock.now()))
    patch.setattr(registry, "channels", lambda: (channel,))
    patch.setitem(content._describers, "notices", lambda *_: SAY)
    clock.move_to(datetime(2026, 9, 7, 1, 0, tzinfo=UTC))
    install(LIMITS + REGULATION)
    in_force.forget()
    people = make_people(3)
    for who, answers, minutes in acts:
        one = push(people[: who % 3 + 1])
        if answers:
            _answered(one)
        clock.advance(minutes=minutes)
        let_go()
    while held := Delivery.objects.filter(next_at__isnull=False).order_by("next_at").first():
        assert held.next_at is not None
        clock.move_to(held.next_at)
        let_go()
    local = [(person, timezone.localtime(at)) for person, at in moments]
    assert all(8 <= at.hour < 21 for _, at in local), (acts, local)
    alone = Counter((person, at.date()) for person, at in local)
    digests = 3  # 08:00, 09:00, 14:00
    assert max(alone.values(), default=0) <= 2 + digests, (acts, alone)
    states = set(Delivery.objects.values_list("state", flat=True))
    assert states <= {DeliveryState.SENT, DeliveryState.CANCELLED}
    with connection.cursor() as cursor:
        cursor.execute(_WRONG)
        assert cursor.fetchall() == []


_WRONG = """
SELECT i.person_id, i.pushes FROM delivery_interruptions i
 WHERE i.pushes <> (SELECT count(*) FROM delivery d
                     WHERE d.person_id = i.person_id AND d.counted_on = i.day)
"""
