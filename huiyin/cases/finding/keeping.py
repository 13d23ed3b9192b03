"""The triggers that keep the words of every scenario's cases, made after each migration.

What counts as words follows from the models: every text of a scenario's own table that nobody
chooses from a list. A new scenario, or a new field, is looked for without a line here; what stood
there before is taken in once.
"""

from typing import Any

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from huiyin.cases.models import Case

_TABLES = (
    "SELECT to_regclass('cases_case') IS NOT NULL AND to_regclass('finding_words') IS NOT NULL"
)

_FOUND = """
SELECT obj_description(oid, 'pg_trigger') FROM pg_trigger
 WHERE tgname = %s AND tgrelid = %s::regclass
"""

_HEAD_FIELDS = ("number", "title", "classification", "created_at", "opened_at")

_HEAD = """
CREATE OR REPLACE TRIGGER {name} AFTER INSERT OR DELETE OR UPDATE OF {fields} ON {table}
   FOR EACH ROW EXECUTE FUNCTION finding_keep_head()
"""
_FILL_HEAD = """
INSERT INTO finding_words (case_id, part, at, kind, text)
SELECT id, 0, created_at, finding_kind(opened_at, classification), finding_text(ARRAY[number, title])
  FROM cases_case ON CONFLICT (case_id, part) DO UPDATE SET text = excluded.text
"""
_INSIDE = """
CREATE OR REPLACE TRIGGER {name} AFTER INSERT OR UPDATE OF {fields} ON {table}
   FOR EACH ROW EXECUTE FUNCTION finding_keep_inside({words})
"""
_FILL_INSIDE = """
INSERT INTO finding_words (case_id, part, at, kind, text)
SELECT c.id, 1, c.created_at, finding_kind(c.opened_at, c.classification),
       finding_inside(to_jsonb(s), {words})
  FROM {table} s JOIN cases_case c ON c.id = s.{key}
    ON CONFLICT (case_id, part) DO UPDATE SET text = excluded.text
"""


def after_migration(**kwargs: Any) -> None:
    """Make the triggers that are missing or changed; nothing to do while a table is not there yet."""
    del kwargs
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        if not cursor.fetchone()[0]:
            return
    _keep("cases_case", "finding_head", _HEAD, _FILL_HEAD, fields=_HEAD_FIELDS)
    for model in _case_models():
        fields, table = words_of(model), model._meta.db_table  # noqa: SLF001 - Django's public name
        key = str(model._meta.pk.column)  # noqa: SLF001 - likewise
        if fields and table in connection.introspection.table_names():
            _keep(table, "finding_inside", _INSIDE, _FILL_INSIDE, fields=fields, key=key)


def words_of(model: type[Case]) -> tuple[str, ...]:
    """The columns of a scenario's own table that hold free text."""
    return tuple(
        str(field.column)
        for field in model._meta.local_fields  # noqa: SLF001 - Django's public name
        if isinstance(field, models.TextField)
        or (isinstance(field, models.CharField) and not field.choices)
    )


def _case_models() -> list[type[Case]]:
    return [one for one in apps.get_models() if issubclass(one, Case) and one is not Case]


def _keep(
    table: str, name: str, make: str, fill: str, *, fields: tuple[str, ...], key: str = ""
) -> None:
    """One trigger and, when it is new or looks at other fields, what stood there before."""
    known = ",".join(fields)
    parts = {
        "name": sql.Identifier(name),
        "table": sql.Identifier(table),
        "key": sql.Identifier(key),
        "fields": sql.SQL(", ").join(sql.Identifier(field) for field in fields),
    }
    arguments = sql.SQL(", ").join(sql.Literal(word) for word in (key, *fields))
    remark = sql.SQL("COMMENT ON TRIGGER {name} ON {table} IS {known}")
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [name, table])
        row = cursor.fetchone()
        if row and row[0] == known:
            return
        cursor.execute(sql.SQL(make).format(**parts, words=arguments))
        cursor.execute(sql.SQL(fill).format(**parts, words=sql.Literal(list(fields))))
        cursor.execute(remark.format(**parts, known=sql.Literal(known)))
