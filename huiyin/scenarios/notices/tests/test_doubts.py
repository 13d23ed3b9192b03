"""A question on a notice: shown to both sides, and a press of 收到 is asked first (N20)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from huiyin.cases.questions import actions, doubts
from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.kit import clock as kit_clock
from huiyin.obligations.confirm import confirm_signed_in
from huiyin.obligations.models import Bearer, Obligation
from huiyin.scenarios.notices import events
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.tests.stage import Stage

WORDS = "调休的同事要不要进值守群"


def state(stage: Stage, notice: Notice, name: str) -> State:
    cohort = Obligation.objects.get(subject=notice.pk, verb="confirm_notice")
    row = Bearer.objects.get(obligation_id=cohort.pk, person_id=stage[name].pk)
    return State(row.state)


def short_path(browser: Client, notice: Notice) -> bool:
    return confirm_signed_in(
        browser.cookies[settings.SESSION_COOKIE_NAME].value,
        str(notice.pk),
        proof=Proof.BUTTON,
        channel=Channel.INBOX,
        at=kit_clock.now(),
        kind=events.CONFIRMED,
    )


@pytest.mark.req("N20")
def test_who_has_a_question_is_asked_before_they_confirm(stage: Stage) -> None:
    notice = stage.published()
    browser = stage.client("白露")
    actions.ask(notice.pk, WORDS, by=stage["白露"])
    answer = browser.post(f"/notices/{notice.pk}/confirm")
    assert answer["Location"] == f"/notices/{notice.pk}?ask=1"
    assert state(stage, notice, "白露") == State.OPEN
    page = browser.get(answer["Location"]).content.decode()
    assert "仍要确认" in page
    answer = browser.post(f"/notices/{notice.pk}/confirm", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/notices/{notice.pk}?ask=1"
    assert state(stage, notice, "白露") == State.OPEN
    kit_clock.advance(timedelta(minutes=1))
    browser.post(f"/notices/{notice.pk}/confirm", {"despite": "1"})
    assert state(stage, notice, "白露") == State.MET
    assert doubts.unclear(notice.pk) == set()


@pytest.mark.req("N20")
def test_the_short_path_leaves_who_has_a_question_to_the_page(stage: Stage) -> None:
    notice = stage.published()
    browser, other = stage.client("白露"), stage.client("孟夏")
    question = actions.ask(notice.pk, WORDS, by=stage["白露"])
    assert not short_path(browser, notice)
    assert state(stage, notice, "白露") == State.OPEN
    assert short_path(other, notice)
    assert state(stage, notice, "孟夏") == State.MET
    actions.answer(question.pk, "要进群", by=stage["林若溪"])
    assert short_path(browser, notice)
    assert state(stage, notice, "白露") == State.MET


@pytest.mark.req("N20")
def test_both_sides_see_that_somebody_is_unclear(stage: Stage) -> None:
    notice = stage.published()
    actions.ask(notice.pk, WORDS, by=stage["白露"])
    page = stage.client("白露").get(f"/notices/{notice.pk}").content.decode()
    assert "有疑问：" in page
    assert WORDS in page
    echo = stage.client("林若溪").get(f"/notices/{notice.pk}/echo").content.decode()
    assert "1 人有疑问，不算已确认：白露" in echo
    assert WORDS in echo
    assert "转达到" not in echo, "a question is no step of the course"
    assert "有疑问：" not in stage.client("孟夏").get(f"/notices/{notice.pk}").content.decode()
