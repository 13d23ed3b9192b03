"""How far somebody's word reaches: whom they may address (Kit 2.1.1)."""

from dataclasses import replace

from django.db.models import Q, QuerySet

from huiyin.directory.audience import Audience
from huiyin.directory.models import Department, Group, Person
from huiyin.directory.roles import COMPLIANCE, EMPLOYEE, HEAD, PUBLISHER, roles_of


def may_address(actor: Person, audience: Audience) -> bool:
    """Whether ``actor`` may publish to ``audience``.

    A publisher: anybody, and so a compliance officer, who announces the regulation. An employee: the tree of their own department; a head also the trees
    they head. In the topmost department the tree is the company, which only its head may address.
    A group is within reach of its owner as it is, and of others as far as its members are.
    """
    roles = roles_of(actor)
    if roles & {PUBLISHER, COMPLIANCE}:
        return True
    if EMPLOYEE not in roles:
        return False
    reach = _reach(actor, is_head=HEAD in roles)
    if audience.company and not reach.filter(parent__isnull=True).exists():
        return False
    named = Department.objects.filter(pk__in=audience.departments)
    if named.exclude(pk__in=reach.values("pk")).exists():
        return False
    rest = replace(audience, groups=tuple(_not_owned(actor, audience.groups)))
    return not rest.people_query().exclude(department__in=reach.values("pk")).exists()


def _not_owned(actor: Person, groups: tuple[int, ...]) -> list[int]:
    if not groups:
        return []
    mine = set(Group.objects.filter(owner=actor, pk__in=groups).values_list("pk", flat=True))
    return [pk for pk in groups if pk not in mine]


def _reach(actor: Person, *, is_head: bool) -> QuerySet[Department]:
    own = actor.department
    within = Q(path__startswith=own.path) if own.parent_id is not None else Q(pk=own.pk)
    if is_head:
        headed = Department.objects.filter(head=actor, active=True)
        for path in headed.values_list("path", flat=True):
            within |= Q(path__startswith=path)
    return Department.objects.filter(within)
