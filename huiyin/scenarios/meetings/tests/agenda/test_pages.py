"""The page before a meeting, with and without scripts."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases.models import Attachment
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.scenarios.meetings.agenda import actions, outgoing
from huiyin.scenarios.meetings.items import actions as todo
from huiyin.scenarios.meetings.items import lists
from huiyin.scenarios.meetings.models import AgendaItem, Meeting, Need, Opinion
from huiyin.scenarios.meetings.tests.agenda.test_agenda import occurrence
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, owed

PART = {"HX-Request": "true"}


@pytest.mark.req("M02")
def test_an_agenda_is_typed_moved_and_sent(hall: Hall) -> None:
    meeting = hall.meeting()
    path = f"/meetings/{meeting.pk}/agenda"
    chair, member = hall.client("林若溪"), hall.client("孟夏")
    new = {"title": "上周", "owner": "孟夏", "minutes": "50", "expected": "一页"}
    part = chair.post(f"{path}/add", new, headers=PART).content.decode()
    assert "<html" not in part
    assert "50 / 60 分钟" in part
    chair.post(f"{path}/add", {"title": "本周", "minutes": "30"})
    last = AgendaItem.objects.get(title="本周")
    chair.post(f"{path}/{last.pk}", {"by": "-1"})
    page = chair.get(path).content.decode()
    assert page.index("本周") < page.index("上周")
    assert "排得太满" in page
    chair.post(f"{path}/{last.pk}", {"title": "本周计划", "minutes": "5"})
    assert "排得太满" not in chair.get(path, headers=PART).content.decode()
    assert "发出议程和材料" not in member.get(path).content.decode()
    assert chair.post(f"{path}/send").status_code == 303
    assert owed(meeting.pk, "share_agenda") == {"林若溪": "met"}
    assert "已发出" in member.get(path).content.decode()
    chair.post(f"{path}/{last.pk}", {"drop": "1"})
    assert AgendaItem.objects.get().title == "上周"
    assert "准备议程和材料" in chair.get(f"/meetings/{meeting.pk}").content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "写明议题"),
        ({"minutes": "many"}, "时长写成 0 到 600 的分钟数"),
        ({"owner": "没有这人"}, "通讯录里没有这个人"),
    ],
)
def test_what_is_wrong_is_said(hall: Hall, wrong: dict[str, str], said: str) -> None:
    meeting = hall.meeting()
    fields = {"title": "上周", "minutes": ""} | wrong
    answer = hall.client("林若溪").post(f"/meetings/{meeting.pk}/agenda/add", fields, headers=PART)
    assert answer.status_code == 422
    assert json.loads(answer["HX-Trigger"])["toast"]["text"] == said
    assert not AgendaItem.objects.exists()


@pytest.mark.req("M02", "M10")
def test_what_is_offered_and_what_comes_back_is_one_press_away(hall: Hall) -> None:
    before = hall.running(starts_at=FRIDAY - timedelta(days=1))
    due = clock.now() + timedelta(days=1)
    todo.note(before.pk, todo.Words("整理排班表", hall["孟夏"], due), by=hall["白露"])
    lists.assign_all(before, by=hall["白露"])
    entry = occurrence("客服系统中断", by=hall["林若溪"])
    meeting = hall.meeting()
    chair = hall.client("林若溪")
    path = f"/meetings/{meeting.pk}/agenda"
    with clock.frozen(FRIDAY - timedelta(hours=1)):
        page = chair.get(path).content.decode()
        assert "整理排班表" in page
        assert "客服系统中断" in page
        chair.post(f"{path}/add", {"about": str(entry)})
        chair.post(f"{path}/add", {"carry": "1"})
        assert [one.title for one in AgendaItem.objects.filter(meeting=meeting)] == [
            "整理排班表",
            "客服系统中断",
        ]
        assert "可以一起谈的" not in chair.get(path).content.decode()
        for about in (str(new_id()), "nonsense"):
            assert chair.post(f"{path}/add", {"about": about}).status_code == 404


@pytest.mark.req("M02")
def test_material_is_kept_with_the_meeting(hall: Hall) -> None:
    meeting = hall.meeting()
    chair, member = hall.client("林若溪"), hall.client("孟夏")
    path = f"/meetings/{meeting.pk}/files"
    text = SimpleUploadedFile("排班.txt", "周四定稿".encode(), "text/plain")
    assert chair.post(path, {"file": text}).status_code == 303
    row = Attachment.objects.get()
    page = member.get(f"/meetings/{meeting.pk}/agenda").content.decode()
    assert "排班.txt" in page
    handed_out: Any = member.get(f"/attachments/{row.pk}")
    assert b"".join(handed_out.streaming_content) == "周四定稿".encode()
    assert member.post(path, {"drop": str(row.pk)}).status_code == 403
    empty = SimpleUploadedFile("空.txt", b"", "text/plain")
    wrong = chair.post(path, {"file": empty}, headers=PART)
    assert "空文件" in json.loads(wrong["HX-Trigger"])["toast"]["text"]
    assert "先选一个文件" in chair.post(path, follow=True).content.decode()
    chair.post(path, {"drop": str(row.pk)})
    assert not Attachment.objects.exists()


@pytest.mark.req("M02", "M13")
def test_what_the_messages_say(hall: Hall) -> None:
    meeting = hall.meeting()
    hall.item(meeting, "排班", minutes=10, owner=hall["孟夏"], expected="定稿")
    said = outgoing.words(meeting, outgoing.AGENDA)
    assert "会议议程：运营周例会" in said.subject
    assert "1. 排班（孟夏，10 分钟，定稿）" in said.plain
    Meeting.objects.filter(pk=meeting.pk).update(classification="confidential")
    meeting.refresh_from_db()
    secret = outgoing.words(meeting, outgoing.AGENDA)
    assert "排班" not in secret.plain
    assert meeting.number in secret.subject


@pytest.mark.req("M13")
def test_opinions_are_written_topic_by_topic(hall: Hall) -> None:
    meeting = hall.meeting("management_meeting")
    item = hall.item(meeting, "明年预算")
    actions.send_topics(meeting.pk, by=hall["林若溪"])
    member = hall.client("孟夏")
    path = f"/meetings/{meeting.pk}"
    assert "意见备好了" in member.get(f"{path}/agenda").content.decode()
    fields = {f"opinion_{item.pk}": "压一成", "opinion_0": "", "opinion_x": "?"}
    assert member.post(f"{path}/opinion", fields).status_code == 303
    assert Opinion.objects.get().text == "压一成"
    page = member.get(f"{path}/agenda").content.decode()
    assert "更新意见" in page
    assert "压一成" in page
    chair = hall.client("林若溪")
    assert "已备 1 /" in chair.get(f"{path}/agenda").content.decode()


@pytest.mark.req("M16")
def test_colleagues_say_what_they_need_on_the_page(hall: Hall) -> None:
    meeting = hall.meeting("partner_meeting")
    member, chair = hall.client("孟夏"), hall.client("林若溪")
    path = f"/meetings/{meeting.pk}"
    assert "我方的需要" in member.get(f"{path}/agenda").content.decode()
    member.post(f"{path}/need", {"need": "样品先到"})
    assert Need.objects.get().text == "样品先到"
    assert hall.client("唐果").post(f"{path}/need", {"need": "x"}).status_code == 404
    chair.post(f"{path}/agenda/send", {"what": "ask"})
    assert "再征集一次需要" in chair.get(f"{path}/agenda").content.decode()
    chair.post(f"{path}/agenda/send", {"what": "needs"})
    assert AgendaItem.objects.get().title == "孟夏：样品先到"


@pytest.mark.req("M13")
def test_topics_are_sent_from_the_page(hall: Hall) -> None:
    meeting = hall.meeting("management_meeting")
    hall.item(meeting, "明年预算")
    chair = hall.client("林若溪")
    path = f"/meetings/{meeting.pk}/agenda"
    assert "发出议题，征集意见" in chair.get(path).content.decode()
    chair.post(f"{path}/send", {"what": "topics"})
    assert owed(meeting.pk, "send_topics") == {"林若溪": "met"}
    assert "发出议题，征集意见" not in chair.get(path).content.decode()
