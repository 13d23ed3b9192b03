"""A rung of a ladder names a role of the case: the clock finds who stands for it."""

from typing import Any
from uuid import uuid4

import pytest

from huiyin.core.event import Event
from huiyin.directory.tests.factories import make_company
from huiyin.kit import clock as kit_clock
from huiyin.obligations.clock import wake
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.record import record
from huiyin.obligations.roles import UnknownRole
from huiyin.obligations.tests.conftest import install
from huiyin.policies import in_force

pytestmark = pytest.mark.django_db

LED = """
[[route]]
when = {}
channels = ["inbox"]
confirm = "acknowledge"

[[clause]]
id = "1"
text = "散会前勾选，没有勾选的由主持人确认。"
kind = "executable"

[[clause.rule]]
on = "test.passed"
bearer = "recipients"
owes = "tick"
within = "1h"
met_by = "test.ticked"
ladder = [{ after_due = "30min", who = "chair", do = "ask_them" }]
"""


@pytest.fixture
def led(db: None, clock: Any) -> Any:
    install(LED)
    in_force.forget()
    yield make_company()
    in_force.forget()


def passed(case: str, reader: int, **facts: Any) -> None:
    sql = "SELECT id AS person_id, department_id FROM directory_person WHERE id = %s"
    event = Event("test.passed", case, kit_clock.now(), None, facts)
    record(event, sets={"recipients": (sql, [reader])})


def test_whom_the_record_named_last_is_asked(led: Any, clock: Any) -> None:
    case = str(uuid4())
    passed(case, led["陈屿"].pk, chair=led["林若溪"].pk)
    record(Event("test.led", case, kit_clock.now(), None, {"chair": led["叶蓁"].pk}))
    clock.advance(hours=2)
    assert wake() == 1
    asked = Bearer.objects.get(obligation_id=Obligation.objects.get(verb="ask_them").pk)
    assert asked.person_id == led["叶蓁"].pk


def test_a_role_that_nobody_ever_stood_for_is_unknown(led: Any, clock: Any) -> None:
    passed(str(uuid4()), led["陈屿"].pk, chair="somebody")
    clock.advance(hours=2)
    with pytest.raises(UnknownRole, match="chair"):
        wake()


STOOD = (
    LED
    + """
[[clause.rule]]
on = "test.began"
bearer = "chair"
owes = "lead"
within = "3h"
met_by = "test.ended"
"""
)


def test_whoever_stood_for_the_role_in_another_duty_is_asked(db: None, clock: Any) -> None:
    """The role came as a set, so the record names nobody: its duty does."""
    install(STOOD)
    in_force.forget()
    company, case = make_company(), str(uuid4())
    sql = "SELECT id AS person_id, department_id FROM directory_person WHERE id = %s"
    event = Event("test.began", case, kit_clock.now(), None, {})
    record(event, sets={"chair": (sql, [company["叶蓁"].pk])})
    passed(case, company["陈屿"].pk)
    clock.advance(hours=2)
    assert wake() == 1
    asked = Bearer.objects.get(obligation_id=Obligation.objects.get(verb="ask_them").pk)
    assert asked.person_id == company["叶蓁"].pk
    in_force.forget()
