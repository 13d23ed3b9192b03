"""Budget and quiet hours when a batch is claimed: who is held, who is counted, who goes through."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huiyin.delivery import (
    attention,
    content,
    loops,
    reasons,
    registry,
)
from huiyin.delivery.channel import Outcome, Result
from huiyin.delivery.models import Delivery, DeliveryState, Interruptions, QuietHours
from huiyin.delivery.queries import progress
from huiyin.delivery.tests.limits import (
    LIMITS,
    answered,
    counted,
    deliver,
    let_go,
    push,
    row,
)
from huiyin.delivery.tests.scene import SAY, FakeChannel, make_people
from huiyin.obligations.tests.conftest import REGULATION, install
from huiyin.policies import in_force

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z13")]

Installed = tuple[FakeChannel, FakeChannel]


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


def test_old_counts_are_forgotten(limited: Installed, clock: Any) -> None:
    (person,) = make_people(1)
    push([person])
    clock.advance(days=90)
    assert attention.forget() == 0
    clock.advance(days=1)
    assert attention.forget() == 1
    assert not Interruptions.objects.exists()


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
            answered(one)
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
