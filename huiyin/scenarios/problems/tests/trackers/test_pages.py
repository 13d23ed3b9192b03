"""An administrator sets trackers up; secrets are shown once, tokens never."""

from threading import Event
from typing import Any

import pytest

from huiyin.scenarios.problems.tests.trackers.conftest import Room, room, stage
from huiyin.scenarios.problems.trackers import actions, keys, loop, syncing
from huiyin.scenarios.problems.trackers.actions import STATUSES, TrackerError
from huiyin.scenarios.problems.trackers.models import Tracker, TrackerKind

__all__ = ["room", "stage"]

pytestmark = [pytest.mark.req("B07"), pytest.mark.django_db]


def form(**over: Any) -> dict[str, Any]:
    return {
        "name": "Jira",
        "kind": "jira",
        "url": "https://yunqiao.atlassian.net",
        "api": "3",
        "project": "OPS",
        "issue_type": "Task",
        "account": "bot@yunqiao.test",
        "token": "geheim",
        "department": "",
        "actor": "陈屿",
        **{f"status_{state}": name for state, name in STATUSES.items()},
    } | over


def test_a_tracker_is_set_up_changed_and_stopped(room: Room) -> None:
    browser = room.stage.client("罗一鸣")
    assert browser.get("/problems/trackers").status_code == 200
    answer = browser.post("/problems/trackers", form())
    tracker = Tracker.objects.get()
    secret = keys.secret_of(tracker)
    assert secret in answer.content.decode()
    assert f"/hooks/trackers/{tracker.pk}" in answer.content.decode()
    page = browser.get("/problems/trackers").content.decode()
    assert secret not in page
    path = f"/problems/trackers/{tracker.pk}"
    shown = browser.get(path).content.decode()
    assert "OPS" in shown
    assert "geheim" not in shown
    changed = form(token="", project="NEW", status_registered="Backlog")
    assert browser.post(path, changed).status_code == 303
    tracker.refresh_from_db()
    assert (tracker.project, tracker.statuses["registered"]) == ("NEW", "Backlog")
    assert (keys.token_of(tracker), keys.secret_of(tracker)) == ("geheim", secret)
    for _ in range(2):
        assert browser.post(f"{path}/stop").status_code == 303
    assert "已停用" in browser.get("/problems/trackers").content.decode()


@pytest.mark.parametrize(
    "over",
    [
        {"name": " "},
        {"url": "http://127.0.0.2/"},
        {"url": "file:///etc/passwd"},
        {"url": "http://169.254.169.254/latest"},
        {"project": ""},
        {"token": ""},
        {"actor": "谁"},
        {"kind": "paper"},
    ],
)
def test_what_cannot_be_is_said(room: Room, over: dict[str, str]) -> None:
    answer = room.stage.client("罗一鸣").post("/problems/trackers", form(**over))
    assert answer.status_code == 422
    assert "is-wrong" in answer.content.decode()
    assert not Tracker.objects.exists()


def test_a_name_is_given_once_and_a_change_is_checked_too(room: Room) -> None:
    tracker = room.tracker()
    with pytest.raises(TrackerError):
        room.tracker()
    browser = room.stage.client("罗一鸣")
    path = f"/problems/trackers/{tracker.pk}"
    assert browser.post(path, form(name="")).status_code == 422
    room.tracker(name="B", kind=TrackerKind.WEBHOOK, project="", token="")
    assert browser.post(path, form(name="B")).status_code == 422


def test_only_administrators(room: Room) -> None:
    tracker = room.tracker()
    browser = room.stage.client("何青")
    assert browser.get("/problems/trackers").status_code == 403
    assert browser.get(f"/problems/trackers/{tracker.pk}").status_code == 403
    assert browser.post(f"/problems/trackers/{tracker.pk}/stop").status_code == 403
    assert actions.STATUSES["registered"] == "To Do"


def test_the_loop_looks_until_it_is_told_to_stop(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import DatabaseError, connection

    looked: list[str] = []

    def broken() -> int:
        looked.append("dead")
        raise DatabaseError

    class Once(Event):
        def wait(self, timeout: float | None = None) -> bool:  # noqa: ARG002 - Event's signature
            self.set()
            return True

    monkeypatch.setattr(connection, "close", lambda: looked.append("closed"))
    loop.run(Once())
    monkeypatch.setattr(syncing, "bury_dead", broken)
    loop.run(Once())
    assert looked == ["closed", "dead", "closed"]
