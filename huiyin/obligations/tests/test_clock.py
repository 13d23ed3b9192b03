"""The ladder: reminded, phoned, handed to the head; once each, also after an outage."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections

from huiyin.directory.tests.factories import Company
from huiyin.kit import clock as kit_clock
from huiyin.obligations import clock, coverage, queries
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.obligations.tests.conftest import Matter
from huiyin.obligations.tests.test_confirm import press

New = Callable[[], Matter]


def owing(verb: str) -> set[int]:
    """Who has ``verb`` open."""
    cohorts = Obligation.objects.filter(verb=verb).values_list("id", flat=True)
    rows = Bearer.objects.filter(obligation_id__in=list(cohorts), state=0)
    return set(rows.values_list("person_id", flat=True))


def after(**by: float) -> int:
    """Move on and let the clock look; how many cases it took."""
    kit_clock.advance(timedelta(**by))
    return clock.wake()


def purposes() -> list[tuple[str, int]]:
    """Every ping so far with the number of people it went to."""
    return list(Notification.objects.order_by("id").values_list("purpose", "total"))


@pytest.mark.req("N16")
def test_whoever_stays_silent_is_called(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"], company["秦朗"], company["白露"])
    press(case, company["秦朗"])
    assert after(minutes=59) == 0
    assert after(minutes=1) == 1
    assert purposes()[-1] == ("remind", 2), "only those who are silent hear of it again"
    assert not owing("phone_unread")
    assert after(hours=1) == 1
    assert owing("phone_unread") == {company["林若溪"].pk}
    assert after(hours=2) == 1
    assert owing("look_after") == {company["韩墨"].pk, company["林若溪"].pk}
    assert Obligation.objects.get(parent=None).next_at is None
    assert after(days=9) == 0


def test_nothing_fires_twice(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"])
    after(hours=1)
    assert clock.wake() == 0
    assert [purpose for purpose, _ in purposes()] == ["announce", "remind"]


def test_an_outage_is_caught_up_without_a_burst(company: Company, matter: New) -> None:
    first, second = matter(), matter()
    first.publish(company["陈屿"])
    kit_clock.advance(timedelta(minutes=1))
    second.publish(company["陈屿"])
    assert after(days=3) == 2
    assert Obligation.objects.filter(verb="phone_unread").count() == 2
    assert Obligation.objects.filter(verb="look_after").count() == 2
    parents = Obligation.objects.filter(parent=None).order_by("id")
    assert [row.step for row in parents] == [3, 3]
    assert all(row.due_at == row.born_at + timedelta(hours=1) for row in parents)


def test_rungs_end_when_nobody_is_left_below(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"], company["白露"])
    after(hours=5)
    assert owing("look_after") == {company["韩墨"].pk, company["林若溪"].pk}
    press(case, company["陈屿"])
    coverage.fold()
    assert owing("look_after") == {company["林若溪"].pk}, "the other head's people answered"
    assert owing("phone_unread") == {company["林若溪"].pk}
    press(case, company["白露"])
    while coverage.fold():
        pass
    assert not owing("look_after") | owing("phone_unread")
    assert not Obligation.objects.filter(closed_at=None).exists()


def test_silence_is_taken_as_consent(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"], company["白露"], kind="test.asked")
    case.happens("test.answered", company["陈屿"], person=company["陈屿"].pk)
    after(hours=3, seconds=1)
    states = dict(Bearer.objects.values_list("person_id", "state"))
    assert states == {company["陈屿"].pk: 1, company["白露"].pk: 3}
    view = queries.coverage(Obligation.objects.get().subject, "answer")
    assert (view.total, view.met, view.open) == (2, 2, 0)


def test_sleeps_until_the_next_deadline(company: Company, matter: New) -> None:
    assert clock.seconds_to_next() == clock.LONGEST_SLEEP
    matter().publish(company["陈屿"])
    assert clock.seconds_to_next() == clock.LONGEST_SLEEP
    kit_clock.advance(timedelta(minutes=59, seconds=50))
    assert clock.seconds_to_next() == pytest.approx(10.0)
    kit_clock.advance(timedelta(minutes=1))
    assert clock.seconds_to_next() == 0.0


@pytest.mark.django_db(transaction=True)
def test_many_clocks_fire_once(company: Company, matter: New) -> None:
    for _ in range(8):
        matter().publish(company["陈屿"], company["秦朗"])
    kit_clock.advance(timedelta(hours=1))
    taken: list[int] = []

    def work() -> None:
        try:
            taken.append(clock.wake())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sum(taken) >= 8
    assert Notification.objects.filter(purpose="remind").count() == 8


@pytest.mark.django_db(transaction=True)
def test_the_loop_wakes_for_a_new_deadline_and_stops(company: Company, matter: New) -> None:
    stop = threading.Event()

    def work() -> None:
        try:
            clock.run(stop)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    case = matter()
    case.publish(company["陈屿"])
    kit_clock.advance(timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('huiyin_clock', '')")
    for _ in range(200):
        if Notification.objects.filter(purpose="remind").exists():
            break
        threading.Event().wait(0.05)
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert Notification.objects.filter(purpose="remind").count() == 1
