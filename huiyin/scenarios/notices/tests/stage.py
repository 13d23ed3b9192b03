"""The stage of the tests: the company, its accounts, and a notice ready to go."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from huiyin.directory.audience import Audience
from huiyin.directory.models import Account, Person
from huiyin.directory.tests.factories import Company, make_company
from huiyin.policies import in_force
from huiyin.scenarios.notices import actions
from huiyin.scenarios.notices.models import Notice

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
"""Wednesday, 12:00 in Shanghai."""

TEXT: dict[str, Any] = {
    "title": "双十二大促值班安排",
    "urgency": "important",
    "classification": "internal",
    "background": "大促期间咨询量增加。",
    "items": "1. 12 月 12 日 08:00–22:00 轮班。\n2. 故障先打给值守组长。",
    "requirements": "各组长负责，11 月 30 日 18:00 前交排班表。",
    "contact": "林若溪，分机 8206",
}


@dataclass(frozen=True)
class Stage:
    """The company on a stage; 林若溪 heads 运营部 and writes to it."""

    company: Company

    def __getitem__(self, name: str) -> Person:
        return self.company[name]

    def draft(self, *, by: str = "林若溪", audience: Audience | None = None, **over: Any) -> Notice:
        """A complete draft to 运营部."""
        author = self[by]
        aim = audience or Audience(departments=(self.company.department("运营部").pk,))
        begun = actions.create_draft(by=author)
        values = TEXT | over | {"audience": aim.to_json()}
        return actions.save_draft(begun.pk, values, by=author)

    def published(self, *, by: str = "林若溪", **over: Any) -> Notice:
        """The same, published."""
        return actions.publish(self.draft(by=by, **over).pk, by=self[by]).notice

    def client(self, name: str, **kwargs: Any) -> Client:
        """A browser in which ``name`` is signed in."""
        person = self[name]
        account, _new = Account.objects.get_or_create(
            person=person, defaults={"username": person.employee_no}
        )
        browser = Client(**kwargs)
        browser.force_login(account)
        return browser


def make_stage() -> Stage:
    """The cast, and the shipped regulation in force."""
    in_force.install_shipped()
    return Stage(make_company())
