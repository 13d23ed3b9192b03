"""Random companies: what lists show is what single objects permit, whoever moves, leaves or returns.

The relations are found a third time here, by plain loops over the rows, so that lists and single
cases cannot be wrong in the same way.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.cases.absence import AbsenceRefused, end_absence, register_absence
from huiyin.cases.models import Case
from huiyin.core.event import Event, Fact
from huiyin.core.obligation import State
from huiyin.directory.absence import heirs_of
from huiyin.directory.access import Action, Relation, may
from huiyin.directory.models import Absence, Department, Person, Role, RoleGrant
from huiyin.directory.tests.factories import make_department, make_person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations import reassign
from huiyin.obligations.models import Bearer, Coverage, Obligation
from huiyin.obligations.record import record
from huiyin.policies import in_force
from huiyin.scenarios.notices.tests.stage import NOON
from tests.architecture.scene import CLASSES, undone
from tests.architecture.sweep import matrix

DEPARTMENTS, PEOPLE = 4, 8
SOMEBODY = st.integers(0, PEOPLE - 1)
SOMEWHERE = st.integers(0, DEPARTMENTS - 1)
WATCHED = (Action.SEE, Action.READ, Action.SEE_COVERAGE, Action.EXPORT)

pytestmark = pytest.mark.django_db


class World:
    """A small company and everything that can happen in it."""

    def __init__(self, homes: list[int], heads: list[int], roles: list[tuple[int, str]]) -> None:
        top = make_department()
        self.departments = [top, *(make_department(parent=top) for _more in range(DEPARTMENTS - 2))]
        self.departments.append(make_department(parent=self.departments[1]))
        self.people = [make_person(department=self.departments[home]) for home in homes]
        for where, who in enumerate(heads):
            self.head(where, who)
        for who, role in set(roles):
            RoleGrant.objects.create(person=self.people[who], role=role)

    def head(self, where: int, who: int) -> None:
        """Somebody becomes the head of a department."""
        department = self.departments[where]
        department.head = self.people[who]
        department.save(update_fields=["head"])

    def move(self, where: int, who: int) -> None:
        """Somebody goes to another department; rows of old duties stay with the old one."""
        person = self.people[who]
        person.department = self.departments[where]
        person.save(update_fields=["department"])

    def publish(self, kind: str, author: int, recipients: list[int], *, draft: bool) -> None:
        """A case of ``kind``; its recipients owe a confirmation."""
        who = self.people[author]
        case = Case.objects.create(
            id=new_id(),
            scenario="tests",
            title="事",
            initiator=who,
            department=who.department,
            classification=kind,
            created_at=clock.now(),
            opened_at=None if draft else clock.now(),
        )
        if draft:
            return
        facts: dict[str, Fact] = {
            "urgency": "important",
            "classification": kind,
            "has_reply_by": False,
            "initiator": who.pk,
        }
        ids = [self.people[number].pk for number in recipients]
        chosen = "SELECT id AS person_id, department_id FROM directory_person WHERE id = ANY(%s)"
        record(
            Event("notices.published", str(case.pk), clock.now(), who.pk, facts),
            sets={"recipients": (chosen, [ids]), "key_people": (chosen, [[]])},
        )

    def away(self, who: int, delegate: int) -> None:
        """Somebody is away; confidential matters stay with them."""
        until = clock.now() + timedelta(days=3)
        person = self.people[who]
        try:
            register_absence(
                person,
                starts_at=clock.now(),
                ends_at=until,
                delegate=self.people[delegate],
                by=person,
            )
        except AbsenceRefused:
            return

    def back(self, who: int) -> None:
        """Somebody returns."""
        for row in Absence.objects.filter(person=self.people[who]):
            end_absence(row, by=row.person)

    def answer(self, who: int) -> None:
        """Somebody confirms the first thing they owe, or a delegate does it for them."""
        mine = Bearer.objects.filter(person_id=self.people[who].pk, state=0)
        row = mine.order_by("obligation_id").first()
        if row is None:
            return
        cohort = Obligation.objects.get(pk=row.obligation_id)
        facts: dict[str, Fact] = {"person": row.person_id, "proof": "BUTTON", "channel": "INBOX"}
        by = row.delegate_id or row.person_id
        record(Event("notices.confirmed", str(cohort.subject), clock.now(), by, facts))

    def leave(self, who: int) -> None:
        """Somebody leaves the company; an heir answers."""
        person = self.people[who]
        heirs = heirs_of([person.pk], clock.now())
        Person.objects.filter(pk=person.pk).update(active=False)
        person.active = False
        reassign.to_heirs(heirs)

    def reclassify(self, kind: str) -> None:
        """The oldest case gets another classification."""
        first = Case.objects.order_by("pk").first()
        if first is not None:
            Case.objects.filter(pk=first.pk).update(classification=kind)


def relations(case: Case, person: Person) -> set[Relation]:
    """What ``case`` is to ``person``, by looking at every row there is."""
    found = {Relation.AUTHOR} if case.initiator_id == person.pk else set()
    below = {
        department.pk
        for department in Department.objects.all()
        for headed in Department.objects.filter(head=person)
        if department.path.startswith(headed.path)
    }
    for duty in Obligation.objects.filter(subject=case.pk):
        for row in Bearer.objects.filter(obligation_id=duty.pk):
            if row.person_id == person.pk:
                found.add(Relation.RECIPIENT if duty.parent is None else Relation.OVERSEER)
            if row.delegate_id == person.pk and duty.parent is None:
                found.add(Relation.DELEGATE)
        for share in Coverage.objects.filter(obligation_id=duty.pk):
            if duty.parent is None and share.total > 0 and share.department_id in below:
                found.add(Relation.HEAD_OF_RECIPIENT)
    if case.department.head_id == person.pk:
        found.add(Relation.DEPARTMENT_HEAD_OF_AUTHOR)
    return found


def permitted(case: Case, person: Person) -> set[str]:
    """The actions that the hand-written matrix gives."""
    if not person.active or (case.opened_at is None and case.initiator_id != person.pk):
        return set()
    roles = {"employee", *RoleGrant.objects.filter(person=person).values_list("role", flat=True)}
    if Department.objects.filter(head=person).exists():
        roles.add("head")
    known = relations(case, person) or {Relation.NONE}
    return {
        action
        for role in roles
        for relation in known
        for action in matrix()[role, relation.value, case.classification]
    }


@pytest.mark.req("O01", "R02")
@pytest.mark.parametrize("kind", CLASSES)
def test_a_delegate_keeps_seeing_what_they_answered(kind: str) -> None:
    with clock.frozen(NOON):
        in_force.install_shipped()
        world = World([1] * PEOPLE, [], [])
        stand_in, none = world.people[2], world.people[3]
        world.publish(kind, 0, [1], draft=False)
        reassign.to_delegate(world.people[1].pk, stand_in.pk)
        world.answer(1)
        world.back(1)
        case = Case.objects.get()
        assert Bearer.objects.get().state != State.OPEN
        assert may(stand_in, Action.SEE, case)
        assert list(Case.objects.visible_to(stand_in)) == [case]
        assert Case.objects.visible_to(none).exists() is (kind == "public")


def test_a_delegate_is_found_by_an_index() -> None:
    with clock.frozen(NOON):
        in_force.install_shipped()
        world = World([1] * PEOPLE, [], [])
        world.publish("internal", 0, [1], draft=False)
        cohort, stand_in = Obligation.objects.get(), world.people[2]
        with connection.cursor() as cursor:
            cursor.execute(MANY_ANSWERED, [cohort.pk, world.departments[1].pk])
            cursor.execute("ANALYZE obligation_bearer")
            Bearer.objects.filter(person_id=world.people[1].pk).update(
                delegate_id=stand_in.pk, state=State.MET.value
            )
        seen = Case.objects.visible_to(stand_in)
        plan = seen.explain(analyze=True)
        assert "bearer_owes_for" in plan, plan
        assert seen.count() == 1


MANY_ANSWERED = """
INSERT INTO obligation_bearer (obligation_id, person_id, department_id, state, evidence)
SELECT %s, n, %s, 1, 4 FROM generate_series(1000000, 1020000) AS n
"""

MOVES: dict[str, st.SearchStrategy[tuple[object, ...]]] = {
    "head": st.tuples(SOMEWHERE, SOMEBODY),
    "move": st.tuples(SOMEWHERE, SOMEBODY),
    "away": st.tuples(SOMEBODY, SOMEBODY),
    "back": st.tuples(SOMEBODY),
    "answer": st.tuples(SOMEBODY),
    "leave": st.tuples(SOMEBODY),
    "reclassify": st.tuples(st.sampled_from(CLASSES)),
}
HAPPENING = st.sampled_from(sorted(MOVES)).flatmap(
    lambda name: st.tuples(st.just(name), MOVES[name])
)
NOTICE = st.tuples(
    st.sampled_from(CLASSES), SOMEBODY, st.lists(SOMEBODY, min_size=1, max_size=3), st.booleans()
)


@pytest.mark.slow
@pytest.mark.req("R01", "R02")
@settings(max_examples=8)
@given(
    st.lists(SOMEWHERE, min_size=PEOPLE, max_size=PEOPLE),
    st.lists(SOMEBODY, max_size=DEPARTMENTS),
    st.lists(st.tuples(SOMEBODY, st.sampled_from(Role.values)), max_size=3),
    st.lists(NOTICE, min_size=1, max_size=3),
    st.lists(HAPPENING, max_size=6),
)
def test_lists_show_what_may_be_seen(
    homes: list[int],
    heads: list[int],
    roles: list[tuple[int, str]],
    notices: list[tuple[str, int, list[int], bool]],
    happenings: list[tuple[str, tuple[object, ...]]],
) -> None:
    in_force.forget()
    with clock.frozen(NOON), undone():
        in_force.install_shipped()
        world = World(homes, heads, roles)
        for kind, author, recipients, draft in notices:
            world.publish(kind, author, recipients, draft=draft)
        check(world)
        for name, values in happenings:
            clock.advance(timedelta(minutes=7))
            happen: Callable[..., None] = getattr(world, name)
            happen(*values)
        check(world)
    in_force.forget()


def check(world: World) -> None:
    """Lists, single cases and the matrix agree about everybody."""
    everything = list(Case.objects.select_related("department"))
    for number, one in enumerate(world.people):
        person = Person.objects.get(pk=one.pk)
        granted = {case.pk: permitted(case, person) for case in everything}
        for action in WATCHED:
            listed = set(Case.objects.visible_to(person, action).values_list("pk", flat=True))
            single = {case.pk for case in everything if may(person, action, case)}
            wanted = {pk for pk, actions in granted.items() if action.value in actions}
            assert listed == single == wanted, (number, action)
