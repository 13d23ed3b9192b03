"""Minutes: they write themselves, go out in time or too late, are read, confirmed and revised."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.delivery import content
from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.obligations.models import Notification
from huiyin.scenarios.meetings.items import actions as items
from huiyin.scenarios.meetings.items.actions import Words
from huiyin.scenarios.meetings.live import actions as live
from huiyin.scenarios.meetings.live import resolving, speaking
from huiyin.scenarios.meetings.minutes import actions, contents, drafting, queries
from huiyin.scenarios.meetings.minutes.actions import Text
from huiyin.scenarios.meetings.models import (
    ActionItem,
    AgendaItem,
    Meeting,
    MinutesState,
    Opinion,
)
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, due, kinds_of, owed, tick

END = FRIDAY + timedelta(minutes=45)


def held(hall: Hall, kind: str = "weekly_meeting", **more: Any) -> Meeting:
    """A meeting that ended at ``END`` with a resolution and a whole action item."""
    meeting = hall.meeting(kind, **more)
    hall.item(meeting, "双十二|排班", owner=hall["孟夏"], expected="定下人选")
    with clock.frozen(FRIDAY):
        meeting = live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
        resolving.resolve(meeting.pk, "周日加开两席", by=hall["林若溪"])
        until = FRIDAY + timedelta(days=4)
        words = Words("整理排班表", hall["孟夏"], until)
        items.note(meeting.pk, words, by=hall["白露"])
    with clock.frozen(END):
        return live.close(meeting.pk, by=hall["林若溪"], anyway=True)


def text(body: str, meeting: Meeting) -> Text:
    minutes = queries.of(meeting)
    return Text(body, minutes.stamp if minutes else 0)


@pytest.mark.req("M04", "M12")
def test_the_draft_writes_itself(hall: Hall) -> None:
    meeting = hall.meeting()
    item = hall.item(meeting, "双十二|排班", owner=hall["孟夏"], expected="定下人选")
    now = clock.now()
    Opinion.objects.create(meeting=meeting, person=hall["孟夏"], text="要\n两席", at=now)
    Opinion.objects.create(meeting=meeting, item=item, person=hall["白露"], text="同意", at=now)
    body = drafting.drafted(meeting)
    assert "## 双十二\\|排班" in body
    assert "负责人：孟夏；预期结果：定下人选" in body
    assert "- 孟夏的书面意见：要 两席" in body
    assert body.index("## 双十二") < body.index("- 白露的书面意见：同意")
    assert all(f"## {name}" in body for name in ("上周进展", "本周计划", "跨部门事项", "风险"))
    AgendaItem.objects.filter(pk=item.pk).update(state="postponed")
    assert "留到下次会议" in drafting.drafted(meeting)


def test_a_meeting_without_an_agenda_begins_with_an_empty_point(hall: Hall) -> None:
    meeting = hall.meeting("kick_off")
    assert drafting.drafted(meeting) == "## 讨论要点\n\n- \n"


@pytest.mark.req("M07")
def test_what_everybody_said_in_turn_is_a_table(hall: Hall) -> None:
    meeting = hall.meeting("project_standup")
    with clock.frozen(FRIDAY):
        live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
        said = speaking.Round("接口联调|完成", "压测", "上线")
        speaking.write_round(meeting.pk, said, by=hall["孟夏"])
    body = drafting.drafted(meeting)
    assert "| 姓名 | 完成 | 在做 | 下一步 |" in body
    assert "| 孟夏 | 接口联调\\|完成 | 压测 | 上线 |" in body


@pytest.mark.req("M04", "M12", "M10")
@pytest.mark.usefixtures("mail")
def test_published_in_time_it_is_sent_and_the_items_become_duties(hall: Hall) -> None:
    meeting = held(hall)
    assert due(meeting.pk, "publish_minutes") == END + timedelta(hours=24)
    assert owed(meeting.pk, "publish_minutes") == {"白露": "open"}
    assert owed(meeting.pk, "do_item") == {}
    with clock.frozen(END + timedelta(hours=2)):
        actions.save(meeting.pk, text("## 决定\n\n- 加开两席", meeting), by=hall["白露"])
        minutes = actions.publish(meeting.pk, by=hall["林若溪"])
    assert minutes.state == MinutesState.PUBLISHED
    assert owed(meeting.pk, "publish_minutes") == {"白露": "met"}
    assert owed(meeting.pk, "do_item") == {"孟夏": "open"}
    sent = Notification.objects.get(subject=meeting.pk, purpose="minutes.sent")
    assert sent.total == 3
    message = content.describe(sent, [hall["孟夏"].pk])
    assert not isinstance(message, dict)
    assert message.subject == "会议纪要：运营周例会"  # type: ignore[union-attr]  # one for all
    assert "加开两席" in message.plain  # type: ignore[union-attr]  # one for all
    assert "整理排班表（孟夏，" in message.plain  # type: ignore[union-attr]  # one for all
    with clock.frozen(END + timedelta(hours=3)):
        actions.publish(meeting.pk, by=hall["白露"])
    assert kinds_of(meeting.pk).count("meetings.minutes_published") == 1


@pytest.mark.req("M06")
def test_a_kick_off_has_two_hours_and_its_head_hears_of_a_late_one(hall: Hall) -> None:
    meeting = held(hall, "kick_off")
    assert due(meeting.pk, "publish_minutes") == END + timedelta(hours=2)
    with clock.frozen(END + timedelta(hours=2, minutes=31)):
        tick(meeting.pk)
    assert "林若溪" in owed(meeting.pk, "urge_minutes")
    with clock.frozen(END + timedelta(hours=3)):
        actions.publish(meeting.pk, by=hall["白露"])
    assert owed(meeting.pk, "publish_minutes") == {"白露": "met_late"}


@pytest.mark.req("M07")
def test_a_project_stand_up_has_until_the_next_working_day(hall: Hall) -> None:
    meeting = held(hall, "project_standup")
    assert due(meeting.pk, "publish_minutes") == END + timedelta(days=3)


@pytest.mark.req("M10")
@pytest.mark.parametrize("missing", ["owner", "due_at"])
def test_an_item_without_owner_or_date_stops_them(hall: Hall, missing: str) -> None:
    meeting = held(hall)
    ActionItem.objects.update(**{missing: None})
    with clock.frozen(END), pytest.raises(Refused, match="每条待办都要写明负责人和完成时间"):
        actions.publish(meeting.pk, by=hall["白露"])
    assert queries.newest(meeting) is None
    assert owed(meeting.pk, "publish_minutes") == {"白露": "open"}


def test_nothing_goes_out_before_the_end_nor_by_others(hall: Hall) -> None:
    meeting = hall.running()
    with pytest.raises(WrongState):
        actions.publish(meeting.pk, by=hall["白露"])
    ended = held(hall)
    with pytest.raises(PermissionDenied):
        actions.publish(ended.pk, by=hall["孟夏"])
    with pytest.raises(PermissionDenied):
        actions.save(ended.pk, Text("x", 0), by=hall["孟夏"])


def test_nobody_writes_over_what_they_have_not_seen(hall: Hall) -> None:
    meeting = held(hall)
    actions.save(meeting.pk, Text("甲", 0), by=hall["白露"])
    with pytest.raises(actions.Overtaken):
        actions.save(meeting.pk, Text("乙", 0), by=hall["林若溪"])
    minutes = actions.save(meeting.pk, Text("甲", 1), by=hall["林若溪"])
    assert (minutes.body, minutes.stamp, minutes.saved_by) == ("甲", 1, hall["白露"])
    with pytest.raises(WordsRefused):
        actions.save(meeting.pk, Text("长" * (actions.LONGEST + 1), 1), by=hall["白露"])


def test_a_draft_can_write_itself_again_until_it_is_out(hall: Hall) -> None:
    meeting = held(hall)
    actions.save(meeting.pk, Text("甲", 0), by=hall["白露"])
    minutes = actions.draft_anew(meeting.pk, by=hall["白露"])
    assert "## 双十二" in actions.body_of(minutes)
    with clock.frozen(END):
        actions.publish(meeting.pk, by=hall["白露"])
    with pytest.raises(WrongState):
        actions.draft_anew(meeting.pk, by=hall["白露"])
    with pytest.raises(WrongState):
        actions.save(meeting.pk, Text("后", 9), by=hall["白露"])


@pytest.mark.req("M12")
@pytest.mark.usefixtures("mail")
def test_a_revision_says_what_changed_and_the_old_one_stays(hall: Hall) -> None:
    meeting = held(hall)
    with clock.frozen(END):
        actions.publish(meeting.pk, by=hall["白露"])
        with pytest.raises(WrongState):
            actions.revise(meeting.pk, "改了", by=hall["白露"])
        actions.reopen(meeting.pk, by=hall["白露"])
        actions.save(meeting.pk, text("新的要点", meeting), by=hall["白露"])
        with pytest.raises(WordsRefused):
            actions.revise(meeting.pk, " ", by=hall["白露"])
        items.note(meeting.pk, Words("再通知门店"), by=hall["白露"])
        with pytest.raises(WordsRefused):
            actions.revise(meeting.pk, "补一条", by=hall["白露"])
        ActionItem.objects.filter(owner=None).update(owner=hall["白露"], due_at=FRIDAY)
        actions.revise(meeting.pk, "补一条", by=hall["白露"])
    first, second = queries.revision(meeting, 1), queries.revision(meeting, 2)
    assert first is not None
    assert second is not None
    assert "## 双十二" in first.body
    assert (second.body, second.change) == ("新的要点", "补一条")
    assert len(contents.of_revision(first).items) == 1
    assert len(contents.of_revision(second).items) == 2
    assert kinds_of(meeting.pk).count("meetings.minutes_revised") == 1
    newest = Notification.objects.filter(purpose="minutes.sent").latest("id")
    message = content.describe(newest, [])
    assert message.subject == "会议纪要（修订）：运营周例会"  # type: ignore[union-attr]  # one for all
    assert "修订说明：补一条" in message.plain  # type: ignore[union-attr]  # one for all


def test_a_revision_that_is_given_up_leaves_what_is_out(hall: Hall) -> None:
    meeting = held(hall)
    with clock.frozen(END):
        actions.save(meeting.pk, text("甲", meeting), by=hall["白露"])
        actions.publish(meeting.pk, by=hall["白露"])
        actions.reopen(meeting.pk, by=hall["白露"])
        actions.save(meeting.pk, text("乙", meeting), by=hall["白露"])
        minutes = actions.give_up_revision(meeting.pk, by=hall["白露"])
    assert (minutes.body, minutes.state, minutes.revision) == ("甲", MinutesState.PUBLISHED, 1)


@pytest.mark.req("M13")
def test_all_parties_confirm_the_record_of_a_management_meeting(hall: Hall) -> None:
    meeting = held(hall, "management_meeting")
    with clock.frozen(END):
        assert not actions.confirm(meeting.pk, by=hall["孟夏"])
        actions.publish(meeting.pk, by=hall["白露"])
        assert owed(meeting.pk, "confirm_record") == dict.fromkeys(
            ("林若溪", "白露", "孟夏"), "open"
        )
        assert actions.confirm(meeting.pk, by=hall["孟夏"])
        assert not actions.confirm(meeting.pk, by=hall["孟夏"])
        assert not actions.confirm(meeting.pk, by=hall["林若溪"], person=hall["白露"])
    assert owed(meeting.pk, "confirm_record")["孟夏"] == "met"
    with clock.frozen(END + timedelta(days=4)):
        tick(meeting.pk)
        assert "林若溪" in owed(meeting.pk, "chase_record")
        actions.reopen(meeting.pk, by=hall["白露"])
        actions.revise(meeting.pk, "措辞", by=hall["白露"])
        assert actions.confirm(meeting.pk, by=hall["孟夏"])


def test_who_opened_them_is_seen(hall: Hall) -> None:
    meeting = held(hall)
    actions.read(meeting, by=hall["孟夏"])
    assert queries.reached(meeting) == []
    with clock.frozen(END):
        actions.publish(meeting.pk, by=hall["白露"])
        actions.read(meeting, by=hall["孟夏"])
        actions.read(meeting, by=hall["孟夏"])
    rows = {row.name: row for row in queries.reached(meeting)}
    assert rows["孟夏"].read_at == END
    assert rows["白露"].read_at is None
    assert not rows["孟夏"].asked
    with clock.frozen(END + timedelta(hours=1)):
        actions.reopen(meeting.pk, by=hall["白露"])
        actions.revise(meeting.pk, "改", by=hall["白露"])
        assert {row.read_at for row in queries.reached(meeting)} == {None}
        actions.read(meeting, by=hall["孟夏"])
    assert {row.name for row in queries.reached(meeting) if row.read_at} == {"孟夏"}


@pytest.mark.usefixtures("mail")
def test_a_confidential_meeting_is_mailed_by_its_number(hall: Hall) -> None:
    meeting = held(hall, classification="confidential")
    with clock.frozen(END):
        actions.publish(meeting.pk, by=hall["白露"])
    sent = Notification.objects.get(subject=meeting.pk, purpose="minutes.sent")
    message = content.describe(sent, [])
    assert "运营周例会" not in message.plain + message.subject  # type: ignore[union-attr]  # one for all
    assert meeting.number in message.subject  # type: ignore[union-attr]  # one for all
