"""Clauses of a draft of the regulation, read, written and tried by programs (Z01)."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from huiyin.api.routes.policy import FindingOut
from huiyin.cases import surroundings
from huiyin.cases.rest.problem import FieldError, Refusal, conflict, invalid
from huiyin.cases.rest.values import caller
from huiyin.core.linting import lint
from huiyin.core.rehearsal import Rehearsal, rehearse
from huiyin.core.table import PolicyError
from huiyin.core.writing.clause import clause_toml
from huiyin.core.writing.reading import Read, of_clause, read, read_toml
from huiyin.core.writing.source import read_source
from huiyin.directory.access import Action, NotVisible, permission
from huiyin.directory.models import Person
from huiyin.scenarios.regulation import queries
from huiyin.scenarios.regulation.editing import checked, saving
from huiyin.scenarios.regulation.editing import draft as drafts
from huiyin.scenarios.regulation.editing.draft import Draft
from huiyin.ui.phrasing import in_words
from huiyin.worktime import calendars

router = Router(tags=["policy"])

LONGEST = 2_000_000


class SentenceOut(Schema):
    """One sentence of a story, and what is so instead when it is not true."""

    sentence: str
    holds: bool
    instead: str


class StoryOut(Schema):
    """A story that was told again."""

    clause: str
    title: str
    holds: bool
    trouble: str = Field(description="Why an event could not be told; else empty.")
    sentences: list[SentenceOut]


class AmendedClauseOut(Schema):
    """A clause of a draft; `toml` and `clause` say the same."""

    id: str
    toml: str
    clause: dict[str, Any] = Field(description="The `[[clause]]` table as JSON.")
    seal: str = Field(description="Recognises this text; send it back with a change.")
    changed: bool = Field(description="Whether it reads differently from what is in force.")


class ClauseIn(Schema):
    """A clause as TOML or as JSON, one of the two."""

    toml: str = Field(default="", max_length=LONGEST)
    clause: dict[str, Any] | None = None
    seal: str = Field(default="", description="Of the text that was read; empty for a new clause.")


class JudgedOut(Schema):
    """What the linter says, and what became of the stories."""

    findings: list[FindingOut]
    stories: list[StoryOut]


class WrittenOut(JudgedOut):
    """The clause as it is kept, and what is to be said about it."""

    clause: AmendedClauseOut


class SourceIn(Schema):
    """A regulation as TOML files in one text, each after its line `# file: name`."""

    source: str = Field(max_length=LONGEST)


@router.get(
    "/amendments/{amendment_id}/clauses/{clause_id}",
    response=AmendedClauseOut,
    operation_id="getDraftClause",
    summary="A clause of a draft",
)
@permission(Action.SEE)
def show(request: HttpRequest, amendment_id: UUID, clause_id: str) -> AmendedClauseOut:
    """For whoever sees the draft."""
    return _out(_draft(amendment_id, caller(request)), clause_id)


@router.put(
    "/amendments/{amendment_id}/clauses/{clause_id}",
    response=WrittenOut,
    operation_id="putDraftClause",
    summary="Write a clause of a draft",
)
@permission(Action.AMEND_OVERLAY)
def write(request: HttpRequest, amendment_id: UUID, clause_id: str, body: ClauseIn) -> WrittenOut:
    """Each slip is named at its field; 409 when somebody else wrote it since it was read."""
    actor = caller(request)
    draft = _draft(amendment_id, actor)
    if not queries.may_write(actor, draft.amendment):
        raise NotVisible
    found = read_toml(body.toml) if body.clause is None else read(body.clause)
    if found.clause is None:
        raise _slips(found)
    toml = body.toml if body.clause is None else clause_toml(found.clause)
    try:
        saved = saving.save_clause(amendment_id, clause_id, toml, by=actor, was=body.seal)
    except saving.Overtaken as error:
        raise conflict("overtaken", _("这一条之后又被改过，请先读取新的内容")) from error
    except PolicyError as error:
        raise invalid(_("条款读不懂"), {error.field or "toml": in_words(error.problem)}) from error
    after = drafts.read(saved)
    about = checked.check(after, found.clause.id, found.clause)
    return WrittenOut(
        clause=_out(after, found.clause.id),
        findings=[FindingOut(**asdict(one)) for one in about.findings],
        stories=_told([*about.rehearsals, *about.shaken]),
    )


@router.post(
    "/policy/check",
    response=JudgedOut,
    operation_id="checkPolicy",
    summary="Try a regulation without keeping it",
)
@permission(Action.SEE)
def check(request: HttpRequest, body: SourceIn) -> JudgedOut:
    """The linter's findings and every story, told again; nothing is kept."""
    del request
    try:
        policy = read_source(body.source)
    except PolicyError as error:
        raise invalid(_("规定读不懂"), {"source": in_words(error)}) from error
    calendar, awake = calendars.current(), policy.awake()
    stories = [story for clause in policy.clauses for story in clause.stories]
    found = lint(policy, surroundings.current())
    return JudgedOut(
        findings=[FindingOut(**asdict(one)) for one in found],
        stories=_told([rehearse(story, awake, calendar) for story in stories]),
    )


def _draft(amendment_id: UUID, actor: Person) -> Draft:
    return drafts.read(queries.find(amendment_id, actor))


def _out(draft: Draft, clause_id: str) -> AmendedClauseOut:
    clause = draft.clause(clause_id)
    if clause is None:
        raise NotVisible
    own = draft.text(clause_id)
    return AmendedClauseOut(
        id=clause_id,
        toml=own or clause_toml(clause),
        clause=of_clause(clause),
        seal=saving.seal(own),
        changed=clause != draft.in_force(clause_id),
    )


def _told(rehearsals: Iterable[Rehearsal]) -> list[StoryOut]:
    return [
        StoryOut(
            clause=one.story.clause,
            title=one.story.title,
            holds=one.holds,
            trouble=one.trouble,
            sentences=[
                SentenceOut(sentence=each.sentence, holds=each.holds, instead=each.instead)
                for each in one.outcomes
            ],
        )
        for one in rehearsals
    ]


def _slips(found: Read) -> Refusal:
    errors = [
        FieldError(field=one.field or "toml", message=in_words(one.problem), row=one.line or None)
        for one in found.problems
    ]
    return Refusal(422, _("条款读不懂"), kind="invalid", errors=errors)
