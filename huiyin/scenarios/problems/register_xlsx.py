"""The register as a workbook that no spreadsheet program will run as formulas."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.spreadsheets import Sheet, workbook
from huiyin.scenarios.problems.models import Problem

_WIDTHS = (18, 40, 14, 16, 16, 10, 8, 16, 12, 18, 12, 12, 18, 18, 8)


def write(problems: Iterable[Problem]) -> bytes:
    """One row for each problem under a head that stays."""
    rows = map(_cells, problems)
    return workbook(Sheet(_("问题登记表"), _columns(), rows, widths=_WIDTHS, fixed=2))


def _columns() -> list[str]:
    return [
        _("编号"), _("问题"), _("来源"), _("提出人"), _("上报时间"), _("性质"), _("重大"),
        _("责任部门"), _("负责人"), _("解决期限"), _("状态"), _("分类"), _("常见问题"),
        _("结束时间"), _("退回次数"),
    ]  # fmt: skip


def _cells(row: Problem) -> list[str]:
    return [
        row.number,
        row.title,
        row.get_source_display(),
        row.raised_by,
        _at(row.created_at),
        row.get_nature_display(),
        _("是") if row.is_major else _("否"),
        row.in_charge.name if row.in_charge else "",
        row.owner.name if row.owner else "",
        _at(row.due_at),
        row.get_state_display(),
        row.get_category_display(),
        row.topic,
        _at(row.closed_at),
        str(row.bounced),
    ]


def _at(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
