"""The cast with its offices, and the way of an amendment from draft to in force."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from huiyin.cases.following import Follower
from huiyin.cases.models import Case
from huiyin.cases.signoff import answers
from huiyin.cases.signoff.models import Seat
from huiyin.core.writing.source import clause_text, with_clause
from huiyin.directory.models import Person, Role
from huiyin.directory.roles import grant
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation import actions, announcing
from huiyin.scenarios.regulation.models import Amendment

MORNING = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)  # Monday, 09:00 in Shanghai


@dataclass
class House:
    """Who is who."""

    company: Company
    officer: Person
    chief: Person
    first: PolicyVersion

    def sign(self, amendment: Amendment) -> None:
        """Everybody asked agrees."""
        waiting = Seat.objects.filter(case=amendment, outcome="open", asked_at__isnull=False)
        for seat in list(waiting):
            answers.approve(seat.pk, by=seat.person)

    def announce(self, amendment_id: UUID) -> None:
        """A notice about it is out."""
        case = Case.objects.get(pk=amendment_id)
        facts = {"stage": "whole"}
        follower = Follower(case, facts, self.officer, kit_clock.now())
        announcing.followed(amendment_id, follower)


def make_house() -> House:
    """邱然 is compliance officer, 赵衡 is management; the shipped regulation is in force."""
    company = make_company()
    officer, chief = company["邱然"], company["赵衡"]
    grant(officer, Role.COMPLIANCE)
    grant(chief, Role.MANAGEMENT)
    return House(company, officer, chief, in_force.install_shipped())


ONE_HOUR = 'owes = "open_crisis"\nwithin = "1h"'
_EXAMPLE = (
    ("owes open_crisis by mon 11:00", "owes open_crisis by mon 12:00"),
    ("mon 11:30 clock.passed", "mon 12:30 clock.passed"),
)


def changed(source: str, old: str = ONE_HOUR, new: str = ONE_HOUR.replace("1h", "2h")) -> str:
    """The regulation with its first such term changed, and the example of an hour with it."""
    assert old in source
    source = source.replace(old, new, 1)
    for was, now in _EXAMPLE if old == ONE_HOUR else ():
        assert was in source
        source = source.replace(was, now, 1)
    return source


def begun(house: House) -> Amendment:
    """A draft with one change and a reason."""
    made = actions.create(by=house.officer, title="放宽确认时限")
    made = actions.save(made.pk, changed(made.source), by=house.officer, seen=made.digest)
    return actions.describe(made.pk, by=house.officer, title=made.title, reason="一线反馈")


def in_force_now(house: House, amendment: Amendment, by: Person | None = None) -> PolicyVersion:
    """The rest of the way of a draft."""
    writer = by or house.officer
    actions.describe(amendment.pk, by=writer, title="", reason="理由")
    actions.submit(amendment.pk, None, "例子另行改写", by=writer)
    house.sign(amendment)
    house.announce(amendment.pk)
    return actions.enact(amendment.pk, by=None)


def own_rules(amendment: Amendment, within: str, due: str = "09:30") -> str:
    """The source of a department's draft with 3.3.1, its terms of an hour changed, one example."""
    text = clause_text(in_force.shipped_source(), CLAUSE).partition("[[clause.story]]")[0]
    assert 'within = "1h"' in text
    tight = text.replace('\nwithin = "1h"', f'\nwithin = "{within}"') + STORY.format(due=due)
    return with_clause(amendment.source, CLAUSE, tight)


CLAUSE = "3.3.1"
STORY = """[[clause.story]]
title = "部门的时限"
events = ["09:00 notices.published notice:7 by wang recipients=li urgency=important"]
then = ["li owes confirm_notice by {due}"]
"""
