"""Whether the shipped policy reads, pleases the linter, and its stories come true."""

from django.apps import apps

from huiyin.cases.registry import known_events, known_roles
from huiyin.core import story
from huiyin.core.linting import Surroundings, lint
from huiyin.core.load import read_policy
from huiyin.core.policy import Policy, Story
from huiyin.core.table import PolicyError
from huiyin.core.telling import StoryError
from huiyin.policies import in_force
from huiyin.worktime import calendars


def findings() -> list[str]:
    """What is wrong, a line each; empty when nothing is. Needs no database."""
    try:
        policy = read_policy(0, in_force.texts(in_force.shipped_source()))
    except PolicyError as error:
        return [str(error)]
    return [*_linted(policy), *_untrue(policy)]


def _linted(policy: Policy) -> list[str]:
    rooms = list(apps.get_app_configs())
    found = lint(policy, Surroundings(events=known_events(rooms), roles=known_roles(rooms)))
    return [f"{one.clause} {one.field}: {one.problem}" for one in found]


def _untrue(policy: Policy) -> list[str]:
    stories = [each for clause in policy.clauses for each in clause.stories]
    return [line for each in stories for line in _told(each, policy)]


def _told(each: Story, policy: Policy) -> list[str]:
    try:
        failed = story.run(each, policy, calendars.shipped())
    except StoryError as error:
        failed = [str(error)]
    return [f"{each.clause} “{each.title}”: {line}" for line in failed]
