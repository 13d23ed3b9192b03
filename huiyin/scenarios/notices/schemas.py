"""What the REST API takes and gives about notices."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints
from pydantic.config import JsonDict

from huiyin.cases.rest.values import (
    DepartmentId,
    Instant,
    Line,
    Moment,
    Named,
    PersonId,
    Text,
    Words,
)

LONG = 20_000
Urgency = Literal["routine", "important", "urgent"]
Classification = Literal["public", "internal", "confidential"]
LongText = Annotated[Text, StringConstraints(max_length=LONG)]
Position = Annotated[Line, StringConstraints(min_length=1, max_length=120)]
EXAMPLE: JsonDict = {
    "title": "双十二大促值班安排",
    "urgency": "important",
    "background": "大促期间咨询量增加。",
    "items": "1. 12 月 12 日 08:00–22:00 轮班。",
    "requirements": "各组长负责，11 月 30 日 18:00 前交排班表。",
    "contact": "林若溪，分机 8206",
    "reply_by": "2026-11-30T18:00:00+08:00",
    "audience": {"departments": [4]},
}


class _Strict(Schema):
    """A body in which an unknown name is an error, not a silence."""

    model_config = ConfigDict(extra="forbid")


class AudienceBody(_Strict):
    """Everybody chosen, less the exceptions."""

    company: bool = False
    departments: list[DepartmentId] = Field(default=[], max_length=2000)
    with_sub: bool = Field(default=True, description="Take the departments below along.")
    positions: list[Position] = Field(default=[], max_length=500)
    groups: list[DepartmentId] = Field(default=[], max_length=500, description="Ids of groups.")
    parties: list[Position] = Field(
        default=[], max_length=500, description="Outside parties, by name."
    )
    people: list[DepartmentId] = Field(default=[], max_length=20_000)
    except_departments: list[DepartmentId] = Field(default=[], max_length=2000)
    except_people: list[DepartmentId] = Field(default=[], max_length=20_000)


class NoticeBody(_Strict):
    """The template of a notice; a draft may lack anything. Texts are Markdown."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    title: Annotated[Line, StringConstraints(max_length=200)] = ""
    urgency: Urgency = "routine"
    classification: Classification = "internal"
    audience: AudienceBody = AudienceBody()
    copy_to: Annotated[Line, StringConstraints(max_length=200)] = ""
    gist: Annotated[Text, StringConstraints(max_length=300)] = ""
    background: LongText = ""
    items: LongText = ""
    requirements: LongText = ""
    contact: Annotated[Line, StringConstraints(max_length=200)] = ""
    reply_by: Moment | None = None


class OnBehalf(_Strict):
    """Whose duty it is, for a deputy; the caller's own without it."""

    person: PersonId | None = None


class ReplyBody(OnBehalf):
    """An answer in words."""

    text: Annotated[Words, StringConstraints(min_length=1, max_length=4000)]


class CallBody(_Strict):
    """What came of a phone call."""

    outcome: Literal["understood", "no_answer", "wrong_number", "unreachable"]
    again_at: Moment | None = Field(default=None, description="Needed with `no_answer`.")
    note: Annotated[Line, StringConstraints(max_length=300)] = Field(
        default="", description="Needed with `unreachable`: the reason."
    )


class NoticeHead(Schema):
    """What everybody may know who may know of a notice."""

    id: UUID
    number: str
    title: str
    urgency: Urgency
    classification: Classification
    state: Literal["draft", "published", "closed"]
    author: Named
    department: Named
    created_at: Instant
    published_at: Instant | None
    closed_at: Instant | None
    reply_by: Instant | None


class FileOut(Schema):
    """An attachment."""

    id: UUID
    name: str
    content_type: str
    size: int
    sha256: str


class NoticeText(Schema):
    """The words of a notice."""

    gist: str
    background: str
    items: str
    requirements: str
    contact: str
    copy_to: str
    digest: str = Field(description="SHA-256 of what was published, as in the ledger.")
    attachments: list[FileOut]


class DutyOut(Schema):
    """What the caller, or somebody they stand in for, owes about the notice."""

    verb: str
    person: Named
    state: str
    evidence: str
    due_at: Instant | None
    closed_at: Instant | None
    clause: str
    clause_text: str


class NoticeOut(NoticeHead):
    """A notice; `text` is null for those who may only know that it exists."""

    text: NoticeText | None
    audience: dict[str, Any] | None = Field(description="For the author only.")
    duties: list[DutyOut]
    reply: str | None


class Confirmed(Schema):
    """`was_open` is false when it had been confirmed before: twice is once."""

    notice: UUID
    person: int
    was_open: bool


class ReplyOut(Schema):
    """The answer as it stands."""

    notice: UUID
    person: int
    text: str
    replied_at: Instant


class CallOut(Schema):
    """A call that was written down."""

    id: int
    notice: UUID
    person: int
    outcome: str
    again_at: Instant | None
    note: str
    called_at: Instant


class SilentOut(Schema):
    """Somebody who has not confirmed, how to reach them, and what was tried."""

    person: Named
    department: str
    position: str
    extension: str
    mobile: str
    opened: bool
    deputy: str
    away_until: Instant | None
    last_call: str
    called_at: Instant | None
    again_at: Instant | None
    note: str
    undelivered: str = Field(description="Why the last message did not arrive.")


class ShareOut(Schema):
    """Counts; `opened` are those who opened it and did no more."""

    name: str
    total: int
    confirmed: int
    late: int
    opened: int
    unread: int
    excused: int
    percent: int


class CoverageOut(ShareOut):
    """How far a notice got, whole and by department."""

    median_seconds: int | None
    departments: list[ShareOut]


class FiguresOut(Schema):
    """The sums at the head of the record."""

    total: int
    in_time: int
    late: int
    excused: int
    open: int


class AnchorOut(Schema):
    """The ledger when the record was made."""

    size: int
    root: str
    at: Instant | None


class RecordRow(Schema):
    """One recipient's line of the confirmation record."""

    employee_no: str
    name: str
    department: str
    position: str
    state: str
    evidence: str
    due_at: Instant | None
    closed_at: Instant | None
    channel: str | None
    proof: str | None
    answered_by: str
    calls: int
    last_call: str
    last_call_at: Instant | None
    caller: str
    reason: str
    reply: str


class RecordOut(Schema):
    """A page of the confirmation record, under the head of the whole."""

    number: str
    title: str
    published_at: Instant | None
    digest: str
    made_at: Instant
    figures: FiguresOut
    ledger: AnchorOut
    items: list[RecordRow]
    next: str | None


class EntryOut(Schema):
    """A ledger entry; `seq` is null and `proof` empty while no checkpoint covers it."""

    id: int
    seq: int | None
    body: str = Field(description="Canonical JSON, exactly the bytes that are hashed.")
    leaf: str
    proof: list[str] = Field(description="RFC 6962 audit path, hex, from the leaf up.")


class ProofOut(Schema):
    """The entries of a notice with their inclusion proofs."""

    subject: UUID
    checkpoint: str
    size: int
    root: str
    entries: list[EntryOut]
    next: str | None
