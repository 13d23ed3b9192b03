"""The contract with a language model, kept by a server of our own on loopback."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.cases.comprehension import actions, rate, scoring, tasks
from huiyin.cases.comprehension.findings import said_wrongly
from huiyin.cases.comprehension.models import Assertion, Attempt
from huiyin.cases.comprehension.tests.conftest import WRONG, Scene
from huiyin.ledger.models import Entry
from huiyin.policies import in_force

pytestmark = pytest.mark.req("N14")

WORDS = "。".join(WRONG)


class Model:
    """What the server was asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.status = 200
        self.answer: Any = answer("right", "wrong", "missing")


def answer(*verdicts: str, points: range | None = None) -> Any:
    """An answer of a chat endpoint in the agreed form."""
    rows = [
        {"point": point, "verdict": verdict, "reason": "模型的理由"}
        for point, verdict in zip(points or range(1, len(verdicts) + 1), verdicts, strict=True)
    ]
    content = "```json\n" + json.dumps({"verdicts": rows}) + "\n```"
    return {"choices": [{"message": {"role": "assistant", "content": content}}]}


@pytest.fixture
def model(settings: Any) -> Iterator[Model]:
    """A configured model that answers on loopback."""
    shown = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            shown.asked.append(json.loads(self.rfile.read(length)))
            shown.keys.append(self.headers.get("Authorization", ""))
            body = (
                shown.answer
                if isinstance(shown.answer, bytes)
                else json.dumps(shown.answer).encode()
            )
            self.send_response(shown.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.MODEL_URL = f"http://127.0.0.1:{server.server_port}/v1/chat/completions"
    settings.MODEL_KEY, settings.MODEL_NAME = "a-key", "a-model"
    yield shown
    server.shutdown()
    thread.join()
    server.server_close()


def attempt(scene: Scene) -> Attempt:
    return actions.restate(scene.case.pk, WORDS, by=scene["白露"])


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name=scoring.JOB).count()


def proposed() -> list[str]:
    rows = Assertion.objects.filter(decided_by="model").order_by("key_point__order")
    return list(rows.values_list("verdict", flat=True))


def test_it_is_off_by_default(scene: Scene) -> None:
    made = attempt(scene)
    assert not scoring.is_configured()
    assert jobs() == 0
    assert tasks.propose(made.pk) == 0


def test_it_proposes_beside_and_decides_nothing(scene: Scene, model: Model) -> None:
    made = attempt(scene)
    assert jobs() == 1
    before = rate.whole(in_force.current(), scene.case.pk)
    assert tasks.propose(made.pk) == 3
    assert proposed() == ["right", "wrong", "missing"]
    assert rate.whole(in_force.current(), scene.case.pk) == before
    assert [one.proposed for one in said_wrongly(scene.case.pk, 1)] == [
        "说对了：模型的理由",
        "",
        "没有提到：模型的理由",
    ]
    entry = Entry.objects.get(kind="comprehension.proposed")
    assert '"model":"a-model"' in entry.body
    assert "模型的理由" not in entry.body


def test_it_is_asked_in_the_form_of_a_chat_endpoint(scene: Scene, model: Model) -> None:
    tasks.propose(attempt(scene).pk)
    (asked,) = model.asked
    assert (asked["model"], asked["temperature"]) == ("a-model", 0)
    assert [one["role"] for one in asked["messages"]] == ["system", "user"]
    sent = json.loads(asked["messages"][1]["content"])
    assert sent["复述"] == WORDS
    assert len(sent["要点"]) == 3
    assert "白露" not in json.dumps(asked, ensure_ascii=False)
    assert model.keys == ["Bearer a-key"]


def test_without_a_key_none_is_sent(scene: Scene, model: Model, settings: Any) -> None:
    settings.MODEL_KEY = ""
    tasks.propose(attempt(scene).pk)
    assert model.keys == [""]


def test_once_is_enough(scene: Scene, model: Model) -> None:
    made = attempt(scene)
    tasks.propose(made.pk)
    assert tasks.propose(made.pk) == 0
    assert len(model.asked) == 1
    assert tasks.propose(0) == 0


def test_what_is_confidential_is_never_sent(scene: Scene, model: Model) -> None:
    scene.case.classification = "confidential"
    scene.case.save()
    made = attempt(scene)
    assert jobs() == 0
    assert tasks.propose(made.pk) == 0
    assert model.asked == []


@pytest.mark.parametrize(
    "bad",
    [
        b"no json",
        {"choices": []},
        {"choices": [{"message": {"content": "我觉得都对"}}]},
        {"choices": [{"message": {"content": None}}]},
        answer("right", "wrong"),
        answer("right", "wrong", "perhaps"),
        answer("right", "wrong", "missing", points=range(2, 5)),
        [],
    ],
)
def test_an_answer_that_makes_no_sense_stops_nobody(scene: Scene, model: Model, bad: Any) -> None:
    model.answer = bad
    assert tasks.propose(attempt(scene).pk) == 0
    assert proposed() == []
    assert Entry.objects.filter(kind="comprehension.restated").exists()


def test_a_model_that_fails_stops_nobody(scene: Scene, model: Model, settings: Any) -> None:
    made = attempt(scene)
    model.status = 500
    assert tasks.propose(made.pk) == 0
    settings.MODEL_URL = "http://127.0.0.1:1/v1/chat/completions"
    assert tasks.propose(made.pk) == 0
    settings.MODEL_URL = "file:///etc/hostname"
    assert tasks.propose(made.pk) == 0
    assert proposed() == []
