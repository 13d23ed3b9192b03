"""What the pages of groups read: the list, one group with what was announced and shared in it."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from huiyin.cases.groups import announced_to
from huiyin.cases.models import Attachment, Case
from huiyin.cases.verbs import page_of
from huiyin.directory import groups
from huiyin.directory.access import Action
from huiyin.directory.models import Group, GroupKind, Person
from huiyin.pages import kinds

MOST = 50
"""How many announcements and files a group's page shows, the newest first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A group in the list, with how many people it means now."""

    group: Group
    people: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Announcement:
    """A case that was addressed to a group."""

    case: Case
    address: str
    icon: str


def listed(actor: Person, kind: str, *, mine: bool, closed: bool) -> list[Line]:
    """The groups of ``kind`` (all when empty) by name; a few statements, however many there are."""
    rows = Group.objects.filter(closed_at__isnull=not closed).select_related("owner")
    if kind in GroupKind.values:
        rows = rows.filter(kind=kind)
    found = list(rows.order_by("sort_key", "pk")[:500])
    people = groups.counts(found)
    own = {group.pk for group in groups.of_person(actor)} | {
        g.pk for g in found if g.owner == actor
    }
    lines = [Line(group, people[group.pk], group.pk in own) for group in found]
    return [line for line in lines if line.mine or not mine]


def announcements(group: Group, actor: Person) -> list[Announcement]:
    """What was announced to ``group`` and ``actor`` may know of, the newest first."""
    rows = _addressed(group, actor, Action.SEE).select_related("initiator", "department")
    return [
        Announcement(case, page_of(case.scenario, case.pk), kinds.of(case.scenario).icon)
        for case in rows.order_by("-opened_at", "-pk")[:MOST]
    ]


def files(group: Group, actor: Person) -> list[Attachment]:
    """What was attached to these, as far as ``actor`` may read it."""
    cases = _addressed(group, actor, Action.READ_ATTACHMENT)
    rows = Attachment.objects.filter(case__in=cases.values("pk")).select_related(
        "uploaded_by", "case"
    )
    return list(rows.order_by("-case__opened_at", "name")[:MOST])


def _addressed(group: Group, actor: Person, action: Action) -> QuerySet[Case]:
    sources = [Q(pk__in=cases) for cases in announced_to(group)]
    ours = reduce(or_, sources, Q(pk__in=[]))
    return Case.objects.visible_to(actor, action).filter(ours, opened_at__isnull=False)
