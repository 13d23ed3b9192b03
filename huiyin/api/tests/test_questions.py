"""Questions over REST: the same verbs and permissions as the pages."""

import json
from datetime import timedelta
from typing import Any

import pytest

from huiyin.api import tokens
from huiyin.cases.questions.tests.conftest import Stage, stage
from huiyin.kit import clock as kit_clock

__all__ = ["stage"]

WORDS = "跨区出差的住宿按哪一档报销"
REPLY = "按到达城市的一档报销"


@pytest.mark.req("N20")
def test_the_same_over_the_api(stage: Stage) -> None:
    until = kit_clock.now() + timedelta(days=1)
    root = f"/api/v1/cases/{stage.case.pk}/questions"
    bearer = {name: tokens.create_token(stage[name], "测试", until) for name in ("白露", "何青")}

    def call(name: str, method: str, *rest: object, body: Any = None) -> tuple[int, Any]:
        answer = stage.client(name).generic(
            method,
            "/".join([root, *map(str, rest)]),
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers={"Authorization": f"Bearer {bearer[name]}"},
        )
        return answer.status_code, json.loads(answer.content)

    status, board = call("白露", "POST", body={"text": WORDS})
    assert status == 201
    assert board["unclear"]
    (row,) = board["items"]
    assert (row["text"], row["mine"], row["answers"]) == (WORDS, True, [])
    status, problem = call("白露", "POST", row["id"], "read")
    assert (status, problem["type"]) == (409, "urn:huiyin:problem:question-open")
    assert call("白露", "POST", row["id"], "answer", body={"text": "x"})[0] == 403
    assert call("白露", "POST", body={"text": " "})[0] == 422
    status, board = call("何青", "POST", row["id"], "answer", body={"text": REPLY})
    assert board["items"][0]["answers"][0]["by"]["name"] == "何青"
    status, board = call("白露", "GET")
    assert board["items"][0]["to_read"]
    status, board = call("白露", "POST", row["id"], "read")
    assert not board["unclear"]
    assert call("白露", "POST", 999_999, "read")[0] == 404
