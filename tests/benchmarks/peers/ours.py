"""The same work done by the product, each on a scratch database of its own."""

import os
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from time import perf_counter
from typing import Any

from django.db import connection

from huiyin.config.fastpath import shortened
from huiyin.core.evidence import Channel
from huiyin.delivery import send
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import clock as obligation_clock
from huiyin.obligations.models import Notification
from tests.benchmarks import deadlines, fanout, world
from tests.faults.inside import _sessions

WORKING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
"""Wednesday, 10:00 in Shanghai: nothing waits for a quiet hour's end."""


def published(number: int) -> float:
    """Seconds for one important notice to ``number`` people, everything included."""
    world.populate(max(number, world.DEPARTMENTS))
    notice = fanout.draft(number)
    return _seconds(lambda: fanout.publish(notice))


def due(number: int) -> float:
    """Seconds from the instant at which ``number`` people are late to the last commit."""
    people = min(number, deadlines.COHORT)
    world.populate(people)
    start = clock.now()
    with clock.frozen(start):
        deadlines._publish(number // people, people)
    with clock.frozen(start + timedelta(hours=1)):
        return _seconds(obligation_clock.wake)


def posted(number: int) -> float:
    """Seconds until ``number`` mails about one notice were taken by the server."""
    world.populate(max(number, world.DEPARTMENTS))
    with _working():
        notice = fanout.draft(max(number, world.DEPARTMENTS))
        fanout.publish(notice)
        told = Notification.objects.filter(subject=notice).order_by("-total").first()
        if told is None:
            raise RuntimeError("nobody was told")
        first = Person.objects.order_by("pk").values_list("pk", flat=True)[0]
        last = Person.objects.order_by("pk").values_list("pk", flat=True)[number - 1]
        seconds = _seconds(lambda: send.deliver(told.pk, first, last, int(Channel.MAIL)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM delivery WHERE sent_at IS NOT NULL")
        sent = int(cursor.fetchone()[0])
    if sent < number * 0.99:
        raise RuntimeError(f"{sent} of {number} mails were sent")
    return seconds


def confirmed(number: int) -> float:
    """Seconds for ``number`` people to confirm through the product's way in, without a server."""
    from django.core.wsgi import get_wsgi_application

    world.populate(max(number, world.DEPARTMENTS))
    notice = fanout.draft(max(number, world.DEPARTMENTS))
    fanout.publish(notice)
    sessions = _sessions(list(Person.objects.order_by("pk")[:number]))
    application = shortened(get_wsgi_application())

    def press() -> None:
        for session in sessions:
            _press(application, f"/notices/{notice}/confirm", session)

    return _seconds(press)


def _working() -> AbstractContextManager[Any]:
    return clock.frozen(WORKING)


def _seconds(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun


def _press(application: Callable[..., Any], path: str, session: str) -> None:
    token = secrets.token_hex(16)
    answers: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
        "CONTENT_LENGTH": "0",
        "HTTP_HX_REQUEST": "true",
        "HTTP_COOKIE": f"sessionid={session}; csrftoken={token}",
        "HTTP_X_CSRFTOKEN": token,
    }

    def answered(status: str, _headers: object, _failure: object = None) -> None:
        answers.append(status)

    list(application(environ, answered))
    if not answers[0].startswith("204"):
        raise RuntimeError(f"confirming: {answers[0]} in {os.environ['DATABASE_URL']}")


WORK: dict[str, Callable[[int], float]] = {
    "fan-out": published,
    "deadlines": due,
    "mail": posted,
    "confirmations": confirmed,
}
