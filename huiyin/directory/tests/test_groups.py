"""Groups by rule: their members follow the directory, and audiences follow groups (N23, N28)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.directory import groups, picker
from huiyin.directory.access import may_address
from huiyin.directory.audience import Audience
from huiyin.directory.models import Group, GroupKind, Person
from huiyin.directory.names import department_sort_key, search_key
from huiyin.directory.tests.factories import MONDAY, Company, make_company, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return make_company()


def make_group(name: str, owner: Person, rule: Audience) -> Group:
    key = department_sort_key(name)
    return Group.objects.create(
        name=name,
        sort_key=key,
        search_key=search_key(name, key),
        kind=GroupKind.PROJECT,
        rule=rule.to_json(),
        owner=owner,
        created_at=MONDAY,
    )


def names(audience: Audience) -> set[str]:
    return set(audience.people_query().values_list("name", flat=True))


@pytest.mark.req("N28")
def test_members_follow_the_directory(company: Company) -> None:
    rule = Audience(departments=(company.department("运营部").pk,), people=(company["陈屿"].pk,))
    group = make_group("双十二项目组", company["林若溪"], rule)
    assert set(groups.members(group)) == {company[n] for n in ("林若溪", "白露", "孟夏", "陈屿")}
    mover = company["唐果"]
    mover.department = company.department("运营部")
    mover.save()
    assert mover in groups.members(group)
    assert groups.counts([group]) == {group.pk: 5}


@pytest.mark.req("N23", "N28")
def test_an_audience_means_the_members_of_its_groups(company: Company) -> None:
    rule = Audience(departments=(company.department("运营部").pk,))
    group = make_group("运营群", company["林若溪"], rule)
    assert names(Audience(groups=(group.pk,))) == {"林若溪", "白露", "孟夏"}
    less = Audience(groups=(group.pk,), except_people=(company["白露"].pk,))
    assert names(less) == {"林若溪", "孟夏"}
    aside = Audience(groups=(group.pk,), except_departments=(company.department("运营部").pk,))
    assert names(aside) == set()
    both = Audience(groups=(group.pk,), people=(company["叶蓁"].pk,))
    assert names(both) == {"林若溪", "白露", "孟夏", "叶蓁"}


@pytest.mark.req("N23")
def test_an_outside_party_is_addressed_by_its_name(company: Company) -> None:
    contact = make_person(name="刘总", party="鸿图渠道", department=company.department("市场部"))
    make_person(name="王经理", party="星海物流", department=company.department("市场部"))
    assert names(Audience(parties=("鸿图渠道",))) == {"刘总"}
    assert names(Audience(company=True)) == set(company.people)
    assert names(Audience(parties=("鸿图渠道",), except_people=(contact.pk,))) == set()
    assert Audience(parties=("鸿图渠道",)).describe() == "外部单位“鸿图渠道”"
    assert may_address(company["江予安"], Audience(parties=("鸿图渠道",)))
    assert not may_address(company["林若溪"], Audience(parties=("鸿图渠道",)))
    found = [one for one in picker.search("鸿图", company["何青"]) if one.kind == "party"]
    assert [(one.key, one.count) for one in found] == [("鸿图渠道", 1)]


@pytest.mark.req("N28")
def test_a_closed_group_means_nobody(company: Company) -> None:
    group = make_group("旧项目组", company["何青"], Audience(company=True))
    audience = Audience(groups=(group.pk,), people=(company["叶蓁"].pk,))
    assert audience.unknown() == []
    group.closed_at = MONDAY
    group.save()
    assert names(audience) == {"叶蓁"}
    assert groups.counts([group]) == {group.pk: 0}
    assert audience.unknown() == [("groups", group.pk)]
    assert not picker.search("旧项目", company["何青"])


def test_groups_within_groups_are_not_followed(company: Company) -> None:
    inner = make_group("内", company["何青"], Audience(company=True))
    outer = make_group("外", company["何青"], Audience(groups=(inner.pk,)))
    assert names(Audience(groups=(outer.pk,))) == set()
    Group.objects.filter(pk=outer.pk).update(rule={"company": "everybody"})
    assert names(Audience(groups=(outer.pk,))) == set()


@pytest.mark.req("N28", "R01")
def test_who_may_address_and_shape_a_group(company: Company) -> None:
    across = Audience(people=(company["陈屿"].pk, company["唐果"].pk))
    group = make_group("跨部门组", company["唐果"], across)
    named = Audience(groups=(group.pk,))
    assert may_address(company["唐果"], named)
    assert may_address(company["何青"], named)
    assert not may_address(company["江予安"], named)
    assert not may_address(company["唐果"], Audience(groups=(group.pk,), company=True))
    own = Audience(departments=(company.department("市场部").pk,))
    shapes = {
        name: (groups.may_shape(company[name], own), groups.may_manage(company[name], group))
        for name in ("江予安", "何青", "罗一鸣", "唐果", "秦朗")
    }
    assert shapes == {
        "江予安": (True, False),
        "何青": (True, True),
        "罗一鸣": (True, True),
        "唐果": (False, False),
        "秦朗": (False, False),
    }


def test_lists_ask_once_whatever_their_length(company: Company) -> None:
    rule = Audience(departments=(company.department("运营部").pk,))
    made = [make_group(f"组{at}", company["何青"], rule) for at in range(4)]
    with CaptureQueriesContext(connection) as asked:
        assert set(groups.counts(made).values()) == {3}
    assert len(asked) == 1
    assert groups.counts([]) == {}
    assert groups.of_person(company["白露"]) == made
    assert groups.of_person(company["唐果"]) == []


@pytest.mark.req("N28")
def test_the_picker_finds_groups_by_pinyin_and_says_how_many(company: Company) -> None:
    group = make_group("大促保障", company["何青"], Audience(company=True))
    found = [one for one in picker.search("dacu", company["白露"]) if one.kind == "group"]
    assert [(one.key, one.label, one.count) for one in found] == [(group.pk, "大促保障", 16)]
    assert Audience(groups=(group.pk,)).describe() == "群组“大促保障”"
    assert Audience.from_json(Audience(groups=(group.pk,)).to_json()).groups == (group.pk,)
