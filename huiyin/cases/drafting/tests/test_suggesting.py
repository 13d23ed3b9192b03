"""A language model may propose more, and has to quote what it read."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from huiyin.cases.drafting import actions, suggesting, tasks
from huiyin.cases.drafting.models import ImportedText, Verdict
from huiyin.cases.drafting.tests.conftest import Desk
from huiyin.kit.ids import new_id

pytestmark = pytest.mark.req("Z16")

TEXT = "第一条 收到函件的同事，隔一个晚上要有回音。\n第二条 接收人应在通知发布后24小时内回复收到。"


class Model:
    """What the fake answers, and what it was asked."""

    def __init__(self) -> None:
        self.answer: Any = _told([])
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []


def _told(rules: list[Any]) -> Any:
    content = json.dumps({"rules": rules}, ensure_ascii=False)
    return {"choices": [{"message": {"content": f"好的：{content}"}}]}


@pytest.fixture
def model(settings: Any) -> Iterator[Model]:
    shown = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            shown.asked.append(json.loads(self.rfile.read(length)))
            shown.keys.append(self.headers["Authorization"])
            body = (
                shown.answer
                if isinstance(shown.answer, bytes)
                else json.dumps(shown.answer).encode()
            )
            self.send_response(200)
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


def _suggested(text: ImportedText) -> int:
    return tasks.suggest(str(text.pk))


def test_it_is_off_by_default(desk: Desk) -> None:
    text = desk.bring(TEXT)
    assert not suggesting.is_configured()
    assert not suggesting.suggest_later(text)
    assert _suggested(text) == 0


def test_a_quoted_proposal_becomes_an_unsure_card(desk: Desk, model: Model) -> None:
    text = desk.bring(TEXT)
    model.answer = _told(
        [
            {
                "quote": "收到函件的同事，隔一个晚上要有回音",
                "kind": "deadline",
                "term": "1d",
                "who": "同事",
                "what": "回复",
            }
        ]
    )
    assert suggesting.suggest_later(text)
    assert _suggested(text) == 1
    card = text.cards.get(by_model=True)
    assert (card.clause, card.offered["term"], card.offered["verb"]) == ("第一条", "1d", "answer")
    assert [TEXT[mark["start"] : mark["end"]] for mark in card.marks] == [
        "收到函件的同事，隔一个晚上要有回音",
        "同事",
    ]
    actions.accept_sure(text.pk, by=desk.officer)
    assert text.cards.get(by_model=True).verdict == Verdict.OPEN
    assert (model.keys, model.asked[0]["model"]) == (["Bearer a-key"], "a-model")
    assert _suggested(text) == 0


@pytest.mark.parametrize(
    "rule",
    [
        {"quote": "要在两天内答复", "kind": "deadline", "term": "2d"},
        {"quote": "", "kind": "deadline", "term": "2d"},
        {"quote": "隔一个晚上", "kind": "wish", "term": "1d"},
        {"quote": "24小时内", "kind": "deadline", "term": "24h"},
        {"quote": "回音。\n第二条", "kind": "deadline", "term": "24h"},
        {},
        "24h",
    ],
)
def test_what_quotes_nothing_new_is_thrown_away(desk: Desk, model: Model, rule: Any) -> None:
    text = desk.bring(TEXT)
    model.answer = _told([rule])
    assert _suggested(text) == 0


def test_a_term_that_is_none_is_left_out(desk: Desk, model: Model) -> None:
    text = desk.bring(TEXT)
    model.answer = _told([{"quote": "隔一个晚上", "kind": "lead", "term": "soon", "what": "回复"}])
    assert _suggested(text) == 1
    offered = text.cards.get(by_model=True).offered
    assert (offered["term"], offered["guard"]) == ("", False)


@pytest.mark.parametrize(
    "answer",
    [
        b"no json",
        {"choices": []},
        {"choices": [{"message": {"content": "none"}}]},
        {"choices": [{"message": {"content": '{"rules": 3}'}}]},
    ],
)
def test_an_answer_that_is_none_changes_nothing(desk: Desk, model: Model, answer: Any) -> None:
    text = desk.bring(TEXT)
    model.answer = answer
    assert _suggested(text) == 0


def test_nobody_there_and_no_address(desk: Desk, settings: Any) -> None:
    text = desk.bring(TEXT)
    settings.MODEL_NAME = "a-model"
    for address in ("http://127.0.0.1:1/v1", "file:///etc/hostname"):
        settings.MODEL_URL = address
        assert _suggested(text) == 0
    assert tasks.suggest(str(new_id())) == 0


def test_a_finished_text_is_not_asked_about(desk: Desk, model: Model) -> None:
    text = desk.bring(TEXT)
    actions.finish(text.pk, new_id(), by=desk.officer)
    text.refresh_from_db()
    assert not suggesting.suggest_later(text)
    assert _suggested(text) == 0
    assert not model.asked
