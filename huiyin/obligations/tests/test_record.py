"""The door: what is recorded, what follows, and that done twice is done once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from huiyin.core.event import Event
from huiyin.core.evidence import Channel, Evidence
from huiyin.core.obligation import Open
from huiyin.directory.models import Absence
from huiyin.directory.tests.factories import Company
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry
from huiyin.obligations import queries
from huiyin.obligations.models import Bearer, Coverage, Notification, Obligation
from huiyin.obligations.open import open_cohort
from huiyin.obligations.record import record, record_batch
from huiyin.obligations.roles import UnknownRole
from huiyin.obligations.tests.conftest import Matter, RolledBack, people
from huiyin.policies import in_force

New = Callable[[], Matter]


def test_a_publication_opens_one_cohort_with_its_people(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"], company["秦朗"], company["白露"])

    cohort = Obligation.objects.get(parent=None)
    assert (cohort.clause, cohort.rule, cohort.verb, cohort.total) == ("1", "1/0", "confirm", 3)
    assert cohort.due_at == kit_clock.now() + timedelta(hours=1)
    assert cohort.next_at == cohort.due_at
    assert cohort.beneficiary == company["林若溪"].pk
    assert cohort.channels == ["inbox", "mail"]
    bearers = Bearer.objects.filter(obligation_id=cohort.pk)
    assert {row.person_id for row in bearers} == {company[n].pk for n in ("陈屿", "秦朗", "白露")}
    assert {(row.evidence, row.channel) for row in bearers} == {(Evidence.DELIVERED, Channel.INBOX)}
    assert sum(row.total for row in Coverage.objects.filter(obligation_id=cohort.pk)) == 3
    assert Notification.objects.get(obligation_id=cohort.pk).purpose == "announce"


@pytest.mark.req("R05")
def test_everything_is_in_the_ledger(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"], company["秦朗"])

    kinds = list(Entry.objects.filter(subject=case.id).order_by("id").values_list("kind", "body"))
    assert [kind for kind, _ in kinds] == ["test.published", "obligations.opened"]
    assert str(company["陈屿"].pk) in kinds[1][1]


def test_published_twice_is_published_once(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"])
    case.publish(company["陈屿"], company["秦朗"])

    assert Obligation.objects.count() == 1
    assert Bearer.objects.count() == 1
    assert Notification.objects.count() == 1


def test_an_empty_set_owes_nothing(matter: New) -> None:
    case = matter()
    case.publish()

    assert not Obligation.objects.exists()
    told = Entry.objects.filter(subject=case.id).order_by("id").values_list("kind", flat=True)
    assert list(told) == ["test.published", "roles.stood"]


def test_all_or_nothing(company: Company, matter: New) -> None:
    case = matter()
    with suppress(RolledBack), transaction.atomic():
        case.publish(company["陈屿"])
        raise RolledBack

    assert not Obligation.objects.exists()
    assert not Entry.objects.exists()


def test_a_role_that_nobody_stands_for_changes_nothing(company: Company, matter: New) -> None:
    case = matter()
    facts: dict[str, Any] = {"urgency": "important", "initiator": company["林若溪"].pk}
    with pytest.raises(UnknownRole, match="recipients"):
        record(Event("test.published", case.id, kit_clock.now(), None, facts))

    assert not Entry.objects.exists()


def test_a_delegate_stands_in_for_somebody_on_leave(company: Company, matter: New) -> None:
    now = kit_clock.now()
    Absence.objects.create(
        person=company["白露"],
        delegate=company["孟夏"],
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=3),
    )
    case = matter()
    case.publish(company["白露"])

    row = Bearer.objects.get()
    assert (row.person_id, row.delegate_id) == (company["白露"].pk, company["孟夏"].pk)
    assert [duty.person_id for duty in queries.owed_by(company["孟夏"].pk)] == [company["白露"].pk]
    assert [
        verb for verb, _ in queries.shares(Obligation.objects.get().subject, company["孟夏"].pk)
    ] == ["confirm"]


@pytest.mark.req("Z03")
def test_a_receipt_lifts_evidence_and_never_meets(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"])
    for proof in ("PAGE_OPENED", "PIXEL", "PAGE_OPENED"):
        case.happens("receipts.received", person=company["陈屿"].pk, proof=proof, channel="INBOX")

    row = Bearer.objects.get()
    assert (row.state, row.evidence) == (0, Evidence.OPENED)
    view = queries.coverage(Obligation.objects.get().subject, "confirm")
    assert (view.total, view.opened, view.met, view.open, view.unread) == (1, 1, 0, 1, 0)


def test_a_batch_is_written_down_as_a_manifest(company: Company, matter: New) -> None:
    case = matter()
    at = kit_clock.now()
    record_batch("delivery.sent", case.id, at, [company["陈屿"].pk, 7], {"channel": "MAIL"})

    entry = Entry.objects.get(subject=case.id)
    assert entry.kind == "delivery.sent"
    assert f"{company['陈屿'].pk}" in entry.body


def test_two_rules_of_one_event_bind_the_same_people(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"], company["秦朗"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pg_temp.frozen_recipients')")
        assert cursor.fetchone()[0] is None, "one rule needs no frozen set"


@pytest.mark.req("R01")
def test_a_confidential_matter_is_not_handed_to_a_delegate(company: Company, matter: New) -> None:
    now = kit_clock.now()
    Absence.objects.create(
        person=company["白露"],
        delegate=company["孟夏"],
        starts_at=now,
        ends_at=now + timedelta(days=3),
    )
    case = matter()
    facts: dict[str, Any] = {
        "urgency": "important",
        "classification": "confidential",
        "initiator": company["林若溪"].pk,
    }
    event = Event("test.published", case.id, now, None, facts)
    record(event, sets={"recipients": people(company["白露"])})

    assert Bearer.objects.get().delegate_id is None


def test_a_race_for_the_same_cohort_has_one_winner(company: Company, matter: New) -> None:
    case = matter()
    event = Event(
        "test.published", case.id, kit_clock.now(), None, {"recipients": company["陈屿"].pk}
    )
    change = Open(
        subject=case.id,
        rule="1/0",
        policy_version=in_force.current().version,
        verb="confirm",
        bearers="recipients",
        beneficiary="initiator",
        born_at=event.at,
        due=None,
        next_at=None,
        met_by="test.confirmed",
        excused_by="",
    )
    assert open_cohort(change, event, {}) is not None
    assert open_cohort(change, event, {}) is None
    rows = (Obligation.objects.get(), Bearer.objects.get(), Notification.objects.get())
    assert [str(row) for row in rows] == [
        f"confirm ({rows[0].pk})",
        f"{company['陈屿'].pk} in {rows[0].pk}",
        f"announce ({rows[2].pk})",
    ]
    assert str(Coverage.objects.get()).startswith("0/1 of ")


def test_open_pages_of_the_bearers_hear_of_it(
    company: Company, matter: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("huiyin.kit.live.announce", lambda *topics: heard.extend(topics))
    Absence.objects.create(
        person=company["白露"],
        delegate=company["孟夏"],
        starts_at=kit_clock.now(),
        ends_at=kit_clock.now() + timedelta(days=3),
    )
    matter().publish(company["白露"])
    mine = {f"person:{company[name].pk}" for name in ("白露", "孟夏")}
    assert {topic for topic in heard if topic.startswith("person:")} == mine
    heard.clear()
    monkeypatch.setattr("huiyin.obligations.open.FEW", 0)
    matter().publish(company["唐果"])
    assert "everybody" in heard
    assert not any(topic.startswith("person:") for topic in heard)
