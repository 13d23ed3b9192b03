"""Reads of action items: what a draft would assign, and how far what was assigned is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.scenarios.notices.assigned import parsing
from huiyin.scenarios.notices.assigned.models import ActionItem
from huiyin.scenarios.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Planned:
    """An item of a draft; ``problem`` says what keeps it from being assigned."""

    order: int
    text: str
    named: str
    owner: Person | None
    due_at: datetime | None
    problem: str = ""


def planned(notice: Notice, at: datetime) -> list[Planned]:
    """What publishing would assign: the rows entered, else what the last section says."""
    rows = list(ActionItem.objects.filter(notice=notice).order_by("order"))
    if rows:
        written = [parsing.Written(row.text, row.named, row.due_at) for row in rows]
    else:
        written = parsing.read(notice.requirements, at)
    people = _people({one.named for one in written})
    return [_planned(order, one, people, at) for order, one in enumerate(written, 1)]


def of_notice(notice: Notice) -> list[ActionItem]:
    """What was assigned, in order, with its people."""
    rows = ActionItem.objects.filter(notice=notice).select_related("owner__department", "done_by")
    return list(rows.order_by("order"))


def _planned(
    order: int, one: parsing.Written, people: dict[str, list[Person]], at: datetime
) -> Planned:
    found = people.get(one.named, [])
    owner = found[0] if len(found) == 1 else None
    return Planned(order, one.text, one.named, owner, one.due_at, _problem(one, found, at))


def _problem(one: parsing.Written, found: list[Person], at: datetime) -> str:
    if not one.text.strip():
        return _("没有写明做什么")
    if not one.named.strip():
        return _("没有写明负责人")
    if not found:
        return _("名单里没有「%(name)s」") % {"name": one.named}
    if len(found) > 1:
        return _("有 %(count)d 位「%(name)s」，改写工号") % {"count": len(found), "name": one.named}
    if one.due_at is None:
        return _("没有写明截止时间")
    return _("截止时间已过") if one.due_at <= at else ""


def _people(names: Iterable[str]) -> dict[str, list[Person]]:
    wanted = [name for name in names if name]
    active = Person.objects.filter(active=True, party="").order_by("pk")
    found: dict[str, list[Person]] = {}
    for person in active.filter(name__in=wanted):
        found.setdefault(person.name, []).append(person)
    for person in active.filter(employee_no__in=wanted):
        found.setdefault(person.employee_no, []).append(person)
    return found
