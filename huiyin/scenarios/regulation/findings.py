"""What the linter says about an amendment: the company's regulation, or a department's own rules."""

from huiyin.cases import surroundings
from huiyin.core import story
from huiyin.core.calendar import WorkingCalendar
from huiyin.core.linting import Finding, Weight, lint
from huiyin.core.linting import overlay as compared
from huiyin.core.overlay import seen_from
from huiyin.core.policy import Policy, Story
from huiyin.core.telling import StoryError
from huiyin.policies import in_force
from huiyin.scenarios.regulation import queries
from huiyin.scenarios.regulation.models import Amendment
from huiyin.worktime import calendars

UNTRUE = "untrue"
"""The code of an example that does not come true."""


def of(amendment: Amendment) -> list[Finding]:
    """Everything found, in the order of the clauses; ``PolicyError`` when it cannot be read."""
    policy = queries.policy_of(amendment)
    if amendment.binds_id is None:
        return [*lint(policy, surroundings.current()), *untrue(policy)]
    waived = [waiver["clause"] for waiver in amendment.waivers]
    return [*compared(in_force.company(), policy, waived), *_among_the_companys(policy)]


def untrue(policy: Policy) -> list[Finding]:
    """The examples that do not come true under ``policy``: whoever signs it should know."""
    calendar = calendars.current()
    found: list[Finding] = []
    for clause in policy.clauses:
        for place, example in enumerate(clause.stories):
            failed = _failed(example, policy, calendar)
            if failed:
                said = f"“{example.title}”{failed[0]}"
                found.append(Finding(clause.id, f"story[{place}]", said, Weight.WARNING, UNTRUE))
    return found


def _failed(example: Story, policy: Policy, calendar: WorkingCalendar) -> list[str]:
    try:
        return story.run(example, policy, calendar)
    except StoryError as error:
        return [str(error)]


def errors(amendment: Amendment) -> list[Finding]:
    """What keeps it from being put in force."""
    return [one for one in of(amendment) if one.weight is Weight.ERROR]


def _among_the_companys(own: Policy) -> list[Finding]:
    """What is wrong with a department's clauses where they stand among the company's."""
    mine = {clause.id for clause in own.clauses}
    found = lint(seen_from(in_force.company(), own), surroundings.current())
    return [one for one in found if one.clause in mine and one.weight is not Weight.NOTE]
