"""The values that the steps of an import hand to one another."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 300_000
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in words: ``row`` counts as a spreadsheet does (0: the whole file)."""

    row: int
    field: str
    message: str

    def __str__(self) -> str:
        where = _("第 %(row)d 行") % {"row": self.row} if self.row else _("文件")
        return f"{where} {self.field}：{self.message}" if self.field else f"{where}：{self.message}"


class ImportRefused(ValueError):
    """Nothing was changed; ``problems`` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems[:20]))
        self.problems = problems


def refuse(message: str, *, row: int = 0, field: str = "") -> ImportRefused:
    """The refusal of a file for one reason."""
    return ImportRefused(Problem(row, field, message))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number and the text of its cells."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose columns were recognised.

    ``columns`` gives the place of each field; ``titles`` the words of the file for it; ``ignored``
    the headings that mean nothing to us. ``lines`` holds the body without empty lines.
    """

    name: str
    columns: dict[str, int]
    titles: dict[str, str]
    ignored: tuple[str, ...]
    lines: tuple[Line, ...]

    def has(self, field: str) -> bool:
        """Whether the file has a column for ``field``."""
        return field in self.columns

    def cell(self, line: Line, field: str) -> str:
        """The text of ``field`` in ``line``; empty when there is none."""
        place = self.columns.get(field)
        return "" if place is None or place >= len(line.cells) else line.cells[place]

    def title(self, field: str) -> str:
        """How the file itself calls ``field``."""
        return self.titles.get(field, field)


def checked(lines: list[Line]) -> list[Line]:
    """The same lines, or ``ImportRefused`` when there are too many rows or columns."""
    if len(lines) > MAX_ROWS:
        raise refuse(_("超过 %(limit)d 行") % {"limit": MAX_ROWS})
    for line in lines:
        if len(line.cells) > MAX_COLUMNS:
            raise refuse(_("超过 %(limit)d 列") % {"limit": MAX_COLUMNS}, row=line.row)
    return lines
