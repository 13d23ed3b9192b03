"""The start-up check of scenarios: a folder that lacks a part is refused before it serves anyone."""

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error

from huiyin.core.linting import ROLES
from huiyin.core.load import read_policy
from huiyin.core.policy import Rule
from huiyin.policies.shipped import clause_files

SCENARIOS = "huiyin.scenarios."
PARTS = ("models", "actions", "queries", "urls")


def scenarios() -> list[AppConfig]:
    """The installed scenarios in the order of the registry."""
    return [one for one in apps.get_app_configs() if one.name.startswith(SCENARIOS)]


def check_scenarios(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Django system check: every part is there, every clause parses, every event is recorded."""
    del app_configs, kwargs
    return check(scenarios(), known_events(apps.get_app_configs()))


def check(configs: Iterable[AppConfig], events: set[str]) -> list[CheckMessage]:
    """The faults of ``configs`` when exactly ``events`` are recorded by anybody."""
    found: list[CheckMessage] = []
    for config in configs:
        found += _missing_parts(config)
        found += _clause_faults(config, events)
    return found


def known_events(configs: Iterable[AppConfig]) -> set[str]:
    """Every event some room says it records (``AppConfig.events``), and the clock's own."""
    events = {"clock.passed"}
    for config in configs:
        events.update(getattr(config, "events", ()))
    return events


def known_roles(configs: Iterable[AppConfig]) -> set[str]:
    """Every role that a rule may name: the directory's, and those that a room gives people to.

    A room lists its own as ``AppConfig.roles`` (``key_people``).
    """
    roles = set(ROLES)
    for config in configs:
        roles.update(getattr(config, "roles", ()))
    return roles


def _missing_parts(config: AppConfig) -> list[CheckMessage]:
    folder = Path(config.path)
    missing = [part for part in PARTS if find_spec(f"{config.name}.{part}") is None]
    if not clause_files(config.label, folder):
        missing.append("clauses/")
    if not (folder / "templates").is_dir():
        missing.append("templates/")
    if not getattr(config, "events", ()):
        missing.append("AppConfig.events")
    return [
        Error(f"the scenario {config.label} lacks {part}", obj=config, id="cases.E001")
        for part in missing
    ]


def _clause_faults(config: AppConfig, events: set[str]) -> list[CheckMessage]:
    try:
        policy = read_policy(0, clause_files(config.label, Path(config.path)))
    except ValueError as fault:
        message = f"the clauses of {config.label} do not parse: {fault}"
        return [Error(message, obj=config, id="cases.E002")]
    return [
        Error(
            f"rule {rule.key} of {config.label} waits for {event}, which nobody records",
            obj=config,
            id="cases.E003",
        )
        for rule in policy.rules()
        for event in _waits_for(rule)
        if event not in events
    ]


def _waits_for(rule: Rule) -> list[str]:
    return [event for event in (rule.on, rule.met_by, rule.excused_by) if event]
