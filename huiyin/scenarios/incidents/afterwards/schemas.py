"""The end of an incident as the REST API gives and takes it."""

from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict

from huiyin.cases.rest.values import Instant, Named, Words
from huiyin.scenarios.incidents.afterwards.models import Announcement, Report

_Part = Annotated[Words, Field(max_length=4000)]


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class AnnouncedEnd(_Strict):
    """That it is over, as it goes to all who were told."""

    text: Annotated[Words, Field(min_length=1, max_length=4000)]


class AnnouncementOut(Schema):
    """The word that it is over, and to how many it went."""

    text: str
    at: Instant
    by: Named
    told: int

    @classmethod
    def of(cls, row: Announcement) -> "AnnouncementOut":
        """From its row."""
        return cls(text=row.text, at=row.at, by=Named.of(row.by), told=row.told)


class ReopenedIncident(_Strict):
    """Why it is open again."""

    reason: Annotated[Words, Field(min_length=1, max_length=4000)]


class WrittenReport(_Strict):
    """The parts of the report; what is left out stays. `submit` hands it to the management."""

    summary: _Part | None = None
    impact: _Part | None = None
    cause: _Part | None = None
    measures: _Part | None = None
    remaining: _Part | None = None
    submit: bool = False


class IncidentReportOut(Schema):
    """What happened, why, what was done; drafted from the timeline until somebody writes it."""

    summary: str
    impact: str
    cause: str
    measures: str
    remaining: str
    submitted_at: Instant | None
    submitted_by: Named | None
    revision: int

    @classmethod
    def of(cls, row: Report) -> "IncidentReportOut":
        """From its row."""
        return cls(
            summary=row.summary,
            impact=row.impact,
            cause=row.cause,
            measures=row.measures,
            remaining=row.remaining,
            submitted_at=row.submitted_at,
            submitted_by=Named.of(row.submitted_by) if row.submitted_by else None,
            revision=row.revision,
        )
