"""A run from its start to its end: kept, repeated, cancelled, interrupted; and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection

from huiyin.core.replay.report import report
from huiyin.core.replay.tally import Tally
from huiyin.core.table import PolicyError
from huiyin.directory.models import Person, Role, RoleGrant
from huiyin.insight.backtest import actions, computing, feed, ground, queries, running
from huiyin.insight.backtest.models import Run, RunState
from huiyin.insight.backtest.tests.living import MORNING, Living, regulation
from huiyin.insight.backtest.tests.test_identity import FIRST, cast
from huiyin.insight.backtest.tests.test_oracle import RULE
from huiyin.kit import clock as kit_clock
from huiyin.kit import digest
from huiyin.obligations.tests.conftest import install

__all__ = ["cast"]

LADDER = {"ladder": [("1h", "bearer:remind"), ("3h", "initiator:phone_unread")]}
DRAFT = regulation([RULE | {"within": "2h", "ladder": [("30min", "bearer:remind")]}])
HISTORY = [("pass", 20, None), ("t.confirmed", 0, "BUTTON"), ("pass", 300, None),
           ("t.confirmed", 1, "BUTTON"), ("pass", 1441, None)]  # fmt: skip


@pytest.fixture
def officer(cast: list[Person], clock: Any) -> Person:
    """A compliance officer, after a history of four cases."""
    del clock
    install(regulation([RULE | LADDER]))
    for _ in range(4):
        living = Living(cast, punctual=True)
        for act in [FIRST, *HISTORY]:
            living.play(act)
    RoleGrant.objects.create(person=cast[0], role=Role.COMPLIANCE)
    return Person.objects.get(pk=cast[0].pk)


def begin(officer: Person, source: str = DRAFT) -> Run:
    """A run over everything."""
    first = MORNING.date()
    return actions.start(source, by=officer, first=first, last=first + timedelta(days=9))


def counts() -> dict[str, int]:
    """The rows of every table but the runs, jobs and Procrastinate's own."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name != "backtest_run" and not name.startswith("procrastinate"):
                cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - names of tables
                found[name] = cursor.fetchone()[0]
    return found


def sums() -> str:
    """What the tables of duties and the ledger say, in one word."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM ("
            " SELECT o::text AS t FROM obligation o UNION ALL"
            " SELECT b::text FROM obligation_bearer b UNION ALL"
            " SELECT e.body FROM ledger_entry e) u"
        )
        return str(cursor.fetchone()[0])


@pytest.mark.req("Z02")
def test_a_run_keeps_its_result_and_touches_nothing_else(officer: Person) -> None:
    run = begin(officer)
    before, said, jobs = counts(), sums(), _jobs()
    assert running.work(run.pk)
    assert (counts(), sums(), _jobs()) == (before, said, jobs)
    assert mail.outbox == []
    run.refresh_from_db()
    assert (run.state, run.progress) == (RunState.DONE, 1)
    found = queries.report(run)
    assert found is not None
    assert found["counts"]["differences"] == 0
    assert found["counts"]["recorded"] == 8  # four duties, four calls
    assert found["figures"]["moved"][1] == 16
    assert run.hash == digest.sha256_hex(digest.canonical(found))


def _jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


@pytest.mark.req("Z02")
def test_two_runs_have_one_hash_and_a_run_done_is_done(officer: Person) -> None:
    one, other = begin(officer), begin(officer)
    assert running.work(one.pk)
    assert running.work(other.pk)
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.hash == other.hash != ""
    assert not running.work(one.pk)  # the job came twice


def test_a_run_that_was_interrupted_begins_anew(officer: Person) -> None:
    run = begin(officer)
    Run.objects.filter(pk=run.pk).update(state=RunState.RUNNING, progress=0.4)
    assert running.work(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_a_cancelled_run_is_not_computed(officer: Person) -> None:
    run = begin(officer)
    assert actions.cancel(run.pk, by=officer)
    assert not actions.cancel(run.pk, by=officer)
    assert not running.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.report, run.over) == (RunState.CANCELLED, None, True)
    assert queries.report(run) is None


def test_a_run_cancelled_under_way_stops_and_keeps_nothing(
    officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(officer)

    def stopped(*_: object) -> None:
        Run.objects.filter(pk=run.pk).update(state=RunState.CANCELLED)
        raise running.Stopped

    monkeypatch.setattr(running, "compute", stopped)
    assert not running.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.hash) == (RunState.CANCELLED, "")


def test_a_draft_that_turned_unreadable_fails_with_its_reason(officer: Person) -> None:
    run = begin(officer)
    Run.objects.filter(pk=run.pk).update(source="[[clause]]\nid = 3\n")
    assert not running.work(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.problem


def test_what_cannot_be_tried_is_refused(officer: Person, cast: list[Person]) -> None:
    with pytest.raises(PolicyError):
        begin(officer, "[[clause]]\nid = 3\n")
    first = MORNING.date()
    with pytest.raises(actions.SpanError):
        actions.start(DRAFT, by=officer, first=first, last=first - timedelta(days=1))
    with pytest.raises(actions.SpanError):
        actions.start(DRAFT, by=officer, first=first + timedelta(days=9), last=first.max)
    with pytest.raises(PermissionDenied):
        begin(cast[1])
    assert not Run.objects.exists()


@pytest.mark.req("Z02")
def test_the_order_of_cases_and_how_they_are_shared_do_not_matter(officer: Person) -> None:
    run = begin(officer)
    world = ground.world_of(run)
    every = feed.subjects(run, world)
    assert len(every) == 4

    def hashed(*parts: list[Any]) -> str:
        whole = Tally()
        for part in parts:
            whole.merge(computing.tally_of(run, world, part, lambda _share: None))
        return digest.canonical(report(whole, world))

    mixed = [every[2], every[0], every[3], every[1]]
    assert (
        hashed(every)
        == hashed(mixed)
        == hashed(mixed[:1], mixed[1:])
        == hashed(mixed[3:], mixed[:3])
    )


def test_reading_cannot_write(officer: Person) -> None:
    del officer
    with feed.reading():
        assert connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_database_itself_forbids_writing() -> None:
    with feed.reading(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone()[0] == "on"
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone()[0] == "repeatable read"


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_it_runs(officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "EVERY", 0.0)
    run = begin(officer)
    seen = []
    real = feed.cases

    def watched(*arguments: Any) -> Any:
        for case in real(*arguments):
            yield case
            seen.append(True)

    monkeypatch.setattr(feed, "cases", watched)
    assert running.work(run.pk)
    run.refresh_from_db()
    assert len(seen) == 4
    assert run.state == RunState.DONE
    assert kit_clock.now() >= run.created_at
