"""Lists and single cases follow one table: ``visible_to`` is ``may``, whatever the rows are."""

from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.cases.models import Case, Classification
from huiyin.cases.readers import tell
from huiyin.directory.access import Action, Relation, may
from huiyin.directory.models import Person
from huiyin.directory.roles import remember
from huiyin.directory.tests.factories import Company
from huiyin.kit import clock
from huiyin.obligations.models import Bearer, Coverage, Obligation
from huiyin.obligations.roles import one

ACTIONS = (Action.SEE, Action.READ, Action.READ_ATTACHMENT, Action.SEE_COVERAGE, Action.EXPORT)


def make_case(author: Person, kind: str = "internal", *, draft: bool = False) -> Case:
    return Case.objects.create(
        scenario="tests",
        title="事",
        initiator=author,
        department=author.department,
        classification=kind,
        created_at=clock.now(),
        opened_at=None if draft else clock.now(),
    )


def owe(case: Case, person: Person, *, delegate: Person | None = None, rung: bool = False) -> None:
    subject: UUID = case.pk
    row = Obligation.objects.create(
        subject=subject,
        rule="1/0" if not rung else "1/0#1",
        clause="1",
        policy_version=1,
        verb="confirm",
        bearer_role="recipients",
        met_by="x.done",
        born_at=clock.now(),
        due_at=clock.now() + timedelta(seconds=Obligation.objects.count()),
        parent=1 if rung else None,
        total=1,
    )
    Bearer.objects.create(
        obligation_id=row.pk,
        person_id=person.pk,
        department_id=person.department_id,
        delegate_id=delegate.pk if delegate else None,
    )
    Coverage.objects.create(obligation_id=row.pk, department_id=person.department_id, total=1)


@pytest.mark.req("R05")
def test_each_relation_is_found_in_the_rows(company: Company) -> None:
    case = make_case(company["孟夏"])
    owe(case, company["陈屿"], delegate=company["唐果"])
    owe(case, company["苏晴"], rung=True)
    tell(case.pk, one(company["叶蓁"].pk))
    expected = {
        "孟夏": {Relation.AUTHOR},
        "叶蓁": {Relation.READER},
        "陈屿": {Relation.RECIPIENT},
        "唐果": {Relation.DELEGATE},
        "苏晴": {Relation.OVERSEER},
        "韩墨": {Relation.HEAD_OF_RECIPIENT},
        "秦朗": {Relation.HEAD_OF_RECIPIENT},
        "林若溪": {Relation.DEPARTMENT_HEAD_OF_AUTHOR},
        "赵衡": {Relation.HEAD_OF_RECIPIENT},
        "何青": set(),
    }
    for name, relations in expected.items():
        assert case.relations_of(company[name]) == relations, name


@pytest.mark.parametrize("kind", Classification.values)
def test_a_draft_exists_for_its_author_alone(company: Company, kind: str) -> None:
    draft = make_case(company["孟夏"], kind, draft=True)
    for name, person in company.people.items():
        seen = name == "孟夏"
        assert may(person, Action.SEE, draft) is seen
        assert Case.objects.visible_to(person).filter(pk=draft.pk).exists() is seen


ROLE = st.sampled_from(["owes", "stands in", "looks after", "reads"])
CASES = st.lists(
    st.tuples(
        st.integers(0, 15),
        st.sampled_from(Classification.values),
        st.booleans(),
        st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15), ROLE), max_size=3),
    ),
    max_size=4,
)


@settings(max_examples=25)
@given(CASES, st.lists(st.integers(0, 15), min_size=3, max_size=3, unique=True))
def test_lists_show_exactly_what_may_be_seen(
    company: Company,
    rows: list[tuple[int, str, bool, list[tuple[int, int, str]]]],
    viewers: list[int],
) -> None:
    Case.objects.all().delete()
    people = list(company.people.values())
    for author, kind, draft, shares in rows:
        case = make_case(people[author], kind, draft=draft)
        for bearer, other, role in shares if not draft else []:
            if role == "reads":
                tell(case.pk, one(people[bearer].pk))
                continue
            delegate = people[other] if role == "stands in" and other != bearer else None
            owe(case, people[bearer], delegate=delegate, rung=role == "looks after")
    for person, action in product([remember(people[at]) for at in viewers], ACTIONS):
        allowed = {case.pk for case in Case.objects.all() if may(person, action, case)}
        assert set(Case.objects.visible_to(person, action).values_list("pk", flat=True)) == allowed
