"""Whose figures somebody may see: the whole company's, or those of the trees they head."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiyin.directory.access_rules import IN_GENERAL, Action
from huiyin.directory.models import Department, Person
from huiyin.directory.roles import HEAD, roles_of


@dataclass(frozen=True, slots=True)
class Scope:
    """The departments of a viewer with all below them; ``whole``: every one there is.

    ``roots`` are the tops of the trees, those that hang in no other of them.
    """

    whole: bool
    roots: tuple[Department, ...]
    departments: frozenset[int]

    def holds(self, department_id: int) -> bool:
        """Whether the figures of this department may be shown."""
        return department_id in self.departments

    def __bool__(self) -> bool:
        return self.whole or bool(self.departments)


def of(viewer: Person) -> Scope:
    """What ``viewer`` may see; an empty scope for who may see nothing."""
    roles = roles_of(viewer)
    every = list(Department.objects.order_by("path"))
    if any(Action.SEE_COMPLIANCE in IN_GENERAL[role] for role in roles - {HEAD}):
        return _whole(every)
    return _trees([one for one in every if one.head_id == viewer.pk and one.active], every)


def trees_of(viewer: Person) -> Scope:
    """The trees that ``viewer`` heads, whatever else they are; empty for who heads none."""
    every = list(Department.objects.order_by("path"))
    return _trees([one for one in every if one.head_id == viewer.pk and one.active], every)


def everything() -> Scope:
    """The whole company: for programs that were asked by who runs the machine."""
    return _whole(list(Department.objects.order_by("path")))


def below(department: Department, scope: Scope) -> Scope:
    """``department`` and what hangs below it, as far as ``scope`` goes."""
    tree = Department.objects.filter(path__startswith=department.path)
    inside = frozenset(tree.values_list("pk", flat=True)) & scope.departments
    return Scope(whole=False, roots=(department,), departments=inside)


def columns(scope: Scope) -> list[Department]:
    """What a table of ``scope`` shows side by side: several trees, or the branches of one.

    A department that has branches stands for its own people, too: as the first column.
    """
    roots = list(scope.roots)
    if len(roots) != 1:
        return roots
    branches = [one for one in _children(roots[0]) if scope.holds(one.pk)]
    return [*roots, *branches] if branches else roots


def places(scope: Scope, shown: Iterable[Department]) -> Mapping[int, int]:
    """Under which of the ``shown`` departments each one of ``scope`` counts: the nearest above."""
    tops = {one.pk for one in shown}
    found: dict[int, int] = {}
    for pk, path in Department.objects.filter(pk__in=scope.departments).values_list("pk", "path"):
        above = reversed([int(part) for part in path.strip("/").split("/")])
        if (top := next((one for one in above if one in tops), None)) is not None:
            found[pk] = top
    return found


def _whole(every: list[Department]) -> Scope:
    roots = tuple(one for one in every if one.parent_id is None and one.active)
    return Scope(whole=True, roots=roots, departments=frozenset(one.pk for one in every))


def _trees(headed: list[Department], every: list[Department]) -> Scope:
    roots = [
        one
        for one in headed
        if not any(other is not one and one.path.startswith(other.path) for other in headed)
    ]
    inside = (one.pk for one in every if any(one.path.startswith(root.path) for root in roots))
    return Scope(whole=False, roots=tuple(roots), departments=frozenset(inside))


def _children(department: Department) -> list[Department]:
    found = Department.objects.filter(parent=department)
    return list(found.order_by("sort_key", "pk"))
