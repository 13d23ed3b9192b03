"""N14, W3: confirmations that come as mail, each read, judged and acted on as the mailbox's loop does it.

No network: the letters are what ``accept`` gets from the mailbox. The limit is the bare parse of the
same letters by Python's own library.
"""

from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

from django.db import connection

from huiyin.channels.mail import inbound
from huiyin.channels.mail.address import Use, message_id, tagged
from huiyin.channels.mail.reading import Kind
from huiyin.obligations.models import Notification
from tests.benchmarks import sizes, world
from tests.benchmarks.fanout import draft, publish

LETTER = """From: {sender}\r
To: {to}\r
Subject: =?utf-8?b?5Zue5aSN77ya5py65oi/5pCs6L+B5a6J5o6S?=\r
Message-ID: <{number}@client.bench.invalid>\r
In-Reply-To: {answers}\r
Date: Mon, 07 Sep 2026 09:00:00 +0800\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: 8bit\r
\r
收到，谢谢\r
\r
在 2026-09-07 08:59，回音写道：\r
> 机房搬迁安排\r
> 请确认收到。\r
"""
BEARERS = """
SELECT p.id, p.email FROM obligation_bearer b JOIN directory_person p ON p.id = b.person_id
 WHERE b.obligation_id = %s ORDER BY 1 LIMIT %s
"""


def lines(size: sizes.Size) -> Iterator[dict[str, Any]]:
    """One line: letters a second."""
    letters = size.of(tiny=50, quick=500, full=10_000)
    world.populate(max(letters, 1_000))
    notice = draft(max(letters, 1_000))
    publish(notice)
    told = Notification.objects.filter(subject=notice).order_by("-total").first()
    assert told is not None
    with connection.cursor() as cursor:
        cursor.execute(BEARERS, [told.obligation_id, letters])
        post = [_letter(told.pk, *row) for row in cursor.fetchall()]
    bound = world.measure(lambda: [_parsed(raw) for raw in post])
    mine = world.measure(lambda: _taken(post))
    yield {
        "name": f"{len(post)} confirmations by mail",
        "value": round(len(post) / mine.wall),
        "unit": "/s",
        "limit": round(len(post) / bound.wall),
        "ratio": round(bound.wall / mine.wall, 3),
    }


def _letter(notification: int, person: int, email: str) -> bytes:
    text = LETTER.format(
        sender=email,
        to=tagged(Use.ANSWER, notification, person),
        number=person,
        answers=message_id(notification, person),
    )
    return text.encode()


def _parsed(raw: bytes) -> str:
    message = message_from_bytes(raw, policy=policy.default)
    return str(message.get_content())


def _taken(post: list[bytes]) -> None:
    for number, raw in enumerate(post, 1):
        outcome = inbound.accept(f"imap:1/{number}", raw)
        if outcome != Kind.CONFIRM.value:
            raise RuntimeError(f"letter {number} was {outcome}")
