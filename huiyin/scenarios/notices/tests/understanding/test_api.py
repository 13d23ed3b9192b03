"""Programs show understanding with the same verbs and permissions as people."""

from collections.abc import Callable

import pytest

from huiyin.cases.comprehension import queries
from huiyin.cases.comprehension.models import Assertion
from huiyin.cases.tests.rest_client import Program, fields
from huiyin.core.obligation import State
from huiyin.obligations.models import Bearer
from huiyin.scenarios.notices.tests.stage import Stage
from huiyin.scenarios.notices.tests.understanding.conftest import RIGHT, WRONG, Made

pytestmark = pytest.mark.req("N14", "Z04")

Caller = Callable[[str], Program]


@pytest.fixture
def caller(stage: Stage) -> Caller:
    """Makes a program with a token of somebody's own, got from the settings page."""

    def make(name: str) -> Program:
        answer = stage.client(name).post("/me/tokens", {"name": "测试", "days": 30})
        return Program(answer.context["made"])

    return make


def test_a_restatement_goes_round(stage: Stage, told: Made, caller: Caller) -> None:
    path = f"/cases/{told().pk}/understanding"
    reader, author = caller("白露"), caller("林若溪")
    before = reader.get(path)
    assert (before["mode"], before["complete"]) == ("teach_back", False)
    assert before["points"][2] == {"order": 3, "asks": "排班表什么时候交", "verdict": ""}
    first = reader.post(f"{path}/restatements", {"text": WRONG}, status=201)
    assert (first["number"], first["complete"]) == (1, False)
    assert [one["verdict"] for one in first["assertions"]] == ["right", "right", "wrong"]
    assert first["assertions"][2]["why"] == "把 18:00 说成了 20点"
    again = reader.post(f"{path}/restatements", {"text": RIGHT}, status=201)
    assert again["complete"]
    assert Bearer.objects.get(person_id=stage["白露"].pk).state == State.MET
    (whole,) = author.get(f"{path}/rate")["items"]
    assert (whole["wrong"], whole["answered"], whole["verdict"]) == (1, 3, "fail")
    assert whole["low"] == pytest.approx(0.0615, abs=1e-4)
    wrong = Assertion.objects.get(verdict="wrong")
    judged = author.post(
        f"{path}/assertions/{wrong.pk}/overrule", {"verdict": "right", "reason": "问过"}
    )
    assert (judged["verdict"], judged["why"]) == ("right", "问过")
    (whole,) = author.get(f"{path}/rate?by=department")["items"]
    assert (whole["wrong"], whole["share"], whole["people"]) == (0, 0.0, 1)


def test_a_quiz_goes_round(stage: Stage, told: Made, caller: Caller) -> None:
    notice = told("quiz")
    path = f"/cases/{notice.pk}/understanding"
    reader = caller("白露")
    shown = reader.get(path)["questions"]
    order = [one["place"] for one in shown[3]["options"]]
    assert sorted(order) == [0, 1, 2]
    assert order != [0, 1, 2]
    answers = [
        {"question": one.pk, "options": one.answer} for one in queries.questions(notice.pk, 1)
    ]
    made = reader.post(f"{path}/answers", {"answers": answers}, status=201)
    assert made["complete"]
    assert {one["verdict"] for one in made["assertions"]} == {"right"}


def test_what_is_refused_says_why(stage: Stage, told: Made, caller: Caller) -> None:
    notice = told()
    path = f"/cases/{notice.pk}/understanding"
    reader = caller("白露")
    problem = reader.post(f"{path}/restatements", {"text": " "}, status=422)
    assert fields(problem) == {"text"}
    problem = reader.post(f"{path}/answers", {"answers": []}, status=409)
    assert problem["type"].endswith("understanding-not-asked")
    caller("唐果").post(f"{path}/restatements", {"text": RIGHT}, status=404)
    assertion = {"verdict": "right", "reason": "x"}
    caller("林若溪").post(f"{path}/assertions/1/overrule", assertion, status=404)
    caller("林若溪").get(f"/cases/{stage.draft().pk}/understanding/rate", status=409)
    caller("林若溪").get(f"/cases/{stage['白露'].department.pk:032d}/understanding", status=404)
