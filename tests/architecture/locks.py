"""What a migration may not do because people would wait: every one after a room's first is looked at.

Tables that the migration makes itself are nobody's yet. Everything else goes the long way: a column
that may be empty or has a default of the database's, an index built beside the writers, a check that
is added ``NOT VALID`` and validated later, a type changed by a new column.
"""

import re
from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Any

from django.contrib.postgres import operations as postgres
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

FIRST = "0001"
_FORBIDDEN = {
    r"\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)": "builds an index under a lock",
    r"\bREINDEX\s+(?!.*CONCURRENTLY)": "rebuilds an index under a lock",
    r"\bDROP\s+INDEX\s+(?!CONCURRENTLY)": "drops an index under a lock",
    r"\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b": "rewrites a table",
    r"\bSET\s+NOT\s+NULL\b": "reads a whole table under a lock",
    r"\bADD\s+CONSTRAINT\b(?!.*\b(NOT\s+VALID|USING\s+INDEX)\b)": "checks a whole table under a lock",
    r"\bADD\s+(PRIMARY\s+KEY|UNIQUE|FOREIGN\s+KEY|CHECK)\b": "checks a whole table under a lock",
    r"\b(VACUUM\s+FULL|CLUSTER|LOCK\s+TABLE)\b": "locks a table",
    r"^\s*(UPDATE|DELETE)\b": "changes rows in one go; let a loop do it, 2,000 at a time",
}


def objections(migration: migrations.Migration, state: ProjectState) -> Iterator[str]:
    """A sentence for each operation that would keep people waiting; ``state`` is the one before."""
    if migration.name.startswith(FIRST):
        return
    now = state.clone()
    made: set[str] = set()
    for operation in migration.operations:
        found = list(_why(operation, now, migration))
        if isinstance(operation, migrations.CreateModel):
            made.add(operation.name.lower())
        model = getattr(operation, "model_name", "").lower()
        if model not in made:
            yield from (
                f"{migration.app_label}.{migration.name}: {operation.describe()}: {why}"
                for why in found
            )
        operation.state_forwards(migration.app_label, now)


def made_of(
    name: str, room: str, operations: list[Operation], *, atomic: bool
) -> migrations.Migration:
    """A migration that stands in no file."""
    kind = type("Migration", (migrations.Migration,), {"operations": operations, "atomic": atomic})
    made: migrations.Migration = kind(name, room)
    return made


@singledispatch
def _why(
    operation: Operation, state: ProjectState, migration: migrations.Migration
) -> Iterable[str]:
    del operation, state, migration
    return ()


@_why.register
def _(operation: migrations.AddField, state: ProjectState, migration: Any) -> Iterator[str]:
    del state, migration
    field = operation.field
    if not (field.null or field.has_db_default() or field.many_to_many):
        yield "old code does not fill it: null=True or db_default"
    if field.is_relation and getattr(field, "db_constraint", False):
        yield "checks a whole table under a lock: db_constraint=False"
    if _indexed(field):
        yield "builds an index under a lock: add it with AddIndexPatiently"


@_why.register
def _(operation: migrations.AlterField, state: ProjectState, migration: Any) -> Iterator[str]:
    model = state.models[migration.app_label, operation.model_name_lower]
    before, after = model.fields[operation.name], operation.field
    if _type(before) != _type(after):
        yield "rewrites a table: a new column, filled by a loop"
    if before.null and not after.null:
        yield "reads a whole table under a lock: AddConstraintNotValid, then ValidateConstraint"
    if _indexed(after) and not _indexed(before):
        yield "builds an index under a lock: AddIndexPatiently"


@_why.register
def _(operation: migrations.AddIndex, state: ProjectState, migration: Any) -> Iterator[str]:
    del state, migration
    if not isinstance(operation, postgres.AddIndexConcurrently):
        yield "builds an index under a lock: AddIndexPatiently"
    elif type(operation) is postgres.AddIndexConcurrently:
        yield "cannot be tried again: AddIndexPatiently"


@_why.register
def _(operation: migrations.RemoveIndex, state: ProjectState, migration: Any) -> Iterator[str]:
    del state, migration
    if not isinstance(operation, postgres.RemoveIndexConcurrently):
        yield "locks a table: RemoveIndexConcurrently"


@_why.register
def _(operation: migrations.AddConstraint, state: ProjectState, migration: Any) -> Iterator[str]:
    del state, migration
    if not isinstance(operation, postgres.AddConstraintNotValid):
        yield "checks a whole table under a lock: AddConstraintNotValid, then ValidateConstraint"


@_why.register
def _(operation: migrations.RunSQL, state: ProjectState, migration: Any) -> Iterator[str]:
    del state, migration
    said = operation.sql if isinstance(operation.sql, list | tuple) else [operation.sql]
    for text in said:
        for statement in str(text[0] if isinstance(text, list | tuple) else text).split(";"):
            for pattern, why in _FORBIDDEN.items():
                if re.search(pattern, statement, re.IGNORECASE | re.DOTALL):
                    yield why


@_why.register
def _(operation: migrations.RunPython, state: ProjectState, migration: Any) -> Iterator[str]:
    del operation, state
    if migration.atomic:
        yield "holds its locks until it ends: atomic = False, 2,000 rows at a time"


def _indexed(field: "models.Field[Any, Any]") -> bool:
    return bool(getattr(field, "db_index", False)) or field.unique


def _type(field: "models.Field[Any, Any]") -> str | None:
    return field.db_type(connection)
