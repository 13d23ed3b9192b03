"""The worker's loops fall and rise alone; jobs are rescued once and purged in time."""

import threading
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import OperationalError, connection
from django.test import Client
from procrastinate.contrib.django import DjangoApp, app

from huiyin.config import housekeeping, logs, loops, probes, sealing, worker


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    """Set at the end, whatever happens."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "FIRST_PAUSE", 0.01)


@pytest.mark.parametrize("fault", [RuntimeError("broken"), OperationalError("gone")])
def test_a_loop_that_fails_is_started_again(stop: threading.Event, fault: Exception) -> None:
    lives = threading.Semaphore(0)

    def failing(_stop: threading.Event) -> None:
        lives.release()
        raise fault

    loop = loops.Loop("failing", failing, stop)
    loop.start()
    assert all(lives.acquire(timeout=10) for _ in range(3))
    stop.set()
    assert loops.join([loop], 5) == []


def test_a_loop_that_does_not_end_is_named(stop: threading.Event) -> None:
    released = threading.Event()

    def endless(_stop: threading.Event) -> None:
        released.wait(10)

    loop = loops.Loop("endless", endless, stop)
    loop.start()
    stop.set()
    assert loops.join([loop], 0.1) == ["endless"]
    released.set()
    assert loops.join([loop], 5) == []


def test_rooms_name_their_loops() -> None:
    names = dict(loops.discovered())
    assert "huiyin.config.housekeeping:run" in names
    assert "huiyin.obligations.clock:run" in names
    assert all(callable(one) for one in names.values())


def test_every_named_loop_exists() -> None:
    from django.utils.module_loading import import_string

    for room in apps.get_app_configs():
        for path in getattr(room, "loops", ()):
            assert callable(import_string(path.replace(":", ".")))


def test_a_loop_that_cannot_be_imported_fails_in_its_own_thread(stop: threading.Event) -> None:
    with pytest.raises(ModuleNotFoundError):
        loops._imported("huiyin.config.nowhere", "run")(stop)


def test_the_job_app_leaves_the_products_own_connection_alone() -> None:
    twin = worker._job_app()
    assert isinstance(twin, DjangoApp)
    assert twin is not app
    assert set(app.tasks) <= set(twin.tasks)


@pytest.mark.django_db
def test_a_stalled_job_is_queued_again_once_and_a_living_one_is_left() -> None:
    stalled = _job(_worker(silent_for=60))
    orphan = _job(None)
    living = _job(_worker(silent_for=1))
    assert housekeeping.rescue() == 2
    assert housekeeping.rescue() == 0
    assert _state(stalled) == _state(orphan) == "todo"
    assert _state(living) == "doing"


@pytest.mark.django_db
def test_finished_jobs_are_purged_after_a_day() -> None:
    old, young, waiting = _job(None), _job(None), _job(None)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = ANY(%s)", [[old, young]]
        )
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '2 days' WHERE job_id = ANY(%s)",
            [[old, waiting]],
        )
    assert housekeeping.purge() == 1
    assert _state(old) is None
    assert _state(young) == "succeeded"
    assert _state(waiting) == "doing"


@pytest.mark.django_db
def test_housekeeping_and_sealing_end_when_told(stop: threading.Event) -> None:
    stop.set()
    housekeeping.run(stop)
    sealing.run(stop)


@pytest.mark.django_db
def test_ready_means_database_migrations_and_a_living_worker() -> None:
    without = Client().get("/readyz")
    assert without.status_code == 503
    assert without.json()["checks"] == {"database": True, "migrations": True, "worker": False}
    _worker(silent_for=1)
    assert Client().get("/readyz").status_code == 200


@pytest.mark.django_db
def test_not_ready_when_the_database_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> bool:
        raise OperationalError

    monkeypatch.setitem(probes.CHECKS, "database", gone)
    assert Client().get("/readyz").json()["checks"]["database"] is False


def test_alive_needs_nothing() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Not Found: /c/eyJhIjoxfQ:1sdkfj:abcdefghijklmnop/", "Not Found: /c/eyJhIj…/"),
        ("GET /search?q=工资 200", "GET /search?… 200"),
        (
            "/notices/0190c0de-0000-7000-8000-000000000001/",
            "/notices/0190c0de-0000-7000-8000-000000000001/",
        ),
    ],
)
def test_logs_keep_no_secrets(text: str, cleaned: str) -> None:
    assert logs.clean(text) == cleaned


def _worker(*, silent_for: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [silent_for],
        )
        return int(cursor.fetchone()[0])


def _job(worker_id: int | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id)"
            " VALUES ('default', 'some', 'doing', %s) RETURNING id",
            [worker_id],
        )
        return int(cursor.fetchone()[0])


def _state(job: int) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job])
        row = cursor.fetchone()
    return str(row[0]) if row else None
