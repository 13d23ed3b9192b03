"""One peer, one piece of work, one JSON line: ``run.py bulk_create 10000``."""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg

PATIENCE = 120.0


def bulk_create(number: int) -> float:
    """One notice to ``number`` people by the ORM; seconds."""
    from django.db import transaction
    from duties.models import Duty, Notice, Sending

    people, due = _people(number), datetime.now(UTC)
    begun = time.perf_counter()
    with transaction.atomic():
        notice = Notice.objects.create(title="机房搬迁安排")
        duties = [Duty(notice=notice, person=one, due_at=due) for one in people]
        Duty.objects.bulk_create(duties, batch_size=5000)
        sendings = [Sending(notice=notice, person=one) for one in people]
        Sending.objects.bulk_create(sendings, batch_size=5000)
    return time.perf_counter() - begun


def notify(number: int) -> float:
    """The same by ``notify.send``; seconds."""
    from django.contrib.auth.models import User
    from notifications.signals import notify as signal

    people = _people(number)
    sender = User.objects.order_by("pk")[0]
    begun = time.perf_counter()
    signal.send(sender, recipient=people, verb="published", description="机房搬迁安排")
    return time.perf_counter() - begun


def view(number: int) -> float:
    """``number`` people confirm through the whole of Django, without a server; seconds."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import Client
    from duties.models import Duty, Notice

    people, due = _people(number), datetime.now(UTC)
    notice = Notice.objects.create(title="机房搬迁安排")
    Duty.objects.bulk_create(Duty(notice=notice, person=one, due_at=due) for one in people)
    keys = []
    for one in people:
        browser = Client()
        browser.force_login(one)
        keys.append(browser.cookies["sessionid"].value)
    handler = WSGIHandler()
    begun = time.perf_counter()
    for key in keys:
        _press(handler, f"/confirm/{notice.pk}", key)
    return time.perf_counter() - begun


def _press(handler: Callable[..., Any], path: str, session: str) -> None:
    token = "a" * 32
    answers: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
        "CONTENT_LENGTH": "0",
        "HTTP_COOKIE": f"sessionid={session}; csrftoken={token}",
        "HTTP_X_CSRFTOKEN": token,
    }
    list(handler(environ, lambda status, _headers: answers.append(status)))
    if not answers[0].startswith("204"):
        raise SystemExit(f"confirming: {answers[0]}")


def celery_deadlines(number: int) -> float:
    """So many timers by ``eta``; seconds from the instant to the last row."""
    import timers

    return _due(number, lambda duty, at: timers.celery_fire.apply_async(args=[duty], eta=at))


def huey_deadlines(number: int) -> float:
    """The same by ``schedule``."""
    import timers

    return _due(number, lambda duty, at: timers.huey_fire.schedule(args=(duty,), eta=at))


def celery_mail(number: int) -> float:
    """So many mails, a task each; seconds until the last arrived."""
    import timers

    return _posted(number, timers.celery_post.delay)


def huey_mail(number: int) -> float:
    """The same."""
    import timers

    return _posted(number, timers.huey_post)


def _due(number: int, schedule: Callable[[int, datetime], object]) -> float:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
        database.execute("DROP TABLE IF EXISTS peer_duty, peer_ping")
        database.execute("CREATE TABLE peer_duty (id bigint PRIMARY KEY, step int NOT NULL)")
        database.execute("CREATE TABLE peer_ping (id bigserial PRIMARY KEY, duty bigint)")
        database.execute(
            "INSERT INTO peer_duty SELECT n, 0 FROM generate_series(1, %s) n", [number]
        )
        head_start = 4 + number / 500
        instant = time.time() + head_start
        at = datetime.now(UTC) + timedelta(seconds=head_start)
        for duty in range(1, number + 1):
            schedule(duty, at)
        if time.time() > instant:
            raise SystemExit("scheduling took longer than the head start")

        def fired() -> int:
            row = database.execute("SELECT count(*) FROM peer_ping").fetchone()
            return int(row[0]) if row else 0

        _wait(number, fired)
        return time.time() - instant


def _posted(number: int, send: Callable[[int], object]) -> float:
    counter = Path(os.environ["PEERS_SINK"])
    before = counter.stat().st_size
    begun = time.perf_counter()
    for one in range(number):
        send(one)
    _wait(number, lambda: counter.stat().st_size - before)
    return time.perf_counter() - begun


def _wait(number: int, done: Callable[[], int]) -> None:
    ends = time.monotonic() + PATIENCE
    while done() < number:
        if time.monotonic() > ends:
            raise SystemExit(f"{done()} of {number} after {PATIENCE:.0f} s")
        time.sleep(0.02)


def _people(number: int) -> list[Any]:
    from django.contrib.auth.models import User

    made = (User(username=f"p{one}", password="!") for one in range(number))
    User.objects.bulk_create(made, batch_size=5000, ignore_conflicts=True)
    return list(User.objects.order_by("pk")[:number])


PLAIN = {"bulk_create": bulk_create, "notify": notify, "view": view}
QUEUED = {
    "celery_deadlines": celery_deadlines,
    "huey_deadlines": huey_deadlines,
    "celery_mail": celery_mail,
    "huey_mail": huey_mail,
}


def main() -> None:
    """Do the work named and print what it took."""
    work, number = sys.argv[1], int(sys.argv[2])
    if work in PLAIN:
        from project import set_up

        set_up()
    seconds = (PLAIN | QUEUED)[work](number)
    print(json.dumps({"work": work, "number": number, "seconds": round(seconds, 3)}))


if __name__ == "__main__":
    main()
