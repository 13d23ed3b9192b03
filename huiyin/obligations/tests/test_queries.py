"""Reads: what I owe, what others owe me, who is silent; and that both sides add up."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import connection, connections

from huiyin.core.event import Event
from huiyin.core.obligation import Deem
from huiyin.directory.models import Account, SignIn
from huiyin.directory.tests.factories import Company
from huiyin.kit import clock as kit_clock
from huiyin.obligations import apply, clock, coverage, notify, queries
from huiyin.obligations.confirm import confirm_signed_in
from huiyin.obligations.models import CoverageDelta, Obligation
from huiyin.obligations.tests.conftest import REGULATION, Matter, install
from huiyin.obligations.tests.test_confirm import LISTENER, press

New = Callable[[], Matter]


@pytest.mark.req("Z06")
def test_what_is_owed_is_what_is_owing(company: Company, matter: New) -> None:
    first, second = matter(), matter()
    first.publish(company["陈屿"], company["白露"], company["唐果"])
    second.publish(company["陈屿"], kind="test.asked")
    press(first, company["白露"])
    kit_clock.advance(timedelta(hours=4))
    clock.wake()
    people = [person.pk for person in company.people.values()]
    owed = [duty for who in people for duty in queries.owed_by(who) if duty.beneficiary]
    owing = sum(row.open for who in people for row in queries.owed_to(who))
    assert len(owed) == owing > 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM obligation_bearer b JOIN obligation o ON o.id = b.obligation_id"
            " WHERE b.state = 0 AND o.beneficiary IS NOT NULL"
        )
        assert cursor.fetchone()[0] == owing


def test_the_most_urgent_first(company: Company, matter: New) -> None:
    late, soon = matter(), matter()
    late.publish(company["陈屿"], kind="test.asked")
    soon.publish(company["陈屿"])
    assert [str(duty.subject) for duty in queries.owed_by(company["陈屿"].pk)] == [soon.id, late.id]
    duty = queries.owed_by(company["陈屿"].pk, limit=1)[0]
    assert duty.derivation, "the due time explains itself"
    assert (duty.clause, duty.verb, duty.provisional) == ("1", "confirm", False)


def test_answered_duties_are_kept_newest_first(company: Company, matter: New) -> None:
    cases = [matter(), matter()]
    for case in cases:
        case.publish(company["陈屿"])
        kit_clock.advance(timedelta(minutes=1))
    for case in cases:
        press(case, company["陈屿"])
        kit_clock.advance(timedelta(minutes=1))
    assert [str(duty.subject) for duty in queries.done_by(company["陈屿"].pk)] == [
        cases[1].id,
        cases[0].id,
    ]
    assert queries.count_owed(company["陈屿"].pk) == 0


@pytest.mark.req("N16")
def test_the_silent_are_listed_in_pages_and_by_department(company: Company, matter: New) -> None:
    case = matter()
    people = [company[name] for name in ("陈屿", "白露", "孟夏", "唐果")]
    case.publish(*people)
    press(case, company["孟夏"])
    subject = Obligation.objects.get().subject
    silent = sorted(person.pk for person in people if person.name != "孟夏")
    assert [row.person_id for row in queries.silent(subject, "confirm")] == silent
    page = queries.silent(subject, "confirm", limit=2)
    rest = queries.silent(subject, "confirm", after=page[-1].person_id)
    assert [row.person_id for row in [*page, *rest]] == silent
    mine = queries.silent(subject, "confirm", departments=[company.department("运营部").pk])
    assert [row.person_id for row in mine] == [company["白露"].pk]
    assert len(queries.everyone(subject, "confirm")) == 4


def test_coverage_by_department(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["白露"], company["孟夏"], company["唐果"])
    press(case, company["白露"])
    view = queries.coverage(Obligation.objects.get().subject, "confirm")
    rows = {row.department_id: (row.total, row.met) for row in view.by_department}
    assert rows == {
        company.department("运营部").pk: (2, 1),
        company.department("市场部").pk: (1, 0),
    }


def test_a_rule_that_waits_goes_the_long_way(company: Company, matter: New) -> None:
    install(REGULATION + LISTENER.replace('bearer = "initiator"', 'bearer = "person"'))
    case = matter()
    case.publish(company["陈屿"])
    assert press(case, company["陈屿"])
    assert Obligation.objects.filter(verb="relay").count() == 1
    assert not press(case, company["陈屿"])
    account = Account.objects.create(username="chen", person=company["陈屿"])
    SignIn.objects.create(
        session_key="k", session_data="", account_id=account.pk, expire_date=kit_clock.now()
    )
    from huiyin.core.evidence import Channel, Proof

    assert not confirm_signed_in(
        "k",
        case.id,
        proof=Proof.BUTTON,
        channel=Channel.INBOX,
        at=kit_clock.now(),
        kind="test.confirmed",
    )


def test_an_unknown_change_is_refused(company: Company) -> None:
    del company
    event = Event("test.x", "0" * 32, kit_clock.now())
    with pytest.raises(TypeError, match="no way to apply"):
        apply.apply(["nonsense"], event, {})  # type: ignore[list-item]  # that is the point
    assert apply.apply([Deem(1, event.at)], event, {}) == []


def test_who_makes_deliveries_introduces_itself_once(company: Company, matter: New) -> None:
    heard: list[int] = []

    def hear(notification_id: int, only: Sequence[int] | None) -> None:
        assert only is None
        heard.append(notification_id)

    notify.register(hear)
    notify.register(hear)
    try:
        matter().publish(company["陈屿"])
    finally:
        notify._expanders.remove(hear)
    assert len(heard) == 1
    assert notify.ping(Obligation.objects.get().pk, 0, "announce", kit_clock.now()) is None


@pytest.mark.django_db(transaction=True)
def test_the_fold_runs_behind_and_stops(
    company: Company, matter: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = matter()
    case.publish(company["陈屿"])
    press(case, company["陈屿"])
    assert str(CoverageDelta.objects.get(met=1)).startswith("+1 of ")
    monkeypatch.setattr(coverage, "BATCH", 1)
    stop = threading.Event()

    def work() -> None:
        try:
            coverage.run(stop)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    for _ in range(200):
        if not CoverageDelta.objects.exists():
            break
        threading.Event().wait(0.05)
    stop.set()
    thread.join(timeout=10)
    assert not CoverageDelta.objects.exists()
    assert Obligation.objects.get().closed_at is not None
