"""Who reports to whom and who heads what, as the file says it: by number or by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.directory.importing import cells
from huiyin.directory.importing.paths import Key, Path, key_of
from huiyin.directory.importing.rows import Record
from huiyin.directory.importing.snapshot import Known, Snapshot
from huiyin.directory.importing.table import Problem
from huiyin.directory.names import fold

Link = tuple[str, str]
"""An employee number and the manager's (empty: nobody)."""

Heading = tuple[Path, str]
"""A department and the employee number of its head."""


@dataclass(frozen=True, slots=True)
class Links:
    """Only what differs from the directory."""

    managers: tuple[Link, ...]
    heads: tuple[Heading, ...]
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def resolve(records: Sequence[Record], now: Snapshot, *, clearing: bool) -> Links:
    """Resolve managers and heads; ``clearing``: an empty manager cell means nobody."""
    found = _Resolver([record for record in records if not record.left], now)
    managers = found.managers(clearing=clearing)
    heads = found.heads()
    return Links(managers, heads, tuple(found.errors), tuple(found.warnings))


class _Resolver:
    """Finds people among those who stay in the file and those known already."""

    def __init__(self, records: Sequence[Record], now: Snapshot) -> None:
        self.records = records
        self.now = now
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        staff = {person.employee_no.casefold(): person.employee_no for person in now.staff()}
        self.numbers = staff | {
            record.employee_no.casefold(): _kept(now, record) for record in records
        }
        self.names: dict[str, set[str]] = {}
        for person in now.staff():
            self.names.setdefault(fold(person.name), set()).add(person.employee_no)
        for record in records:
            self.names.setdefault(fold(record.name), set()).add(_kept(now, record))

    def find(self, text: str) -> str:
        """The employee number meant; ``ValueError`` in words when none or several fit."""
        if text.casefold() in self.numbers:
            return self.numbers[text.casefold()]
        fitting = self.names.get(fold(text), set())
        if len(fitting) == 1:
            return next(iter(fitting))
        if fitting:
            raise ValueError(
                _("“%(text)s”有 %(n)d 人同名，请填工号") % {"text": text, "n": len(fitting)}
            )
        raise ValueError(_("找不到“%(text)s”") % {"text": text})

    def managers(self, *, clearing: bool) -> tuple[Link, ...]:
        """The links that differ from the directory; a circle is an error."""
        wanted: dict[str, str] = {}
        rows: dict[str, int] = {}
        for record in self.records:
            number = _kept(self.now, record)
            manager = self._manager(record, number)
            if manager or (manager is not None and clearing):
                wanted[number], rows[number] = manager, record.row
        self._find_circles(wanted, rows)
        return tuple(link for link in wanted.items() if link[1] != self._present(link[0]))

    def heads(self) -> tuple[Heading, ...]:
        """The headings that differ; of several heads named the present one stays."""
        named: dict[Key, set[str]] = {}
        where: dict[Key, tuple[Path, int]] = {}
        for record in self.records:
            number = self._head(record)
            if number and record.path:
                named.setdefault(key_of(record.path), set()).add(number)
                where.setdefault(key_of(record.path), (record.path, record.row))
        return tuple(
            (where[key][0], chosen)
            for key, numbers in named.items()
            if (chosen := self._choose(key, numbers, *where[key]))
        )

    def _choose(self, key: Key, numbers: set[str], path: Path, row: int) -> str:
        """The head to set; empty when the department has one of those named already."""
        place = self.now.places.get(key)
        known = self.now.by_id.get(place.head_id) if place and place.head_id else None
        if len(numbers) > 1:
            words = _("“%(name)s”有 %(n)d 位负责人") % {"name": path[-1], "n": len(numbers)}
            self.warnings.append(Problem(row, _("部门负责人"), words))
        if known is not None and known.employee_no in numbers:
            return ""
        return min(numbers)

    def _head(self, record: Record) -> str:
        said = fold(record.head)
        if not said or said in cells.NO:
            return ""
        if said in cells.YES:
            return _kept(self.now, record)
        return self._found(record, record.head, _("部门负责人")) or ""

    def _manager(self, record: Record, number: str) -> str | None:
        """The manager's number, empty for nobody, ``None`` when the cell helps nothing."""
        if not record.manager:
            return ""
        manager = self._found(record, record.manager, _("直属上级"))
        if manager == number:
            self.warnings.append(Problem(record.row, _("直属上级"), _("是本人，已忽略")))
            return ""
        return manager

    def _found(self, record: Record, text: str, field: str) -> str | None:
        try:
            return self.find(text)
        except ValueError as error:
            self.warnings.append(Problem(record.row, field, str(error)))
            return None

    def _present(self, number: str) -> str:
        known = self.now.people.get(number.casefold())
        manager = self.now.by_id.get(known.manager_id) if known and known.manager_id else None
        return manager.employee_no if manager else ""

    def _find_circles(self, wanted: Mapping[str, str], rows: Mapping[str, int]) -> None:
        present = {
            person.employee_no: self._present(person.employee_no) for person in self.now.staff()
        }
        above = present | dict(wanted)
        safe: set[str] = set()
        for start in wanted:
            trail: dict[str, None] = {}
            here = start
            while here and here not in safe and here not in trail:
                trail[here] = None
                here = above.get(here, "")
            if here in trail:
                names = list(trail)
                circle = " → ".join([*names[names.index(here) :], here])
                words = _("形成循环：%(circle)s") % {"circle": circle}
                self.errors.append(Problem(rows.get(here, rows[start]), _("直属上级"), words))
            safe.update(trail)


def _kept(now: Snapshot, record: Record) -> str:
    known: Known | None = now.people.get(record.employee_no.casefold())
    return known.employee_no if known else record.employee_no
