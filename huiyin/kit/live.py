"""Tell open pages that something changed: ids only, over NOTIFY, when the transaction commits."""

from django.db import connection

CHANNEL = "huiyin_live"

EVERYBODY = "everybody"
"""The topic of what concerns more people than one would name one by one."""


def announce(*topics: str) -> None:
    """Notify each topic (``case:<uuid>``, ``person:<id>``, ``clock``) at commit."""
    with connection.cursor() as cursor:
        for topic in dict.fromkeys(topics):
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])


def wake(channel: str) -> None:
    """Wake whoever listens on ``channel`` when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [channel])
