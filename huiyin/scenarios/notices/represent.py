"""Notices as values of the REST API."""

from huiyin.cases.rest.values import Named
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.scenarios.notices import publisher, queries, record
from huiyin.scenarios.notices.models import CallRecord, Notice
from huiyin.scenarios.notices.schemas import (
    CallOut,
    CoverageOut,
    DutyOut,
    FileOut,
    NoticeHead,
    NoticeOut,
    NoticeText,
    RecordRow,
    ShareOut,
    SilentOut,
)


def head(notice: Notice) -> NoticeHead:
    """What a list shows."""
    return NoticeHead.model_validate(_head(notice))


def whole(notice: Notice, actor: Person) -> NoticeOut:
    """A notice as ``actor`` may see it."""
    reading = queries.reading(notice, actor)
    own = may(actor, Action.EDIT, notice)
    return NoticeOut.model_validate(
        _head(notice)
        | {
            "text": _text(reading) if may(actor, Action.READ, notice) else None,
            "audience": notice.audience if own else None,
            "duties": [_duty(duty, actor) for duty in reading.duties],
            "reply": reading.reply.text if reading.reply else None,
        }
    )


def call(row: CallRecord) -> CallOut:
    """A call's result."""
    return CallOut(
        id=row.pk,
        notice=row.notice_id,
        person=row.person_id,
        outcome=row.outcome,
        again_at=row.again_at,
        note=row.note,
        called_at=row.called_at,
    )


def silent(row: publisher.Silent) -> SilentOut:
    """A line of the list of those to be phoned."""
    return SilentOut(
        person=Named(id=row.person_id, name=row.name),
        department=row.department,
        position=row.position,
        extension=row.extension,
        mobile=row.mobile,
        opened=row.opened,
        deputy=row.delegate,
        away_until=row.away_until,
        last_call=row.outcome,
        called_at=row.called_at,
        again_at=row.again_at,
        note=row.note,
        undelivered=row.reason,
    )


def coverage(notice: Notice) -> CoverageOut:
    """The counts at this moment."""
    median = publisher.median_time(notice)
    return CoverageOut(
        **_share(publisher.share(notice)).model_dump(),
        median_seconds=None if median is None else round(median.total_seconds()),
        departments=[_share(one) for one in publisher.by_department(notice)],
    )


def line(row: record.Row) -> RecordRow:
    """A recipient's line, codes by name."""
    return RecordRow(
        employee_no=row.employee_no,
        name=row.name,
        department=row.department,
        position=row.position,
        state=row.state.name.lower(),
        evidence=row.evidence.name.lower(),
        due_at=row.due_at,
        closed_at=row.closed_at,
        channel=Channel(row.channel).name.lower() if row.channel else None,
        proof=Proof(row.proof).name.lower() if row.proof else None,
        answered_by=row.answered_by,
        calls=row.calls,
        last_call=row.last_call,
        last_call_at=row.last_call_at,
        caller=row.caller,
        reason=row.reason,
        reply=row.reply,
    )


def _head(notice: Notice) -> dict[str, object]:
    plain = ("number", "title", "urgency", "classification", "state", "reply_by")
    moments = ("created_at", "published_at", "closed_at")
    return {name: getattr(notice, name) for name in (*plain, *moments)} | {
        "id": notice.pk,
        "author": Named.of(notice.initiator),
        "department": Named.of(notice.department),
    }


def _text(reading: queries.Reading) -> NoticeText:
    notice = reading.notice
    return NoticeText(
        gist=notice.gist,
        background=notice.background,
        items=notice.items,
        requirements=notice.requirements,
        contact=notice.contact,
        copy_to=notice.copy_to,
        digest=notice.digest,
        attachments=[
            FileOut(
                id=file.pk,
                name=file.name,
                content_type=file.content_type,
                size=file.size,
                sha256=file.sha256,
            )
            for file in reading.attachments
        ],
    )


def _duty(duty: queries.Duty, actor: Person) -> DutyOut:
    return DutyOut(
        verb=duty.verb,
        person=Named.of(duty.acting_for or actor),
        state=duty.share.state.name.lower(),
        evidence=duty.share.evidence.name.lower(),
        due_at=duty.due_at,
        closed_at=duty.share.closed_at,
        clause=duty.clause,
        clause_text=duty.clause_text,
    )


def _share(one: publisher.Share) -> ShareOut:
    return ShareOut(
        name=one.name,
        total=one.total,
        confirmed=one.met,
        late=one.late,
        opened=one.read,
        unread=one.unread,
        excused=one.excused,
        percent=one.met_pct,
    )
