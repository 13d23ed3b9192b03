"""The regulation on screen: all of it in legal order, found, filtered, with its versions."""

import re
from datetime import timedelta

import pytest

from huiyin.core.policy import Policy
from huiyin.kit import clock
from huiyin.pages.policy import reading, versions
from huiyin.pages.regulation import ordered
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.notices.tests.stage import Stage

pytestmark = pytest.mark.req("Z01")

SHOWN = re.compile(r'id="clause-([^"]+)" data-row')


def test_every_clause_is_there_in_legal_order_with_ladders_and_titles(stage: Stage) -> None:
    page = stage.client("白露").get("/policy").content.decode()
    policy = in_force.company()
    assert SHOWN.findall(page) == [clause.id for clause in ordered(policy)]
    for clause in policy.clauses:
        assert clause.text[:12] in page
        assert clause.title in page
    for words in (
        "提醒本人",
        "发起人电话通知未确认的人",
        "N15",
        "待场景：项目协作",
        "突发事件</span>",
    ):
        assert words in page
    assert "<b>K2.2.4-2 优先</b>" in page


def test_a_reader_filters_by_mark_and_words_without_any_script(stage: Stage) -> None:
    browser = stage.client("白露")
    found = SHOWN.findall(browser.get("/policy?show=out").content.decode())
    assert found == ["K4.3-5", "R2.1.1-6"]
    found = SHOWN.findall(browser.get("/policy?q=投诉 24").content.decode())
    assert "R4.1.1" in found
    assert "3.3.1" not in found
    tensions = set(SHOWN.findall(browser.get("/policy?show=tension").content.decode()))
    assert tensions == {number for one in in_force.company().tensions for number in one.between}
    nothing = browser.get("/policy?q=没有这样的词").content.decode()
    assert SHOWN.findall(nothing) == []
    assert "data-policy-none>" in nothing
    assert len(SHOWN.findall(browser.get("/policy?show=nonsense").content.decode())) > 100


def test_each_mark_counts_what_it_shows(stage: Stage) -> None:
    policy = in_force.company()
    parts = reading.parts(policy, stage["邱然"], reading.Wish())
    counts = reading.counts(parts)
    assert counts[""] == len(policy.clauses)
    states = [counts[name] for name in ("acting", "waiting", "guidance", "out")]
    assert sum(states) == counts[""]
    mine = {entry.words.id for part in parts for entry in part.entries if "mine" in entry.marks}
    assert {"3.3.1", "3.2.1"} <= mine
    theirs = reading.parts(policy, stage["白露"], reading.Wish(mark="mine"))
    shown = {entry.words.id for part in theirs for entry in part.entries if entry.shown}
    assert "3.3.1" in shown
    assert "3.2.1" not in shown


def test_clauses_without_a_heading_come_first(stage: Stage) -> None:
    policy = Policy(1, in_force.company().clauses[:2])
    parts = reading.parts(policy, stage["白露"], reading.Wish())
    assert [(one.place, one.title, len(one.entries)) for one in parts] == [
        ("rest", "未分章的条文", 2)
    ]


def test_a_clause_alone_in_the_version_asked_for(stage: Stage) -> None:
    browser, version = stage.client("白露"), in_force.current().version
    part = browser.get(f"/policy/clause/3.3.1?v={version}").content.decode()
    assert "1 小时内" in part
    assert "收到后确认" in part
    assert "<html" not in part
    for address in ("9.9.9", "3.3.1?v=999999", "3.3.1?v=x", "9.9.9/stories", "9.9.9/history"):
        assert browser.get(f"/policy/clause/{address}").status_code == 404


def test_stories_are_told_with_names_and_words(stage: Stage) -> None:
    part = stage.client("白露").get("/policy/clause/R4.1.1/stories").content.decode()
    assert "周六 10:00 小白：收到投诉（投诉处理人：小顾）" in part
    assert "小顾按时完成了“答复投诉”" in part
    assert "小孙须为小顾“督促答复投诉”" in part


def later(old: str, new: str) -> PolicyVersion:
    """A version in which one passage reads differently, in force from now on."""
    row = in_force.latest()
    assert row is not None
    source = row.source.replace(old, new, 1)
    assert source != row.source
    with clock.frozen(clock.now() + timedelta(hours=1)):
        return in_force.put_in_force(source, "十二月修订", base=row)


def test_versions_say_what_they_changed_and_a_clause_remembers_it(stage: Stage) -> None:
    before = in_force.latest()
    assert before is not None
    made = later("应在 1 小时内确认，并按需要转达", "应在 2 小时内确认，并按需要转达")
    with clock.frozen(made.in_force_from + timedelta(hours=1)):
        found = versions.latest()
        assert (found[0].row.pk, found[0].changed, found[0].added) == (made.pk, ("3.3.1",), ())
        assert found[-1].is_first
        turns = versions.of_clause("3.3.1")
        assert [turn.row.pk for turn in turns] == [made.pk, before.pk]
        browser = stage.client("白露")
        page = browser.get("/policy/clause/3.3.1/history").content.decode()
        assert "<del>" in page
        assert "应在 2 小时内确认" in page
        assert "十二月修订" in browser.get("/policy").content.decode()
        assert len(versions.of_clause("3.3.2")) == 1


def test_a_removed_clause_keeps_its_history(stage: Stage) -> None:
    made = later('id = "K3.1"', 'id = "K3.9"')
    with clock.frozen(made.in_force_from + timedelta(hours=1)):
        newest = versions.latest()[0]
        assert (newest.added, newest.removed) == (("K3.9",), ("K3.1",))
        turns = versions.of_clause("K3.1")
        assert turns[0].clause is None
        page = stage.client("白露").get("/policy/clause/K3.1/history").content.decode()
        assert "通知模板" in page
