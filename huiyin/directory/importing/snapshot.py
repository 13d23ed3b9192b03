"""The directory as it stands, read in two statements, to compare a file with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from huiyin.directory.importing.paths import Key, Path, key_of
from huiyin.kit import digest

_PEOPLE = """
SELECT id, employee_no, name, department_id, position, mobile, email, extension, joined_at,
       manager_id, active, party <> ''
FROM directory_person ORDER BY id
"""
_DEPARTMENTS = """
SELECT id, name, parent_id, head_id FROM directory_department WHERE active
ORDER BY length(path), id
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A person the directory knows already."""

    person_id: int
    employee_no: str
    name: str
    department_id: int
    position: str
    mobile: str
    email: str
    extension: str
    joined: datetime | None
    manager_id: int | None
    active: bool
    external: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A department the directory knows already."""

    department_id: int
    path: Path
    head_id: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """People by folded employee number, departments by folded path; ``digest`` of both."""

    people: Mapping[str, Known]
    by_id: Mapping[int, Known]
    places: Mapping[Key, Place]
    digest: str

    def tops(self) -> list[str]:
        """The names of the topmost departments."""
        return [place.path[0] for place in self.places.values() if len(place.path) == 1]

    def staff(self) -> list[Known]:
        """Active employees, external contacts left aside."""
        return [person for person in self.people.values() if person.active and not person.external]


def take() -> Snapshot:
    """Read the directory now."""
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE)
        rows = cursor.fetchall()
    departments = _departments()
    known = [Known(*row) for row in rows]
    return Snapshot(
        people={person.employee_no.casefold(): person for person in known},
        by_id={person.person_id: person for person in known},
        places=_places(departments),
        digest=digest.sha256_hex(repr((rows, departments))),
    )


def take_places() -> dict[Key, Place]:
    """Read the departments alone."""
    return _places(_departments())


def _departments() -> list[tuple[int, str, int | None, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_DEPARTMENTS)
        return list(cursor.fetchall())


def _places(rows: list[tuple[int, str, int | None, int | None]]) -> dict[Key, Place]:
    paths: dict[int, Path] = {}
    found: dict[Key, Place] = {}
    for pk, name, parent, head in rows:
        paths[pk] = (*(paths.get(parent, ()) if parent else ()), name)
        found[key_of(paths[pk])] = Place(pk, paths[pk], head)
    return found
