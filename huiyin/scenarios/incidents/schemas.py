"""Incidents as the REST API gives and takes them."""

from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from huiyin.cases.rest.values import Instant, Line, Moment, Named, Words
from huiyin.kit import clock
from huiyin.scenarios.incidents import kinds
from huiyin.scenarios.incidents.models import Incident, IncidentKind, Member, Update
from huiyin.scenarios.incidents.room import timeline
from huiyin.scenarios.incidents.room.clocks import Share


class LevelOut(Schema):
    """One severity of a kind."""

    key: str
    name: str
    text: str


class IncidentKindOut(Schema):
    """What can be declared; its severities, the gravest first."""

    key: str
    name: str
    levels: list[LevelOut]

    @classmethod
    def of(cls, kind: IncidentKind) -> "IncidentKindOut":
        """From its row."""
        ladder = [LevelOut(key=one.key, name=one.name, text=one.text) for one in kinds.levels(kind)]
        return cls(key=kind.key, name=kinds.name_of(kind), levels=ladder)


class IncidentOut(Schema):
    """An incident without what is said in its room."""

    id: UUID
    number: str
    title: str
    kind: str
    severity: str
    state: str = Field(description="`open`, `solved`, `reviewed` or `stood_down`.")
    happened_at: Instant
    created_at: Instant
    resolved_at: Instant | None
    initiator: Named
    commander: Named
    scope: str
    impact: str
    measures: str
    clients_affected: bool
    source_ref: str

    @classmethod
    def of(cls, row: Incident) -> "IncidentOut":
        """From its row."""
        return cls(
            id=row.pk,
            number=row.number,
            title=row.title,
            kind=row.kind.key,
            severity=row.severity,
            state=row.state,
            happened_at=row.happened_at,
            created_at=row.created_at,
            resolved_at=row.resolved_at,
            initiator=Named.of(row.initiator),
            commander=Named.of(row.commander),
            scope=row.scope,
            impact=row.impact,
            measures=row.measures,
            clients_affected=row.clients_affected,
            source_ref=row.source_ref,
        )


class MemberOut(Schema):
    """Somebody of the response team."""

    person: Named
    role: str
    task: str
    state: str = Field(description="`called` or `ready`.")
    ready_at: Instant | None

    @classmethod
    def of(cls, row: Member) -> "MemberOut":
        """From its row."""
        return cls(
            person=Named.of(row.person),
            role=row.role,
            task=row.task,
            state=row.state,
            ready_at=row.ready_at,
        )


class IncidentUpdateOut(Schema):
    """What was known, done and next."""

    number: int
    known: str
    done: str
    next: str
    audience: list[str]
    at: Instant
    by: Named

    @classmethod
    def of(cls, row: Update) -> "IncidentUpdateOut":
        """From its row."""
        return cls(
            number=row.number,
            known=row.known,
            done=row.done,
            next=row.next,
            audience=row.audience,
            at=row.at,
            by=Named.of(row.by),
        )


class TimelineLineOut(Schema):
    """One line of the timeline."""

    at: Instant
    what: str
    title: str
    text: str

    @classmethod
    def of(cls, line: timeline.Line) -> "TimelineLineOut":
        """From the line that the room shows."""
        return cls(at=line.at, what=line.what, title=line.title, text=line.text)


class NextUpdateOut(Schema):
    """When the next update is owed."""

    due_at: Instant
    overdue: bool

    @classmethod
    def of(cls, share: Share | None) -> "NextUpdateOut | None":
        """From the commander's share of the duty."""
        if share is None or share.due_at is None:
            return None
        return cls(due_at=share.due_at, overdue=share.due_at < clock.now())


class IncidentWhole(IncidentOut):
    """An incident with its room."""

    team: list[MemberOut]
    updates: list[IncidentUpdateOut]
    next_update: NextUpdateOut | None
    timeline: list[TimelineLineOut]


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class DeclaredIncident(_Strict):
    """Declare one: a kind and one line are enough."""

    kind: Annotated[Line, Field(min_length=1, max_length=24, description="The key of a kind.")]
    title: Annotated[Line, Field(min_length=1, max_length=200)]
    severity: Annotated[Line, Field(max_length=12)] = ""
    scope: Annotated[Words, Field(max_length=300)] = ""
    impact: Annotated[Words, Field(max_length=300)] = ""
    measures: Annotated[Words, Field(max_length=500)] = ""
    happened_at: Moment | None = None
    clients_affected: bool = False
    source_ref: Annotated[Line, Field(max_length=200)] = Field(
        default="", description="What declared it: the same one twice declares one incident."
    )


class GivenUpdate(_Strict):
    """What is known, was done, comes next. The management always hears it."""

    known: Annotated[Words, Field(min_length=1, max_length=1000)]
    done: Annotated[Words, Field(max_length=1000)] = ""
    next: Annotated[Words, Field(max_length=1000)] = ""
    audience: list[Annotated[Line, Field(max_length=12)]] = Field(
        default_factory=list, max_length=4, description="`team`, `clients`, `group`."
    )


class WrittenNote(_Strict):
    """A line in the timeline."""

    text: Annotated[Words, Field(min_length=1, max_length=4000)]
    kind: Annotated[Line, Field(max_length=12)] = Field(
        default="note", description="`note`, `decision` or `question`."
    )


class ResolvedIncident(_Strict):
    """What was found when it was solved."""

    cause: Annotated[Words, Field(max_length=4000)] = ""
    measures_taken: Annotated[Words, Field(max_length=4000)] = ""
    clients_affected: bool | None = None


class StoodDownIncident(_Strict):
    """Why it was a false alarm."""

    reason: Annotated[Words, Field(min_length=1, max_length=300)]
