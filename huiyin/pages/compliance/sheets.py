"""The table as a file: one line per clause and department, every count in a column of its own."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from huiyin.cases import spreadsheets
from huiyin.core.policy import Policy
from huiyin.insight.compliance.figures import Figures
from huiyin.insight.compliance.queries import Table
from huiyin.pages.compliance import numbering, wording
from huiyin.pages.compliance.asking import Asked

KINDS = ("xlsx", "csv")
_SHARES = frozenset({4})
_WIDTHS = (10, 32, 20, 18, 10, 8, 8, 8, 10, 10, 8, 8, 14)


def write(kind: str, asked: Asked, table: Table, policy: Policy) -> tuple[bytes, str]:
    """The bytes and their type; ``Http404`` for a kind that is not made."""
    if kind not in KINDS:
        raise Http404
    lines = rows(asked, table, policy)
    if kind == "csv":
        return spreadsheets.text([columns(), *lines]), spreadsheets.CSV
    sheet = spreadsheets.Sheet(_("合规"), columns(), lines, widths=_WIDTHS, shares=_SHARES)
    return spreadsheets.workbook(sheet), spreadsheets.XLSX


def file_name(kind: str, asked: Asked) -> str:
    """What the download is called."""
    return f"{_('合规')}-{asked.period.name}.{kind}"


def columns() -> list[str]:
    """The headings, in order."""
    return [
        _("条款"), _("标题"), _("章节"), _("部门"), _("按时率"), _("应办"), _("按时"), _("迟办"),
        _("逾期未办"), _("未到期"), _("视为同意"), _("免办"), _("违反前置条件"),
    ]  # fmt: skip


def rows(asked: Asked, table: Table, policy: Policy) -> Iterator[list[Any]]:
    """Every cell of the table under those headings, then the sum of each clause."""
    yield [_("期间"), wording.period_words(asked.period), "", "", *_counts(table.whole)]
    for clause_id in numbering.in_order(list(table.clauses)):
        named = numbering.named(clause_id, policy)
        head = [clause_id, named.title, named.chapter]
        for one in table.columns:
            if found := table.cells.get((clause_id, one.pk)):
                yield [*head, one.name, *_counts(found)]
        yield [*head, _("合计"), *_counts(table.clauses[clause_id])]


def _counts(one: Figures) -> list[Any]:
    share = "" if one.share is None else round(one.share, 4)
    return [share, one.owed, one.met, one.late, one.breach, one.open, one.deemed, one.waived,
            one.breached]  # fmt: skip
