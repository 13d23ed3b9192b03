"""People as they are typed: a name, a number of an employee, or both."""

from huiyin.directory.models import Person
from huiyin.directory.picker import matching
from huiyin.scenarios.incidents.refusal import IncidentRefused

MOST = 8


def offered(text: str) -> list[Person]:
    """Who is meant by what was typed so far: by name, pinyin, initials or number."""
    if not text.strip():
        return []
    return list(matching(text).filter(party="").select_related("department")[:MOST])


def written(person: Person) -> str:
    """How a person is written so that nobody else is meant."""
    return f"{person.name} {person.employee_no}"


def person_named(text: str) -> Person | None:
    """The one colleague that ``text`` names; ``None`` for nothing typed.

    ``IncidentRefused`` with ``person``: ``nobody`` or ``several``.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return None
    active = Person.objects.filter(active=True, party="")
    last = wanted.rpartition(" ")[2]
    found = list(active.filter(employee_no=last)[:1]) or list(active.filter(name=wanted)[:2])
    if not found:
        raise IncidentRefused("person", "nobody")
    if len(found) > 1:
        raise IncidentRefused("person", "several")
    return found[0]
