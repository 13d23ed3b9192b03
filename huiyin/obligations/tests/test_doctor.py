"""The doctor names each broken invariant, and nothing while all is well."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from huiyin.directory.tests.factories import Company
from huiyin.kit import clock as kit_clock
from huiyin.obligations import coverage, doctor
from huiyin.obligations.tests.conftest import Matter
from huiyin.obligations.tests.test_confirm import press

New = Callable[[], Matter]


@pytest.fixture
def alive(company: Company, matter: New) -> Matter:
    """A case with a confirmation, one of two."""
    case = matter()
    case.publish(company["陈屿"], company["白露"])
    press(case, company["陈屿"])
    return case


def damage(sql: str) -> list[str]:
    """Do something that no code of ours does; the findings."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
    return doctor.findings()


def test_health_is_silent_before_and_after_the_fold(alive: Matter) -> None:
    del alive
    assert doctor.findings() == []
    coverage.fold()
    assert doctor.findings() == []


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("DELETE FROM obligation_bearer WHERE state = 0", "I1 a cohort's total"),
        ("DELETE FROM obligation", "I1 a bearer belongs"),
        ("UPDATE obligation_bearer SET person_id = -1 WHERE state = 0", "I1 a bearer is a person"),
        ("DELETE FROM obligation_notification", "I2"),
        (
            """INSERT INTO delivery (notification_id, person_id, channel, state, attempts, reason)
               VALUES (1, 1, 2, 2, 0, '')""",
            "I3",
        ),
        (
            """INSERT INTO delivery (notification_id, person_id, channel, state, attempts, reason,
                                     counted_on) VALUES (1, 1, 2, 2, 1, '', '2026-09-07')""",
            "I11",
        ),
        (
            """INSERT INTO delivery (notification_id, person_id, channel, state, attempts, reason,
                                     next_at) VALUES (1, 1, 2, 8, 0, '', '2026-09-06')""",
            "I12",
        ),
        (
            """INSERT INTO delivery (notification_id, person_id, channel, state, attempts, reason,
                                     digest) VALUES (1, 1, 2, 8, 0, '', 7)""",
            "I13",
        ),
        ("UPDATE obligation_bearer SET closed_at = NULL", "I5"),
        ("UPDATE obligation SET subject = gen_random_uuid()", "I6"),
        ("DELETE FROM ledger_queue", "I7"),
        ("UPDATE obligation_coverage SET met = met + 1", "I8"),
        ("UPDATE obligation_coverage SET deemed = deemed + 1", "I8"),
        ("DELETE FROM obligation_coverage_delta", "I8"),
        (
            """INSERT INTO procrastinate_jobs (queue_name, task_name, status)
               VALUES ('q', 't', 'doing')""",
            "I9",
        ),
    ],
)
def test_each_damage_is_named(alive: Matter, sql: str, name: str) -> None:
    del alive
    assert any(line.startswith(name) for line in damage(sql))


def test_a_clock_that_sleeps_is_named(alive: Matter) -> None:
    del alive
    kit_clock.advance(timedelta(hours=1, seconds=59))
    assert doctor.findings() == []
    kit_clock.advance(timedelta(seconds=2))
    assert [line[:3] for line in doctor.findings()] == ["I10"]
