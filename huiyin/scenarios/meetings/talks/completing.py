"""A head who talked to everybody this quarter has held the talks: nobody need say so."""

from datetime import datetime, time

from django.db import connection
from django.utils import timezone

from huiyin.directory.absence import delegates_sql
from huiyin.directory.heads import head_of_sql
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings.models import (
    Matter,
    Period,
    PeriodKind,
    Talk,
    TalkForm,
)
from huiyin.scenarios.meetings.rhythm import holding


def after(talk: Talk, *, by: Person) -> None:
    """End the quarter's duty of who held ``talk``, if it was the last one."""
    period = Period.objects.filter(kind=PeriodKind.QUARTER).order_by("-begins").first()
    if talk.form != TalkForm.ONE_ON_ONE or period is None:
        return
    head = talk.initiator
    if holding.waits(period, Matter.TALKS, head) and not left(period, head):
        holding.talks(period.pk, by=by, head=head)


def left(period: Period, head: Person) -> list[Person]:
    """The people of ``head`` whom they have not talked to since the quarter began.

    Who is away now is waited for only when they are back.
    """
    zone = timezone.get_default_timezone()
    away, params = delegates_sql(clock.now())
    values = [*params, head.pk, head.pk, datetime.combine(period.begins, time.min, zone)]
    sql = _LEFT.replace("/*heads*/", head_of_sql()).replace("/*away*/", away)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        ids = [row[0] for row in cursor.fetchall()]
    return list(Person.objects.filter(pk__in=ids).order_by("sort_key", "pk"))


def total(head: Person) -> int:
    """How many people ``head`` has."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTAL.replace("/*heads*/", head_of_sql()), [head.pk])
        return int(cursor.fetchone()[0])


_LEFT = """
WITH away AS MATERIALIZED (/*away*/)
SELECT h.person_id FROM (/*heads*/) h JOIN directory_person p ON p.id = h.person_id AND p.active
 WHERE h.head_id = %s AND p.party = ''
   AND NOT EXISTS (SELECT FROM away a WHERE a.person_id = h.person_id)
   AND NOT EXISTS (
     SELECT FROM meetings_talk t JOIN cases_case c ON c.id = t.case_ptr_id
      WHERE c.initiator_id = %s AND t.partner_id = h.person_id AND t.form = 'one_on_one'
        AND t.held_at >= %s)
"""

_TOTAL = """
SELECT count(*) FROM (/*heads*/) h JOIN directory_person p ON p.id = h.person_id AND p.active
 WHERE h.head_id = %s AND p.party = ''
"""
