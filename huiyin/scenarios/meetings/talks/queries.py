"""Reads of talks: one that somebody may see, those of a person, progress of a quarter."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.heads import heads_anything
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import Period, Talk, TalkState
from huiyin.scenarios.meetings.talks import completing


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a head is with the talks of a quarter."""

    head: Person
    total: int
    left: tuple[Person, ...]

    @property
    def done(self) -> int:
        """How many were talked to, or are away."""
        return self.total - len(self.left)


def find(talk_id: UUID, actor: Person) -> Talk:
    """The talk for who may read it; ``NotVisible`` for others."""
    rows = Talk.objects.select_related("initiator", "partner", "department")
    found = rows.filter(pk=talk_id).first()
    if found is None:
        raise NotVisible
    require(actor, Action.READ, found)
    return found


def mine(actor: Person) -> QuerySet[Talk]:
    """Talks that ``actor`` leads or is part of: those to come first, then the newest."""
    own = Talk.objects.filter(Q(initiator=actor) | Q(partner=actor))
    return own.select_related("initiator", "partner").order_by("-planned_at")


def waiting(actor: Person) -> int:
    """How many talks want something of ``actor``."""
    return mine(actor).exclude(state=TalkState.CONFIRMED).count()


def progress(period: Period, head: Person) -> Progress | None:
    """How far ``head`` is; ``None`` for who heads nobody."""
    if not heads_anything(head):
        return None
    return Progress(head, completing.total(head), tuple(completing.left(period, head)))
