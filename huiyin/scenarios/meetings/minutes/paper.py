"""Minutes as a paper: DOCX, PDF, and what the print view shows."""

from django.utils.translation import gettext as _

from huiyin.cases.papers.markdown import sections
from huiyin.cases.papers.paper import Paper, Section, Table
from huiyin.scenarios.meetings.minutes.contents import Contents, Todo, of_meeting, of_revision
from huiyin.scenarios.meetings.models import Form, Meeting, MinutesRevision
from huiyin.ui import zh


def of_draft(meeting: Meeting, body: str) -> Paper:
    """Minutes that are not out yet, marked as a draft."""
    return _paper(meeting, of_meeting(meeting), body, _("草稿"))


def of_sent(revision: MinutesRevision) -> Paper:
    """Minutes as they were sent out."""
    meeting = revision.minutes.meeting
    foot = _("%(at)s 由%(name)s发出") % {
        "at": zh.full_moment(revision.published_at),
        "name": revision.published_by.name,
    }
    if revision.number > 1:
        foot += "，" + _("第 %(number)d 版") % {"number": revision.number}
    return _paper(meeting, of_revision(revision), revision.body, foot, revision.change)


def kind_of(meeting: Meeting) -> str:
    """What the minutes of a meeting are called."""
    return _("沟通纪要") if meeting.kind.form == Form.MANAGEMENT else _("会议纪要")


def facts_of(meeting: Meeting, kept: Contents) -> list[tuple[str, str]]:
    """What stands under the title."""
    began, ended = meeting.began_at or meeting.starts_at, meeting.ended_at or meeting.ends_at
    place = "，".join(part for part in (meeting.room and meeting.room.name, meeting.place) if part)
    found = [
        (_("时间"), f"{zh.full_moment(began)} – {zh.clock_time(ended)}"),
        (_("地点"), place or meeting.link),
        (_("主持人"), meeting.chair.name),
        (_("记录人"), meeting.recorder.name if meeting.recorder else ""),
        (_("到会"), "、".join(kept.present)),
        (_("缺席"), "、".join(kept.absent)),
    ]
    return [(label, value) for label, value in found if value]


def _paper(meeting: Meeting, kept: Contents, body: str, foot: str, change: str = "") -> Paper:
    said = [Section(_("修订说明"), [change])] if change else []
    if meeting.purpose.strip():
        said.append(Section(_("目的"), [meeting.purpose.strip()]))
    said += sections(body)
    if kept.resolutions:
        decided = [row.text for row in kept.resolutions]
        said.append(Section(_("决议"), bullets=decided, numbered=True))
    if kept.items:
        said.append(Section(_("待办"), table=_todo(kept.items)))
    return Paper(
        title=meeting.title,
        kind=kind_of(meeting),
        number=meeting.number,
        facts=facts_of(meeting, kept),
        sections=said,
        classification=str(meeting.get_classification_display()),
        foot=foot,
    )


def _todo(items: tuple[Todo, ...]) -> Table:
    rows = [
        [str(row.number), row.text, row.owner, zh.moment(row.due_at) if row.due_at else ""]
        for row in items
    ]
    return Table([_("序号"), _("内容"), _("负责人"), _("完成时间")], rows, [1, 6, 2, 3])
