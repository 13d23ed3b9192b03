import re
from typing import Any

import pytest

from huiyin.cases.comprehension import actions as understanding
from huiyin.cases.comprehension import queries
from huiyin.cases.comprehension.models import Assertion, Attempt, KeyPoint, QuizQuestion
from huiyin.core.obligation import State
from huiyin.obligations.models import Bearer
from huiyin.scenarios.notices.tests.stage import Stage
from huiyin.scenarios.notices.tests.understanding.conftest import POINTS, RIGHT, WRONG, Made

pytestmark = pytest.mark.req("N14", "Z04")

HTMX = {"HX-Request": "true"}


def hidden(html: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', html)


def state(stage: Stage, name: str) -> int:
    return Bearer.objects.get(person_id=stage[name].pk).state


def test_the_reader_sees_the_steps_and_what_is_asked(stage: Stage, told: Made) -> None:
    html = stage.client("白露").get(f"/notices/{told().pk}").content.decode()
    assert 'id="understanding"' in html
    assert "排班表什么时候交" in html
    assert "还差一点" not in html
    assert "复述要点，" in html
    assert "data-confirms" not in html


def test_a_button_pressed_elsewhere_leads_to_the_steps(stage: Stage, told: Made) -> None:
    notice = told()
    browser = stage.client("白露")
    answer = browser.post(f"/notices/{notice.pk}/confirm", {"next": "/"})
    assert (answer.status_code, answer["Location"]) == (303, f"/notices/{notice.pk}")
    html = browser.get(answer["Location"]).content.decode()
    assert "已记下收到；这条通知还要复述要点" in html
    assert "还没有完成" in html
    partial = browser.post(f"/notices/{notice.pk}/confirm?next=/", headers=HTMX)
    assert partial["HX-Redirect"] == f"/notices/{notice.pk}"


def test_while_typing_it_says_what_is_there_and_not_what_is_right(stage: Stage, told: Made) -> None:
    notice = told()
    browser = stage.client("白露")
    address = f"/cases/{notice.pk}/understanding/coverage"
    html = browser.post(address, {"words": WRONG}, headers=HTMX).content.decode()
    assert html.count('class="is-in"') == 3
    assert "18:00" not in html
    half = browser.post(address, {"words": "故障先打给值守组长"}, headers=HTMX).content.decode()
    assert half.count('class="is-in"') == 1
    assert not Attempt.objects.exists()


def test_a_wrong_word_is_named_in_a_friendly_way(stage: Stage, told: Made) -> None:
    notice = told()
    browser = stage.client("白露")
    address = f"/cases/{notice.pk}/understanding/restate"
    html = browser.post(address, {"words": WRONG}, headers=HTMX).content.decode()
    assert "还差一点：排班表什么时候交" in html
    assert "把 18:00 说成了 20点" in html
    done = browser.post(address, {"words": RIGHT}, headers=HTMX)
    assert done["HX-Redirect"] == f"/notices/{notice.pk}"
    assert "要点都对上了" in browser.get(done["HX-Redirect"]).content.decode()
    assert state(stage, "白露") == State.MET


def test_without_scripts_it_works_too(stage: Stage, told: Made) -> None:
    notice = told()
    browser = stage.client("白露")
    address = f"/cases/{notice.pk}/understanding"
    assert "<textarea" in browser.get(address).content.decode()
    wrong = browser.post(f"{address}/restate", {"words": " "})
    assert wrong.status_code == 422
    assert "写几句话" in wrong.content.decode()
    right = browser.post(f"{address}/restate", {"words": RIGHT})
    assert (right.status_code, right["Location"]) == (303, f"/notices/{notice.pk}")


def test_the_quiz_is_asked_one_at_a_time(stage: Stage, told: Made) -> None:
    notice = told("quiz")
    browser = stage.client("白露")
    address = f"/cases/{notice.pk}/understanding/quiz"
    one, two, three, four = queries.questions(notice.pk, 1)
    html = browser.get(f"/cases/{notice.pk}/understanding", headers=HTMX).content.decode()
    assert hidden(html, "question") == [str(one.pk)]

    def answer(question: QuizQuestion, *options: int, **more: object) -> str:
        data: dict[str, Any] = {"question": question.pk, "option": list(options)}
        data |= {"given": hidden(html, "given"), "picked": hidden(html, "picked"), **more}
        return browser.post(address, data, headers=HTMX).content.decode()

    assert "先选一个答案" in answer(one)
    html = answer(one, 0)
    assert hidden(html, "question") == [str(two.pk)]
    assert hidden(answer(two, 0, back=1), "question") == [str(one.pk)]
    html = answer(two, 0)
    html = answer(three, 0, 2)
    for place in (0, 1):
        html = answer(four, place)
        assert hidden(html, "question") == [str(four.pk)]
    assert hidden(answer(four, again=1), "picked") == []
    data: dict[str, Any] = {"question": four.pk, "option": 2}
    data |= {"given": hidden(html, "given"), "picked": hidden(html, "picked")}
    done = browser.post(address, data, headers=HTMX)
    assert done["HX-Redirect"] == f"/notices/{notice.pk}"
    assert state(stage, "白露") == State.MET
    assert Attempt.objects.get().number == 1


def test_only_what_went_wrong_is_asked_again(stage: Stage, told: Made) -> None:
    notice = told("quiz")
    one, two, three, four = queries.questions(notice.pk, 1)
    given = {one.pk: [1], two.pk: [0], three.pk: [0, 2], four.pk: [0, 1, 2]}
    understanding.answer_quiz(notice.pk, given, by=stage["白露"])
    html = stage.client("白露").get(f"/cases/{notice.pk}/understanding", headers=HTMX)
    text = html.content.decode()
    assert "1 / 1" in text
    assert "1 题再答一次" in text


def test_the_caller_must_tick_every_point(stage: Stage, told: Made) -> None:
    notice = told("spoken")
    browser = stage.client("林若溪")
    reader = stage.client("白露").get(f"/notices/{notice.pk}").content.decode()
    assert "等对方来电" in reader
    address = f"/notices/{notice.pk}/calls/{stage['白露'].pk}"
    page = browser.get(address, headers=HTMX).content.decode()
    assert page.count('value="missing"') == len(POINTS)
    data: dict[str, object] = {"outcome": "understood", "way": "FACE"}
    assert browser.post(address, data, headers=HTMX).status_code == 422
    for point in KeyPoint.objects.all():
        data[f"tick-{point.pk}"] = "right"
    assert browser.post(address, data, headers=HTMX).status_code == 200
    assert state(stage, "白露") == State.MET


def test_the_publisher_sees_the_rate_and_judges(stage: Stage, told: Made) -> None:
    notice = told()
    understanding.restate(notice.pk, WRONG, by=stage["白露"])
    understanding.restate(notice.pk, RIGHT, by=stage["孟夏"])
    browser = stage.client("林若溪")
    html = browser.get(f"/notices/{notice.pk}/echo").content.decode()
    assert "16.7%" in html  # 1 of 6
    assert "3.0%" in html
    assert "56.4%" in html
    assert "尚不能判定" in html
    assert "把 18:00 说成了 20点" in html
    row = Assertion.objects.get(verdict="wrong")
    address = f"/cases/{notice.pk}/understanding/{row.pk}/overrule"
    back = f"/notices/{notice.pk}/echo#said-{row.pk}"
    answer = browser.post(address, {"verdict": "right", "reason": "问过了", "next": back})
    assert answer["Location"] == back
    part = browser.get(f"/notices/{notice.pk}/echo?part=understanding", headers=HTMX)
    text = part.content.decode()
    assert "0.0%" in text
    assert "原判定「有出入」：问过了" in text


@pytest.mark.parametrize("name", ["唐果", "白露"])
def test_who_may_not_judge_cannot(stage: Stage, told: Made, name: str) -> None:
    attempt = understanding.restate(told().pk, WRONG, by=stage["白露"])
    row = attempt.assertions.all()[0]
    address = f"/cases/{attempt.case_id}/understanding/{row.pk}/overrule"
    data = {"verdict": "right", "reason": "x"}
    assert stage.client(name).post(address, data).status_code in {403, 404}


def test_an_overruling_without_reason_says_so(stage: Stage, told: Made) -> None:
    attempt = understanding.restate(told().pk, WRONG, by=stage["白露"])
    row = attempt.assertions.all()[0]
    browser = stage.client("林若溪")
    address = f"/cases/{attempt.case_id}/understanding/{row.pk}/overrule"
    answer = browser.post(address, {"verdict": "right", "next": "//elsewhere"}, follow=True)
    assert "写明改判的理由" in answer.content.decode()
    other = f"/cases/{told(title='另一件').pk}/understanding/{row.pk}/overrule"
    assert browser.post(other, {"verdict": "right", "reason": "x"}).status_code == 404


def test_words_typed_before_the_quiz_is_done_are_kept(stage: Stage, told: Made) -> None:
    notice = told(quiz=True)
    one = queries.questions(notice.pk, 1)[0]
    data = {"question": one.pk, "option": 0, "words": "故障先打给值守组长"}
    address = f"/cases/{notice.pk}/understanding/quiz"
    html = stage.client("白露").post(address, data, headers=HTMX).content.decode()
    assert "故障先打给值守组长</textarea>" in html
    assert html.count('class="is-in"') == 1


@pytest.mark.req("Z06")
def test_the_inbox_offers_a_way_there_and_no_press(stage: Stage, told: Made) -> None:
    notice = told()
    simple = told("acknowledge", title="简单的事")
    html = stage.client("白露").get("/").content.decode()
    assert f'href="/notices/{notice.pk}">去确认理解' in html
    assert f'action="/notices/{notice.pk}/confirm"' not in html
    assert f'action="/notices/{simple.pk}/confirm"' in html
