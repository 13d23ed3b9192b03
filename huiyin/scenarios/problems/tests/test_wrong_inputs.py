"""What people get wrong on the pages of problems: a clear word at its place, and nothing changed."""

from collections.abc import Callable
from typing import Any

import pytest

from huiyin.ledger.models import Entry
from huiyin.scenarios.problems.models import LONGEST, Problem
from huiyin.scenarios.problems.tests.conftest import Stage

Make = Callable[[Stage], Problem]
Case = tuple[Make, str, str, dict[str, str], str]

REPORTED: Make = lambda stage: stage.report()  # noqa: E731 - a table of how far each has come
REGISTERED: Make = lambda stage: stage.registered()  # noqa: E731
DOING: Make = lambda stage: stage.doing()  # noqa: E731
SOLVED: Make = lambda stage: stage.solved()  # noqa: E731
TOLD: Make = lambda stage: stage.told()  # noqa: E731

WRONG: list[Case] = [
    (REPORTED, "何青", "register", {"nature": "operational", "urgency": "routine"}, "责任部门"),
    (REPORTED, "何青", "register", {"nature": "", "urgency": "routine"}, "选一种性质"),
    (REPORTED, "何青", "register", {"nature": "operational", "urgency": "soon"}, "soon"),
    (REPORTED, "何青", "register", {"nature": "operational", "urgency": "routine", "in_charge": "9999999"}, "有效"),
    (REPORTED, "何青", "register", {"nature": "operational", "urgency": "routine", "due_at": "昨天"}, "写成日期和时刻"),
    (REPORTED, "何青", "merge", {"into": "HY-WT-2026-9999"}, "没有找到这个问题"),
    (REPORTED, "何青", "merge", {"into": "' OR 1=1 --"}, "没有找到这个问题"),
    (REPORTED, "白露", "withdraw", {"reason": "　 "}, "写明原因"),
    (REPORTED, "白露", "withdraw", {"reason": "长" * 301}, "太长"),
    (REGISTERED, "秦朗", "assign", {"person": "没有这个人"}, "没有找到这位同事"),
    (REGISTERED, "秦朗", "assign", {"person": ""}, "没有找到这位同事"),
    (REGISTERED, "秦朗", "bounce", {"reason": ""}, "写明原因"),
    (REGISTERED, "秦朗", "bounce", {"reason": "长" * 301}, "太长"),
    (REGISTERED, "何青", "merge", {"into": ""}, "没有找到这个问题"),
    (DOING, "陈屿", "solve", {"result": "好了"}, "没有完成的步骤"),
    (DOING, "陈屿", "solve", {"result": " "}, "写明怎样解决的"),
    (DOING, "陈屿", "tell", {"text": "好了", "how": "mail"}, "执行中"),
    (SOLVED, "陈屿", "tell", {"text": "", "how": "mail"}, "写明答复的内容"),
    (SOLVED, "陈屿", "tell", {"text": "长" * (LONGEST + 1), "how": "mail"}, "内容太长"),
    (SOLVED, "陈屿", "tell", {"text": "好了", "how": "pigeon"}, "选一种"),
    (TOLD, "白露", "reopen", {"words": ""}, "写明还差什么"),
    (TOLD, "白露", "reopen", {"words": "长" * 501}, "太长"),
    (TOLD, "陈屿", "explain", {"where": "周例会"}, "不能这样做"),
]  # fmt: skip


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case[2]}-{case[4]}")
def test_a_wrong_input_is_named_and_changes_nothing(stage: Stage, case: Case) -> None:
    make, who, act, posted, word = case
    problem = make(stage)
    before = kept(problem)
    answer = stage.client(who).post(f"/problems/{problem.pk}/{act}", posted)
    assert answer.status_code == 422
    assert word in answer.text
    assert kept(problem) == before


def test_sent_twice_it_is_once(stage: Stage) -> None:
    problem, browser = stage.solved(), stage.client("陈屿")
    posted = {"text": "现在一张 3 秒。", "how": "mail"}
    first = browser.post(f"/problems/{problem.pk}/tell", posted)
    before = kept(problem)
    again = browser.post(f"/problems/{problem.pk}/tell", posted)
    assert (first.status_code, again.status_code) == (303, 422)
    assert "不能这样做" in again.text
    assert kept(problem) == before


def test_a_page_that_is_old_says_so(stage: Stage) -> None:
    problem = stage.registered()
    stage.client("秦朗").post(f"/problems/{problem.pk}/assign", {"person": "陈屿"})
    before = kept(problem)
    late = stage.client("秦朗").post(f"/problems/{problem.pk}/assign", {"person": "韩墨"})
    assert late.status_code == 422
    assert "不能这样做" in late.text
    assert kept(problem) == before


@pytest.mark.parametrize(
    ("posted", "word"),
    [
        ({"title": "", "source": "form", "urgency": "routine"}, "写明是什么问题"),
        ({"title": "长" * 121, "source": "form", "urgency": "routine"}, "120"),
        ({"title": "打印慢", "source": "alert", "urgency": "routine"}, "alert"),
        ({"title": "打印慢", "source": "form", "urgency": "routine", "outside": "on"}, "姓名"),
    ],
)
def test_what_is_wrong_in_a_report_stands_at_its_field(
    stage: Stage, posted: dict[str, str], word: str
) -> None:
    answer = stage.client("白露").post("/problems/new", posted)
    assert answer.status_code == 422
    assert word in answer.text
    assert not Problem.objects.exists()


def kept(problem: Problem) -> tuple[Any, ...]:
    """The whole row, and how much the ledger knows."""
    row = Problem.objects.filter(pk=problem.pk).values().get()
    answers = problem.answers.values_list("response", "words")
    return row, list(answers), problem.bounces.count(), Entry.objects.count()
