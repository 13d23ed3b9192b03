"""Carry a plan out: one transaction, statements over sets, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from huiyin.directory.absence import heirs_of
from huiyin.directory.importing import snapshot, write
from huiyin.directory.importing.paths import key_of
from huiyin.directory.importing.plan import Plan
from huiyin.directory.importing.table import ImportRefused, Problem, refuse
from huiyin.directory.models import Person, Role
from huiyin.directory.roles import holders


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, by person id. ``heirs``: who takes over from each leaver."""

    joined: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    heirs: Mapping[int, int] = field(default_factory=dict)
    departments: int = 0


def apply(
    plan: Plan, *, by: Person | None, at: datetime, allow_many_leavers: bool = False
) -> Outcome:
    """Write ``plan`` at the instant ``at`` for ``by``.

    ``ImportRefused`` and nothing changed: for a plan with errors, many leavers not allowed, the
    importer or the last administrator among the leavers, or a directory that changed since the plan was made.
    """
    _refuse_unfit(plan, by, allow_many_leavers=allow_many_leavers)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "LOCK TABLE directory_person, directory_department IN SHARE ROW EXCLUSIVE MODE"
            )
        if snapshot.take().digest != plan.basis:
            raise refuse(_("通讯录在预览之后有变动，请重新预览"))
        return _write(plan, at)


def _write(plan: Plan, at: datetime) -> Outcome:
    write.departments(plan.new_departments)
    places = {key: place.department_id for key, place in snapshot.take_places().items()}
    changes = [*plan.changed, *plan.moved]
    ids = write.people([*plan.added, *(change.target for change in changes)], places, at)
    write.managers(plan.managers)
    write.heads([(places[key_of(path)], number) for path, number in plan.heads])
    gone = [person.person_id for person in plan.left]
    heirs = heirs_of(gone, at) if gone else {}
    write.leave(gone, at)
    return Outcome(
        joined=_ids(ids, [target.employee_no for target in plan.added]),
        changed=tuple(change.person_id for change in plan.changed),
        moved=tuple(change.person_id for change in plan.moved),
        left=tuple(gone),
        heirs=heirs,
        departments=len(plan.new_departments),
    )


def _refuse_unfit(plan: Plan, by: Person | None, *, allow_many_leavers: bool) -> None:
    if plan.errors:
        raise ImportRefused(*plan.errors)
    if plan.many_leavers and not allow_many_leavers:
        words = _("将有 %(n)d 人离职，需要另行确认") % {"n": len(plan.left)}
        raise refuse(words)
    if by is not None and any(person.person_id == by.pk for person in plan.left):
        words = _("导入人“%(name)s”自己不在名单中") % {"name": by.name}
        raise ImportRefused(Problem(0, _("工号"), words))
    administrators = {person.pk for person in holders(Role.ADMINISTRATOR)}
    if administrators and administrators <= {person.person_id for person in plan.left}:
        raise refuse(_("最后一位管理员不能离职，请先指定另一位"))


def _ids(ids: Mapping[str, int], numbers: Sequence[str]) -> tuple[int, ...]:
    return tuple(ids[number] for number in numbers)
