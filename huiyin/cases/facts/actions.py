"""Everything that can be done to a fact: define it, change its value, retire it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.cases.facts import events
from huiyin.cases.facts.models import Fact, FactValue
from huiyin.cases.models import Classification
from huiyin.core.event import Event
from huiyin.core.event import Fact as Said
from huiyin.directory import names
from huiyin.directory.access import Action, may, require
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.obligations.record import record

_KEY = re.compile(r"[a-z][a-z0-9_-]{1,39}")
_NOT_IN_NAMES = re.compile(r"[{}｛｝|\n]")
NAME_LIMIT, VALUE_LIMIT, REASON_LIMIT = 40, 200, 300


class FactError(ValueError):
    """Something about a fact is missing or wrong; ``field`` says which, the words say what."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True, slots=True)
class Definition:
    """What a new fact needs to be told."""

    key: str
    name: str
    department: Department
    value: str
    reason: str
    unit: str = ""
    classification: str = Classification.INTERNAL


@dataclass(frozen=True, slots=True)
class Changed:
    """The live value of a fact; ``again`` says that it was the live one before."""

    value: FactValue
    again: bool


def may_keep(actor: Person, fact: Fact) -> bool:
    """Whether ``actor`` may set the value: the owner department's people and administrators."""
    return may(actor, Action.EDIT, fact) or may(actor, Action.ADMINISTER)


def may_define(actor: Person, department: Department) -> bool:
    """Whether ``actor`` may define facts that ``department`` will own."""
    own = actor.department_id == department.pk or department.head_id == actor.pk
    known = may(actor, Action.SEE_DIRECTORY) and not actor.party
    return (own and known) or may(actor, Action.ADMINISTER)


@action(events.DEFINED)
def define(new: Definition, *, by: Person) -> Fact:
    """Enter a fact with its first value. ``FactError`` by field; ``PermissionDenied`` for others."""
    if not may_define(by, new.department):
        raise PermissionDenied
    key, name = new.key.strip(), " ".join(new.name.split())
    _check_names(key, name)
    if new.classification not in Classification.values:
        raise FactError("classification", _("没有这种密级"))
    at = clock.now()
    sort_key = names.department_sort_key(name)
    try:
        with transaction.atomic():
            fact = Fact.objects.create(
                key=key,
                name=name,
                sort_key=sort_key,
                search_key=names.search_key(name, sort_key),
                department=new.department,
                unit=new.unit.strip()[:12],
                classification=new.classification,
                created_at=at,
            )
    except IntegrityError as error:
        taken = Fact.objects.filter(key=key).exists()
        field, words = ("key", _("这个代号已被使用")) if taken else ("name", _("已有同名的口径"))
        raise FactError(field, words) from error
    value = _enter(fact, new.value, new.reason, by)
    _record(events.DEFINED, fact, value, by)
    return fact


@action(events.CHANGED)
def change(fact_id: UUID, value: str, *, reason: str, by: Person) -> Changed:
    """Agree on a new value from now on; the old one stays in the history.

    Setting the live value again changes nothing. ``FactError`` for a retired fact, an empty value
    or a missing reason.
    """
    fact = _locked(fact_id, by)
    live = FactValue.objects.select_for_update().filter(fact=fact, live_until=None).first()
    if fact.retired_at is not None or live is None:
        raise FactError("value", _("这条口径已停用"))
    if _clean(value) == live.value:
        return Changed(live, again=True)
    _check(value, reason)
    live.live_until = clock.now()
    live.save(update_fields=["live_until"])
    new = _enter(fact, value, reason, by)
    _record(events.CHANGED, fact, new, by, was=live.value)
    return Changed(new, again=False)


@action(events.RETIRED)
def retire(fact_id: UUID, *, reason: str, by: Person) -> bool:
    """End a fact: nothing may quote it any more. ``False`` when it was retired before."""
    fact = _locked(fact_id, by)
    if fact.retired_at is not None:
        return False
    if not reason.strip():
        raise FactError("reason", _("写明停用的原因"))
    at = clock.now()
    live = FactValue.objects.select_for_update().get(fact=fact, live_until=None)
    live.live_until = fact.retired_at = at
    live.save(update_fields=["live_until"])
    fact.save(update_fields=["retired_at"])
    _record(events.RETIRED, fact, live, by, reason=reason)
    return True


def _locked(fact_id: UUID, by: Person) -> Fact:
    rows = Fact.objects.select_for_update(of=("self",)).select_related("department")
    fact = rows.get(pk=fact_id)
    if not may_keep(by, fact):
        require(by, Action.EDIT, fact)
    return fact


def _enter(fact: Fact, value: str, reason: str, by: Person) -> FactValue:
    _check(value, reason)
    return FactValue.objects.create(
        fact=fact,
        value=_clean(value),
        live_from=clock.now(),
        set_by=by,
        reason=reason.strip()[:REASON_LIMIT],
    )


def _record(
    kind: str, fact: Fact, value: FactValue, by: Person, *, was: str = "", reason: str = ""
) -> None:
    """Values are the organisation's data and stand in the body; confidential ones do not."""
    said: dict[str, str] = {"name": fact.name, "value": value.value, "was": was}
    said |= {"reason": reason.strip() or value.reason}
    private: Mapping[str, str] = {}
    if fact.classification == Classification.CONFIDENTIAL:
        private, said = {name: text for name, text in said.items() if text}, {}
    facts: dict[str, Said] = {
        "key": fact.key,
        "owner": fact.department_id,
        "classification": fact.classification,
        **{name: text for name, text in said.items() if text},
    }
    at = value.live_until or value.live_from
    record(Event(kind, str(fact.pk), at, by.pk, facts), private=private)


def _check_names(key: str, name: str) -> None:
    if not _KEY.fullmatch(key):
        raise FactError("key", _("代号用小写字母、数字和连字符，2 到 40 个字符"))
    if not name or len(name) > NAME_LIMIT:
        raise FactError("name", _("名称应为 1 到 40 个字"))
    if _NOT_IN_NAMES.search(name) or names.invisible(name):
        raise FactError("name", _("名称不能含花括号或不可见字符"))


def _check(value: str, reason: str) -> None:
    wrong: Any = None
    if not _clean(value):
        wrong = ("value", _("写明取值"))
    elif len(_clean(value)) > VALUE_LIMIT:
        wrong = ("value", _("取值不超过 200 个字"))
    elif "{{" in value or names.invisible(_clean(value)):
        wrong = ("value", _("取值不能含花括号或不可见字符"))
    elif not reason.strip():
        wrong = ("reason", _("写明依据或原因"))
    if wrong:
        raise FactError(*wrong)


def _clean(value: str) -> str:
    return " ".join(value.split())
