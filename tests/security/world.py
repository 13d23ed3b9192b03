"""The demo company with a row in every table, and every field that people fill rewritten.

What people write is found by what stands there: text in Chinese, or a field left empty that takes
free text. So a new table or a new field is in the world without being named here.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from huiyin.cases.drafting import actions as drafting
from huiyin.cases.drafting.reading.files import read_pasted
from huiyin.cases.intake import actions as intake
from huiyin.cases.intake.models import Proof, SourceKind
from huiyin.config.demo import company
from huiyin.config.demo.notices import Company, Story
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.policies import in_force

AFTERNOON = datetime(2026, 11, 24, 6, 20, tzinfo=UTC)
"""Tuesday 14:20 in Shanghai."""

HAN = re.compile(r"[\u4e00-\u9fff]")
SHORTEST = 20
"""Characters of a field that takes free text."""

KEPT = {"directory_department", "directory_person", "ledger_entry", "ledger_seal"}
"""Tables that stay: names of people and departments are rewritten by ``names``, the ledger by nobody."""

READ_BY_PROGRAMS = {
    "policies_version", "policies_overlay", "regulation_amendment", "drafting_step", "django_content_type",
    "backtest_run", "obligation", "obligation_notification", "api_idempotent_answer",
    "drafting_card", "ledger_private",
}  # fmt: skip
"""Tables whose Chinese text is a regulation in TOML, an answer kept as bytes, or sealed."""

Write = Callable[[str, str, int], str]
"""What stands in (table, column) from now on; the last number is how long it may be."""


def product_models() -> list[type[models.Model]]:
    """Every table of the product."""
    return [
        one
        for one in apps.get_models()
        if one._meta.managed and one.__module__.startswith("huiyin.")
    ]


def build() -> list[str]:
    """Make the company and fill what is empty; the tables that could not be filled.

    Working calendars stay as they are: one without hours is none.
    """
    in_force.forget()
    now = clock.now()
    company.found(now - timedelta(days=31))
    house = Company.read()
    Story(house, now).tell()
    brought = read_pasted("第一条 接收人应在通知发布后24小时内回复收到。")
    drafting.bring("办法", brought, by=house["邱然"])
    made_by = house["罗一鸣"]
    plan = intake.Plan("监控", SourceKind.GENERIC, Proof.STANDARD, "problems", made_by)
    intake.make(plan, by=made_by)
    left = [
        one
        for one in product_models()
        if one._meta.app_label != "worktime" and not one._default_manager.exists()
    ]
    for _again in range(3):
        left = [one for one in left if not _filled(one)]
    return sorted(one._meta.label for one in left)


def rewrite(write: Write) -> int:
    """Put ``write``'s words into every field that people fill; how many."""
    done = 0
    for model in product_models():
        table = model._meta.db_table
        if table in KEPT | READ_BY_PROGRAMS or model._meta.proxy:
            continue
        fields = [one for one in model._meta.local_fields if _is_text(one)]
        if fields:
            done += _rewrite_table(model, fields, write)
    return done


def _rewrite_table(model: type[models.Model], fields: list[Any], write: Write) -> int:
    names = [model._meta.pk.attname, *(one.attname for one in fields)]
    done = 0
    for row in list(model._default_manager.values_list(*names)):
        changed = dict(_changes(model, fields, row[1:], write))
        if not changed:
            continue
        try:
            with transaction.atomic():
                model._default_manager.filter(pk=row[0]).update(**changed)
            done += len(changed)
        except DatabaseError:
            continue  # what a constraint forbids, nobody can write either
    return done


def _changes(
    model: type[models.Model], fields: list[Any], values: tuple[Any, ...], write: Write
) -> Iterator[tuple[str, Any]]:
    table = model._meta.db_table
    for field, value in zip(fields, values, strict=True):
        if isinstance(field, models.JSONField):
            new = _rewritten(value, partial(write, table, str(field.column), 200))
            if new != value:
                yield field.attname, new
        elif _is_written(field, value):
            most = field.max_length or 2000
            yield field.attname, f"{write(table, field.column, most)}{value}"[:most]


def _rewritten(value: Any, words: Callable[[], str]) -> Any:
    if isinstance(value, dict):
        return {key: _rewritten(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [_rewritten(one, words) for one in value]
    return words() + value if isinstance(value, str) and HAN.search(value) else value


def _is_text(field: Any) -> bool:
    kind = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return kind and not field.primary_key and not field.choices


MACHINE = re.compile(
    r"hash|digest|sha|key|token|secret|source|toml|verb|rule|clause|kind|state|proof|channel|email|"
    r"url|ref|id$|type|number|login|state|status|code|version|by_what|at$|fingerprint|hours|"
    r"employee_no|mobile|path|file|zone|severity|level|format|grouping|outcome|answer$|way|step"
)


def _is_written(field: Any, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    if value:
        return bool(HAN.search(value))
    roomy = field.max_length is None or field.max_length >= SHORTEST
    return roomy and field.blank and not MACHINE.search(str(field.column))


def _filled(model: type[models.Model]) -> bool:
    try:
        with transaction.atomic():
            fields = [one for one in model._meta.concrete_fields if not _by_itself(one)]
            model(**{one.attname: _value(one) for one in fields}).save(force_insert=True)
    except (DatabaseError, ObjectDoesNotExist, StopIteration, TypeError):
        return False
    return True


def _by_itself(field: Any) -> bool:
    auto = isinstance(field, models.AutoField | models.BigAutoField | models.GeneratedField)
    if isinstance(field, models.CompositePrimaryKey) or field.name.endswith("_ptr"):
        return True
    return auto or (field.has_default() and not field.is_relation)


def _value(field: Any) -> Any:
    if field.name == "scenario":
        return "notices"
    if field.null:
        return None
    if field.is_relation:
        return field.related_model._default_manager.order_by("-pk").values_list("pk")[:1].get()[0]
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.CharField | models.TextField) and MACHINE.search(str(field.column)):
        return "x"
    return next(value() for kind, value in _SAMPLES.items() if isinstance(field, kind))


_SAMPLES: dict[Any, Callable[[], Any]] = {
    models.DateTimeField: clock.now,
    models.DateField: lambda: timezone.localdate(clock.now()),
    models.DurationField: lambda: timedelta(hours=1),
    models.TimeField: lambda: clock.now().time(),
    models.BooleanField: lambda: False,
    models.FloatField: lambda: 1.0,
    models.UUIDField: new_id,
    models.IntegerField: lambda: 1,
    models.BinaryField: lambda: b"x",
    models.FileField: lambda: "x",
    models.JSONField: lambda: json.loads("{}"),
    models.TextField: lambda: "文字",
    models.CharField: lambda: "字",
}


def changed_tables() -> dict[str, int]:
    """Rows written in this transaction so far, by table; what was rolled back counts, too."""
    sql = (
        "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
        " WHERE schemaname = 'public'"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return dict(cursor.fetchall())
