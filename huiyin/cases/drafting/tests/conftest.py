"""The company with a compliance officer, and the shipped regulation in force."""

from collections.abc import Iterator
from typing import Any

import pytest

from huiyin.cases.drafting import actions
from huiyin.cases.drafting.models import Card, ImportedText
from huiyin.cases.drafting.reading.files import read_pasted
from huiyin.directory.models import Person, Role
from huiyin.directory.roles import grant
from huiyin.directory.tests.factories import Company, make_company
from huiyin.policies import in_force

WORDS = (
    "云桥科技通知办法\n"
    "第一章 通知\n"
    "第一条 接收人应在通知发布后24小时内回复收到。\n"
    "第二条 督查室每季度检查一次，记录保存2年。\n"
    "第三条 员工应爱护公物。\n"
    "第四条 接收人应在通知发布后24小时内回复收到。\n"
)


class Desk:
    """邱然 writes the regulation; 林若溪 heads a department; 白露 does neither."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.officer: Person = company["邱然"]
        self.head: Person = company["林若溪"]

    def bring(self, words: str = WORDS, **over: Any) -> ImportedText:
        given: dict[str, Any] = {"by": self.officer} | over
        return actions.bring("", read_pasted(words), **given)

    def card(self, text: ImportedText, number: int) -> Card:
        return text.cards.get(number=number)


@pytest.fixture
def desk(db: None, clock: Any) -> Iterator[Desk]:
    in_force.forget()
    in_force.install_shipped()
    company = make_company()
    grant(company["邱然"], Role.COMPLIANCE)
    yield Desk(company)
    in_force.forget()
