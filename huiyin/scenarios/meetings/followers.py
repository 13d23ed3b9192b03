"""What a case of this scenario gives to one that follows from it: a problem, a meeting, a notice."""

from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.following import Draft, Follower
from huiyin.cases.models import Case
from huiyin.kit import live
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.cooperation import meeting as coordination
from huiyin.scenarios.meetings.models import Blocked, Meeting


def draft_of(case_id: UUID) -> Draft:
    """Where it comes from in a sentence; of blocked cooperation also who has to meet about it."""
    case = Case.objects.get(pk=case_id)
    meeting = Meeting.objects.filter(pk=case_id).first()
    matter = Blocked.objects.filter(pk=case_id).first()
    said = _("编号 %(number)s：%(title)s") % {"number": case.number, "title": case.title}
    if meeting is not None:
        words = {"title": meeting.title, "when": queries.when(meeting)}
        said = _("在会议“%(title)s”（%(when)s）上提出。") % words
    return Draft(
        title=_("解决协作受阻：%(title)s") % {"title": case.title} if matter else case.title,
        background=matter.text if matter else said,
        items="",
        urgency=case.urgency,
        classification=case.classification,
        people=tuple(coordination.heads(matter)) if matter else (),
    )


def followed(case_id: UUID, follower: Follower) -> None:
    """Something that follows from it is out: its page says so."""
    del follower
    live.announce(f"case:{case_id}")
