"""``/healthz`` and ``/readyz``: whether this process lives, and whether the product can work."""

from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from huiyin.config import webfolder
from huiyin.config.housekeeping import worker_is_alive
from huiyin.directory.access import open_to_all


@open_to_all("monitoring has no account; nothing about anybody is told")
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """This process answers."""
    del request
    return _uncached(JsonResponse({"status": "ok"}))


@open_to_all("monitoring has no account; nothing about anybody is told")
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, migrations and a worker's heartbeat; 503 and the reason when one is missing."""
    del request
    return _said(CHECKS)


@open_to_all("a proxy has no account; nothing about anybody is told")
@require_safe
def readyz_web(request: HttpRequest) -> JsonResponse:
    """Whether a proxy may send people to this node: it need not have a worker, but not be leaving."""
    del request
    return _said(OF_WEB)


def _said(asked: "dict[str, Callable[[], bool]]") -> JsonResponse:
    checks = {name: _holds(check) for name, check in asked.items()}
    ready = all(checks.values())
    body = {"status": "ok" if ready else "unavailable", "checks": checks}
    return _uncached(JsonResponse(body, status=200 if ready else 503))


def pending_migrations() -> int:
    """How many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, InterfaceError):
        return False


def _uncached(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    return response


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "migrations": lambda: pending_migrations() == 0,
    "worker": worker_is_alive,
}

OF_WEB: dict[str, Callable[[], bool]] = {
    "staying": lambda: not webfolder.is_draining(),
    "database": _database_answers,
    "migrations": lambda: pending_migrations() == 0,
}
