"""Tell open pages that something changed: ids only, over NOTIFY, when the transaction commits."""

from django.db import connection

CHANNEL = "huiyin_live"

EVERYBODY = "everybody"
"""The topic of what concerns more people than one would name one by one."""

KEPT_FOR_MINUTES = 10

VERSION_SQL = "SELECT count(*) || '-' || coalesce(sum(id), 0) FROM live_news WHERE topic = "
"""The version of the topic that is appended: text that differs after each change told of it.

Rows are added and never changed, so what commits late counts as much as what commits early; those
that were deleted meanwhile are older than any that were added, so the sum differs all the same.
"""


def announce(*topics: str) -> None:
    """Notify each topic (``case:<uuid>``, ``person:<id>``, ``clock``) at commit.

    A case has a new version from then on (``VERSION_SQL``).
    """
    told = list(dict.fromkeys(topics))
    with connection.cursor() as cursor:
        cursor.execute(_ANNOUNCE, {"channel": CHANNEL, "topics": told})


def forget() -> int:
    """Delete the news of which no part can be kept any more; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"minutes": KEPT_FOR_MINUTES})
        return int(cursor.rowcount)


def wake(channel: str) -> None:
    """Wake whoever listens on ``channel`` when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [channel])


_ANNOUNCE = """
WITH told AS (SELECT topic FROM unnest(%(topics)s::text[]) topic),
kept AS (INSERT INTO live_news (topic) SELECT topic FROM told WHERE starts_with(topic, 'case:'))
SELECT count(pg_notify(%(channel)s, topic)) FROM told
"""

# The age of a row is the database server's own affair; no domain time is compared here.
_FORGET = "DELETE FROM live_news WHERE told_at < now() - make_interval(mins => %(minutes)s)"
