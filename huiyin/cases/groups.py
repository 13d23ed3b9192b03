"""Groups are made, changed and closed, through the door; what is announced to one is found here."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.audience import Audience
from huiyin.directory.groups import may_manage, may_shape
from huiyin.directory.models import Group, GroupKind, Person
from huiyin.directory.names import department_sort_key, fold, search_key
from huiyin.kit import clock
from huiyin.obligations.record import record

MADE = "directory.group_made"
CHANGED = "directory.group_changed"
CLOSED = "directory.group_closed"
EVENTS = (MADE, CHANGED, CLOSED)

_GROUPS = UUID("4f4f2b0d-3ad5-5d0c-8c1d-6a0e5b7c91d2")
_NAME = 60
_sources: list[Callable[[Group], Any]] = []


class GroupRefused(ValueError):
    """A group that cannot be; ``field`` says which entry is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def subject_of(group_id: int) -> UUID:
    """What the ledger calls a group as the subject of an event (UUID version 5, RFC 9562)."""
    return uuid5(_GROUPS, str(group_id))


def register_announcements(source: Callable[[Group], Any]) -> None:
    """Let ``source(group)`` select the ids of cases that were addressed to a group."""
    if source not in _sources:
        _sources.append(source)


def announced_to(group: Group) -> list[Any]:
    """The selections of all scenarios, each fit for ``pk__in``."""
    return [source(group) for source in _sources]


@action(MADE)
def make_group(
    *,
    name: str,
    kind: str,
    rule: Audience,
    purpose: str = "",
    owner: Person | None = None,
    by: Person,
) -> Group:
    """Begin a group; ``GroupRefused`` names what is wrong, nothing changes then."""
    require(by, Action.MANAGE_GROUPS)
    at = clock.now()
    group = Group(owner=owner or by, created_at=at)
    _write(group, name=name, kind=kind, rule=rule, purpose=purpose, by=by)
    group.save()
    record(Event(MADE, str(subject_of(group.pk)), at, by.pk, _facts(group)))
    return group


@action(CHANGED)
def change_group(
    group_id: int,
    *,
    name: str,
    kind: str,
    rule: Audience,
    purpose: str = "",
    owner: Person | None = None,
    by: Person,
) -> Group:
    """Give an open group other words, another rule or owner; who belongs follows at once."""
    group = _locked(group_id, by)
    before = _shape(group)
    group.owner = owner or group.owner
    _write(group, name=name, kind=kind, rule=rule, purpose=purpose, by=by)
    if before == _shape(group):
        return group
    group.save()
    event = Event(CHANGED, str(subject_of(group.pk)), clock.now(), by.pk, _facts(group))
    record(event)
    return group


@action(CLOSED)
def close_group(group_id: int, *, by: Person) -> bool:
    """End a group: nobody belongs to it any more. ``False`` when it was closed before."""
    if Group.objects.filter(pk=group_id, closed_at__isnull=False).exists():
        return False
    group = _locked(group_id, by)
    at = clock.now()
    group.closed_at = at
    group.save(update_fields=["closed_at"])
    record(Event(CLOSED, str(subject_of(group.pk)), at, by.pk, {"group": group.pk}))
    return True


def _locked(group_id: int, by: Person) -> Group:
    require(by, Action.MANAGE_GROUPS)
    group = Group.objects.select_for_update(of=("self",)).select_related("owner").get(pk=group_id)
    if group.closed_at is not None:
        raise GroupRefused("name", _("群组已关闭"))
    if not may_manage(by, group):
        raise GroupRefused("rule", _("成员超出你管理的范围"))
    return group


def _write(group: Group, *, name: str, kind: str, rule: Audience, purpose: str, by: Person) -> None:
    name = " ".join(name.split())
    _check(group, name, kind, rule, by)
    key = department_sort_key(name)
    group.name, group.sort_key, group.search_key = name, key, search_key(name, key)
    group.kind, group.purpose, group.rule = kind, purpose.strip()[:200], rule.to_json()


def _check(group: Group, name: str, kind: str, rule: Audience, by: Person) -> None:
    _check_name(group, name)
    if kind not in GroupKind.values:
        raise GroupRefused("kind", _("没有这种群组"))
    if rule.groups:
        raise GroupRefused("rule", _("群组里不能再放群组"))
    if rule.names_nobody() or rule.unknown():
        raise GroupRefused("rule", _("选择部门、岗位、外部单位或人员"))
    if not may_shape(by, rule):
        raise GroupRefused("rule", _("成员超出你管理的范围"))
    if not group.owner.active or group.owner.party:
        raise GroupRefused("owner", _("群主应为在职同事"))


def _check_name(group: Group, name: str) -> None:
    if not fold(name):
        raise GroupRefused("name", _("写明群组的名称"))
    if len(name) > _NAME:
        raise GroupRefused("name", _("名称不超过 %(most)d 字") % {"most": _NAME})
    if Group.objects.filter(name=name, closed_at=None).exclude(pk=group.pk).exists():
        raise GroupRefused("name", _("已有同名的群组"))


def _shape(group: Group) -> tuple[Any, ...]:
    return group.name, group.kind, group.purpose, group.owner_id, group.rule


def _facts(group: Group) -> dict[str, Fact]:
    return {"group": group.pk, "kind": group.kind, "owner": group.owner_id}
