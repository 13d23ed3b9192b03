"""A regulation with a small budget, and what a worker does under it."""

from datetime import datetime
from typing import Any

import pytest

from huiyin.core.evidence import Channel
from huiyin.core.obligation import State
from huiyin.delivery import attention, content, digest, loops, send
from huiyin.delivery.expand import expand
from huiyin.delivery.models import Delivery, Interruptions
from huiyin.delivery.tests.scene import FakeChannel, make_notification
from huiyin.directory.models import Person
from huiyin.obligations.models import Bearer, Notification, Obligation

LIMITS = """
[attention]
clause = "3.3.1"
budget_per_day = 2
quiet = "21:00-08:00"
digest_at = ["09:00", "14:00"]
exempt = [{ urgency = ["urgent"] }]
"""


def push(people: list[Person], *, due: datetime | None = None) -> Notification:
    """A notification that is claimed and sent, as far as it may be."""
    notification = make_notification(people)
    Obligation.objects.filter(pk=notification.obligation_id).update(due_at=due)
    expand(notification.pk)
    deliver(notification)
    return notification


def deliver(notification: Notification) -> None:
    """What the job does."""
    send.deliver(notification.pk, 0, 2**40, int(Channel.SMS))


def let_go() -> int:
    """What the worker does when the time has come: release, then the jobs."""
    count = digest.release_due() + loops.retry_due()
    for key in (
        Delivery.objects.filter(state=0).values_list("notification_id", flat=True).distinct()
    ):
        send.deliver(key, 0, 2**40, int(Channel.SMS))
    return count


def row(notification: Notification, person: Person) -> Delivery:
    """The delivery of a notification to one person."""
    return Delivery.objects.get(notification_id=notification.pk, person_id=person.pk)


def counted(person: Person) -> int:
    """How often they were interrupted today, as counted."""
    rows = Interruptions.objects.filter(person_id=person.pk, day=attention.today())
    return sum(rows.values_list("pushes", flat=True))


def listen(
    channel: FakeChannel, said: list[content.Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep every message that ``channel`` is handed."""
    plain = channel.send

    def listening(batch: Any) -> Any:
        def heard() -> Any:
            for one in batch:
                said.append(one.message)
                yield one

        return plain(heard())

    monkeypatch.setattr(channel, "send", listening)


def answered(notification: Notification) -> None:
    """Somebody met the duty, everybody of it."""
    Bearer.objects.filter(obligation_id=notification.obligation_id).update(
        state=State.MET, closed_at=notification.created_at
    )
