"""People as they are typed: a name that only one has, or an employee number."""

from huiyin.directory.models import Person
from huiyin.scenarios.incidents.refusal import IncidentRefused


def named(text: str, field: str) -> Person | None:
    """Whom ``text`` means; nobody when it is empty.

    ``IncidentRefused`` at ``field``: ``nobody`` or ``several`` of that name.
    """
    wanted = text.strip()
    if not wanted:
        return None
    people = Person.objects.filter(active=True, party="")
    numbered = people.filter(employee_no=wanted).first()
    if numbered is not None:
        return numbered
    found = list(people.filter(name=wanted).order_by("pk")[:2])
    if len(found) != 1:
        raise IncidentRefused(field, "several" if found else "nobody")
    return found[0]


def all_named(text: str, field: str) -> list[Person]:
    """Those whom a list parted by 、, commas or lines means; each once."""
    parts = text.replace("，", "、").replace(",", "、").replace("\n", "、").split("、")
    found = (named(part, field) for part in parts)
    return list({person.pk: person for person in found if person is not None}.values())


def offered(most: int = 500) -> list[Person]:
    """Colleagues that a field offers while somebody types."""
    people = Person.objects.filter(active=True, party="").select_related("department")
    return list(people.order_by("sort_key", "pk")[:most])
