"""The administrator's page says what is wrong."""

from datetime import timedelta

from django.db import connection

from huiyin.kit import clock, jobs
from huiyin.pages import status
from huiyin.scenarios.notices.tests.stage import Stage


def test_without_a_worker_the_page_says_so(stage: Stage) -> None:
    page = stage.client("罗一鸣").get("/status").content.decode()
    assert "没有工作进程" in page
    part = stage.client("罗一鸣").get("/status", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_a_worker_is_alive_while_its_heart_beats(stage: Stage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
        )
    assert [worker.alive for worker in status.workers()] == [True, False]
    page = stage.client("罗一鸣").get("/status").content.decode()
    assert "1 小时前有心跳" in page


def test_a_clock_that_is_behind_says_by_how_much(stage: Stage) -> None:
    assert status.lateness().next_at is None
    stage.published()
    assert not status.lateness().slow
    clock.advance(timedelta(hours=3))
    late = status.lateness()
    assert (late.slow, late.due, late.words) == (True, 1, "2 小时")
    assert "晚了 2 小时" in stage.client("罗一鸣").get("/status").content.decode()


def test_waiting_jobs_are_counted(stage: Stage) -> None:
    before = status.queue().waiting
    jobs.defer("pages.nothing", subject="x")
    after = status.queue()
    assert after.waiting == before + 1
    assert after.words.startswith("最久")
    assert {one.count for one in status.deliveries()} >= {0}
