"""One live value, set by those who answer for it, with a history that stays."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from huiyin.cases.facts import actions, queries
from huiyin.cases.facts.actions import Definition, FactError
from huiyin.cases.facts.models import Fact, FactValue
from huiyin.cases.facts.tests.conftest import NOON, define
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import Company
from huiyin.kit import clock
from huiyin.ledger.models import Entry

NEW = "400-100-2000"


def kinds(subject: UUID) -> list[str]:
    return list(Entry.objects.filter(subject=subject).order_by("id").values_list("kind", flat=True))


@pytest.mark.req("Z05")
def test_a_fact_has_one_live_value_and_keeps_the_old_ones(company: Company, hotline: Fact) -> None:
    clock.advance(timedelta(hours=1))
    done = actions.change(hotline.pk, f" {NEW} ", reason="换了运营商", by=company["顾北辰"])
    assert (done.again, done.value.value) == (False, NEW)
    new, old = queries.history(hotline)
    assert (new.value, new.live_until) == (NEW, None)
    assert (old.value, old.live_from, old.live_until) == ("400-820-1600", NOON, new.live_from)
    assert kinds(hotline.pk) == ["facts.defined", "facts.changed"]
    body = Entry.objects.get(subject=hotline.pk, kind="facts.changed").body
    assert NEW in body
    assert "400-820-1600" in body


@pytest.mark.req("Z05")
def test_the_database_refuses_a_second_live_value(company: Company, hotline: Fact) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FactValue.objects.create(
            fact=hotline, value=NEW, live_from=NOON, set_by=company["苏晴"], reason="-"
        )


def test_the_same_value_twice_is_one_value(company: Company, hotline: Fact) -> None:
    done = actions.change(hotline.pk, "400-820-1600", reason="再说一次", by=company["苏晴"])
    assert done.again
    assert kinds(hotline.pk) == ["facts.defined"]


@pytest.mark.parametrize("name", ["顾北辰", "苏晴", "罗一鸣"])
def test_the_owner_department_and_administrators_set_it(
    company: Company, hotline: Fact, name: str
) -> None:
    assert not actions.change(hotline.pk, NEW, reason="合同", by=company[name]).again


def test_others_read_it_and_outside_parties_do_not_know_it(company: Company, hotline: Fact) -> None:
    with pytest.raises(PermissionDenied):
        actions.change(hotline.pk, NEW, reason="我觉得", by=company["白露"])
    Person.objects.filter(name="唐果").update(party="供应商")
    outsider = Person.objects.get(name="唐果")
    with pytest.raises(Http404):
        actions.change(hotline.pk, NEW, reason="我觉得", by=outsider)
    assert queries.find(company["白露"], hotline.pk) == hotline
    assert queries.find(outsider, hotline.pk) is None


def test_a_confidential_fact_exists_for_its_department_and_administrators(
    company: Company,
) -> None:
    secret = define(company, "quota", "赔付上限", "300", classification="confidential")
    found = {name: queries.find(company[name], secret.pk) for name in ("顾北辰", "罗一鸣", "白露")}
    assert found == {"顾北辰": secret, "罗一鸣": secret, "白露": None}
    assert not Entry.objects.filter(subject=secret.pk, body__contains="赔付上限").exists()
    with pytest.raises(Http404):
        actions.change(secret.pk, "500", reason="好奇", by=company["白露"])


@pytest.mark.parametrize(
    ("value", "reason", "field"),
    [
        ("", "合同", "value"),
        ("9" * 201, "合同", "value"),
        ("{{总机}}", "合同", "value"),
        ("1\u202e2", "合同", "value"),
        (NEW, "  ", "reason"),
    ],
)
def test_a_bad_value_changes_nothing(
    company: Company, hotline: Fact, value: str, reason: str, field: str
) -> None:
    with pytest.raises(FactError) as refused:
        actions.change(hotline.pk, value, reason=reason, by=company["苏晴"])
    assert refused.value.field == field
    live = queries.live_value(hotline)
    assert live is not None
    assert live.value == "400-820-1600"


@pytest.mark.parametrize(
    ("key", "name", "field"),
    [
        ("Hotline", "热线", "key"),
        ("hotline", "热线", "key"),
        ("line", "客服热线", "name"),
        ("line", "热{线", "name"),
        ("line", " ", "name"),
        ("line", "长" * 41, "name"),
    ],
)
def test_a_name_is_given_once(
    company: Company, hotline: Fact, key: str, name: str, field: str
) -> None:
    with pytest.raises(FactError) as refused:
        define(company, key, name, "1")
    assert refused.value.field == field
    assert Fact.objects.count() == 1


def test_a_class_that_does_not_exist_is_refused(company: Company) -> None:
    with pytest.raises(FactError) as refused:
        define(company, "line", "热线", "1", classification="secret")
    assert refused.value.field == "classification"


def test_nobody_defines_for_another_department(company: Company) -> None:
    new = Definition("line", "热线", company["苏晴"].department, "1", "合同")
    with pytest.raises(PermissionDenied):
        actions.define(new, by=company["白露"])
    assert actions.define(new, by=company["罗一鸣"]).department == company["苏晴"].department


@pytest.mark.req("Z05")
def test_a_retired_fact_ends_and_its_name_is_free(company: Company, hotline: Fact) -> None:
    keeper = company["苏晴"]
    with pytest.raises(FactError):
        actions.retire(hotline.pk, reason="", by=keeper)
    assert actions.retire(hotline.pk, reason="并入总机", by=keeper)
    assert not actions.retire(hotline.pk, reason="并入总机", by=keeper)
    assert queries.live_value(hotline) is None
    with pytest.raises(FactError):
        actions.change(hotline.pk, NEW, reason="合同", by=keeper)
    assert define(company, "hotline2", "客服热线", NEW).pk != hotline.pk
    assert kinds(hotline.pk)[-1] == "facts.retired"


def test_facts_are_found_by_name_pinyin_key_and_department(company: Company, hotline: Fact) -> None:
    price = define(company, "fare", "市内车费", "35", unit="元", by="江予安")
    reader = company["白露"]

    def found(text: str) -> list[str]:
        return [row.fact.name for row in queries.listed(reader, text)]

    assert found("") == ["客服热线", "市内车费"]
    for text in ("热线", "kefu", "hotline", "客服部"):
        assert found(text) == ["客服热线"]
    assert found("没有") == []
    live = queries.live_value(price)
    assert live is not None
    assert live.shown == "35 元"
    actions.retire(price.pk, reason="取消", by=company["江予安"])
    assert [row.live for row in queries.listed(reader, retired=True)] == [None]
