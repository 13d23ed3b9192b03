"""The pages of the registry."""

import pytest
from django.urls import reverse

from huiyin.cases.facts.models import Fact
from huiyin.cases.facts.tests.conftest import browser, define
from huiyin.directory.tests.factories import Company

NEW = {
    "name": "总机",
    "key": "desk",
    "value": "010-1234",
    "reason": "合同",
    "classification": "internal",
}


def page(company: Company, name: str, address: str, **data: str) -> str:
    response = browser(company, name).get(address, data)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_finds_and_tells(company: Company, hotline: Fact) -> None:
    whole = page(company, "白露", reverse("facts:list"))
    for word in ("客服热线", "400-820-1600", "客服部", "{{客服热线}}"):
        assert word in whole
    assert "没有找到" in page(company, "白露", reverse("facts:list"), q="没有")
    assert "还没有口径" in page(company, "白露", reverse("facts:list"), tab="retired")
    part = browser(company, "白露").get(reverse("facts:list"), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


def test_the_picker_offers_references(company: Company, hotline: Fact) -> None:
    found = page(company, "白露", reverse("facts:pick"), fact_q="kefu")
    assert 'data-fact-insert="{{客服热线}}"' in found
    assert "没有这条口径" in page(company, "白露", reverse("facts:pick"), fact_q="没有")


def test_a_fact_is_entered_changed_and_retired(company: Company) -> None:
    keeper = browser(company, "苏晴")
    values = NEW | {"department": str(company["苏晴"].department_id)}
    assert keeper.get(reverse("facts:new")).status_code == 200
    wrong = keeper.post(reverse("facts:new"), values | {"key": "不行"})
    assert wrong.status_code == 422
    assert "代号用小写字母" in wrong.content.decode()
    assert keeper.post(reverse("facts:new"), values).status_code == 303
    fact = Fact.objects.get(key="desk")
    change = reverse("facts:change", args=[fact.pk])
    assert "还没有人" in keeper.get(change).content.decode()
    assert keeper.post(change, {"value": "010-5678", "reason": ""}).status_code == 422
    assert keeper.post(change, {"value": "{{x}}", "reason": "合同"}).status_code == 422
    assert keeper.post(change, {"value": "010-5678", "reason": "搬家"}).status_code == 303
    shown = keeper.get(reverse("facts:show", args=[fact.pk])).content.decode()
    assert "010-5678" in shown
    assert "搬家" in shown
    retire = reverse("facts:retire", args=[fact.pk])
    assert keeper.post(retire, {"reason": ""}).status_code == 422
    assert keeper.post(retire, {"reason": "并入热线"}).status_code == 303
    assert "已停用" in keeper.get(change).content.decode()
    assert keeper.post(change, {"value": "1", "reason": "搬家"}).status_code == 422


def test_another_department_reads_and_cannot_enter_for_it(company: Company, hotline: Fact) -> None:
    reader = browser(company, "白露")
    shown = reader.get(reverse("facts:show", args=[hotline.pk])).content.decode()
    assert "更改取值" not in shown
    assert reader.get(reverse("facts:change", args=[hotline.pk])).status_code == 403
    values = NEW | {"department": str(hotline.department_id)}
    assert reader.post(reverse("facts:new"), values).status_code == 422
    assert (
        reader.get(
            reverse("facts:show", args=["0" * 8 + "-0000-0000-0000-" + "0" * 12])
        ).status_code
        == 404
    )


def test_a_confidential_fact_does_not_exist_for_others(company: Company) -> None:
    secret = define(company, "quota", "赔付上限", "300", classification="confidential")
    assert "赔付上限" not in page(company, "白露", reverse("facts:list"))
    answer = browser(company, "白露").get(reverse("facts:show", args=[secret.pk]))
    assert answer.status_code == 404
    assert "300" in page(company, "罗一鸣", reverse("facts:show", args=[secret.pk]))


@pytest.mark.parametrize("name", ["list", "pick", "new"])
def test_outside_parties_see_no_registry(company: Company, hotline: Fact, name: str) -> None:
    person = company["唐果"]
    person.party = "供应商"
    person.save(update_fields=["party"])
    assert browser(company, "唐果").get(reverse(f"facts:{name}")).status_code == 403
