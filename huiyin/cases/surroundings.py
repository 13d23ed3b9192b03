"""The house in which the regulation acts, as its linter has to know it (Z15)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from django.apps import apps
from django.db.models import Count

from huiyin.cases import verbs
from huiyin.cases.factvalues import fact_values
from huiyin.cases.models import Classification
from huiyin.cases.registry import known_events, known_roles, scenarios
from huiyin.core.linting import Surroundings
from huiyin.delivery import registry as delivery
from huiyin.directory.models import Department, Role, RoleGrant
from huiyin.kit import clock
from huiyin.worktime import calendars

AHEAD = timedelta(days=45)
"""So long ahead a year's calendar is wanted: the State Council announces it in November."""

SIGNERS = (
    "head_of(author)", "reviewer", "source_departments", "concerned_departments", "marketing",
    "management",
)  # fmt: skip
"""Who may be asked to sign besides the roles that a scenario gives people to (``cases.signoff``)."""


def installed() -> Surroundings:
    """What is installed; needs no database."""
    rooms = list(apps.get_app_configs())
    outside = [channel.name for channel in delivery.channels() if channel.pushes]
    return Surroundings(
        events=known_events(rooms),
        roles=known_roles(rooms),
        signers={*SIGNERS, *(role for room in rooms for role in getattr(room, "roles", ()))},
        scenarios={config.label for config in scenarios()},
        verbs=verbs.names(),
        facts=fact_values(rooms),
        channels=[channel.name for channel in delivery.channels()],
        secret={Classification.CONFIDENTIAL.value: outside},
        fast=outside,
        years=calendars.shipped().published,
        needed_years=_needed(),
    )


def current() -> Surroundings:
    """What is installed, who is there, and the calendar as it is now."""
    return replace(installed(), sizes=_sizes(), years=calendars.current().published)


def _needed() -> frozenset[int]:
    now = clock.now()
    return frozenset({now.year, (now + AHEAD).year})


def _sizes() -> Mapping[str, int]:
    """How many people hold the roles that belong to no case."""
    held = RoleGrant.objects.filter(person__active=True).values_list("role")
    sizes = {role.value: 0 for role in (Role.COMPLIANCE, Role.MANAGEMENT)}
    counted = dict(held.annotate(people=Count("person")))
    heads = Department.objects.filter(active=True, head__active=True)
    return {
        **{role: counted.get(role, 0) for role in sizes},
        "team_heads": heads.values("head").distinct().count(),
    }
