"""What the linter says about an amendment: the company's regulation, or a department's own rules."""

from collections.abc import Collection

from huiyin.cases import surroundings
from huiyin.core import story
from huiyin.core.calendar import WorkingCalendar
from huiyin.core.linting import Finding, Weight, lint
from huiyin.core.linting import overlay as compared
from huiyin.core.overlay import seen_from
from huiyin.core.phrase import phrase
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
        return [*lint(policy, surroundings.current()), *untrue_of(amendment)]
    waived = [waiver["clause"] for waiver in amendment.waivers]
    return [
        *compared(in_force.company(), policy, waived),
        *_among_the_companys(policy),
        *untrue_of(amendment),
    ]


def untrue_of(amendment: Amendment) -> list[Finding]:
    """The examples that do not come true under ``amendment``; of a department's rules its own."""
    policy = queries.policy_of(amendment)
    if amendment.binds_id is None:
        return untrue(policy)
    mine = {clause.id for clause in policy.clauses}
    return untrue(seen_from(in_force.company(), policy), mine)


def untrue(policy: Policy, among: Collection[str] | None = None) -> list[Finding]:
    """The examples (``among`` these clauses) that do not come true: whoever signs should know."""
    calendar = calendars.current()
    found: list[Finding] = []
    for clause in policy.clauses:
        if among is not None and clause.id not in among:
            continue
        for place, example in enumerate(clause.stories):
            failed = _failed(example, policy, calendar)
            if failed:
                said = phrase("“%(title)s”：%(problem)s", title=example.title, problem=failed[0])
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
