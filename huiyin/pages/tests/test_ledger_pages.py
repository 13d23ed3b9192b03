"""The record on screen: metadata for auditors, content for those who may see the case (R05)."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.directory.audience import Audience
from huiyin.ledger import sealer
from huiyin.scenarios.notices import answers
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.tests.stage import Stage


@pytest.fixture
def secret(stage: Stage) -> Notice:
    """A confidential matter between 林若溪 and 白露."""
    return stage.published(
        title="薪酬调整",
        classification="confidential",
        audience=Audience(people=(stage["白露"].pk,)),
    )


@pytest.mark.req("R05")
def test_who_did_what_when_through_which_channel_with_proof(stage: Stage, secret: Notice) -> None:
    answers.confirm(secret.pk, by=stage["白露"])
    page = stage.client("白露").get(f"/ledger/case/{secret.pk}").content.decode()
    for words in ("notices.published", "notices.confirmed", "白露", "站内", "点击按钮", "12:00"):
        assert words in page


@pytest.mark.req("R05")
def test_outsiders_see_nothing_of_a_case(stage: Stage, secret: Notice) -> None:
    browser = stage.client("唐果")
    assert "薪酬调整" not in browser.get("/ledger").content.decode()
    assert "notices.published" not in browser.get("/ledger").content.decode()
    assert browser.get(f"/ledger/case/{secret.pk}").status_code == 404
    assert browser.get(f"/ledger/case/{secret.pk}/proof.json").status_code == 404


def test_an_administrator_sees_metadata_of_all_and_content_of_none(
    stage: Stage, secret: Notice
) -> None:
    page = stage.client("罗一鸣").get("/ledger").content.decode()
    assert "notices.published" in page
    assert "薪酬调整" not in page
    assert secret.number not in page


@pytest.mark.req("R05")
def test_the_proof_is_a_file_with_the_signed_checkpoint(stage: Stage, secret: Notice) -> None:
    sealer.seal_once()
    answer = stage.client("林若溪").get(f"/ledger/case/{secret.pk}/proof.json")
    assert "attachment" in answer["Content-Disposition"]
    content = json.loads(answer.content)
    assert content["entries"]
    assert stage.client("白露").get(f"/ledger/case/{secret.pk}/proof.json").status_code == 403


def test_the_check_says_intact(stage: Stage, secret: Notice) -> None:
    sealer.seal_once()
    page = stage.client("叶蓁").post("/ledger/verify").content.decode()
    assert "台账完整" in page


def test_older_entries_come_page_by_page_at_the_same_cost(stage: Stage) -> None:
    browser, counts, page = stage.client("罗一鸣"), [], ""
    for _round in range(2):
        for number in range(20):
            stage.published(title=f"通告 {number}")
        with CaptureQueriesContext(connection) as captured:
            page = browser.get("/ledger").content.decode()
        counts.append(len(captured))
    assert counts[0] == counts[1]
    start = page.index("?before=")
    address = page[start : page.index('"', start)]
    part = browser.get(f"/ledger{address}", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert part.count('class="ledger-line"') > 10
    assert browser.get("/ledger?before=x").status_code == 404
