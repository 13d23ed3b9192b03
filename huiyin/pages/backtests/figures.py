"""The figures of a report as pages show them: before, after, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.core.policy import Policy
from huiyin.directory.models import Department
from huiyin.pages import clauses as clause_words

Report = Mapping[str, Any]

WIDTH = 120
"""Of the small drawings, in their own units."""

HEAD: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    ("duties", _("待办"), _("人次；每人每项算一次")),
    ("breaches", _("违约"), _("逾期才办，或到期末仍没有办")),
    ("calls", _("致电待办"), _("要求打电话的升级动作")),
    ("called", _("要致电的人"), _("致电待办产生时还没有回音的人")),
    ("rungs", _("其他升级"), _("上报主管、催办等")),
    ("pushes", _("打扰"), _("经站外渠道推送给人的次数")),
    ("refusals", _("拦下的动作"), _("前置条件不允许的")),
    ("guarded", _("记为违例"), _("未满足条件但放行的")),
    ("signings", _("审签步骤"), _("按当时的送签内容计")),
)
TABLE = ("duties", "breaches", "calls", "pushes")
CHANGES: tuple[tuple[str, str | Promise], ...] = (
    ("created", _("新增")),
    ("dropped", _("不再产生")),
    ("moved", _("改期")),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; ``top`` is the value that the full width of a drawing stands for."""

    name: str
    label: str | Promise
    about: str | Promise
    before: int
    after: int
    least: int
    most: int
    top: int

    @property
    def change(self) -> int:
        """By how much it grows."""
        return self.after - self.before

    @property
    def certain(self) -> bool:
        """Whether nothing about it is open."""
        return self.least == self.most

    @property
    def was(self) -> float:
        """The place of what was, in a drawing."""
        return self._at(self.before)

    @property
    def would(self) -> float:
        """The place of what would have been."""
        return self._at(self.after)

    @property
    def low(self) -> float:
        """Where the bound begins."""
        return self._at(self.least)

    @property
    def wide(self) -> float:
        """How wide the bound is; something is always to be seen of it."""
        return max(self._at(self.most) - self.low, 0 if self.certain else 2)

    def _at(self, value: int) -> float:
        return round(value * WIDTH / self.top, 1) if self.top else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A clause, a department or a month with its figures."""

    key: str
    title: str
    cells: list[Figure]
    changes: list[tuple[str, int]]

    @property
    def differs(self) -> bool:
        """Whether the draft changes anything in it."""
        moved = any(number for _label, number in self.changes)
        return moved or any(one.change or not one.certain for one in self.cells)


@dataclass(frozen=True, slots=True)
class Bar:
    """How many person-days had ``pushes`` interruptions; heights in per cent of the highest."""

    pushes: int
    before: int
    after: int
    was: int
    would: int
    place: int


def headline(report: Report) -> list[Figure]:
    """The figures of the whole, those that say nothing left out."""
    cells: Mapping[str, list[int]] = report["figures"]
    found = [_figure(name, label, about, cells) for name, label, about in HEAD]
    return [one for one in found if one.top or one.name in TABLE]


def changes(report: Report) -> list[tuple[str, str | Promise, int, int]]:
    """Created, dropped, moved: name, label, people, cases."""
    cells = report["figures"]
    return [
        (name, label, _cell(cells, name)[1], report["lists"][name]["total"])
        for name, label in CHANGES
    ]


def clauses(report: Report, policy: Policy) -> list[Line]:
    """Each clause with its figures, those that change first."""
    titles = {clause.id: clause.text for clause in policy.clauses}
    return _lines(report["by"]["clause"], titles)


def departments(report: Report, seen: frozenset[int]) -> list[Line]:
    """Each department that the viewer may see."""
    names = {str(one.pk): one.name for one in Department.objects.filter(pk__in=seen)}
    found = {key: cells for key, cells in report["by"]["department"].items() if key in names}
    return _lines(found, names)


def months(report: Report) -> list[Line]:
    """Each month, in order."""
    return sorted(_lines(report["by"]["month"], {}), key=lambda line: line.key)


def verbs(report: Report) -> list[Figure]:
    """What people had to do, by what it is: duties, calls, other rungs."""
    found = []
    for verb, cells in report["by"]["verb"].items():
        for name in ("duties", "calls", "rungs"):
            if name in cells:
                one = _figure(name, clause_words.duty(verb), "", cells)
                found.append(one)
    return sorted(found, key=lambda one: (-max(one.before, one.after), str(one.label)))


def each(report: Report) -> list[float]:
    """Interruptions per person who had any, before and after."""
    pushes = _cell(report["figures"], "pushes")
    people = report["interruptions"]["people"]
    return [round(n / (m or 1), 1) for n, m in zip(pushes[:2], people, strict=True)]


def spread(report: Report) -> list[Bar]:
    """Person-days by how often somebody was interrupted."""
    rows: Mapping[str, list[int]] = report["interruptions"]["spread"]
    top = max((n for pair in rows.values() for n in pair), default=0)
    found = []
    for place, (pushes, (before, after)) in enumerate(
        sorted(rows.items(), key=lambda row: int(row[0]))
    ):
        was, would = round(100 * before / top), round(100 * after / top)
        found.append(Bar(int(pushes), before, after, was, would, place * 44))
    return found


def _lines(found: Mapping[str, Mapping[str, list[int]]], titles: Mapping[str, str]) -> list[Line]:
    tops = {
        name: max((max(_cell(cells, name)) for cells in found.values()), default=0)
        for name in TABLE
    }
    lines = [
        Line(
            key,
            titles.get(key, ""),
            [_figure(name, "", "", cells, tops[name]) for name in TABLE],
            [(str(label), _cell(cells, name)[1]) for name, label in CHANGES],
        )
        for key, cells in found.items()
    ]
    return sorted(lines, key=lambda line: (not line.differs, -line.cells[0].top, line.key))


def _figure(
    name: str,
    label: str | Promise,
    about: str | Promise,
    cells: Mapping[str, Sequence[int]],
    top: int | None = None,
) -> Figure:
    cell = _cell(cells, name)
    return Figure(name, label, about, *cell, max(cell) if top is None else top)


def _cell(cells: Mapping[str, Sequence[int]], name: str) -> tuple[int, int, int, int]:
    before, after, least, most = cells.get(name, (0, 0, 0, 0))
    return before, after, least, most
