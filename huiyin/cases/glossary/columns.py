"""The columns of a table of terms, under the headings that people use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.glossary.models import TermKind
from huiyin.directory.importing import ImportRefused, Line, Problem
from huiyin.directory.importing.cells import joined
from huiyin.directory.names import fold

HEADINGS: dict[str, tuple[str, ...]] = {
    "word": ("规范写法", "术语", "标准术语", "规范用语", "名称", "term", "word", "preferred"),
    "variants": ("不用的写法", "误用", "错误写法", "禁用词", "别名", "variants", "forbidden"),
    "unless": ("例外", "除外", "unless", "exceptions"),
    "meaning": ("释义", "含义", "定义", "说明", "内容", "meaning", "definition"),
    "department": ("归口部门", "部门", "负责部门", "department", "owner"),
    "kind": ("类别", "类型", "kind", "type"),
    "since": ("启用日期", "起用日期", "生效日期", "since", "valid from"),
}
_FORMAT = frozenset({"报告格式", "格式", "模板", "format"})
_TERM = frozenset({"", "术语", "词", "term"})
_SEARCHED = 10
_BETWEEN = re.compile(r"[;；、,，|\n]")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, as text."""

    number: int
    word: str
    variants: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    meaning: str = ""
    department: str = ""
    kind_word: str = ""
    since_word: str = ""

    def kind(self, wrong: dict[str, str]) -> str:
        """Term or format; what is neither is named in ``wrong``."""
        said = fold(self.kind_word)
        if said not in _FORMAT | _TERM:
            wrong["kind"] = _("类别应为术语或报告格式")
        return TermKind.FORMAT if said in _FORMAT else TermKind.TERM

    def since(self) -> date | None:
        """The day, ``None`` for an empty cell; ``ValueError`` says what is wrong with it."""
        at = joined(self.since_word)
        return timezone.localdate(at) if at else None


class Columns:
    """Where each field stands in a file."""

    def __init__(self, places: dict[str, int]) -> None:
        self.places = places

    @staticmethod
    def titles() -> dict[str, str]:
        """How problems call each field."""
        return {
            "word": _("规范写法"),
            "variants": _("不用的写法"),
            "unless": _("例外"),
            "meaning": _("释义"),
            "department": _("归口部门"),
            "kind": _("类别"),
            "since": _("启用日期"),
        }

    @classmethod
    def of(cls, cells: Sequence[str]) -> "Columns":
        """The columns of a heading line."""
        said = [fold(cell).strip("*:") for cell in cells]
        places = {}
        for field, words in HEADINGS.items():
            known = [said.index(word) for word in words if word in said]
            if known:
                places[field] = known[0]
        return cls(places)

    def row(self, line: Line) -> Row:
        """The fields of one line."""
        return Row(
            number=line.row,
            word=self._cell(line, "word"),
            variants=several(self._cell(line, "variants")),
            unless=several(self._cell(line, "unless")),
            meaning=self._cell(line, "meaning"),
            department=self._cell(line, "department"),
            kind_word=self._cell(line, "kind"),
            since_word=self._cell(line, "since"),
        )

    def _cell(self, line: Line, field: str) -> str:
        place = self.places.get(field)
        return "" if place is None or place >= len(line.cells) else line.cells[place].strip()


def several(text: str) -> tuple[str, ...]:
    """The words of one cell or field, however they are parted."""
    return tuple(word.strip() for word in _BETWEEN.split(text) if word.strip())


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Every row below the headings; ``ImportRefused`` when no line names the words."""
    for place, line in enumerate(lines[:_SEARCHED]):
        columns = Columns.of(line.cells)
        if "word" in columns.places:
            return [columns.row(one) for one in lines[place + 1 :]]
    row = lines[0].row if lines else 0
    raise ImportRefused(Problem(row, Columns.titles()["word"], _("缺少这一列")))
