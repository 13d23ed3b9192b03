"""Any sequence of joins, moves, leaves, group changes and publishes agrees with the oracle (N23)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from huiyin.cases import groups
from huiyin.directory.audience import Audience
from huiyin.directory.models import Group, Person, Role, RoleGrant
from huiyin.directory.tests.factories import make_department, make_person
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.obligations import coverage, doctor
from huiyin.obligations.models import Bearer, Obligation
from huiyin.policies import in_force
from huiyin.scenarios.notices import actions, answers
from huiyin.scenarios.notices.living import follow
from huiyin.scenarios.notices.living.follow import Settled
from huiyin.scenarios.notices.tests.living.oracle import MET, OPEN, OUT, Aim, Oracle
from huiyin.scenarios.notices.tests.stage import NOON, TEXT

PLACES = 3
WHO = st.integers(0, 30)
PLACE = st.integers(0, PLACES - 1)
AIMS = st.builds(
    Aim,
    places=st.frozensets(PLACE, max_size=2),
    people=st.frozensets(st.integers(0, 5), max_size=2),
    group=st.booleans(),
)
STATES = {0: OPEN, 1: MET, 2: MET}


class Directory(RuleBasedStateMachine):
    """The product and the oracle live through the same things."""

    def __init__(self) -> None:
        super().__init__()
        self.everything = transaction.atomic()
        self.everything.__enter__()
        self.oracle = Oracle()
        root = make_department("云桥科技")
        self.places = [make_department(f"部{at}", root) for at in range(PLACES)]
        self.author = make_person(name="何青", department=root)
        RoleGrant.objects.create(person=self.author, role=Role.PUBLISHER)
        self.people: list[Person] = []
        self.notices: list[UUID] = []
        for at in range(5):
            self.joins(at % PLACES)
        start = Aim(places=frozenset({0}))
        self.group = groups.make_group(
            name="项目组", kind="project", rule=self._audience(start), by=self.author
        )
        self.oracle.group = start

    def teardown(self) -> None:
        """The circle is sound at the end; nothing stays."""
        coverage.fold()
        found = doctor.findings()
        transaction.set_rollback(True)
        self.everything.__exit__(None, None, None)
        assert found == []

    @rule(place=PLACE)
    def joins(self, place: int) -> None:
        """Somebody new."""
        self.people.append(make_person(department=self.places[place]))
        self.oracle.where[len(self.people) - 1] = place
        self.oracle.settle()

    @rule(who=WHO, place=PLACE)
    def moves(self, who: int, place: int) -> None:
        """Somebody works elsewhere from now on (or comes back to the company)."""
        who %= len(self.people)
        Person.objects.filter(pk=self.people[who].pk).update(
            department=self.places[place], active=True
        )
        self.oracle.where[who] = place
        self.oracle.settle()

    @precondition(lambda self: bool(self._back()))
    @rule(who=WHO)
    def returns(self, who: int) -> None:
        """Somebody who went comes back to where a notice means them."""
        back = self._back()
        self.moves(*back[who % len(back)])

    @rule(who=WHO)
    def leaves(self, who: int) -> None:
        """Somebody leaves the company."""
        who %= len(self.people)
        Person.objects.filter(pk=self.people[who].pk).update(active=False)
        self.oracle.where.pop(who, None)
        self.oracle.settle()

    @precondition(lambda self: self.oracle.group is not None)
    @rule(aim=AIMS)
    def group_changes(self, aim: Aim) -> None:
        """The group has another rule."""
        aim = Aim(aim.places, frozenset(one % len(self.people) for one in aim.people))
        if not aim.places and not aim.people:
            return
        Group.objects.filter(pk=self.group.pk).update(rule=self._audience(aim).to_json())
        self.oracle.group = aim
        self.oracle.settle()

    @precondition(lambda self: self.oracle.group is not None and len(self.notices) > 1)
    @rule()
    def group_closes(self) -> None:
        """The group is no more."""
        groups.close_group(self.group.pk, by=self.author)
        self.oracle.group = None
        self.oracle.settle()

    @precondition(lambda self: len(self.notices) < 4)
    @rule(aim=AIMS, follows=st.booleans())
    def publishes(self, aim: Aim, follows: bool) -> None:
        """A notice goes out to whoever is meant now."""
        aim = Aim(aim.places, frozenset(one % len(self.people) for one in aim.people), aim.group)
        if not self.oracle.meant(aim) or (aim.group and self.oracle.group is None):
            return
        draft = actions.create_draft(by=self.author)
        values = TEXT | {"audience": self._audience(aim).to_json(), "follow": follows}
        actions.save_draft(draft.pk, values, by=self.author)
        actions.publish(draft.pk, by=self.author)
        self.oracle.publish(len(self.notices), aim, follow=follows)
        self.notices.append(draft.pk)

    @precondition(lambda self: bool(self.notices))
    @rule(which=WHO, who=WHO)
    def confirms(self, which: int, who: int) -> None:
        """Somebody who owes it answers."""
        which %= len(self.notices)
        told = self.oracle.notices[which]
        owing = sorted(one for one, state in told.stands.items() if state == OPEN)
        if not owing:
            return
        who = owing[who % len(owing)]
        by = Person.objects.get(pk=self.people[who].pk)
        answers.confirm(self.notices[which], by=by)
        told.stands[who] = MET

    @rule()
    def time_passes(self) -> None:
        """The roll-up is folded; what is due later gets a cohort of its own."""
        coverage.fold()
        clock.advance(timedelta(minutes=1))

    @invariant()
    def agree(self) -> None:
        """After the job the open and met are those of the oracle; done twice is done once."""
        for notice in follow.concerned():
            follow.settle(notice)
        written = Entry.objects.count()
        for notice in self.notices:
            assert follow.settle(notice) == Settled()
        assert Entry.objects.count() == written
        for key, notice in enumerate(self.notices):
            assert self._stand(notice) == self.oracle.notices[key].owing_or_done()

    def _back(self) -> list[tuple[int, int]]:
        """Who was let go by a notice, with a place where it means them again."""
        told = [one for one in self.oracle.notices.values() if one.follow]
        return sorted(
            (who, place)
            for one in told
            for who, state in one.stands.items()
            for place in one.aim.places
            if state == OUT
        )

    def _audience(self, aim: Aim) -> Audience:
        return Audience(
            departments=tuple(self.places[at].pk for at in sorted(aim.places)),
            people=tuple(self.people[at].pk for at in sorted(aim.people)),
            groups=(self.group.pk,) if aim.group else (),
        )

    def _stand(self, notice: UUID) -> dict[int, str]:
        cohorts = Obligation.objects.filter(subject=notice, parent=None).values("pk")
        rows = Bearer.objects.filter(obligation_id__in=cohorts).exclude(state=4)
        ids = {person.pk: at for at, person in enumerate(self.people)}
        found: dict[int, str] = {}
        for row in rows:
            assert ids[row.person_id] not in found, "asked twice for the same"
            found[ids[row.person_id]] = STATES[row.state]
        return found


@pytest.mark.req("N23", "N28")
@pytest.mark.django_db
def test_any_course_of_things_agrees_with_the_oracle() -> None:
    in_force.install_shipped()
    with clock.frozen(NOON):
        run_state_machine_as_test(
            Directory, settings=settings(max_examples=25, stateful_step_count=16, deadline=None)
        )
    in_force.forget()
