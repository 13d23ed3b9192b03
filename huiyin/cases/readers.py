"""Who is told of a case without owing anything for it: kept, added to and cleared set by set."""

from uuid import UUID

from django.db import connection, models

from huiyin.obligations.roles import PeopleSql


class Reader(models.Model):
    """Somebody who may read a case and owes nothing: it is on their board, or they had a copy.

    Large (an entry for the company has a row for each), so it carries no enforced foreign keys.
    """

    pk = models.CompositePrimaryKey("person_id", "case_id")
    person_id = models.BigIntegerField()
    case_id = models.UUIDField(db_index=True)

    class Meta:
        app_label = "cases"
        db_table = "cases_reader"

    def __str__(self) -> str:
        return f"{self.person_id} of {self.case_id}"


def tell(case_id: UUID, people: PeopleSql) -> int:
    """Let ``people`` read the case; how many of them are new to it."""
    sql, params = people
    with connection.cursor() as cursor:
        cursor.execute(_TELL.replace("/*people*/", sql), [case_id, *params])
        return int(cursor.rowcount)


def forget(case_id: UUID, people: PeopleSql) -> int:
    """Let ``people`` read the case no longer, unless a duty does; how many that were."""
    sql, params = people
    with connection.cursor() as cursor:
        cursor.execute(_FORGET.replace("/*people*/", sql), [case_id, *params])
        return int(cursor.rowcount)


_TELL = """
INSERT INTO cases_reader (case_id, person_id)
SELECT %s, m.person_id FROM (/*people*/) m ORDER BY m.person_id
    ON CONFLICT DO NOTHING
"""

_FORGET = """
DELETE FROM cases_reader WHERE case_id = %s
   AND person_id IN (SELECT m.person_id FROM (/*people*/) m)
"""
