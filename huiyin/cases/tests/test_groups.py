"""Groups through the door: made, changed, closed, refused (N28)."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases import groups
from huiyin.cases.groups import GroupRefused
from huiyin.directory.audience import Audience
from huiyin.directory.models import Group, Person
from huiyin.directory.tests.factories import Company, make_company, make_person
from huiyin.ledger.models import Entry
from huiyin.policies import in_force


@pytest.fixture
def company(db: None, clock: Any) -> Company:
    del db, clock
    in_force.install_shipped()
    return make_company()


def make(company: Company, by: Person, **over: Any) -> Group:
    values: dict[str, Any] = {
        "name": "大促保障",
        "kind": "project",
        "rule": Audience(departments=(company.department("运营部").pk,)),
    }
    return groups.make_group(**(values | over), by=by)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


@pytest.mark.req("N28")
def test_a_group_is_made_changed_and_closed_once(company: Company) -> None:
    head = company["林若溪"]
    group = make(company, head, purpose="十二月大促")
    assert (group.owner, group.purpose) == (head, "十二月大促")
    same: Any = {"name": group.name, "kind": group.kind, "purpose": group.purpose}
    rule = Audience.from_json(group.rule)
    groups.change_group(group.pk, **same, rule=rule, by=head)
    wider = Audience(departments=rule.departments, people=(company["孟夏"].pk,))
    groups.change_group(group.pk, **same, rule=wider, owner=company["白露"], by=head)
    assert groups.close_group(group.pk, by=head)
    assert not groups.close_group(group.pk, by=head)
    assert kinds() == [groups.MADE, groups.CHANGED, groups.CLOSED]
    with pytest.raises(GroupRefused) as refused:
        groups.change_group(group.pk, **same, rule=rule, by=head)
    assert refused.value.field == "name"


@pytest.mark.req("N28", "R01")
def test_only_those_of_the_table_make_groups_within_their_reach(company: Company) -> None:
    with pytest.raises(PermissionDenied):
        make(company, company["白露"])
    with pytest.raises(GroupRefused) as refused:
        make(company, company["秦朗"])
    assert refused.value.field == "rule"
    made = make(company, company["何青"], rule=Audience(company=True))
    with pytest.raises(GroupRefused):
        groups.close_group(made.pk, by=company["秦朗"])
    assert groups.close_group(made.pk, by=company["罗一鸣"])


@pytest.mark.parametrize(
    ("field", "over"),
    [
        ("name", {"name": " 　"}),
        ("name", {"name": "组" * 61}),
        ("name", {"name": "已有"}),
        ("kind", {"kind": "club"}),
        ("rule", {"rule": Audience()}),
        ("rule", {"rule": Audience(people=(999_999,))}),
        ("rule", {"rule": Audience(groups=(1,))}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    company: Company, field: str, over: dict[str, Any]
) -> None:
    make(company, company["何青"], name="已有")
    with pytest.raises(GroupRefused) as refused:
        make(company, company["何青"], **over)
    assert refused.value.field == field
    assert Group.objects.count() == 1
    assert kinds() == [groups.MADE]


def test_the_owner_is_a_colleague(company: Company) -> None:
    outside = make_person(name="刘总", party="鸿图渠道")
    with pytest.raises(GroupRefused) as refused:
        make(company, company["何青"], owner=outside)
    assert refused.value.field == "owner"
