"""Each line of the table as a checked record, and what is wrong with the others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.directory.importing import cells, paths
from huiyin.directory.importing.table import Line, Problem, Table

_READERS: dict[str, Callable[[str], Any]] = {
    "position": lambda text: cells.plain(text, 120),
    "mobile": cells.mobile,
    "email": cells.email,
    "extension": lambda text: cells.code(text, 32),
    "joined": cells.joined,
}


@dataclass(frozen=True, slots=True)
class Record:
    """One person as the file has it. ``None``: the file does not say."""

    row: int
    employee_no: str
    name: str
    path: paths.Path
    left: bool = False
    position: str | None = None
    mobile: str | None = None
    email: str | None = None
    extension: str | None = None
    joined: datetime | None = None
    manager: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lines of a table say."""

    records: tuple[Record, ...]
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def read_rows(table: Table, tops: list[str]) -> Reading:
    """Check every line; a line with an error gives no record but all its problems."""
    reader = _Reader(table, tops)
    records = [record for line in table.lines if (record := reader.read(line)) is not None]
    reader.note_doubles(records)
    return Reading(tuple(records), tuple(reader.errors), tuple(reader.warnings))


class _Reader:
    """Collects the problems of one table while its lines are read."""

    def __init__(self, table: Table, tops: list[str]) -> None:
        self.table = table
        self.tops = tops
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self._rows: dict[str, int] = {}
        column = [table.cell(line, "department") for line in table.lines]
        self._by_dash = paths.dashes_part(column)

    def read(self, line: Line) -> Record | None:
        """The record of ``line``, or ``None`` when it has an error."""
        before = len(self.errors)
        number = self._required(line, "employee_no", lambda text: cells.code(text, 64))
        name = self._required(line, "name", lambda text: cells.plain(text, 120))
        path = self._path(line)
        values = {field: self._optional(line, field) for field in _READERS if self.table.has(field)}
        manager = self._value(line, "manager", lambda text: cells.code(text, 120))
        head = self._value(line, "head", lambda text: cells.code(text, 120))
        if number:
            self._once(line, number)
        if len(self.errors) > before:
            return None
        return Record(
            row=line.row,
            employee_no=number,
            name=name,
            path=path,
            left=cells.has_left(self.table.cell(line, "status")),
            manager="" if manager in cells.NO else manager,
            head=head,
            **values,
        )

    def note_doubles(self, records: list[Record]) -> None:
        """Warn of a phone or an address that two people share: perhaps they were swapped."""
        for field in ("mobile", "email"):
            seen: dict[str, int] = {}
            for record in records:
                value = getattr(record, field)
                if value and seen.setdefault(value, record.row) != record.row:
                    text = _("与第 %(row)d 行相同") % {"row": seen[value]}
                    self.warnings.append(Problem(record.row, self.table.title(field), text))

    def _once(self, line: Line, number: str) -> None:
        first = self._rows.setdefault(number.casefold(), line.row)
        if first != line.row:
            text = _("“%(number)s”与第 %(row)d 行重复") % {"number": number, "row": first}
            self._wrong(line, "employee_no", text)

    def _required(self, line: Line, field: str, read: Callable[[str], str]) -> str:
        before = len(self.errors)
        value: str = self._value(line, field, read) or ""
        if not value and len(self.errors) == before:
            self._wrong(line, field, _("不能为空"))
        return value

    def _optional(self, line: Line, field: str) -> Any:
        value = self._value(line, field, _READERS[field])
        text = self.table.cell(line, field)
        if field == "mobile" and "*" in text:
            self.warnings.append(
                Problem(line.row, self.table.title(field), _("号码被隐藏，未采用"))
            )
            return None
        return value

    def _path(self, line: Line) -> paths.Path:
        text = self.table.cell(line, "department")
        if paths.has_several(text):
            words = _("有多个部门，取第一个")
            self.warnings.append(Problem(line.row, self.table.title("department"), words))
        read = self._value(
            line,
            "department",
            lambda cell: paths.split(cell, by_dash=self._by_dash, tops=self.tops),
        )
        return read or ()

    def _value(self, line: Line, field: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(self.table.cell(line, field))
        except ValueError as error:
            self._wrong(line, field, str(error))
            return None

    def _wrong(self, line: Line, field: str, message: str) -> None:
        self.errors.append(Problem(line.row, self.table.title(field), message))
