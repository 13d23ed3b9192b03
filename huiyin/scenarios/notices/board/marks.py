"""One's own marks on the board: seen, kept, put away, and all of it undone."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.notices.board.models import Mark
from huiyin.scenarios.notices.models import Notice


class Wish(StrEnum):
    """What somebody wants with an entry."""

    KEEP = "keep"
    DROP = "drop"
    AWAY = "away"
    BACK = "back"


_FIELDS = {
    Wish.KEEP: ("kept_at", True),
    Wish.DROP: ("kept_at", False),
    Wish.AWAY: ("away_at", True),
    Wish.BACK: ("away_at", False),
}


def see(notice: Notice, *, by: Person) -> None:
    """``by`` has read the entry; the first time counts."""
    see_all(Notice.objects.filter(pk=notice.pk), by=by)


def see_all(entries: QuerySet[Notice], *, by: Person) -> int:
    """``by`` has seen all ``entries``, in one statement; how many were new."""
    sql, params = entries.order_by().values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_SEE.replace("/*entries*/", sql), [by.pk, clock.now(), *params])
        return int(cursor.rowcount)


def put(notice_id: UUID, wish: Wish, *, by: Person) -> Mark:
    """Keep an entry or put it away, or take that back; done twice it is done once."""
    field, on = _FIELDS[wish]
    at: datetime | None = clock.now() if on else None
    values: dict[str, Any] = {field: at}
    mark, made = Mark.objects.get_or_create(person_id=by.pk, notice_id=notice_id, defaults=values)
    if not made and (getattr(mark, field) is None) is on:
        setattr(mark, field, at)
        mark.save(update_fields=[field])
    return mark


_SEE = """
INSERT INTO notices_board_mark (person_id, notice_id, seen_at)
SELECT %s, e.id, %s FROM (/*entries*/) e (id)
    ON CONFLICT (person_id, notice_id) DO UPDATE SET seen_at = excluded.seen_at
 WHERE notices_board_mark.seen_at IS NULL
"""
