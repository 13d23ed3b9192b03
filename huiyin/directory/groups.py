"""Reads of groups: their members by rule, how many each has, whose they are, who may shape them."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from huiyin.directory.access import Action, may
from huiyin.directory.addressing import may_address
from huiyin.directory.audience import Audience, rule_of
from huiyin.directory.models import Group, Person
from huiyin.directory.roles import ADMINISTRATOR, roles_of


def audience_of(group: Group) -> Audience:
    """Whom ``group`` means now; nobody once it is closed."""
    return rule_of(group.rule) if group.closed_at is None else Audience()


def members(group: Group) -> QuerySet[Person]:
    """The members of now with their departments, by name; one statement."""
    found = audience_of(group).people_query().select_related("department")
    return found.order_by("sort_key", "pk")


def counts(groups: Iterable[Group]) -> dict[int, int]:
    """How many people each of ``groups`` means now; one statement for all of them."""
    found = list(groups)
    rows = _asked(found, "count(*)", "")
    return {group.pk: 0 for group in found} | {pk: int(n) for pk, n in rows}


def of_person(person: Person) -> list[Group]:
    """The open groups ``person`` belongs to, by name."""
    found = list(Group.objects.filter(closed_at=None).order_by("sort_key", "pk"))
    mine = {pk for pk, n in _asked(found, "count(*)", "WHERE person_id = %s", person.pk) if n}
    return [group for group in found if group.pk in mine]


def may_shape(actor: Person, rule: Audience) -> bool:
    """Whether ``actor`` may make a group of ``rule``: a head of their tree, others of anybody."""
    if not may(actor, Action.MANAGE_GROUPS):
        return False
    return ADMINISTRATOR in roles_of(actor) or may_address(actor, rule)


def may_manage(actor: Person, group: Group) -> bool:
    """Whether ``actor`` may change or close ``group``."""
    return group.closed_at is None and may_shape(actor, audience_of(group))


def _asked(groups: list[Group], what: str, where: str, *wanted: Any) -> list[tuple[int, int]]:
    parts, params = [], list[Any]()
    for group in groups:
        sql, mine = audience_of(group).select_sql()
        parts.append(f"SELECT %s::int, {what} FROM ({sql}) member {where}")  # noqa: S608 - constant text
        params += [group.pk, *mine, *wanted]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return list(cursor.fetchall())
