"""What an administrator does to sources: makes, changes, stops them, gives them new secrets."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.cases.intake import events, keys, sources
from huiyin.cases.intake.formats import PROOFS
from huiyin.cases.intake.models import Grouping, Severities, Source, SourceKind
from huiyin.cases.wrongs import WrongFields
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record

CALM_LIMIT, MINUTE_LIMIT, HOUR_LIMIT = 24 * 60, 600, 200


class SourceError(WrongFields):
    """A source cannot stand like this."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A source as it is to be."""

    name: str
    kind: str
    proof: str
    target: str
    actor: Person
    grouping: str = Grouping.ALERT
    least: str = Severities.INFO
    calm_minutes: int = 30
    per_minute: int = 60
    cases_per_hour: int = 20

    def errors(self) -> dict[str, str]:
        """What is wrong, by field; empty when nothing is."""
        found: dict[str, str] = {}
        if not self.name.strip():
            found["name"] = _("请填写名称")
        if self.proof not in PROOFS.get(self.kind, ()):
            found["proof"] = _("这类来源不会用这种方式证明自己")
        if sources.target(self.target) is None:
            found["target"] = _("没有这个去向")
        if not self.actor.active:
            found["actor"] = _("上报人已离职")
        if self.grouping == Grouping.GROUP and self.kind != SourceKind.ALERTMANAGER:
            found["grouping"] = _("只有 Alertmanager 成组发送")
        return found | self._limits()

    def _limits(self) -> dict[str, str]:
        limits = {
            "calm_minutes": (0, CALM_LIMIT),
            "per_minute": (1, MINUTE_LIMIT),
            "cases_per_hour": (1, HOUR_LIMIT),
        }
        words = _("应在 %(first)d 到 %(last)d 之间")
        return {
            name: words % {"first": first, "last": last}
            for name, (first, last) in limits.items()
            if not first <= getattr(self, name) <= last
        }


@action(events.SOURCE_MADE)
def make(plan: Plan, *, by: Person) -> tuple[Source, str]:
    """A new source and its secret, which is told this once; ``SourceError`` by field."""
    require(by, Action.ADMINISTER)
    source = Source(made_by=by, made_at=clock.now())
    secret = _fill(source, plan)
    _save(source)
    _say(events.SOURCE_MADE, source, by)
    return source, secret


@action(events.SOURCE_CHANGED)
def change(source_id: UUID, plan: Plan, *, by: Person) -> tuple[Source, str]:
    """Change a source; another way of proving itself makes a new secret (else it is empty)."""
    require(by, Action.ADMINISTER)
    source = Source.objects.select_for_update().get(pk=source_id)
    secret = _fill(source, plan)
    _save(source)
    _say(events.SOURCE_CHANGED, source, by)
    return source, secret


@action(events.SECRET_ROTATED)
def rotate(source_id: UUID, *, by: Person) -> str:
    """A new secret, told this once; the old one works for another 24 hours."""
    require(by, Action.ADMINISTER)
    source = Source.objects.select_for_update().get(pk=source_id)
    secret = keys.rotate(source, clock.now())
    source.save(update_fields=["secret", "previous", "previous_until"])
    _say(events.SECRET_ROTATED, source, by)
    return secret


@action(events.SOURCE_STOPPED)
def stop(source_id: UUID, *, by: Person) -> bool:
    """From now on nothing is taken from it, old secrets end; ``False`` when it was so before."""
    require(by, Action.ADMINISTER)
    source = Source.objects.select_for_update().get(pk=source_id)
    if source.stopped_at is not None:
        return False
    source.stopped_at, source.previous, source.previous_until = clock.now(), "", None
    source.save(update_fields=["stopped_at", "previous", "previous_until"])
    _say(events.SOURCE_STOPPED, source, by)
    return True


@action(events.SOURCE_RESUMED)
def resume(source_id: UUID, *, by: Person) -> bool:
    """Take its posts again, with the secret it had; ``False`` when it was never stopped."""
    require(by, Action.ADMINISTER)
    source = Source.objects.select_for_update().get(pk=source_id)
    if source.stopped_at is None:
        return False
    source.stopped_at = None
    source.save(update_fields=["stopped_at"])
    _say(events.SOURCE_RESUMED, source, by)
    return True


def _fill(source: Source, plan: Plan) -> str:
    """Take ``plan`` over; the new secret when there has to be one."""
    wrong = plan.errors()
    if wrong:
        raise SourceError(wrong)
    fresh = not source.secret or source.proof != plan.proof
    source.name, source.kind, source.proof = " ".join(plan.name.split()), plan.kind, plan.proof
    source.target, source.actor, source.grouping = plan.target, plan.actor, plan.grouping
    source.least, source.calm_minutes = plan.least, plan.calm_minutes
    source.per_minute, source.cases_per_hour = plan.per_minute, plan.cases_per_hour
    return keys.give(source) if fresh else ""


def _save(source: Source) -> None:
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError as error:
        raise SourceError({"name": _("已经有这个名称的来源")}) from error


def _say(kind: str, source: Source, by: Person) -> None:
    facts: dict[str, Fact] = {
        "name": source.name,
        "kind": source.kind,
        "proof": source.proof,
        "target": source.target,
        "reported_by": source.actor_id,
    }
    record(Event(kind, str(source.pk), clock.now(), by.pk, facts))
