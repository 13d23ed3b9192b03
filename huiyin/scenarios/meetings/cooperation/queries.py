"""Reads of blocked cooperation."""

from uuid import UUID

from django.db.models import QuerySet

from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import Blocked


def visible_to(actor: Person) -> QuerySet[Blocked]:
    """The matters that ``actor`` may see."""
    return Blocked.objects.visible_to(actor).select_related("initiator")


def find(blocked_id: UUID, actor: Person) -> Blocked:
    """The matter for who may read it; ``NotVisible`` for others."""
    rows = Blocked.objects.select_related("initiator", "settled_by", "department")
    found = rows.filter(pk=blocked_id).first()
    if found is None:
        raise NotVisible
    require(actor, Action.READ, found)
    return found
