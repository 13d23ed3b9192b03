"""No migration after a room's first keeps people waiting, and the rule bites."""

from typing import Any

import pytest
from django.contrib.postgres import operations as postgres
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from huiyin.kit.migrating import AddIndexPatiently
from tests.architecture.locks import made_of, objections

OURS = "huiyin."
INDEX = models.Index(fields=["name"], name="thing_of_name")
CHECK = models.CheckConstraint(condition=models.Q(name__gt=""), name="thing_named")


def judged(*operations: Operation, name: str = "0002_later", atomic: bool = True) -> list[str]:
    """What is said against a migration of a room with one table."""
    state = ProjectState()
    fields: list[tuple[str, Any]] = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=20, null=True)),
    ]
    state.add_model(ModelState("things", "Thing", fields))
    migration = made_of(name, "things", list(operations), atomic=atomic)
    return list(objections(migration, state))


def adding(field: "models.Field[Any, Any]") -> Operation:
    """A column for the table that is there."""
    return migrations.AddField("thing", "more", field)


def altering(field: "models.Field[Any, Any]") -> Operation:
    """Another definition of the column that is there."""
    return migrations.AlterField("thing", "name", field)


def nothing(*_given: object) -> None:
    """A step in Python."""


@pytest.mark.parametrize(
    "operation",
    [
        adding(models.IntegerField(default=0)),
        adding(models.IntegerField(null=True, db_index=True)),
        adding(models.CharField(max_length=9, null=True, unique=True)),
        adding(models.ForeignKey("things.Thing", models.CASCADE, null=True)),
        altering(models.TextField(null=True)),
        altering(models.CharField(max_length=20)),
        altering(models.CharField(max_length=20, null=True, db_index=True)),
        migrations.AddIndex("thing", INDEX),
        postgres.AddIndexConcurrently("thing", INDEX),
        migrations.RemoveIndex("thing", name="thing_of_name"),
        migrations.AddConstraint("thing", CHECK),
        migrations.RunSQL("CREATE INDEX thing_x ON thing (name)"),
        migrations.RunSQL("ALTER TABLE thing ALTER COLUMN name TYPE text"),
        migrations.RunSQL("ALTER TABLE thing ALTER COLUMN name SET NOT NULL"),
        migrations.RunSQL("ALTER TABLE thing ADD CONSTRAINT c CHECK (name > '')"),
        migrations.RunSQL([("UPDATE thing SET name = %s", ["x"])]),
        migrations.RunSQL("SELECT 1; LOCK TABLE thing"),
        migrations.RunPython(nothing),
    ],
    ids=lambda one: one.describe()[:60],
)
def test_what_keeps_people_waiting_is_refused(operation: Operation) -> None:
    assert judged(operation)


@pytest.mark.parametrize(
    "operation",
    [
        adding(models.IntegerField(null=True)),
        adding(models.IntegerField(db_default=0)),
        altering(models.CharField("a name", max_length=20, null=True)),
        AddIndexPatiently("thing", INDEX),
        postgres.AddConstraintNotValid("thing", CHECK),
        migrations.RunSQL("CREATE INDEX CONCURRENTLY thing_x ON thing (name)"),
        migrations.RunSQL("ALTER TABLE thing ADD CONSTRAINT c CHECK (name > '') NOT VALID"),
        migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
    ],
    ids=lambda one: one.describe()[:60],
)
def test_what_goes_the_long_way_is_not(operation: Operation) -> None:
    assert judged(operation) == []


def test_a_table_of_its_own_is_nobodys_yet() -> None:
    fields: list[tuple[str, Any]] = [("id", models.BigAutoField(primary_key=True))]
    made = migrations.CreateModel("Other", fields)
    index = models.Index(fields=["id"], name="other_of_id")
    assert judged(made, migrations.AddIndex("other", index)) == []


def test_the_first_migration_of_a_room_may_do_anything() -> None:
    assert judged(migrations.AddIndex("thing", INDEX), name="0001_initial") == []


def test_a_step_in_python_may_go_by_batches() -> None:
    assert judged(migrations.RunPython(nothing), atomic=False) == []


def test_no_migration_of_the_product_keeps_people_waiting() -> None:
    loader = MigrationLoader(None)
    ours = [
        one for one in loader.graph.nodes if loader.disk_migrations[one].__module__.startswith(OURS)
    ]
    found: list[str] = []
    for key in ours:
        migration = loader.disk_migrations[key]
        if not migration.name.startswith("0001"):
            before = loader.project_state(key, at_end=False)
            found += objections(migration, before)
    assert found == []
    assert ours
