"""The regulation on screen: every clause, its rules as sentences."""

from datetime import time

import pytest

from huiyin.core.due import At, Before, By, Duration, Every, Term, Unit, Within
from huiyin.pages import clauses
from huiyin.policies import in_force
from huiyin.scenarios.notices.tests.stage import Stage

HOUR = Duration(1, Unit.HOUR)


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (None, "无期限"),
        (Within(Duration(2, Unit.WORKING_DAY)), "2 个工作日内"),
        (Before(Duration(3, Unit.DAY), "starts_at"), "开始前 3 天"),
        (By(time(17)), "当日 17:00 前"),
        (By(time(17), 4), "周五 17:00 前"),
        (At("reply_by"), "回复期限前"),
        (
            Every(Duration(30, Unit.MINUTE), "incidents.resolved"),
            "每 30 分钟一次，直到incidents.resolved",
        ),
    ],
)
def test_a_deadline_in_words(stage: Stage, term: Term | None, words: str) -> None:
    assert clauses.term(term) == words


def test_every_clause_is_there_with_its_number_and_ladder(stage: Stage) -> None:
    page = stage.client("白露").get("/policy").content.decode()
    for clause in in_force.current().clauses:
        assert f'id="clause-{clause.id}"' in page
        assert clause.text[:12] in page
    assert "提醒本人" in page
    assert "发起人电话通知未确认的人" in page
    assert "N15" in page


def test_a_clause_alone_in_the_version_asked_for(stage: Stage) -> None:
    browser, version = stage.client("白露"), in_force.current().version
    part = browser.get(f"/policy/clause/3.3.1?v={version}").content.decode()
    assert "1 小时内" in part
    assert "<html" not in part
    for address in ("9.9.9", "3.3.1?v=999999", "3.3.1?v=x"):
        assert browser.get(f"/policy/clause/{address}").status_code == 404
