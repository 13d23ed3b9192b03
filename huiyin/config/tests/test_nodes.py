"""Nodes of old and new code on one database: who is there, who may run, which jobs are whose."""

import threading
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings as live_settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

import huiyin
from huiyin.config import loops, marks, nodes, preparation, probes, steps, webfolder
from huiyin.config.cli import main
from huiyin.kit import jobs

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, name, step, facts ->> 'pages' FROM config_node ORDER BY 1, 2")
        return list(cursor.fetchall())


def older(kind: str = "web", step: int = 0, silent: int = 0) -> None:
    nodes.Presence(kind, "old").say()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE config_node SET step = %s, seen_at = now() - make_interval(secs => %s)"
            " WHERE name = 'old'",
            [step, silent],
        )


def test_a_process_says_that_it_lives_and_takes_its_row_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUIYIN_NODE", "east")
    presence = nodes.Presence("live", nodes.here(8001), lambda: {"pages": 3})
    presence.say()
    presence.say()
    assert rows() == [("live", "east:8001", huiyin.STEP, "3")]
    presence.leave()
    assert rows() == []


def test_all_serving_processes_of_one_web_are_forgotten_together() -> None:
    for name in ("here:1", "here:1", "here:2"):
        nodes.Presence("web", name).say()
    nodes.forget_web("here:1")
    assert [row[1] for row in rows()] == ["here:2"]


def test_nodes_that_went_without_a_word_are_forgotten_after_a_day() -> None:
    older(silent=nodes.FORGET_AFTER + 1)
    nodes.Presence("web", "new").say()
    nodes.purge()
    assert [row[1] for row in rows()] == ["new"]


def test_nodes_with_other_keys_have_another_fingerprint(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    key = tmp_path / "ledger.key"
    monkeypatch.setattr(live_settings, "LEDGER_KEY_FILE", key)
    none = nodes.fingerprint()
    key.write_text("a key")
    with_key = nodes.fingerprint()
    key.write_text("another key")
    other = nodes.fingerprint()
    assert len({none, with_key, other}) == 3
    monkeypatch.setattr(live_settings, "SECRET_KEY", "another secret")
    assert nodes.fingerprint().partition(":")[0] != none
    assert "key" not in with_key


def test_the_database_is_brought_to_the_step_of_the_code_and_never_back() -> None:
    steps.write()
    assert steps.of_database() == huiyin.STEP
    marks.put(marks.SCHEMA, step=huiyin.STEP + 1)
    steps.write()
    assert steps.of_database() == huiyin.STEP + 1
    steps.refuse_newer()
    marks.put(marks.SCHEMA, step=huiyin.STEP + 2)
    with pytest.raises(ImproperlyConfigured, match="2 steps ahead"):
        steps.refuse_newer()


def test_a_database_before_the_first_step_has_none() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE config_mark")
    assert steps.of_database() == 0


def test_a_worker_waits_for_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    left = iter([2, 1, 0])
    monkeypatch.setattr(probes, "pending_migrations", lambda: next(left))
    monkeypatch.setattr(steps, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(connection, "close", lambda: None)
    said: list[str] = []
    steps.await_tables(threading.Event(), said.append)
    assert len(said) == 1
    assert list(left) == []


def test_the_policy_of_new_code_waits_for_the_last_old_node(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    monkeypatch.setattr(preparation, "install_policy", lambda: done.append("policy"))
    monkeypatch.setattr(preparation, "follow_working_time", lambda: done.append("time"))
    marks.put(marks.POLICY, step=huiyin.STEP - 1)
    assert not preparation.finish_upgrade(), "the tables are not there yet"
    steps.write()
    older(step=huiyin.STEP - 1)
    assert not preparation.finish_upgrade()
    older(step=huiyin.STEP - 1, silent=steps.ALIVE + 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE config_node SET seen_at = now() - interval '1 hour'")
    assert preparation.finish_upgrade()
    assert done == ["policy", "time"]
    marks.put(marks.POLICY, step=huiyin.STEP)
    assert preparation.finish_upgrade()
    assert done == ["policy", "time"], "once is enough"


def test_jobs_of_later_code_are_not_for_workers_of_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = jobs.queues()
    monkeypatch.setattr(huiyin, "STEP", huiyin.STEP + 1)
    jobs.defer("config.nothing_known", a=1)
    jobs.defer("delivery.deliver", a=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT queue_name FROM procrastinate_jobs ORDER BY id DESC LIMIT 2")
        made = {row[0] for row in cursor.fetchall()}
    assert made == {f"default.{huiyin.STEP}", f"delivery.{huiyin.STEP}"}
    assert not made & set(before)
    assert made | set(before) <= set(jobs.queues()), "later code does earlier jobs too"


def test_a_node_that_leaves_says_so(client: Any) -> None:
    assert client.get("/readyz/web").status_code == 200
    with webfolder.prepare_folder():
        assert client.get("/readyz/web").status_code == 200
        webfolder.say_draining()
        answer = client.get("/readyz/web")
        assert (answer.status_code, answer.json()["checks"]["staying"]) == (503, False)
        assert client.get("/healthz").status_code == 200


def test_the_beat_of_a_loop_tells_how_long_it_is_silent() -> None:
    stop = threading.Event()
    beat = loops.Beat(stop)
    assert not beat.wait(0)
    beat._last -= 50
    assert 49 < beat.silent < 60
    assert not beat.is_set()
    assert beat.silent < 1
    stop.set()
    assert beat.is_set()
    assert beat.wait(100)
    assert beat.silent == 0, "it may sleep as long as it said"


def test_what_a_loop_fails_with_is_told_until_it_is_steady(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()

    def fail(_stop: threading.Event) -> None:
        raise OperationalError

    loop = loops.Loop("failing", fail, stop)
    loop._attempt()
    assert loop.state["trouble"] == "OperationalError"
    monkeypatch.setattr(loops, "STEADY", -1.0)
    assert loop.state["trouble"] == ""


def test_code_that_is_two_steps_behind_ends_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(steps, "of_database", lambda: huiyin.STEP + 2)
    monkeypatch.setattr("huiyin.config.commands.ground.database.reachable", _nothing_started)
    for command in ("migrate", "worker"):
        done = CliRunner().invoke(main, [command])
        assert (done.exit_code, "2 steps ahead" in done.output) == (1, True), done.output


def _nothing_started(*_told: Any, **_more: Any) -> Any:
    from contextlib import nullcontext

    return nullcontext(None)
