"""Who may see and do what: one function, one table (design 2).

Upper rooms give their objects the ``Classified`` protocol, ask ``require`` in every view, and build
``visible_to`` querysets from ``visible_q``, so that lists and single objects follow one table.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest

from huiyin.directory.access_rules import BY_RELATION, CLASSES, IN_GENERAL, Action, Relation
from huiyin.directory.addressing import may_address
from huiyin.directory.models import Person
from huiyin.directory.roles import remember, roles_of

__all__ = [
    "Action",
    "Classified",
    "NotVisible",
    "Relation",
    "actor_of",
    "grants",
    "may",
    "may_address",
    "open_to_all",
    "permission",
    "permission_of",
    "require",
    "visible_q",
]

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "huiyin_permission"
_OPEN = "open:"


class Classified(Protocol):
    """An object of an upper room that ``may`` can judge."""

    @property
    def classification(self) -> str:
        """``public``, ``internal`` or ``confidential``."""
        ...

    def relations_of(self, actor: Person) -> frozenset[Relation]:
        """What the object is to ``actor``; empty means nothing."""
        ...


class NotVisible(Http404):
    """For this actor the object does not exist: a 404 like any other."""


def may(actor: Person, action: Action, obj: Classified | None = None) -> bool:
    """Whether ``actor`` may do ``action``: to ``obj``, or in general without one."""
    roles = roles_of(actor)
    if obj is None:
        return any(action in IN_GENERAL[role] for role in roles)
    relations = obj.relations_of(actor) or {Relation.NONE}
    kind = obj.classification
    return any(
        action in BY_RELATION.get((role, relation, kind), ())
        for role in roles
        for relation in relations
    )


def require(actor: Person, action: Action, obj: Classified | None = None) -> None:
    """Pass, or raise: ``NotVisible`` for what the actor cannot see, else ``PermissionDenied``."""
    if may(actor, action, obj):
        return
    if obj is not None and not may(actor, Action.SEE, obj):
        raise NotVisible
    raise PermissionDenied


def grants(actor: Person, action: Action) -> frozenset[tuple[Relation, str]]:
    """All (relation, classification) pairs under which ``actor`` may do ``action``."""
    roles = roles_of(actor)
    return frozenset(
        (relation, kind)
        for relation in Relation
        for kind in CLASSES
        if any(action in BY_RELATION.get((role, relation, kind), ()) for role in roles)
    )


def visible_q(
    actor: Person,
    action: Action,
    relations: Mapping[Relation, Q],
    *,
    classification: str = "classification",
) -> Q:
    """The filter of a ``visible_to`` queryset: exactly the objects for which ``may`` is true.

    ``relations`` says in SQL when each relation holds; leave out ``NONE``, which needs no filter.
    """
    allowed = Q(pk__in=[])
    for relation in Relation:
        kinds = sorted(kind for found, kind in grants(actor, action) if found is relation)
        if kinds and (relation is Relation.NONE or relation in relations):
            related = Q() if relation is Relation.NONE else relations[relation]
            allowed |= Q(**{f"{classification}__in": kinds}) & related
    return allowed


def permission(action: Action) -> Callable[[View], View]:
    """Name the permission of a view or endpoint; a sweep over all URLs wants one on each."""

    def mark(view: View) -> View:
        setattr(view, _MARK, action.value)
        return view

    return mark


def open_to_all(reason: str) -> Callable[[View], View]:
    """Mark a view that needs no permission (signing in, health), and say why."""

    def mark(view: View) -> View:
        setattr(view, _MARK, _OPEN + reason)
        return view

    return mark


def permission_of(view: Callable[..., Any]) -> str:
    """The marked action, or ``open:`` and the reason; empty when the view names nothing."""
    return str(getattr(view, _MARK, ""))


def actor_of(request: HttpRequest) -> Person:
    """The person behind a request, roles read once; ``PermissionDenied`` without one."""
    person = getattr(request.user, "person", None)
    if not isinstance(person, Person) or not person.active:
        raise PermissionDenied
    return remember(person)
