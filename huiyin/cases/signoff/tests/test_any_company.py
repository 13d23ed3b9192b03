"""Random companies in the directory itself: any path ends, whoever goes on leave or away for good."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.cases.signoff import answers, registry, rounds, standins
from huiyin.cases.signoff.checklist import Finding
from huiyin.cases.signoff.house import DirectoryHouse
from huiyin.cases.signoff.models import PointKind, RoundState, Seat, SignOff
from huiyin.cases.signoff.offices import Request
from huiyin.cases.signoff.registry import Text
from huiyin.cases.signoff.tests.conftest import NOON, install, paper_of
from huiyin.core.event import Fact
from huiyin.directory.models import Absence, Department, Person, Role, RoleGrant
from huiyin.directory.tests.factories import make_department, make_person
from huiyin.kit import clock
from huiyin.policies import in_force

PEOPLE = 7
SOMEBODY = st.integers(0, PEOPLE - 1)
SOMEWHERE = st.integers(0, 2)
STEPS = ("necessity", "information", "double_check", "co_sign", "any_of", "approve")
TICKED = {point: Finding(ticked=True, evidence="见台账") for point in PointKind.values}

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Firm:
    """Three departments and seven people, made anew for every example."""

    def __init__(self, homes: list[int], heads: dict[int, int], publishers: set[int]) -> None:
        top = make_department()
        self.departments = [top, make_department(parent=top)]
        self.departments.append(make_department(parent=self.departments[1]))
        self.people = [make_person(department=self.departments[home]) for home in homes]
        for where, who in heads.items():
            Department.objects.filter(pk=self.departments[where].pk).update(head=self.people[who])
        for who in publishers:
            RoleGrant.objects.create(person=self.people[who], role=Role.PUBLISHER)

    def stir(self, away: dict[int, int], leaver: int | None, stay: set[int]) -> None:
        """Others go on leave, come back, or leave for good; those of ``stay`` are there."""
        now = clock.now()
        Absence.objects.all().delete()
        for who, delegate in away.items():
            if who not in stay and who != delegate:
                Absence.objects.create(
                    person=self.people[who],
                    delegate=self.people[delegate],
                    starts_at=now,
                    ends_at=now + timedelta(days=9),
                )
        if leaver is not None and leaver not in stay:
            Person.objects.filter(pk=self.people[leaver].pk).update(active=False)
        standins.settle(now)


@contextmanager
def undone() -> Iterator[None]:
    """Nothing of an example is left for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.req("N02", "N03", "N04", "N05", "O01")
@settings(max_examples=25, deadline=None)
@given(
    st.data(),
    st.lists(SOMEWHERE, min_size=PEOPLE, max_size=PEOPLE),
    st.dictionaries(SOMEWHERE, SOMEBODY),
    st.sets(SOMEBODY, max_size=2),
    st.lists(st.sampled_from(STEPS), min_size=1, max_size=4, unique=True),
)
def test_every_path_comes_to_its_end(
    data: st.DataObject,
    homes: list[int],
    heads: dict[int, int],
    publishers: set[int],
    steps: list[str],
) -> None:
    in_force.forget()
    registry.register("papers", lambda _case: Text("盘点", (("事项", "盘点。"),)))
    with clock.frozen(NOON), undone():
        install()
        firm = Firm(homes, heads, publishers)
        author = data.draw(SOMEBODY)
        signoff = _start(firm, author, steps)
        others = [one for one in range(PEOPLE) if one != author]
        stay = set(data.draw(st.permutations(others))[:2])
        while SignOff.objects.get(pk=signoff.pk).state == RoundState.RUNNING:
            clock.advance(timedelta(minutes=10))
            away = data.draw(st.dictionaries(st.sampled_from(others), SOMEBODY, max_size=4))
            leaver = data.draw(st.one_of(st.none(), st.sampled_from(others)))
            firm.stir(away, leaver, stay)
            able = _able(signoff)
            assert able
            seat, person = data.draw(st.sampled_from(able))
            answers.approve(seat, by=Person.objects.get(pk=person), findings=TICKED)
        _check(signoff, firm.people[author].pk)
    in_force.forget()


def _start(firm: Firm, author: int, steps: list[str]) -> SignOff:
    case = paper_of(firm.people[author])
    pks = [department.pk for department in firm.departments]
    request = Request(case.initiator_id, case.department_id, (pks[2],), (pks[1], pks[2]))
    facts: dict[str, Fact] = {"steps": tuple(steps), "classification": "internal"}
    return rounds.start(case, request, facts, by=firm.people[author])


def _able(signoff: SignOff) -> list[tuple[int, int]]:
    """Who is there and may sign which seat now."""
    house = DirectoryHouse(clock.now())
    rows = Seat.objects.filter(step__signoff=signoff, outcome="open", asked_at__isnull=False)
    return [
        (row.pk, person.pk)
        for row in rows.select_related("step__signoff")
        for person in Person.objects.filter(pk__in=[row.person_id, row.acting_id or row.person_id])
        if house.is_there(person.pk) and answers.own(row, person)
    ]


def _check(signoff: SignOff, author: int) -> None:
    assert SignOff.objects.get(pk=signoff.pk).state == RoundState.COMPLETED
    signed = Seat.objects.filter(step__signoff=signoff, outcome="approved")
    assert author not in signed.values_list("acted_by", flat=True)
    pair = list(signed.filter(pair=True).values_list("acted_by", flat=True))
    assert len(set(pair)) == len(pair)
    for step in signoff.steps.filter(step="double_check"):
        assert step.seats.filter(outcome="approved").count() == 2
