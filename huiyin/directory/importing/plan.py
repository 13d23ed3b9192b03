"""What an import would change, without changing anything."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.directory.importing import links, snapshot
from huiyin.directory.importing.paths import Path, key_of, with_parents
from huiyin.directory.importing.rows import Record, read_rows
from huiyin.directory.importing.snapshot import Known, Snapshot
from huiyin.directory.importing.table import Problem, Table
from huiyin.directory.names import fold

MASS_PEOPLE = 5
MASS_SHARE = 0.05

Difference = tuple[str, str, str]
"""A field, the old value in words, the new one."""


@dataclass(frozen=True, slots=True)
class Target:
    """A person as they are to be after the import."""

    row: int
    employee_no: str
    name: str
    path: Path
    position: str
    mobile: str
    email: str
    extension: str
    joined: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """What changes about a person who stays."""

    row: int
    person_id: int
    target: Target
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The difference between a file and the directory, and what stands in the way.

    ``moved`` are changes of department (other fields may change along), ``changed`` all others.
    ``managers`` and ``heads`` hold only what differs. ``basis`` is the directory it was made for.
    """

    added: tuple[Target, ...]
    changed: tuple[Change, ...]
    moved: tuple[Change, ...]
    left: tuple[Known, ...]
    unchanged: int
    new_departments: tuple[Path, ...]
    managers: tuple[links.Link, ...]
    heads: tuple[links.Heading, ...]
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    many_leavers: bool
    basis: str

    def is_empty(self) -> bool:
        """Whether the directory already says what the file says."""
        return not any(
            (
                self.added,
                self.changed,
                self.moved,
                self.left,
                self.new_departments,
                self.managers,
                self.heads,
            )
        )


def plan(table: Table, *, complete: bool = False, root: str = "") -> Plan:
    """Compare ``table`` with the directory.

    ``complete`` says that the file lists everybody: those missing are leaving, and an empty cell
    clears a value. ``root`` names the top department of a directory that is still empty.
    """
    now = snapshot.take()
    tops = now.tops() or ([root] if root else [])
    reading = read_rows(table, tops)
    errors, warnings = list(reading.errors), list(reading.warnings)
    warnings += [Problem(0, title, _("未识别的列，已忽略")) for title in table.ignored]
    comparison = _Comparison(now, complete=complete)
    comparison.compare(reading.records)
    linked = links.resolve(reading.records, now, clearing=complete and table.has("manager"))
    left = comparison.leavers(reading.records)
    return Plan(
        added=tuple(comparison.added),
        changed=tuple(change for change in comparison.changes if not _moves(change)),
        moved=tuple(change for change in comparison.changes if _moves(change)),
        left=left,
        unchanged=comparison.unchanged,
        new_departments=_missing(now, comparison.paths),
        managers=linked.managers,
        heads=linked.heads,
        errors=_sorted([*errors, *comparison.errors, *linked.errors]),
        warnings=_sorted([*warnings, *comparison.warnings, *linked.warnings]),
        many_leavers=len(left) > max(MASS_PEOPLE, MASS_SHARE * len(now.staff())),
        basis=now.digest,
    )


class _Comparison:
    """Sorts the records of a file into added, changed and unchanged."""

    def __init__(self, now: Snapshot, *, complete: bool) -> None:
        self.now = now
        self.complete = complete
        self.added: list[Target] = []
        self.changes: list[Change] = []
        self.unchanged = 0
        self.paths: list[Path] = []
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self._paths_by_id = {place.department_id: place.path for place in now.places.values()}

    def compare(self, records: Iterable[Record]) -> None:
        """Look at each record once."""
        for record in records:
            known = self.now.people.get(record.employee_no.casefold())
            if record.left:
                self._note_gone(record, known)
            elif known is not None and known.external:
                words = _("编号已用于外部联系人“%(name)s”") % {"name": known.name}
                self.errors.append(Problem(record.row, _("工号"), words))
            else:
                self._stays(record, known)

    def leavers(self, records: Iterable[Record]) -> tuple[Known, ...]:
        """Those whom the file calls gone and, when it is complete, those whom it lacks."""
        named = {record.employee_no.casefold(): record for record in records}
        gone = []
        for person in self.now.staff():
            record = named.get(person.employee_no.casefold())
            if record.left if record else self.complete:
                gone.append(person)
        return tuple(gone)

    def _note_gone(self, record: Record, known: Known | None) -> None:
        if known is None:
            words = _("“%(name)s”已离职且不在通讯录中，已忽略") % {"name": record.name}
            self.warnings.append(Problem(record.row, _("状态"), words))

    def _stays(self, record: Record, known: Known | None) -> None:
        path = record.path or self._present_path(record, known)
        if not path:
            self.errors.append(Problem(record.row, _("部门"), _("不能为空")))
            return
        self.paths.append(path)
        target = self._target(replace(record, path=path), known)
        if known is None or not known.active:
            self.added.append(target)
            return
        differences = self._differences(known, target)
        if differences:
            self.changes.append(Change(record.row, known.person_id, target, differences))
        else:
            self.unchanged += 1

    def _present_path(self, record: Record, known: Known | None) -> Path:
        """Where a person without a department belongs: where they are, else at the one top."""
        if known is not None:
            return self._paths_by_id.get(known.department_id, ())
        tops = self.now.tops()
        if len(tops) != 1:
            return ()
        words = _("未填写，归入“%(name)s”") % {"name": tops[0]}
        self.warnings.append(Problem(record.row, _("部门"), words))
        return (tops[0],)

    def _target(self, record: Record, known: Known | None) -> Target:
        def text(new: str | None, old: str) -> str:
            return old if new is None or (not new and not self.complete) else new

        same_name = known is not None and fold(known.name) == fold(record.name)
        return Target(
            row=record.row,
            employee_no=known.employee_no if known else record.employee_no,
            name=known.name if known and same_name else record.name,
            path=record.path,
            position=text(record.position, known.position if known else ""),
            mobile=text(record.mobile, known.mobile if known else ""),
            email=text(record.email, known.email if known else ""),
            extension=text(record.extension, known.extension if known else ""),
            joined=record.joined or (known.joined if known else None),
        )

    def _differences(self, known: Known, target: Target) -> tuple[Difference, ...]:
        old_path = self._paths_by_id.get(known.department_id, ())
        found = []
        if key_of(old_path) != key_of(target.path):
            found.append(("department", "/".join(old_path), "/".join(target.path)))
        for field in ("name", "position", "mobile", "email", "extension", "joined"):
            old, new = getattr(known, field), getattr(target, field)
            if old != new:
                found.append((field, _words(old), _words(new)))
        return tuple(found)


def _moves(change: Change) -> bool:
    return change.differences[0][0] == "department"


def _words(value: str | datetime | None) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else value or ""


def _missing(now: Snapshot, paths: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(path for path in with_parents(paths) if key_of(path) not in now.places)


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.row))
