"""The log as a workbook."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.spreadsheets import Sheet, moment, workbook
from huiyin.directory.models import Person
from huiyin.scenarios.journal.logline import Line, Wanted

_WIDTHS = (6, 18, 16, 20, 44, 10, 30, 14, 20, 12)


def write(person: Person, wanted: Wanted, lines: list[Line]) -> bytes:
    """The workbook: whose log and of which days, then its lines."""
    head = [
        [_("沟通日志")],
        [f"{person.name}　{person.department.name}"],
        [f"{_day(wanted.start)} – {_day(wanted.end)}"],
    ]
    rows = ([number, *_cells(line)] for number, line in enumerate(lines, 1))
    return workbook(Sheet(_("沟通日志"), _columns(), rows, head=head, widths=_WIDTHS))


def file_name(person: Person) -> str:
    """What the download is called."""
    return f"{_('沟通日志')}-{person.name}.xlsx"


def _columns() -> list[str]:
    return [
        _("序号"), _("时间"), _("事项"), _("对象"), _("内容"), _("渠道"), _("结果"), _("凭证"),
        _("编号"), _("台账序号"),
    ]  # fmt: skip


def _cells(line: Line) -> list[str]:
    entry = str(line.entry) if line.entry else ""
    what = " ".join([line.what, *line.tags])
    return [
        moment(line.at), what, line.people, line.title, line.channel, line.result, line.proof, line.number,
        entry,
    ]  # fmt: skip


def _day(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d")
