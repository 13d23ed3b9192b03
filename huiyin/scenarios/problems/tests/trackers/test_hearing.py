"""What a tracker says is read once, and followed as far as the house allows."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.cases.intake import signing
from huiyin.cases.intake.models import Proof
from huiyin.directory.models import Person
from huiyin.kit import clock as kit_clock
from huiyin.scenarios.problems import actions
from huiyin.scenarios.problems.intake.models import Word
from huiyin.scenarios.problems.models import PlanStep, ProblemState
from huiyin.scenarios.problems.solution import actions as solution
from huiyin.scenarios.problems.tests.trackers.conftest import Room, moved, room, stage
from huiyin.scenarios.problems.trackers import actions as trackers
from huiyin.scenarios.problems.trackers import keys, messages
from huiyin.scenarios.problems.trackers.hearing import Change, follow
from huiyin.scenarios.problems.trackers.models import Heard, Link, TrackerKind

__all__ = ["room", "stage"]

pytestmark = [pytest.mark.req("B07"), pytest.mark.django_db]


def test_our_own_change_comes_back_and_goes_no_further(room: Room) -> None:
    tracker = room.tracker()
    problem = room.stage.registered()
    room.sync(problem)
    asked = len(room.jira.asked)
    assert room.hear(tracker, moved("OPS-1", "to do")) == "own"
    assert len(room.jira.asked) == asked
    assert not Word.objects.exists()


def test_a_message_that_comes_twice_is_read_once(room: Room) -> None:
    tracker = room.tracker()
    room.sync(room.stage.assigned())
    value = moved("OPS-1", "To Do")
    assert [room.hear(tracker, value, name="x") for _ in range(2)] == ["moved", "seen"]
    assert Heard.objects.get().outcome == "moved"


def test_done_there_solves_what_is_carried_out_here(room: Room) -> None:
    tracker = room.tracker()
    problem = room.stage.doing()
    room.sync(problem)
    solution.done(PlanStep.objects.get().pk, by=room.stage["罗一鸣"])
    Person.objects.filter(pk=room.stage["陈屿"].pk).update(email="chenyu@yunqiao.test")
    by = {"user": {"displayName": "陈屿", "emailAddress": "ChenYu@yunqiao.test"}}
    assert room.hear(tracker, moved("OPS-1", "Done", **by)) == "solved"
    problem.refresh_from_db()
    assert (problem.state, problem.result) == ("solved", "在 Jira 里完成：OPS-1")
    assert room.stage.owes(problem, "tell_reporter") == ["陈屿"]
    assert room.sync(problem).state == "synced"


@pytest.mark.parametrize("state", ["assigned", "doing"])
def test_done_there_and_not_here_is_for_the_desk(room: Room, state: str) -> None:
    tracker = room.tracker(actor=room.stage["白露"])
    problem = getattr(room.stage, state)()
    room.sync(problem)
    assert room.hear(tracker, moved("OPS-1", "Done")) == "disagree"
    link = Link.objects.get()
    assert (link.state, link.broken) == ("failed", True)
    assert "Done" in link.error
    assert room.stage.owes(problem, "mend_sync") == ["何青"]
    assert room.hear(tracker, moved("OPS-1", "In Progress")) == "moved"
    assert room.stage.owes(problem, "mend_sync") == []
    assert Link.objects.get().state == "synced"


def test_opened_again_there_and_over_here_is_for_the_desk(room: Room) -> None:
    tracker = room.tracker()
    problem = room.stage.solved()
    room.sync(problem)
    assert room.hear(tracker, moved("OPS-1", "To Do")) == "disagree"
    assert room.hear(tracker, moved("OPS-1", "To Do")) == "own"
    room.jira.issues["OPS-1"].status = "To Do"
    trackers.try_again(Link.objects.get(), by=room.stage["何青"])
    assert room.sync(problem).status == "Done"
    assert room.stage.owes(problem, "mend_sync") == []


def test_old_news_and_unknown_issues_change_nothing(room: Room) -> None:
    tracker = room.tracker()
    room.sync(room.stage.assigned())
    assert room.hear(tracker, moved("OPS-1", "Somewhere")) == "moved"
    old = int((kit_clock.now() - timedelta(hours=1)).timestamp() * 1000)
    assert room.hear(tracker, moved("OPS-1", "Done", timestamp=old)) == "stale"
    assert room.hear(tracker, moved("OPS-7", "Done")) == "foreign"
    assert room.hear(tracker, {"webhookEvent": "jira:issue_created"}) == "nothing"
    unchanged = moved("OPS-1", "Done", changelog={"items": [{"field": "labels"}]})
    assert room.hear(tracker, unchanged) == "nothing"
    assert follow(tracker, "n", Change("OPS-1")) == "nothing"


def test_a_deleted_issue_is_for_the_desk(room: Room) -> None:
    tracker = room.tracker()
    problem = room.stage.registered()
    room.sync(problem)
    gone = {"webhookEvent": "jira:issue_deleted", "issue": {"key": "OPS-1"}}
    assert room.hear(tracker, gone) == "gone"
    assert room.stage.owes(problem, "mend_sync") == ["何青"]


def comment(text: Any, number: str = "1") -> dict[str, Any]:
    author = {"displayName": "外包 小周", "emailAddress": "zhou@partner.test"}
    return {
        "webhookEvent": "comment_created",
        "issue": {"key": "OPS-1"},
        "comment": {"id": number, "body": text, "author": author},
    }


def test_a_comment_is_kept_with_the_problem_once_and_ours_is_not(room: Room) -> None:
    tracker = room.tracker()
    problem = room.stage.registered()
    room.sync(problem)
    line = {"type": "paragraph", "content": [{"type": "text", "text": "等备件"}]}
    document = {"type": "doc", "content": [line, {"type": "rule"}, line]}
    assert room.hear(tracker, comment(document)) == "remarked"
    assert room.hear(tracker, comment(document)) == "seen"
    assert room.hear(tracker, comment(f"处理结果\n\n[{problem.number}#1]", "2")) == "own"
    assert room.hear(tracker, comment(None, "3")) == "nothing"
    word = Word.objects.get()
    assert (word.text, word.name, word.origin) == ("等备件\n等备件", "外包 小周", "tracker")
    page = room.stage.client("何青").get(f"/problems/{problem.pk}").content.decode()
    assert "等备件" in page


def test_only_what_is_signed_is_heard(room: Room) -> None:
    tracker = room.tracker()
    path = f"/hooks/trackers/{tracker.pk}"
    browser = Client(enforce_csrf_checks=True)

    def post(body: bytes, **headers: str) -> int:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return browser.post(path, body, content_type="application/json", headers=sent).status_code

    assert post(b"{}") == 401
    assert post(b"{}", X_Hub_Signature="sha256=00") == 401
    assert post(b"{}", X_Hub_Signature="中") == 401
    assert browser.get(path).status_code == 405
    trackers.stop_tracker(tracker.pk, by=room.stage["罗一鸣"])
    assert post(b"{}") == 404
    assert not Heard.objects.exists()


def test_any_other_tool_signs_as_we_do(room: Room) -> None:
    tracker = room.tracker(kind=TrackerKind.WEBHOOK, url=f"{room.jira.url}/in", token="")
    problem = room.stage.assigned()
    room.sync(problem)

    def post(value: Any, at: Any = None, name: str = "m") -> Any:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        headers = signing.headers_for(
            Proof.STANDARD,
            keys.secret_of(tracker),
            message_id=name,
            at=at or kit_clock.now(),
            body=body,
        )
        return Client().post(
            f"/hooks/trackers/{tracker.pk}", body, content_type="application/json", headers=headers
        )

    said = {"key": problem.number, "remark": "先停一天", "author": "周"}
    assert json.loads(post(said).content) == {"outcome": "remarked"}
    assert json.loads(post(said).content) == {"outcome": "seen"}
    assert post(said, kit_clock.now() - timedelta(hours=1), "o").status_code == 401
    assert post(b"nothing", name="p").status_code == 422
    assert post(b"[]", name="q").status_code == 422
    gone = {"key": problem.number, "deleted": True, "timestamp": True}
    assert json.loads(post(gone, name="r").content) == {"outcome": "gone"}


def test_a_message_without_a_name_is_known_by_its_bytes() -> None:
    import hashlib
    import hmac as mac

    body = b'{"a": 1}'
    signature = "sha256=" + mac.new(b"s", body, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature": signature}
    named = messages.prove("jira", "s", headers, body, kit_clock.now())
    assert named == hashlib.sha256(body).hexdigest()


def test_strange_documents_are_read_as_far_as_they_go() -> None:
    deep: dict[str, Any] = {"type": "text", "text": "x"}
    for _ in range(40):
        deep = {"content": [deep]}
    assert messages._words(deep) == ""
    assert messages._words({"content": ["x", {"content": [{"type": "text", "text": 5}]}]}) == "5"
    assert messages._words(5) == ""
    assert messages.read("jira", b'{"webhookEvent": "comment_created"}') == Change("")
    assert messages.read("webhook", b'{"timestamp": -5}') is not None
    assert actions.solve is not None
    assert ProblemState.SOLVED in ProblemState
