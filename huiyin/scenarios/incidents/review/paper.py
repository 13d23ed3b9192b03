"""The review of an incident as a paper."""

from django.utils.translation import gettext as _

from huiyin.cases.papers.paper import Paper, Section, Table
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.record import foot, head
from huiyin.scenarios.incidents.review import queries
from huiyin.scenarios.incidents.review.models import Outcome, Review
from huiyin.ui import zh


def review(incident: Incident, row: Review) -> Paper:
    """Course, what went well and what did not, causes, improvements, what comes of the process."""
    parts = (
        (_("经过"), row.course),
        (_("做得好的"), row.went_well),
        (_("要改进的"), row.went_badly),
        (_("侥幸"), row.lucky),
    )
    return Paper(
        title=incident.title,
        kind=_("突发事件复盘") if row.completed_at else _("突发事件复盘（草稿）"),
        number=incident.number,
        facts=[*head(incident), *_facts(row)],
        sections=[
            *(Section(name, text.splitlines()) for name, text in parts if text.strip()),
            Section(_("原因"), bullets=_causes(row)),
            _improvements(row),
            *_outcome(row),
        ],
        foot=foot(),
    )


def _facts(row: Review) -> list[tuple[str, str]]:
    people = [person.name for person in row.people.order_by("sort_key")]
    said = [(_("参加"), _("、").join(people)), (_("流程负责人"), _name(row))]
    if row.completed_at is not None:
        said.append((_("完成"), zh.full_moment(row.completed_at)))
    return [(name, value) for name, value in said if value]


def _causes(row: Review) -> list[str]:
    return [
        "　" * why.depth
        + _("%(text)s（%(kind)s）") % {"text": why.cause.text, "kind": why.cause.get_kind_display()}
        for why in queries.tree(row)
    ]


def _improvements(row: Review) -> Section:
    head_row = (_("改进"), _("负责人"), _("期限"), _("状态"))
    rows = [
        [
            item.text,
            item.owner.name,
            zh.moment(item.due_at),
            zh.moment(item.done_at) if item.done_at else _("未完成"),
        ]
        for item in queries.improvements(row)
    ]
    return Section(_("改进项"), table=Table(head_row, rows, (50, 14, 20, 16)))


def _outcome(row: Review) -> list[Section]:
    if row.outcome == Outcome.WAITING:
        return []
    return [Section(str(Outcome(row.outcome).label), row.outcome_words.splitlines())]


def _name(row: Review) -> str:
    return row.process_owner.name if row.process_owner else ""
