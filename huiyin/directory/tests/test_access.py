"""The table of permissions against a matrix written by hand, cell by cell (R01, R02)."""

import csv
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huiyin.directory import access, roles
from huiyin.directory.access import Action, NotVisible, Relation, may, may_address, require
from huiyin.directory.access_rules import BY_RELATION, CLASSES
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person, Role
from huiyin.directory.tests.factories import make_company, make_department, make_person

MATRIX = Path(__file__).with_name("access_matrix.csv")


@dataclass(frozen=True)
class Thing:
    """An object of some upper room."""

    classification: str
    relations: frozenset[Relation] = frozenset()

    def relations_of(self, actor: Person) -> frozenset[Relation]:  # noqa: ARG002 - the protocol
        return self.relations


def actor(role: str) -> Person:
    """Somebody who holds ``role`` beside being an employee."""
    if role == roles.EXTERNAL:
        return make_person(party="客户公司")
    person = make_person()
    if role == roles.HEAD:
        person.department.head = person
        person.department.save()
    elif role != roles.EMPLOYEE:
        roles.grant(person, Role(role))
    return person


def matrix() -> list[dict[str, str]]:
    with MATRIX.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.req("R01", "R02")
@pytest.mark.django_db
@pytest.mark.parametrize("role", roles.ALL)
def test_every_cell_of_the_matrix(role: str) -> None:
    person = roles.remember(actor(role))
    rows = [row for row in matrix() if row["role"] == role]
    wrong = []
    for row in rows:
        general = row["relation"] == "general"
        thing = None if general else Thing(row["classification"], _relations(row["relation"]))
        for action in Action:
            expected = action.value in row["allowed"].split()
            if may(person, action, thing) is not expected:
                wrong.append((row["relation"], row["classification"], action.value))
    assert wrong == []


def _relations(name: str) -> frozenset[Relation]:
    return frozenset({Relation(name)})


def test_the_matrix_is_whole() -> None:
    cells = [(row["role"], row["relation"], row["classification"]) for row in matrix()]
    wanted = {
        (role, relation.value, kind)
        for role in roles.ALL
        for relation in Relation
        for kind in CLASSES
    } | {(role, "general", "") for role in roles.ALL}
    assert len(cells) == len(set(cells))
    assert set(cells) == wanted
    named = {name for row in matrix() for name in row["allowed"].split()}
    assert named == {action.value for action in Action}


def test_a_relation_never_takes_away_what_a_stranger_may() -> None:
    for (role, _relation, kind), actions in BY_RELATION.items():
        assert BY_RELATION.get((role, Relation.NONE, kind), frozenset()) <= actions


@pytest.mark.django_db
def test_several_relations_add_up_and_none_is_no_relation() -> None:
    person = actor(roles.EMPLOYEE)
    both = Thing("confidential", frozenset({Relation.DELEGATE, Relation.OVERSEER}))
    assert may(person, Action.SEE_COVERAGE, both)
    assert not may(person, Action.READ, both)
    assert may(person, Action.READ, Thing("public"))
    assert not may(person, Action.SEE, Thing("internal"))


@pytest.mark.django_db
@pytest.mark.req("R02")
def test_somebody_who_left_may_nothing() -> None:
    person = make_person(active=False)
    roles.grant(person, Role.ADMINISTRATOR)
    assert roles.roles_of(person) == frozenset()
    assert not may(person, Action.SEE_DIRECTORY)
    assert not may(person, Action.READ, Thing("public", frozenset({Relation.AUTHOR})))


@pytest.mark.django_db
@pytest.mark.req("R02")
def test_the_unseen_does_not_exist_and_the_seen_is_denied() -> None:
    person = actor(roles.EMPLOYEE)
    with pytest.raises(NotVisible):
        require(person, Action.READ, Thing("internal"))
    assert issubclass(NotVisible, Http404)
    with pytest.raises(PermissionDenied):
        require(person, Action.EDIT, Thing("public"))
    with pytest.raises(PermissionDenied):
        require(person, Action.ADMINISTER)
    require(person, Action.READ, Thing("public"))


@pytest.mark.req("R02")
class TestFilters(TestCase):
    @given(
        role=st.sampled_from(roles.ALL),
        action=st.sampled_from(list(Action)),
        data=st.data(),
    )
    def test_the_filter_of_lists_agrees_with_may(
        self, role: str, action: Action, data: st.DataObject
    ) -> None:
        """People stand in for objects: ``position`` is the class, ``extension`` the relation."""
        person = actor(role)
        relation = st.sampled_from([relation.value for relation in Relation])
        kinds = data.draw(st.lists(st.tuples(st.sampled_from(CLASSES), relation), max_size=6))
        things = [make_person(position=kind, extension=name) for kind, name in kinds]
        expected = {
            thing.pk
            for thing in things
            if may(person, action, Thing(thing.position, _relations(thing.extension)))
        }
        related: dict[Relation, Q] = {
            relation: Q(extension=relation.value)
            for relation in Relation
            if relation is not Relation.NONE
        }
        allowed = access.visible_q(person, action, related, classification="position")
        found = Person.objects.filter(allowed, pk__in=[thing.pk for thing in things])
        assert set(found.values_list("pk", flat=True)) == expected


@pytest.mark.django_db
def test_a_relation_without_a_filter_is_no_way_in() -> None:
    thing = make_person(position="internal", extension="author")
    allowed = access.visible_q(actor(roles.EMPLOYEE), Action.READ, {}, classification="position")
    assert not Person.objects.filter(allowed, pk=thing.pk).exists()


@pytest.mark.django_db
@pytest.mark.req("N23", "R02")
def test_how_far_a_word_reaches() -> None:
    company = make_company()
    everybody = Audience(company=True)
    technology = Audience(departments=(company.department("技术部").pk,))
    backend = Audience(departments=(company.department("后端组").pk,))
    colleague = Audience(people=(company["韩墨"].pk,))
    stranger = Audience(people=(company["白露"].pk,))
    engineers = Audience(positions=("后端工程师",))
    reach = {
        "何青": [everybody, technology, backend, colleague, stranger, engineers],
        "赵衡": [everybody, technology, backend, colleague, stranger, engineers],
        "秦朗": [technology, backend, colleague, engineers],
        "陈屿": [backend, colleague, engineers],
        "林若溪": [stranger],
    }
    for name, allowed in reach.items():
        for audience in reach["何青"]:
            assert may_address(company[name], audience) is (audience in allowed), (name, audience)


@pytest.mark.django_db
def test_the_top_department_gives_a_member_no_company() -> None:
    company = make_company()
    aide = make_person(department=company.department("云桥科技"))
    assert may_address(aide, Audience(people=(company["赵衡"].pk,)))
    assert not may_address(aide, Audience(company=True))
    assert not may_address(aide, Audience(people=(company["白露"].pk,)))
    assert not may_address(make_person(party="客户"), Audience())


@pytest.mark.django_db
def test_an_empty_department_elsewhere_is_out_of_reach_too() -> None:
    company = make_company()
    empty = make_department(parent=company.department("产品部"))
    assert not may_address(company["秦朗"], Audience(departments=(empty.pk,)))


@pytest.mark.django_db
def test_roles_are_read_once_for_a_remembered_actor(django_assert_num_queries: Any) -> None:
    person = actor(roles.AUDITOR)
    assert roles.roles_of(person) == {roles.EMPLOYEE, roles.AUDITOR}
    roles.remember(person)
    with django_assert_num_queries(0):
        assert may(person, Action.VERIFY_LEDGER)
    roles.revoke(person, Role.AUDITOR)
    assert not may(Person.objects.get(pk=person.pk), Action.VERIFY_LEDGER)


@pytest.mark.django_db
def test_roles_are_granted_and_taken_once() -> None:
    person = make_person()
    assert roles.grant(person, Role.PUBLISHER)
    assert not roles.grant(person, Role.PUBLISHER)
    assert roles.holders(Role.PUBLISHER) == [person]
    assert roles.revoke(person, Role.PUBLISHER)
    assert not roles.revoke(person, Role.PUBLISHER)


@pytest.mark.django_db
def test_the_last_administrator_stays() -> None:
    first, second = make_person(), make_person()
    roles.grant(first, Role.ADMINISTRATOR)
    with pytest.raises(roles.LastAdministrator):
        roles.revoke(first, Role.ADMINISTRATOR)
    roles.grant(second, Role.ADMINISTRATOR)
    assert roles.revoke(first, Role.ADMINISTRATOR)


def test_a_view_names_its_permission() -> None:
    @access.permission(Action.READ)
    def reader(request: HttpRequest) -> None: ...

    @access.open_to_all("signing in")
    def door(request: HttpRequest) -> None: ...

    def bare(request: HttpRequest) -> None: ...

    assert access.permission_of(reader) == "read"
    assert access.permission_of(door) == "open:signing in"
    assert access.permission_of(bare) == ""


@pytest.mark.django_db
def test_the_actor_of_a_request_is_an_active_person() -> None:
    person = make_person()

    def request(user: object) -> HttpRequest:
        return cast("HttpRequest", SimpleNamespace(user=user))

    assert access.actor_of(request(SimpleNamespace(person=person))) == person
    person.active = False
    for user in (SimpleNamespace(person=person), SimpleNamespace(person=None), SimpleNamespace()):
        with pytest.raises(PermissionDenied):
            access.actor_of(request(user))
