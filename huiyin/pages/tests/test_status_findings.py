"""The head of the administrator's page: each thing that is late, why, and what to do."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from huiyin.delivery import reasons
from huiyin.kit import clock
from huiyin.pages import findings, vitals
from huiyin.scenarios.notices.tests.stage import Stage


def node(kind: str = "web", silent: int = 0, **over: Any) -> str:
    """A process that spoke ``silent`` seconds ago; its name."""
    about: dict[str, Any] = {
        "name": f"{kind}-{uuid4().hex[:4]}",
        "version": "0.1.0",
        "step": 1,
        "keys": "a:b",
    }
    facts = {"disk_free": 90 << 30, "disk_total": 200 << 30, **over.pop("facts", {})}
    about |= over
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO config_node (id, kind, name, version, step, keys, facts, started_at, seen_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, now(), now() - make_interval(secs => %s))",
            [uuid4(), kind, *about.values(), json.dumps(facts), silent],
        )
    return str(about["name"])


def mark(name: str, age: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO config_mark (name, at, facts) VALUES (%s, now() - make_interval(secs => %s), '{}')"
            " ON CONFLICT (name) DO UPDATE SET at = excluded.at",
            [name, age.total_seconds()],
        )


def titles() -> list[str]:
    return [one.title for one in findings.found(findings.read())]


@pytest.fixture
def well(stage: Stage) -> Stage:
    """Everything is as it should be."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
        cursor.execute("TRUNCATE ledger_queue")
    mark("backup.made", timedelta(hours=2))
    mark("backup.proved", timedelta(days=3))
    node()
    node("worker", facts={"loops": {"huiyin.obligations.clock:run": {"silent": 0, "trouble": ""}}})
    return stage


def test_when_all_is_well_the_page_says_so(well: Stage) -> None:
    assert titles() == []
    page = well.client("罗一鸣").get("/status").content.decode()
    assert "一切正常" in page
    assert "时限" in page


def test_without_a_worker_everything_has_one_cause(well: Stage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    well.published()
    clock.advance(timedelta(hours=3))
    found = {one.title: one for one in findings.found(findings.read())}
    assert found["没有工作进程在运行"].todo == "在任一节点上启动 huiyin worker"
    assert found["时限处理晚了 2 小时"].why == "没有工作进程在运行"
    assert any(title.startswith("台账已有") for title in found)


@pytest.mark.parametrize(
    ("kind", "over", "words"),
    [
        (
            "worker",
            {"facts": {"loops": {"huiyin.config.sealing:run": {"silent": 300, "trouble": ""}}}},
            "「台账封存」在",
        ),
        (
            "worker",
            {"facts": {"loops": {"huiyin.api.purge:run": {"silent": 0, "trouble": "KeyError"}}}},
            "「api.purge」在",
        ),
        ("web", {"version": "0.2.0", "step": 2}, "节点的版本不同：0.1.0 (1) / 0.2.0 (2)"),
        ("web", {"keys": "a:c"}, "节点的密钥不同"),
        ("web", {"silent": 90}, "已 1 分没有消息"),
        ("live", {"facts": {"disk_free": 1 << 30, "disk_total": 200 << 30}}, "的磁盘只剩 1.0 GB"),
        ("web", {"facts": {"clock": 92.5}}, "的时钟差 +92.5 秒"),
    ],
)
def test_each_node_that_is_not_well_is_named(
    well: Stage, kind: str, over: dict[str, Any], words: str
) -> None:
    node(kind, **over)
    assert [title for title in titles() if words in title]
    page = well.client("罗一鸣").get("/status").content.decode()
    assert words in page


@pytest.mark.parametrize(
    ("made", "proved", "words"),
    [
        (None, None, "还没有备份"),
        (timedelta(days=2), timedelta(days=2), "最近的备份在 2 天前"),
        (timedelta(hours=1), None, "备份还没有验证过"),
        (timedelta(hours=1), timedelta(days=40), "备份已超过一个月没有验证"),
    ],
)
def test_backups_that_are_missing_old_or_unproved(
    well: Stage, made: timedelta | None, proved: timedelta | None, words: str
) -> None:
    del well
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM config_mark")
    for name, age in (("backup.made", made), ("backup.proved", proved)):
        if age is not None:
            mark(name, age)
    assert titles() == [words]


def test_a_year_that_nobody_has_published(well: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vitals, "missing_years", lambda: [2031])
    assert titles() == ["2031 年的放假安排还没有录入"]
    assert "/workdays/supply" in well.client("罗一鸣").get("/status").content.decode()


def test_a_crowded_or_old_database() -> None:
    base = vitals.Database("14.2", 10, 90, 100, [])
    assert (base.old, base.crowded) == (True, True)
    base = vitals.Database("18.4", 10, 20, 100, [])
    assert (base.old, base.crowded) == (False, False)


def test_failed_deliveries_are_sent_again_from_the_page(well: Stage) -> None:
    well.published()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO delivery (notification_id, person_id, channel, state, attempts, reason)"
            " SELECT (SELECT max(id) FROM obligation_notification), p.id, 2, 5, 3, %s"
            "   FROM directory_person p ORDER BY p.id LIMIT 2"
            " ON CONFLICT (notification_id, person_id, channel)"
            "    DO UPDATE SET state = 5, reason = excluded.reason",
            [reasons.told(reasons.UNREACHABLE)],
        )
    admin = well.client("罗一鸣")
    page = admin.get("/status").content.decode()
    assert "mail 有 2 次投递失败" in page
    assert reasons.UNREACHABLE in page
    said = admin.post("/status/again", {"channel": "2"}).content.decode()
    assert "2 次投递重新排队" in said
    assert "投递失败" not in said
    assert admin.post("/status/again", {"channel": "99"}).status_code == 404
    assert admin.post("/status/again", {"channel": "x"}).status_code == 404
    assert well.client("陈屿").post("/status/again", {"channel": "2"}).status_code == 404
