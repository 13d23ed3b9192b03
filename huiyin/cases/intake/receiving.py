"""One post of a monitor: proved, read, followed, and what is answered.

Asked in this order, the cheap before the dear: is it too large, is there such a source, is it signed,
is it fresh, was it here before, is it too often, can it be read. Nothing of a post that is not proved
is kept, and only so many of those are counted.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.cases.intake import formats, keys, signing
from huiyin.cases.intake.models import Outcome, Post, Source
from huiyin.cases.intake.taking import Came, Taken, take
from huiyin.cases.models import Case
from huiyin.cases.rest.problem import FieldError, Refusal
from huiyin.kit import clock

LARGEST = 1_000_000
"""Bytes of one post."""

MINUTE = timedelta(minutes=1)
_UNPROVED_KEPT = 20
"""Refused posts of a source that are written down in a minute."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a monitor hears: how the post went, and each alert."""

    outcome: str
    alerts: list[dict[str, Any]] = field(default_factory=list)


def receive(source_id: UUID, headers: Mapping[str, str], body: bytes) -> Answer:
    """Take one post; ``Refusal`` says what is wrong, and with 429 or 5xx to send it again."""
    if len(body) > LARGEST:
        raise Refusal(413, _("请求内容过大"), kind="too-large")
    source = Source.objects.select_related("actor").filter(pk=source_id, stopped_at=None).first()
    if source is None:
        raise Refusal(404, _("没有这个来源，或已停用"), kind="no-source")
    now = clock.now()
    message_id = _proved(source, headers, body, now)
    if message_id and source.posts.filter(message_id=message_id).exists():
        return Answer("seen")
    _not_too_often(source, now)
    return _follow(source, _alerts(source, body, now), Post(
        source=source, message_id=message_id, at=now, size=len(body), outcome=Outcome.TAKEN
    ))  # fmt: skip


def _proved(source: Source, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    try:
        return signing.prove(source.proof, keys.of(source, now), headers, body, now).message_id
    except signing.Unproved:
        _write_down(source, now, Outcome.UNSIGNED)
        raise Refusal(
            401, _("签名或令牌不对"), kind="unsigned", headers={"WWW-Authenticate": "Bearer"}
        ) from None
    except signing.Stale:
        _write_down(source, now, Outcome.LATE)
        raise Refusal(401, _("时间与本系统相差超过 5 分钟"), kind="stale") from None


def _not_too_often(source: Source, now: datetime) -> None:
    """How many posts were taken in the last minute; the others do not count against it."""
    taken = source.posts.filter(at__gt=now - MINUTE).exclude(
        outcome__in=(Outcome.UNSIGNED, Outcome.LATE, Outcome.TEST)
    )
    if taken.count() >= source.per_minute:
        wait = {"Retry-After": "60"}
        raise Refusal(429, _("这个来源发得过于频繁"), kind="too-often", headers=wait)


def _alerts(source: Source, body: bytes, now: datetime) -> list[Any]:
    try:
        return list(formats.read(source.kind, _parsed(body), source.grouping))
    except formats.Malformed as wrong:
        _write_down(source, now, Outcome.MALFORMED, str(wrong), len(body))
        raise Refusal(
            422,
            _("内容不符合这类来源的格式"),
            kind="malformed",
            errors=[FieldError(field=wrong.field, message=wrong.why)],
        ) from None


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise formats.Malformed("body", _("不是有效的 JSON")) from None


def _follow(source: Source, alerts: Sequence[Any], post: Post) -> Answer:
    """All alerts in one transaction, each in a savepoint; once, however often it is sent."""
    try:
        with transaction.atomic():
            post.save()
            taken = [take(source, alert) for alert in alerts]
            refused = any(one.came is Came.REFUSED for one in taken)
            post.outcome = Outcome.PARTLY if refused else Outcome.TAKEN
            post.reason = next((one.why for one in taken if one.why), "")
            post.alerts = shown(taken)
            post.save(update_fields=["outcome", "reason", "alerts"])
    except IntegrityError:
        if post.message_id and source.posts.filter(message_id=post.message_id).exists():
            return Answer("seen")
        raise
    except DatabaseError:
        raise
    except Exception as fault:
        log.exception("an alert could not be taken: %s", source.pk)
        _write_down(source, post.at, Outcome.FAILED, type(fault).__name__, post.size)
        raise Refusal(500, _("内部错误，已记录，请稍后重发"), kind="failed") from fault
    return Answer(str(post.outcome), post.alerts)


def shown(taken: Sequence[Taken]) -> list[dict[str, Any]]:
    """Each alert with what came of it and the number of its case."""
    cases = {one.case for one in taken if one.case}
    numbers = dict(Case.objects.filter(pk__in=cases).values_list("pk", "number"))
    return [
        {
            "fingerprint": one.alert.fingerprint,
            "status": one.alert.status.value,
            "title": one.alert.title,
            "outcome": one.came.value,
            **({"case": numbers.get(one.case, "")} if one.case else {}),
            **({"reason": one.why} if one.why else {}),
        }
        for one in taken
    ]


def _write_down(source: Source, now: datetime, outcome: str, why: str = "", size: int = 0) -> None:
    """Keep that a post was not taken, for whoever mends the monitor; not without limit."""
    recent = source.posts.filter(at__gt=now - MINUTE, outcome=outcome)
    if recent.count() < _UNPROVED_KEPT:
        source.posts.create(at=now, outcome=outcome, reason=why[:300], size=size)
