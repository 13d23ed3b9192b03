"""The heat table as numbers and words: clauses, departments, how each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiyin.core.policy import Policy
from huiyin.directory.models import Department
from huiyin.insight.compliance.figures import NOTHING, Figures
from huiyin.insight.compliance.queries import Table
from huiyin.pages.compliance import numbering
from huiyin.pages.compliance.asking import Asked
from huiyin.pages.compliance.numbering import Named

STEPS = (98, 95, 90, 80)
"""Rates in per cent from which a cell is paler; below the last it is darkest."""

MILD = 2
"""As dark as a cell gets that stands on few duties."""

WIDTH, HEIGHT, MARGIN = 96, 24, 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``heat`` is 0 (pale) to 4, or ``none`` where nothing had to be answered yet."""

    figures: Figures
    heat: str
    words: str
    href: str

    @property
    def rate(self) -> str:
        """What stands in the cell."""
        return "–" if self.figures.rate is None else f"{self.figures.rate}"


@dataclass(frozen=True, slots=True)
class Row:
    """A clause with its cells (``None``: it asked nothing of that department)."""

    clause: Named
    cells: list[Cell | None]
    whole: Cell
    spark: str
    spark_words: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rows under one heading; empty for a table that is sorted otherwise."""

    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Column:
    """A department above its cells; ``href`` leads into it where it has branches."""

    department: Department
    name: str
    whole: Cell
    href: str


Trend = Sequence[tuple[date, Figures]]


def chapters(
    asked: Asked, table: Table, trends: dict[str, list[tuple[date, Figures]]], policy: Policy
) -> list[Chapter]:
    """All rows, by chapter in the regulation's order, or in one piece in another."""
    rows = [
        _row(asked, numbering.named(clause, policy), table, trends.get(clause, ()))
        for clause in numbering.in_order(list(table.clauses))
    ]
    if asked.sort == "worst":
        return [Chapter("", sorted(rows, key=_badness))]
    if asked.sort == "most":
        return [Chapter("", sorted(rows, key=lambda row: -row.whole.figures.owed))]
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.clause.chapter, []).append(row)
    return [Chapter(title or _("其他条款"), held) for title, held in found.items()]


def columns(asked: Asked, table: Table) -> list[Column]:
    """The departments, those with branches as ways in."""
    top = own_column(asked, table)
    return [
        Column(
            department=one,
            name=_("%(name)s本级") % {"name": one.name} if one is top else one.name,
            whole=cell(table.departments.get(one.pk, NOTHING), one.name, ""),
            href="" if one is top else asked.address(department=one.pk),
        )
        for one in table.columns
    ]


def own_column(asked: Asked, table: Table) -> Department | None:
    """The column of a department's own people, where its branches stand beside it."""
    return table.columns[0] if len(asked.view.roots) == 1 and len(table.columns) > 1 else None


def cell(figures: Figures, where: str, href: str) -> Cell:
    """One cell with its words."""
    return Cell(figures, _heat(figures), f"{where}：{figure_words(figures)}", href)


def figure_words(one: Figures) -> str:
    """All counts of a cell in a sentence; what is nought is left out."""
    parts = [
        (one.met, _("按时 %d")),
        (one.late, _("迟办 %d")),
        (one.breach, _("逾期未办 %d")),
        (one.open, _("未到期 %d")),
        (one.deemed, _("视为同意 %d")),
        (one.waived, _("免办 %d")),
        (one.breached, _("违反前置条件 %d")),
    ]
    said = "，".join(form % number for number, form in parts if number)
    if one.rate is None:
        return said or _("没有记录")
    rate = _("按时率 %(rate)d%%") % {"rate": one.rate}
    few = _("，件数少") if one.few else ""
    return f"{rate}（{said}{few}）"


def spark(trend: Trend) -> str:
    """The points of a line of rates, from 0 to 100 per cent; empty below two."""
    rates = [one.share for _start, one in trend if one.share is not None]
    if len(rates) < 2:  # noqa: PLR2004 - a line needs two points
        return ""
    step = (WIDTH - 2 * MARGIN) / (len(rates) - 1)
    low = min(rates)
    room = max(1 - low, 0.05)
    return " ".join(
        f"{round(MARGIN + step * at, 1)},{round(MARGIN + (HEIGHT - 2 * MARGIN) * (1 - rate) / room, 1)}"
        for at, rate in enumerate(rates)
    )


def _row(asked: Asked, clause: Named, table: Table, trend: Trend) -> Row:
    cells: list[Cell | None] = []
    top = own_column(asked, table)
    for one in table.columns:
        figures = table.cells.get((clause.id, one.pk))
        href = asked.address(
            "pages:compliance_clause",
            clause.id,
            department=one.pk,
            own="1" if one is top or asked.own else "",
        )
        cells.append(cell(figures, one.name, href) if figures else None)
    whole = cell(
        table.clauses[clause.id], _("合计"), asked.address("pages:compliance_clause", clause.id)
    )
    rates = [f"{one.rate}%" for _start, one in trend if one.rate is not None]
    words = _("走势：%(rates)s") % {"rates": "、".join(rates)} if rates else ""
    return Row(clause, cells, whole, spark(trend), words)


def _heat(one: Figures) -> str:
    if one.rate is None:
        return "breached" if one.breached else "none"
    heat = sum(one.rate < step for step in STEPS)
    return str(min(heat, MILD) if one.few else heat)


def _badness(row: Row) -> tuple[float, int]:
    one = row.whole.figures
    return (2.0 if one.share is None else one.share, -one.failed)
