"""What leaves through the channels, what comes back, and the end that comes by itself."""

from datetime import timedelta
from uuid import UUID

import pytest

from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.delivery.replies import Answer, Refused
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations import clock as obligations_clock
from huiyin.obligations.models import Bearer, Notification
from huiyin.scenarios.notices import answers, outgoing, queries, tasks
from huiyin.scenarios.notices.gist import gist_of
from huiyin.scenarios.notices.models import Notice, NoticeState, Reply
from huiyin.scenarios.notices.tests.stage import NOON, Stage

HOUR = timedelta(hours=1)


def pings(notice: Notice) -> list[Notification]:
    return list(Notification.objects.filter(subject=notice.pk).order_by("id"))


def answer(stage: Stage, subject: UUID, name: str, text: str = "") -> Answer:
    return Answer(subject, stage[name].pk, Channel.MAIL, Proof.REPLY, clock.now(), text)


@pytest.mark.req("N18")
def test_the_first_message_carries_title_deadline_and_text(stage: Stage) -> None:
    notice = stage.published(items="1. **轮班** <script>x</script>")
    message = outgoing.describe(pings(notice)[0], [])
    assert message.subject == "【重要】双十二大促值班安排"
    assert "请在 11 月 25 日 13:00 前确认收到。" in message.plain
    assert "轮班" in message.plain
    assert "<strong>轮班</strong>" in message.html
    assert "<script" not in message.html
    assert (message.link_path, message.may_reply, message.action) == ("/n/{token}", True, "收到")


def test_a_reminder_and_a_phone_list_say_what_they_are(stage: Stage) -> None:
    notice = stage.published()
    for _hour in range(2):
        clock.advance(HOUR)
        obligations_clock.wake()
    first, remind, phone = pings(notice)
    assert outgoing.describe(remind, []).subject == f"{notice.title}（提醒）"
    duty = outgoing.describe(phone, [])
    assert duty.subject == f"请电话通知未确认的 3 人：{notice.title}"
    assert (duty.link_path, duty.may_reply) == ("", False)
    assert first.purpose == "announce"


def test_of_a_confidential_notice_only_the_number_leaves(stage: Stage) -> None:
    notice = stage.published(classification="confidential")
    message = outgoing.describe(pings(notice)[0], [])
    assert notice.number in message.subject
    assert "双十二" not in message.subject + message.plain + message.html
    assert "轮班" not in message.plain + message.html


@pytest.mark.req("N24")
def test_an_answer_by_mail_confirms_and_replies(stage: Stage) -> None:
    notice = stage.published(reply_by=NOON + 24 * HOUR)
    asked = [ping for ping in pings(notice) if "回复" in outgoing.describe(ping, []).action]
    assert len(asked) == 1
    outgoing.on_reply(answer(stage, notice.pk, "白露", "白班"))
    outgoing.on_confirm(answer(stage, notice.pk, "白露"))
    assert Reply.objects.get().text == "白班"
    rows = Bearer.objects.filter(person_id=stage["白露"].pk)
    assert {(row.state, row.channel, row.proof) for row in rows} == {(State.MET, 2, 9)}


def test_words_to_a_notice_that_asks_for_none_confirm(stage: Stage) -> None:
    notice = stage.published()
    outgoing.on_reply(answer(stage, notice.pk, "白露", "好的"))
    assert Bearer.objects.get(person_id=stage["白露"].pk).state == State.MET
    assert not Reply.objects.exists()


def test_a_strangers_answer_is_refused(stage: Stage) -> None:
    notice = stage.published()
    with pytest.raises(Refused):
        outgoing.on_confirm(answer(stage, notice.pk, "陈屿"))


@pytest.mark.req("N16")
def test_a_notice_closes_by_itself_when_the_last_answered(stage: Stage) -> None:
    notice = stage.published()
    assert not tasks.close_complete(str(notice.pk))
    for name in ("林若溪", "白露", "孟夏"):
        answers.confirm(notice.pk, by=stage[name])
    assert tasks.close_complete(str(notice.pk))
    assert not tasks.close_complete(str(notice.pk))
    assert Notice.objects.get(pk=notice.pk).state == NoticeState.CLOSED
    assert not tasks.close_complete(str(stage.draft().pk))
    assert not tasks.close_complete(str(new_id()))


def test_a_reply_after_the_end_is_refused(stage: Stage) -> None:
    notice = stage.published(reply_by=NOON + 24 * HOUR)
    for name in ("林若溪", "白露", "孟夏"):
        answers.reply(notice.pk, "收到", by=stage[name])
    tasks.close_complete(str(notice.pk))
    with pytest.raises(Refused):
        outgoing.on_reply(answer(stage, notice.pk, "白露", "改主意了"))


def test_the_gist_is_the_authors_or_the_first_item(stage: Stage) -> None:
    draft = stage.draft()
    assert gist_of(draft) == "12 月 12 日 08:00–22:00 轮班。"
    draft.gist = "大促轮班。"
    assert gist_of(draft) == "大促轮班。"
    draft.gist, draft.items = "", "长" * 200
    assert len(gist_of(draft)) == 120
    draft.items = ""
    assert gist_of(draft) == ""


def test_how_many_wait_and_whether_one_is_late(stage: Stage) -> None:
    stage.published()
    assert queries.waiting_count(stage["白露"]) == (1, False)
    clock.advance(2 * HOUR)
    assert queries.waiting_count(stage["白露"]) == (1, True)
    assert queries.received(stage["白露"], waiting=True)[0].glyph == "late"
    assert queries.waiting_count(stage["陈屿"]) == (0, False)
    assert queries.visible(stage["陈屿"], new_id()) is None
