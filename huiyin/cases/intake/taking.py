"""One alert, taken: which trouble it belongs to, whether it is news, and what its target makes of it.

A trouble that fires on is the same case however often it is said; one that fires again while its case
is open, or soon after it was over, too. Messages that come late or twice change nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from huiyin.cases.intake import sources
from huiyin.cases.intake.alert import Alert, Severity, Status
from huiyin.cases.intake.models import Signal, Source
from huiyin.cases.models import Case
from huiyin.kit import clock
from huiyin.obligations.guards import Refused as NotAllowed

AN_HOUR = timedelta(hours=1)


class Came(StrEnum):
    """What came of an alert."""

    OPENED = "opened"
    AGAIN = "again"
    JOINED = "joined"
    RESOLVED = "resolved"
    REPEATED = "repeated"
    STALE = "stale"
    NOTHING = "nothing"
    MILD = "mild"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one alert; ``why`` is said when it was refused."""

    alert: Alert
    came: Came
    case: UUID | None = None
    why: str = ""


def take(source: Source, alert: Alert) -> Taken:
    """Follow one alert, in a savepoint of its own: what is refused changes nothing."""
    if alert.severity.rank > Severity(source.least).rank:
        return Taken(alert, Came.MILD)
    try:
        with transaction.atomic():
            return _take(source, alert, _locked(source, alert.fingerprint))
    except (sources.Refused, NotAllowed) as refusal:
        return Taken(alert, Came.REFUSED, why=str(refusal)[:200])
    except PermissionDenied:
        return Taken(alert, Came.REFUSED, why=_("上报人没有权限"))


def _take(source: Source, alert: Alert, signal: Signal) -> Taken:
    now = clock.now()
    at = min(alert.at or now, now)
    came = _no_news(source, signal, alert, at)
    if came is not None:
        Signal.objects.filter(pk=signal.pk).update(seen_at=now)
        return Taken(alert, came, signal.case)
    if alert.status is Status.RESOLVED:
        return _over(source, replace(alert, at=at), signal)
    return _fired(source, replace(alert, at=at), signal)


def _no_news(source: Source, signal: Signal, alert: Alert, at: datetime) -> Came | None:
    """Why ``alert`` says nothing new; ``None`` when it does.

    What fires on is news only when it began anew, by the monitor's own word, after its case ended.
    """
    if signal.changed_at is not None and at < signal.changed_at:
        return Came.STALE
    if alert.status is Status.RESOLVED and signal.case is None:
        return Came.NOTHING
    if alert.status != signal.status:
        return None
    began_anew = alert.status is Status.FIRING and alert.at is not None and at != signal.changed_at
    return None if began_anew and not _is_same(source, signal, at) else Came.REPEATED


def _fired(source: Source, alert: Alert, signal: Signal) -> Taken:
    known = signal.case if alert.at and _is_same(source, signal, alert.at) else None
    joined = None if known else _in_a_storm(source)
    case = known or joined
    number = signal.round + (0 if case else 1)
    times = signal.times + 1 if known else 1
    told = replace(alert, source=source.name, ref=f"{signal.pk}.{number}", case=case, times=times)
    found = _act(source, told)
    came = Came.AGAIN if known else Came.JOINED if joined else Came.OPENED
    signal.case, signal.round, signal.times = found, number, times
    if came is Came.OPENED:
        signal.opened_at = clock.now()
    _keep(signal, alert)
    return Taken(alert, came if found else Came.NOTHING, found)


def _over(source: Source, alert: Alert, signal: Signal) -> Taken:
    told = replace(
        alert,
        source=source.name,
        ref=f"{signal.pk}.{signal.round}",
        case=signal.case,
        times=signal.times,
    )
    signal.case = _act(source, told) or signal.case
    _keep(signal, alert)
    return Taken(alert, Came.RESOLVED, signal.case)


def _act(source: Source, alert: Alert) -> UUID | None:
    target = sources.target(source.target)
    if target is None:
        raise sources.Refused(source.target)
    return target.act(alert, source.actor)


def _keep(signal: Signal, alert: Alert) -> None:
    signal.status, signal.title = alert.status.value, alert.title
    signal.changed_at, signal.seen_at = alert.at, clock.now()
    signal.save()


def _is_same(source: Source, signal: Signal, at: datetime) -> bool:
    """Whether what fires at ``at`` is the trouble that the signal's case is about."""
    if signal.case is None or signal.changed_at is None:
        return False
    if at - signal.changed_at <= timedelta(minutes=source.calm_minutes):
        return True
    return Case.objects.filter(pk=signal.case, closed_at=None).exists()


def _in_a_storm(source: Source) -> UUID | None:
    """The case that further troubles join, once this source has opened too many in an hour."""
    since = clock.now() - AN_HOUR
    opened = Signal.objects.filter(source=source, opened_at__gt=since, case__isnull=False)
    latest = opened.order_by("-opened_at", "-pk").values_list("case", flat=True)
    found = list(latest[: source.cases_per_hour])
    return found[0] if len(found) >= source.cases_per_hour else None


def _locked(source: Source, fingerprint: str) -> Signal:
    """The row of this trouble, made if need be, held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, [source.pk, fingerprint, clock.now()])
    return Signal.objects.select_for_update().get(source=source, fingerprint=fingerprint)


_MAKE = """
INSERT INTO intake_signal (source_id, fingerprint, title, status, round, times, seen_at)
VALUES (%s, %s, '', '', 0, 0, %s) ON CONFLICT (source_id, fingerprint) DO NOTHING
"""
