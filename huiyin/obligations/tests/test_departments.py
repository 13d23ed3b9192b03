"""Departments' own rules: both books bind the same people by the same rules, whatever is drawn."""

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.core.event import Event
from huiyin.core.memory import MemoryBook
from huiyin.core.reach import Reach
from huiyin.directory.heads import heads_of
from huiyin.directory.models import Department, Person
from huiyin.directory.places import chain_of, chains_of
from huiyin.directory.tests.factories import Company
from huiyin.kit import clock as kit_clock
from huiyin.kit import digest
from huiyin.kit.ids import new_id
from huiyin.ledger.models import Entry
from huiyin.obligations.guards import Refused
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.record import record
from huiyin.obligations.tests import test_agreement as twins
from huiyin.obligations.tests.conftest import Matter, RolledBack, install, people
from huiyin.obligations.within import within
from huiyin.policies import in_force
from huiyin.policies.models import Overlay, PolicyVersion

pytestmark = pytest.mark.req("G04")
cast = twins.cast
TREE = ("云桥科技", "技术部", "后端组", "运营部")

own_rules = st.dictionaries(
    st.sampled_from(TREE), st.lists(twins.rules, min_size=1, max_size=2), max_size=3
)


def put_on_top(version: int, own: dict[str, str]) -> int:
    """A version with these departments' own rules (by name of the department)."""
    made = [
        Overlay.objects.create(
            department_id=Department.objects.get(name=name).pk,
            source=f"{in_force.MARK}own\n{source}",
            digest=digest.sha256_hex(source),
            case=new_id(),
            in_force_from=kit_clock.now(),
        ).pk
        for name, source in own.items()
    ]
    PolicyVersion.objects.filter(pk=version).update(overlays=made)
    in_force.forget()
    return version


@pytest.mark.timeout(300)
@settings(max_examples=40)
@given(
    drawn=st.lists(twins.rules, min_size=1, max_size=2),
    own=own_rules,
    audience=st.sets(st.integers(0, 5), min_size=1),
    history=st.lists(twins.acts, min_size=1, max_size=6),
)
def test_the_books_agree_about_departments(
    cast: list[Person],
    drawn: list[dict[str, Any]],
    own: dict[str, list[dict[str, Any]]],
    audience: set[int],
    history: list[tuple[Any, Any, Any]],
) -> None:
    with kit_clock.frozen(twins.MORNING), suppress(RolledBack), transaction.atomic():
        version = install(twins.regulation(drawn))
        put_on_top(version, {name: clauses_of(rules) for name, rules in own.items()})
        keys = [person.pk for person in cast]
        heads: dict[int | str, int | str] = dict(heads_of(keys).items())
        chains: dict[int | str, Any] = dict(chains_of(keys).items())
        book = MemoryBook(heads=heads, chains=chains)
        told = twins.Twins(cast, audience, str(new_id()), book)
        for act in [("publish", drawn[0]["on"], ""), *history]:
            told.play(act)
        assert twins.of_sql(told.subject) == twins.of_memory(told.memory)
        assert_each_is_bound_once(told.subject)
        raise RolledBack
    in_force.forget()


def clauses_of(rules: list[dict[str, Any]]) -> str:
    """The clauses alone: a department has no channel matrix."""
    return twins.regulation(rules).partition("[[clause]]")[2].join(["[[clause]]", ""])


def assert_each_is_bound_once(subject: str) -> None:
    """Nobody owes the same clause by the company's rule and by their department's."""
    rows = Obligation.objects.filter(subject=subject, parent=None)
    rules_of = dict(rows.values_list("pk", "rule"))
    found: dict[tuple[int, str], set[str]] = {}
    for cohort, person in Bearer.objects.filter(obligation_id__in=rules_of).values_list(
        "obligation_id", "person_id"
    ):
        clause, _, rule = rules_of[cohort].partition("/")
        found.setdefault((person, clause), set()).add(rule.partition("@")[2])
    assert all(len(writers) == 1 for writers in found.values())


TIGHT = """
[[clause]]
id = "1"
text = "半小时内确认。"
kind = "executable"
[[clause.rule]]
on = "test.published"
when = { urgency = ["important"] }
bearer = "recipients"
owes = "confirm"
within = "30min"
met_by = "test.confirmed"
"""
MORE = """
[[clause]]
id = "技1"
text = "技术部另报一次。"
kind = "executable"
[[clause.rule]]
on = "test.published"
bearer = "recipients"
owes = "report"
within = "3h"
met_by = "test.reported"
"""


def owed(matter: Matter) -> dict[str, list[tuple[str, int]]]:
    """By name what each owes and in how many minutes."""
    names = dict(Person.objects.values_list("pk", "name"))
    rows = Obligation.objects.in_bulk(
        list(Obligation.objects.filter(subject=matter.id).values_list("pk", flat=True))
    )
    found: dict[str, list[tuple[str, int]]] = {}
    for cohort, person in Bearer.objects.filter(obligation_id__in=rows).values_list(
        "obligation_id", "person_id"
    ):
        due_at = rows[cohort].due_at
        assert due_at is not None
        minutes = int((due_at - rows[cohort].born_at).total_seconds() // 60)
        found.setdefault(names[person], []).append((rows[cohort].verb, minutes))
    return {name: sorted(duties) for name, duties in found.items()}


def test_a_tightened_clause_binds_the_department_and_spares_it_from_the_companys(
    policy: int, company: Company, matter: Any
) -> None:
    put_on_top(policy, {"技术部": TIGHT + MORE})
    one = matter()
    one.publish(company["秦朗"], company["陈屿"], company["白露"])
    assert owed(one) == {
        "秦朗": [("confirm", 30), ("report", 180)],
        "陈屿": [("confirm", 30), ("report", 180)],
        "白露": [("confirm", 60)],
    }
    assert set(Obligation.objects.filter(subject=one.id).values_list("clause", flat=True)) == {
        "1",
        "技1",
    }


def test_of_two_departments_the_deeper_one_binds(
    policy: int, company: Company, matter: Any
) -> None:
    put_on_top(policy, {"技术部": TIGHT, "后端组": TIGHT.replace("30min", "10min")})
    one = matter()
    one.publish(company["秦朗"], company["陈屿"], company["罗一鸣"], company["白露"])
    assert owed(one) == {
        "秦朗": [("confirm", 30)],
        "陈屿": [("confirm", 10)],
        "罗一鸣": [("confirm", 30)],
        "白露": [("confirm", 60)],
    }


def test_everybody_of_the_role_is_named_although_no_duty_names_all(
    policy: int, company: Company, matter: Any
) -> None:
    put_on_top(policy, {"技术部": TIGHT})
    one = matter()
    one.publish(company["秦朗"], company["白露"])
    (stood,) = Entry.objects.filter(kind="roles.stood", subject=one.id)
    assert set(json.loads(stood.body)["people"]) == {company["秦朗"].pk, company["白露"].pk}


GUARD = """
[[clause]]
id = "1"
text = "技术部的通知要先经主管同意。"
kind = "executable"
[[clause.guard]]
on = "test.published"
needs = "agreed"
otherwise = "refuse"
says = "先请主管同意。"
"""


def test_a_guard_of_a_department_holds_for_its_cases(
    policy: int, company: Company, matter: Any
) -> None:
    put_on_top(policy, {"技术部": GUARD})
    inside, outside = (company.department(name).pk for name in ("后端组", "运营部"))
    one, at = matter(), kit_clock.now() + timedelta(minutes=1)
    for place in (inside, outside):
        facts: dict[str, Any] = {"initiator": company["秦朗"].pk, "department": place}
        event = Event("test.published", one.id, at, company["秦朗"].pk, facts)
        if place == inside:
            with pytest.raises(Refused, match="主管"):
                record(event, sets={"recipients": people(company["白露"])})
        else:
            record(event, sets={"recipients": people(company["白露"])})


def test_where_somebody_stands(company: Company) -> None:
    place = company.department("后端组")
    chain = chain_of(place.pk)
    assert chain[-2:] == (company.department("技术部").pk, place.pk)
    assert chains_of([company["陈屿"].pk]) == {company["陈屿"].pk: chain}
    assert (chain_of(None), chain_of(True), chain_of("7"), chain_of(10**6)) == ((), (), (), ())


@given(chain=st.lists(st.integers(1, 9), unique=True), own=st.sets(st.integers(1, 9)))
def test_one_set_of_rules_binds_each_place(chain: list[int], own: set[int]) -> None:
    """Of the company's clause and those of any departments, exactly one covers any place."""
    writers = sorted(own)
    company = Reach(None, tuple(writers))
    departments = [Reach(one, tuple(other for other in writers if other != one)) for one in writers]
    covering = [reach for reach in (company, *departments) if reach.covers(chain)]
    deepest = [place for place in chain if place in own]
    assert [reach.only_in for reach in covering] == [deepest[-1] if deepest else None]


@settings(max_examples=40)
@given(drawn=st.data())
def test_sql_and_core_agree_who_is_left_beside_rules_that_win(
    company: Company, drawn: st.DataObject
) -> None:
    places = st.sampled_from([company.department(name).pk for name in TREE])
    reaches = st.builds(Reach, st.none() | places, st.sets(places, max_size=2).map(tuple))
    reach = drawn.draw(reaches).without(drawn.draw(st.lists(reaches, max_size=2)))
    if reach is None:
        return
    everybody = "SELECT id AS person_id, department_id FROM directory_person"
    sql, params = within(reach, (everybody, []))
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = {person for person, _department in cursor.fetchall()}
    chains = chains_of(list(Person.objects.values_list("pk", flat=True)))
    assert found == {person for person, chain in chains.items() if reach.covers(chain)}
