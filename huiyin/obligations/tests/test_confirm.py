"""A confirmation: the short way, and that it equals the long one."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from huiyin.core.evidence import Channel, Evidence, Proof
from huiyin.core.obligation import State
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import Company
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry
from huiyin.obligations import confirm as confirming
from huiyin.obligations import coverage, queries
from huiyin.obligations.confirm import confirm
from huiyin.obligations.models import Bearer, CoverageDelta, Obligation
from huiyin.obligations.tests.conftest import REGULATION, Matter, install

New = Callable[[], Matter]

LISTENER = """
[[clause]]
id = "9"
text = "确认之后须转告。"
kind = "executable"

[[clause.rule]]
on = "test.confirmed"
bearer = "initiator"
owes = "relay"
within = "1h"
met_by = "test.relayed"

[[clause.story]]
title = "转告"
events = ["09:00 test.confirmed notice:1 by wang initiator=wang"]
then = ["wang owes relay by 10:00"]
"""


def press(case: Matter, who: Person, actor: Person | None = None) -> bool:
    """``who`` (or ``actor`` for them) presses the button now."""
    return confirm(
        case.id,
        who.pk,
        actor_id=(actor or who).pk,
        proof=Proof.BUTTON,
        channel=Channel.INBOX,
        at=kit_clock.now(),
        kind="test.confirmed",
    )


@pytest.mark.req("N15")
def test_in_time_and_late(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"], company["秦朗"], company["白露"])
    assert press(case, company["陈屿"])
    kit_clock.advance(timedelta(hours=1))
    assert press(case, company["秦朗"]), "the last second is in time"
    kit_clock.advance(timedelta(seconds=1))
    assert press(case, company["白露"])

    states = dict(Bearer.objects.values_list("person_id", "state"))
    assert states[company["陈屿"].pk] == State.MET
    assert states[company["秦朗"].pk] == State.MET
    assert states[company["白露"].pk] == State.MET_LATE


def test_twice_is_once(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"])
    assert press(case, company["陈屿"])
    assert not press(case, company["陈屿"])

    assert Entry.objects.filter(kind="test.confirmed").count() == 1
    assert CoverageDelta.objects.filter(met=1).count() == 1


def test_somebody_who_owes_nothing_writes_nothing(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"])
    assert not press(case, company["白露"])

    assert not Entry.objects.filter(kind="test.confirmed").exists()


def test_the_short_way_equals_the_long_one(company: Company, matter: New) -> None:
    short, long = matter(), matter()
    for case in (short, long):
        case.publish(company["陈屿"], company["白露"])
    press(short, company["陈屿"])
    long.happens(
        "test.confirmed",
        company["陈屿"],
        person=company["陈屿"].pk,
        proof="BUTTON",
        channel="INBOX",
    )
    kit_clock.advance(timedelta(hours=2))
    press(short, company["白露"])
    long.happens(
        "test.confirmed",
        company["白露"],
        person=company["白露"].pk,
        proof="BUTTON",
        channel="INBOX",
    )

    def rows(case: Matter) -> list[tuple[object, ...]]:
        cohort = Obligation.objects.get(subject=case.id, verb="confirm")
        fields = ("person_id", "state", "evidence", "channel", "proof", "evidence_at", "closed_at")
        return list(
            Bearer.objects.filter(obligation_id=cohort.pk)
            .order_by("person_id")
            .values_list(*fields)
        )

    def said(case: Matter) -> list[str]:
        bodies = Entry.objects.filter(subject=case.id, kind="test.confirmed").order_by("id")
        return [body.replace(case.id, "") for body in bodies.values_list("body", flat=True)]

    assert rows(short) == rows(long)
    assert said(short) == said(long)
    views = [
        queries.coverage(Obligation.objects.get(subject=c.id, verb="confirm").subject, "confirm")
        for c in (short, long)
    ]
    assert views[0] == views[1]


def test_a_rule_that_waits_for_the_confirmation_gets_it(company: Company, matter: New) -> None:
    install(REGULATION + LISTENER)
    case = matter()
    case.publish(company["陈屿"])
    with pytest.raises(Exception, match="initiator"):
        press(case, company["陈屿"])
    assert Bearer.objects.get().state == State.OPEN, "all or nothing"
    assert not press(case, company["白露"]), "nobody who owes nothing comes this far"


def test_excused_with_a_reason_counts_as_excused(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"])
    case.happens("test.unreachable", company["林若溪"], person=company["陈屿"].pk, reason="停机")

    assert Bearer.objects.get().state == State.EXCUSED
    view = queries.coverage(Obligation.objects.get().subject, "confirm")
    assert (view.met, view.excused, view.open) == (0, 1, 0)


def test_the_fold_changes_no_figure(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"], company["白露"], company["孟夏"])
    press(case, company["陈屿"])
    case.happens(
        "receipts.received", person=company["白露"].pk, proof="PAGE_OPENED", channel="MAIL"
    )
    subject = Obligation.objects.get().subject
    before = queries.coverage(subject, "confirm")
    assert coverage.fold() == 2 + len(before.by_department), "and that it was opened, in each"
    assert queries.coverage(subject, "confirm") == before
    assert coverage.fold() == 0
    assert (before.opened, before.met, before.unread) == (2, 1, 1)


def test_weaker_evidence_of_a_met_duty_keeps_the_stronger(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"])
    press(case, company["陈屿"])
    case.happens("receipts.received", person=company["陈屿"].pk, proof="PIXEL", channel="MAIL")

    row = Bearer.objects.get()
    assert (row.evidence, row.channel, row.proof) == (
        Evidence.ACKNOWLEDGED,
        Channel.INBOX,
        Proof.BUTTON,
    )


def test_a_stronger_act_later_lifts_the_evidence(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["陈屿"])
    press(case, company["陈屿"])
    done = confirm(
        case.id,
        company["陈屿"].pk,
        actor_id=company["林若溪"].pk,
        proof=Proof.SPOKEN,
        channel=Channel.PHONE,
        at=kit_clock.now(),
        kind="test.confirmed",
    )

    row = Bearer.objects.get()
    assert not done, "nothing was open any more"
    assert (row.evidence, row.proof, row.channel) == (
        Evidence.UNDERSTOOD,
        Proof.SPOKEN,
        Channel.PHONE,
    )
    assert Entry.objects.filter(kind="test.confirmed").count() == 2


def test_a_roll_up_and_a_condition_are_taken_in_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "_FED", [])
    monkeypatch.setattr(confirming, "_UNLESS", [])
    for _twice in range(2):
        coverage.feed("mine AS (SELECT 1)")
        confirming.unless("(p.id = 7)")
    assert coverage._fold_sql().count("mine AS") == 1
    assert confirming._signed_in_sql().count("AND NOT (p.id = 7)") == 1
