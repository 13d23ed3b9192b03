"""What somebody is: granted roles, and those that follow from the directory itself."""

from collections.abc import Iterable

from django.db import transaction

from huiyin.directory.heads import heads_anything
from huiyin.directory.models import Person, Role, RoleGrant

EMPLOYEE = "employee"
HEAD = "head"
EXTERNAL = "external"
PUBLISHER = Role.PUBLISHER.value
ADMINISTRATOR = Role.ADMINISTRATOR.value
AUDITOR = Role.AUDITOR.value
COMPLIANCE = Role.COMPLIANCE.value
MANAGEMENT = Role.MANAGEMENT.value
ALL = (EMPLOYEE, HEAD, PUBLISHER, AUDITOR, COMPLIANCE, MANAGEMENT, ADMINISTRATOR, EXTERNAL)

_MEMO = "_roles_of_this_request"


class LastAdministrator(ValueError):
    """Somebody has to be able to administer."""


def roles_of(person: Person) -> frozenset[str]:
    """All roles of ``person``: nothing for somebody who left, ``external`` alone for a contact.

    Two queries; none for a person object that ``remember`` was called with.
    """
    memo: frozenset[str] | None = getattr(person, _MEMO, None)
    return _read(person) if memo is None else memo


def remember(person: Person) -> Person:
    """Read the roles once for the life of this object: for the actor of one request only."""
    setattr(person, _MEMO, _read(person))
    return person


def known(person: Person, granted: Iterable[str], *, heads: bool) -> Person:
    """``remember`` for who has read in the same statement what was granted and whether they head."""
    setattr(person, _MEMO, _following(person, granted, heads=heads))
    return person


def holders(role: Role) -> list[Person]:
    """Active people who hold ``role``, by name."""
    held = RoleGrant.objects.filter(role=role).values("person")
    return list(Person.objects.filter(pk__in=held, active=True).order_by("sort_key", "pk"))


def grant(person: Person, role: Role) -> bool:
    """Give ``role``; ``False`` when it was held already."""
    return RoleGrant.objects.get_or_create(person=person, role=role)[1]


def revoke(person: Person, role: Role) -> bool:
    """Take ``role`` away; ``LastAdministrator`` when nobody would be left to administer."""
    with transaction.atomic():
        # The lock keeps two administrators from removing one another at the same time.
        held = list(RoleGrant.objects.select_for_update().filter(role=role, person__active=True))
        if role == Role.ADMINISTRATOR and {grant.person_id for grant in held} == {person.pk}:
            raise LastAdministrator(person.name)
        return RoleGrant.objects.filter(person=person, role=role).delete()[0] > 0


def _read(person: Person) -> frozenset[str]:
    if not person.active or person.party:
        return _following(person, (), heads=False)
    granted = RoleGrant.objects.filter(person=person).values_list("role", flat=True)
    return _following(person, granted, heads=heads_anything(person))


def _following(person: Person, granted: Iterable[str], *, heads: bool) -> frozenset[str]:
    if not person.active:
        return frozenset()
    if person.party:
        return frozenset({EXTERNAL})
    return frozenset({EMPLOYEE, *granted, *({HEAD} if heads else ())})
