"""An import through the door: entries, heirs, and nothing at all when it is refused (O01)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases.people import import_people
from huiyin.directory.importing import ImportRefused, Table, read_table
from huiyin.directory.models import Person, Role
from huiyin.directory.roles import grant
from huiyin.directory.tests.factories import make_company
from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Bearer, Obligation
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion

pytestmark = [pytest.mark.django_db, pytest.mark.req("O01")]
HEADER = "工号,姓名,部门,直属上级\n"
FIRST = "P1,甲一,云桥科技,\nP2,乙二,云桥科技/运营部,P1\nP3,丙三,云桥科技/运营部,P2\n"


@pytest.fixture(autouse=True)
def regulation(clock: Any) -> Iterator[None]:
    """A regulation without clauses is in force."""
    PolicyVersion.objects.create(
        title="空", digest="0", in_force_from=kit_clock.now(), created_at=kit_clock.now()
    )
    in_force.forget()
    yield
    in_force.forget()


def table(body: str) -> Table:
    return read_table((HEADER + body).encode(), "people.csv")


def kinds() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def numbered(number: str) -> Person:
    return Person.objects.get(employee_no=number)


def test_an_import_is_written_down() -> None:
    _plan, outcome = import_people(table(FIRST), by=None)
    assert len(outcome.joined) == 3
    assert kinds() == ["directory.imported", "directory.people_joined"]
    assert str(numbered("P3").pk) in Entry.objects.get(kind="directory.people_joined").body


def test_the_same_file_again_writes_nothing() -> None:
    import_people(table(FIRST), by=None)
    before = kinds()
    plan, _outcome = import_people(table(FIRST), by=None, complete=True)
    assert plan.is_empty()
    assert kinds() == before


def test_a_dry_run_only_tells() -> None:
    plan, outcome = import_people(table(FIRST), by=None, dry_run=True)
    assert (len(plan.added), outcome.joined) == (3, ())
    assert not Person.objects.exists()
    assert kinds() == []


def test_the_heir_answers_the_open_duties_of_a_leaver() -> None:
    import_people(table(FIRST), by=None)
    gone = numbered("P3")
    for obligation, state in ((1, 0), (2, 1)):
        Obligation.objects.create(
            id=obligation,
            subject=new_id(),
            rule="1/0",
            clause="1",
            policy_version=1,
            verb="confirm_notice",
            bearer_role="recipients",
            met_by="notices.confirmed",
            born_at=kit_clock.now(),
        )
        Bearer.objects.create(
            obligation_id=obligation,
            person_id=gone.pk,
            department_id=gone.department_id,
            state=state,
        )
    moved = "P1,甲一,云桥科技,\nP2,乙二,云桥科技/市场部,P1\n"
    _plan, outcome = import_people(table(moved), by=None, complete=True)
    assert outcome.heirs == {gone.pk: numbered("P2").pk}
    assert kinds()[2:] == [
        "directory.imported",
        "directory.people_moved",
        "directory.person_left",
    ]
    delegates = dict(Bearer.objects.values_list("obligation_id", "delegate_id"))
    assert delegates == {1: numbered("P2").pk, 2: None}


def test_only_an_administrator_imports() -> None:
    company = make_company()
    with pytest.raises(PermissionDenied):
        import_people(table(FIRST), by=company["陈屿"])
    _plan, outcome = import_people(table(FIRST), by=company["罗一鸣"])
    assert len(outcome.joined) == 3
    assert f'"actor":{company["罗一鸣"].pk}' in Entry.objects.get(kind="directory.imported").body


def test_a_refused_file_leaves_no_trace() -> None:
    administrator = make_company()["罗一鸣"]
    grant(administrator, Role.ADMINISTRATOR)
    before = list(Person.objects.order_by("pk").values())
    for body, words in (
        ("P1,,云桥科技,\n", "第 2 行 姓名"),
        ("P1,甲一,云桥科技,\n", "16 人离职"),
    ):
        with pytest.raises(ImportRefused, match=words):
            import_people(table(body), by=administrator, complete=True)
    assert list(Person.objects.order_by("pk").values()) == before
    assert kinds() == []
