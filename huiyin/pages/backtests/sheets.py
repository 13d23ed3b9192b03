"""The result of a backtest as a workbook: figures, clauses, departments, months, cases."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.spreadsheets import Sheet, workbook
from huiyin.directory.models import Person
from huiyin.insight.backtest.models import Run
from huiyin.pages.backtests import figures, listing, spans
from huiyin.pages.backtests.figures import Line
from huiyin.policies import in_force


def write(run: Run, report: Mapping[str, Any], viewer: Person, seen: frozenset[int]) -> bytes:
    """The workbook for ``viewer``, who sees these departments."""
    policy = in_force.version(run.base_id)
    return workbook(
        _sheet(_("结果"), _summary(run, report), head=6),
        _sheet(_("条款"), _lines(_("条款"), figures.clauses(report, policy))),
        _sheet(_("部门"), _lines(_("部门"), figures.departments(report, seen))),
        _sheet(_("月份"), _lines(_("月份"), figures.months(report))),
        _sheet(_("事项"), _cases(report, viewer)),
    )


def _summary(run: Run, report: Mapping[str, Any]) -> Iterator[list[Any]]:
    yield [_("回测"), run.title]
    yield [_("时段"), spans.words(run.first, run.last)]
    yield [_("对照版本"), f"v{run.base_id}"]
    yield [_("结果校验值"), run.hash]
    yield [_("重放现行版本与台账的差异"), report["counts"]["differences"]]
    yield []
    yield [_("指标"), _("当时"), _("按草案"), _("至少"), _("至多"), _("说明")]
    for one in figures.headline(report):
        yield [str(one.label), one.before, one.after, one.least, one.most, str(one.about)]
    for _name, label, people, cases in figures.changes(report):
        yield [str(label), "", people, "", "", _("%(cases)d 批") % {"cases": cases}]


def _lines(title: str, found: Iterable[Line]) -> Iterator[list[Any]]:
    names = [str(label) for name, label, _about in figures.HEAD if name in figures.TABLE]
    head = [title, _("内容")]
    for name in names:
        head += [f"{name} {_('当时')}", f"{name} {_('按草案')}", _("至少"), _("至多")]
    yield [*head, *(str(label) for _name, label in figures.CHANGES)]
    for line in found:
        cells = [n for c in line.cells for n in (c.before, c.after, c.least, c.most)]
        yield [line.key, line.title, *cells, *(n for _label, n in line.changes)]


def _cases(report: Mapping[str, Any], viewer: Person) -> Iterator[list[Any]]:
    yield [_("类别"), _("条款"), _("事项"), _("待办"), _("角色"), _("人数"), _("产生于"),
           _("原期限"), _("新期限")]  # fmt: skip
    for found in listing.lists(report, viewer, limit=10_000):
        for one in found.matters:
            title = one.title or _("你无权查看的事项")
            yield [str(found.label), one.clause, title, one.what, one.role, one.people,
                   _local(one.at), _local(one.was), _local(one.would)]  # fmt: skip


def _local(at: datetime | None) -> Any:
    return "" if at is None else timezone.localtime(at).replace(tzinfo=None)


def _sheet(title: str, lines: Iterator[list[Any]], *, head: int = 0) -> Sheet:
    """``lines``: so many above the table, then its headings, then its rows."""
    above = list(islice(lines, head))
    return Sheet(title, next(lines), lines, head=above)
