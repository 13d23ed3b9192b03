"""The report of an incident as a paper: what it says, and the whole timeline."""

from django.utils.translation import gettext as _

from huiyin.cases.papers.paper import Paper, Section
from huiyin.scenarios.incidents.afterwards.models import Report
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.record import classification, course, foot, head
from huiyin.ui import zh


def report(incident: Incident, row: Report) -> Paper:
    """Facts, the five sections, the timeline; a draft says that it is one."""
    parts = (
        (_("经过"), row.summary),
        (_("影响"), row.impact),
        (_("原因"), row.cause),
        (_("措施"), row.measures),
        (_("遗留问题和后续"), row.remaining),
    )
    return Paper(
        title=incident.title,
        kind=_("突发事件报告") if row.submitted_at else _("突发事件报告（草稿）"),
        number=incident.number,
        facts=head(incident)
        + ([(_("提交"), _submitted(row))] if row.submitted_at is not None else []),
        sections=[
            *(Section(name, text.splitlines()) for name, text in parts if text.strip()),
            course(incident),
        ],
        classification=classification(incident),
        foot=foot(),
    )


def _submitted(row: Report) -> str:
    if row.submitted_at is None or row.submitted_by is None:
        return ""
    told = {"name": row.submitted_by.name, "at": zh.full_moment(row.submitted_at)}
    return _("%(name)s，%(at)s") % told
