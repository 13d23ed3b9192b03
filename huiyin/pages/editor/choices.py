"""What a rule may choose from: what is installed, and what the regulation speaks of already."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as _

from huiyin.cases import verbs
from huiyin.cases.factvalues import fact_values
from huiyin.cases.naming import word
from huiyin.cases.registry import known_events, known_roles
from huiyin.core.policy import Policy, Rule
from huiyin.pages.clauses import duty

Option = tuple[str, str]
Group = tuple[str, list[Option]]

ALL = "*"
"""Chosen to see what other scenarios offer."""

_MACHINE = ("clock.passed", "receipts.received")


@dataclass(frozen=True, slots=True)
class Offer:
    """Names by the scenario they belong to (``""``: to all), each with its words."""

    by_scenario: dict[str, list[Option]]

    def near(self, scenario: str, value: str) -> list[Group]:
        """Those of ``scenario`` and of all, with ``value``; all of them when that is asked for."""
        if value == ALL or not self.by_scenario.get(scenario):
            return self.groups()
        near = [*self.by_scenario.get("", ()), *self.by_scenario[scenario]]
        kept = list(dict.fromkeys(near))
        known = dict(option for found in self.by_scenario.values() for option in found)
        if value in known and value not in dict(kept):
            kept.append((value, known[value]))
        return [("", kept), ("", [(ALL, _("其他场景的…"))])]

    def groups(self) -> list[Group]:
        """All, by scenario."""
        seen: set[str] = set()
        groups: list[Group] = []
        for scenario, found in sorted(self.by_scenario.items()):
            fresh = [option for option in found if option[0] not in seen]
            seen |= {name for name, _words in fresh}
            if fresh:
                groups.append((scenario_words(scenario) if scenario else "", fresh))
        return groups


@dataclass(frozen=True, slots=True)
class Choices:
    """What the inputs of a clause offer."""

    events: Offer
    roles: Offer
    verbs: Offer
    facts: list[Option]
    instants: list[Option]
    values: dict[str, list[Option]]
    scenarios: list[Option]
    steps: list[Option]


def choices(policy: Policy) -> Choices:
    """For a clause of ``policy``, what scenarios to come bring included."""
    rules = [rule for clause in policy.clauses for rule in clause.rules]
    signings = [one for clause in policy.clauses for one in clause.signings]
    values = _values(policy)
    return Choices(
        events=_offer(_events(rules), word),
        roles=_offer(_roles(rules), word),
        verbs=_offer(_verbs(rules), duty, first=("remind", _("提醒"))),
        facts=named(values),
        instants=named({"starts_at", "reply_by", *_instants(rules)}),
        values={fact: [(one, word(one)) for one in found] for fact, found in values.items()},
        scenarios=named({one.of for one in signings}),
        steps=named({one.step for one in signings}),
    )


def scenario_of(event: str) -> str:
    """``notices`` of ``notices.published``."""
    return event.partition(".")[0]


def scenario_words(name: str) -> str:
    """What a scenario is called in the menu; its name while it is not installed."""
    config = next((one for one in apps.get_app_configs() if one.label == name), None)
    menu = getattr(config, "menu", ())
    return str(menu[0].label) if menu else word(name)


def named(names: Iterable[str]) -> list[Option]:
    """Names with their words, those without words last."""
    found = [(name, word(name)) for name in names if name]
    return sorted(found, key=lambda one: (one[1] == one[0], one[1]))


def _offer(
    pairs: Iterable[Option], say: Callable[[str], str], first: Option | None = None
) -> Offer:
    """From pairs of scenario and name."""
    found: dict[str, dict[str, str]] = {}
    for scenario, name in pairs:
        found.setdefault(scenario, {})[name] = say(name)
    made = {
        scenario: sorted(names.items(), key=lambda one: (one[1] == one[0], one[1]))
        for scenario, names in found.items()
    }
    if first:
        made[""] = [first, *(option for option in made.get("", ()) if option[0] != first[0])]
    return Offer(made)


def _events(rules: Iterable[Rule]) -> Iterator[Option]:
    spoken = (
        event
        for rule in rules
        for event in (rule.on, rule.met_by, rule.excused_by, rule.ended_by)
        if event
    )
    for event in {*known_events(apps.get_app_configs()), *spoken}:
        if event not in _MACHINE:
            yield scenario_of(event), event


def _roles(rules: Iterable[Rule]) -> Iterator[Option]:
    yield from (("", role) for role in ("bearer", "head_of(bearer)", "initiator", "management"))
    yield from (("directory", role) for role in known_roles(apps.get_app_configs()))
    for rule in rules:
        for role in (rule.bearer, rule.to, *(rung.who for rung in rule.ladder)):
            yield scenario_of(rule.on), role


def _verbs(rules: Iterable[Rule]) -> Iterator[Option]:
    yield from (("directory", name) for name in verbs.names())
    for rule in rules:
        for verb in (rule.owes, *(rung.do for rung in rule.ladder)):
            if verb != "remind":
                yield scenario_of(rule.on), verb


def _instants(rules: Iterable[Rule]) -> set[str]:
    facts = (getattr(rule.within, "fact", "") for rule in rules)
    return {fact for fact in facts if fact}


def _values(policy: Policy) -> dict[str, list[str]]:
    """Every fact that some rule looks at or some event carries, with its values."""
    found: dict[str, list[str]] = {}
    conditions = [
        *(rule.when for clause in policy.clauses for rule in clause.rules),
        *(guard.when for clause in policy.clauses for guard in clause.guards),
        *(one.when for clause in policy.clauses for one in clause.signings),
        *(route.when for route in policy.matrix),
    ]
    for when in conditions:
        for fact, values in when.items():
            found.setdefault(fact, []).extend(values)
    for facts in fact_values(apps.get_app_configs()).values():
        for fact, known in facts.items():
            found[fact] = [*(known or ()), *found.get(fact, ())]
    return {fact: _both(list(dict.fromkeys(values))) for fact, values in found.items()}


def _both(values: list[str]) -> list[str]:
    return ["true", "false"] if values and set(values) <= {"true", "false"} else values
