"""A text by POST: what is read of it, kept by nobody."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.api import tokens
from huiyin.cases.drafting.models import ImportedText
from huiyin.cases.drafting.tests.conftest import WORDS, Desk, desk
from huiyin.directory.models import Person
from huiyin.kit import clock

pytestmark = pytest.mark.req("Z16")

__all__ = ["desk"]


def _post(person: Person, body: Any) -> Any:
    token = tokens.create_token(person, "测试", clock.now() + timedelta(days=1))
    return Client().post(
        "/api/v1/policy/drafts", json.dumps(body), content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip


def test_proposals_come_with_their_place(desk: Desk) -> None:
    answer = _post(desk.officer, {"text": WORDS})
    assert answer.status_code == 200
    said = answer.json()
    deadline = next(one for one in said["proposals"] if one["sort"] == "deadline")
    assert (deadline["value"], deadline["term"], deadline["clause"]) == ("24h", "24h", "第一条")
    assert WORDS[deadline["start"] : deadline["end"]] == deadline["words"] == "24小时内"
    assert [one["clause"] for one in said["unread"]] == ["第三条"]
    assert [one["same_as"] for one in said["clauses"]][-1] == "第一条"
    assert not ImportedText.objects.exists()


def test_only_who_writes_regulations_and_only_text(desk: Desk) -> None:
    assert _post(desk.company["白露"], {"text": WORDS}).status_code == 403
    assert _post(desk.officer, {"text": ""}).status_code == 422
    assert _post(desk.officer, {"text": "甲", "more": 1}).status_code == 422
