"""A text over REST: what the grammar reads of it. Nothing is kept."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import ConfigDict, StringConstraints

from huiyin.cases.drafting.known import vocabulary
from huiyin.cases.drafting.reading.script import simplified
from huiyin.cases.rest.values import Text, caller
from huiyin.core.drafting.draft import draft
from huiyin.core.drafting.proposal import Draft
from huiyin.directory.access import Action, permission, require
from huiyin.policies import in_force

LONGEST = 400_000
router = Router(tags=["policy"])


class TextBody(Schema):
    """A regulation in prose."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[Text, StringConstraints(min_length=1, max_length=LONGEST)]


class DraftClauseOut(Schema):
    """A clause with its own number; `same_as` is an equal one before it."""

    id: str
    start: int
    end: int
    heading: bool
    same_as: str
    kind: str
    reason: str


class ProposalOut(Schema):
    """What was read of `words`, which stand at `start` to `end` (characters) of the text."""

    sort: str = Field(description="deadline, rhythm, lead, retention, length, trigger, bearer …")
    clause: str
    start: int
    end: int
    words: str
    value: str
    term: str = Field(description="In the policy's grammar; empty where it cannot be said yet.")
    confidence: float
    alternatives: list[str]
    note: str


class UnreadOut(Schema):
    """A sentence with a time, a number or an obligation that gave no proposal."""

    clause: str
    start: int
    end: int
    words: str
    reason: str


class DraftOut(Schema):
    """All that was read."""

    title: str
    clauses: list[DraftClauseOut]
    proposals: list[ProposalOut]
    unread: list[UnreadOut]


@router.post(
    "/policy/drafts",
    response=DraftOut,
    operation_id="draftPolicy",
    summary="What a regulation in prose says",
)
@permission(Action.AMEND_OVERLAY)
def read_text(request: HttpRequest, body: TextBody) -> DraftOut:
    """Clauses from the numbering; deadlines, rhythms, lead times, roles, channels; and what is left."""
    require(caller(request), Action.AMEND_OVERLAY)
    known = vocabulary(in_force.company())
    return _out(draft(body.text, known, read_as=simplified(body.text)))


def _out(found: Draft) -> DraftOut:
    guesses = {each.clause: each for each in found.guesses}
    clauses = []
    for clause in found.clauses():
        start, end = clause.place()
        guess = guesses.get(clause.id)
        clauses.append(
            DraftClauseOut(
                id=clause.id,
                start=start,
                end=end,
                heading=clause.heading,
                same_as=clause.same_as,
                kind=guess.kind if guess else "",
                reason=guess.reason if guess else "",
            )
        )
    return DraftOut(
        title=found.title,
        clauses=clauses,
        proposals=[
            ProposalOut(
                sort=one.sort.value,
                clause=one.clause,
                start=one.start,
                end=one.end,
                words=one.words,
                value=one.value,
                term=one.term,
                confidence=round(one.confidence, 2),
                alternatives=list(one.alternatives),
                note=one.note,
            )
            for one in found.proposals
        ],
        unread=[
            UnreadOut(
                clause=one.clause, start=one.start, end=one.end, words=one.words, reason=one.reason
            )
            for one in found.unread
        ],
    )
