"""What is wrong with the facts of a text, good sentences and bad ones."""

import pytest

from huiyin.cases.facts import actions, findings
from huiyin.cases.facts.models import Fact
from huiyin.cases.facts.tests.conftest import define
from huiyin.directory.tests.factories import Company

BAD = (
    "客服热线：400-100-2000",
    "客服热线为 400 100 2000，请转告。",
    "请拨客服热线400-100-2000",
    "客服热线 {{客服热线}}，客服热线（夜间）400-100-2000",
    "旧单上的 400-111-2222 就是客服热线",
    "报名截止日为 2026-12-06",
    "差旅补贴标准是 150 元/天",
    "差旅补贴为 150",
    "税率：13%",
    "对接群改用 b@yunqiao.example，公共邮箱 b@yunqiao.example",
)
GOOD = (
    "客服热线 {{客服热线}}",
    "客服热线：400-820-1600",
    "客服热线 4008201600，24 小时有人",
    "客服热线由 400-111-2222 改为 {{客服热线}}",
    "客服热线原为 400-111-2222，现为 400-820-1600",
    "客服热线全天有 3 人值守",
    "我们有 400-100-2000 这条总机",
    "热线的事见附件",
    "报名截止日为 2026-12-05",
    "报名截止日之后 2 天公布名单",
    "差旅补贴 {{差旅补贴}}，每人限 3 次",
    "差旅补贴的 2026 年度说明另发",
    "税率按 9% 计",
    "公共邮箱 a@yunqiao.example",
)


@pytest.fixture
def registry(company: Company, hotline: Fact) -> None:
    """Facts of several shapes, one with a past."""
    keeper = company["苏晴"]
    actions.change(hotline.pk, "400-111-2222", reason="试用", by=keeper)
    actions.change(hotline.pk, "400-820-1600", reason="正式", by=keeper)
    define(company, "deadline", "报名截止日", "2026-12-05")
    define(company, "allowance", "差旅补贴", "120", unit="元/天")
    define(company, "rate", "税率", "9%")
    define(company, "mailbox", "公共邮箱", "a@yunqiao.example")


def faults(text: str) -> list[findings.Fault]:
    return findings.faults({"items": text}, classification="internal")


@pytest.mark.req("Z05")
@pytest.mark.parametrize("text", BAD)
def test_another_value_near_the_name_is_found(registry: None, text: str) -> None:
    (fault,) = faults(text)
    assert fault.field == "items"
    assert fault.wrong
    assert fault.wrong in text
    assert fault.mend.startswith("{{")


@pytest.mark.req("Z05")
@pytest.mark.parametrize("text", GOOD)
def test_the_live_value_and_its_change_are_no_fault(registry: None, text: str) -> None:
    assert faults(text) == []


@pytest.mark.req("Z05")
def test_an_unknown_retired_or_confidential_fact_is_found(company: Company, hotline: Fact) -> None:
    keeper = company["苏晴"]
    define(company, "quota", "赔付上限", "300", classification="confidential")
    (unknown,) = faults("{{总机}}")
    assert "没有口径「总机」" in unknown.title
    (hidden,) = faults("{{赔付上限}}")
    assert "没有口径" in hidden.title
    text = {"items": "{{赔付上限}}"}
    (secret,) = findings.faults(text, classification="internal", author=keeper)
    assert "机密" in secret.title
    assert findings.faults(text, classification="confidential", author=keeper) == []
    actions.retire(hotline.pk, reason="并入总机", by=keeper)
    (retired,) = faults("{{客服热线}}")
    assert "已停用" in retired.title
