"""The pages of minutes: written, refused, sent, read, printed, taken along; recordings filed."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from huiyin.kit import clock
from huiyin.scenarios.meetings.live import actions as live
from huiyin.scenarios.meetings.minutes import actions, queries
from huiyin.scenarios.meetings.models import ActionItem, Meeting, MinutesState, Recording
from huiyin.scenarios.meetings.tests.hall import Hall, owed
from huiyin.scenarios.meetings.tests.minutes.test_minutes import END, held


def at(name: str, meeting: Meeting, *more: str) -> str:
    return reverse(f"meetings:{name}", args=[meeting.pk, *more])


@pytest.mark.req("M12")
def test_the_recorder_writes_and_sends_from_one_page(hall: Hall) -> None:
    meeting, client = held(hall), hall.client("白露")
    with clock.frozen(END):
        opened = client.get(at("minutes", meeting), follow=True)
        assert "## 双十二" in opened.content.decode()
        saved = client.post(
            at("minutes_save", meeting),
            {"body": "## 要点\r\n- 加开两席", "stamp": "0"},
            headers={"HX-Request": "true"},
        )
        assert saved.status_code == 200
        assert "加开两席" in saved.content.decode()
        stale = client.post(
            at("minutes_save", meeting),
            {"body": "旧的", "stamp": "0"},
            headers={"HX-Request": "true"},
        )
        assert stale.status_code == 409
        sent = client.post(
            at("minutes_publish", meeting), {"body": "## 要点\r\n- 三席", "stamp": "1"}
        )
        assert sent["Location"] == at("minutes", meeting)
        shown = client.get(at("minutes", meeting)).content.decode()
    assert "三席" in shown
    assert "按时发出" in shown
    assert client.post(at("minutes_publish", meeting), {}).status_code == 303
    assert client.get(at("minutes_edit", meeting)).status_code == 303


@pytest.mark.req("M10")
def test_a_refusal_names_the_clause_and_loses_nothing(hall: Hall) -> None:
    meeting, client = held(hall), hall.client("白露")
    ActionItem.objects.update(owner=None)
    with clock.frozen(END):
        answer = client.post(at("minutes_publish", meeting), {"body": "写好的要点", "stamp": "0"})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "每条待办都要写明负责人和完成时间" in said
    assert "缺负责人" in said
    assert "写好的要点" in said
    assert queries.newest(meeting) is None


def test_what_cannot_go_out_is_said(hall: Hall) -> None:
    meeting, client = hall.running(), hall.client("白露")
    early = client.post(at("minutes_publish", meeting), {"body": "x", "stamp": "0"})
    assert "散会以后才能发出纪要" in early.content.decode()
    taken = client.post(at("minutes_publish", meeting), {"body": "y", "stamp": "0"})
    assert "有人刚改过" in taken.content.decode()
    long = client.post(at("minutes_publish", meeting), {"body": "x", "stamp": "-1"})
    assert "太长" in long.content.decode()
    bad = client.post(at("minutes_save", meeting), {"body": "x" * 70_000, "stamp": "1"})
    assert bad.status_code == 422
    assert client.post(at("minutes_anew", meeting)).status_code == 303


def test_others_read_and_are_seen_to_have_read(hall: Hall) -> None:
    meeting, client = held(hall), hall.client("孟夏")
    assert "纪要还没有发出" in client.get(at("minutes", meeting)).content.decode()
    assert client.get(at("minutes_edit", meeting)).status_code == 403
    assert client.get(at("minutes_sheet", meeting)).status_code == 404
    assert client.get(at("minutes_file", meeting, "pdf")).status_code == 404
    assert hall.client("江予安").get(at("minutes", meeting)).status_code == 404
    with clock.frozen(END):
        actions.publish(meeting.pk, by=hall["白露"])
        client.get(at("minutes", meeting))
        listed = client.get(at("minutes_readers", meeting)).content.decode()
    assert listed.count("读过") == 1
    assert listed.count("未打开") == 2


@pytest.mark.req("M12")
def test_the_minutes_are_taken_along_and_printed(hall: Hall) -> None:
    meeting, client = held(hall), hall.client("白露")
    actions.save(meeting.pk, actions.Text("## 要点\n\n- 草稿里的话", 0), by=hall["白露"])
    draft = client.get(at("minutes_file", meeting, "docx"))
    assert "草稿里的话" in "".join(one.text for one in Document(BytesIO(draft.content)).paragraphs)
    with clock.frozen(END):
        actions.publish(meeting.pk, by=hall["白露"])
        client.post(at("minutes_reopen", meeting))
        actions.revise(meeting.pk, "改一字", by=hall["白露"])
    answer = client.get(at("minutes_file", meeting, "pdf"))
    page = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_bounded()
    for words in (
        "会议纪要",
        meeting.number,
        "周日加开两席",
        "整理排班表",
        "孟夏",
        "改一字",
        "第 2 版",
    ):
        assert words in page
    first = client.get(at("minutes_file", meeting, "pdf") + "?revision=1")
    text = pypdfium2.PdfDocument(first.content)[0].get_textpage().get_text_bounded()
    assert "改一字" not in text
    assert "改一字" in client.get(at("minutes_sheet", meeting)).content.decode()
    assert "这是旧版" in client.get(at("minutes", meeting) + "?revision=1").content.decode()
    assert client.get(at("minutes", meeting) + "?revision=9").status_code == 404
    assert client.get(at("minutes", meeting) + "?revision=x").status_code == 404


def test_a_revision_is_begun_sent_or_left(hall: Hall) -> None:
    meeting, client = held(hall), hall.client("白露")
    with clock.frozen(END):
        actions.publish(meeting.pk, by=hall["白露"])
        client.post(at("minutes_reopen", meeting))
        stamp = queries.of(meeting).stamp  # type: ignore[union-attr]  # there
        empty = client.post(at("minutes_publish", meeting), {"body": "新", "stamp": stamp})
        assert "用一句话写明修订了什么" in empty.content.decode()
        client.post(at("minutes_reopen", meeting), {"keep": "1"})
        assert queries.of(meeting).state == MinutesState.PUBLISHED  # type: ignore[union-attr]  # there
        client.post(at("minutes_reopen", meeting))
        stamp = queries.of(meeting).stamp  # type: ignore[union-attr]  # there
        words = {"body": "新", "stamp": stamp, "change": "补要点"}
        assert client.post(at("minutes_publish", meeting), words).status_code == 303
    assert queries.newest(meeting).change == "补要点"  # type: ignore[union-attr]  # there


@pytest.mark.req("M13")
def test_the_record_is_confirmed_with_one_press(hall: Hall) -> None:
    meeting, client = held(hall, "management_meeting"), hall.client("孟夏")
    with clock.frozen(END):
        actions.publish(meeting.pk, by=hall["白露"])
        assert "纪要无误，确认" in client.get(at("minutes", meeting)).content.decode()
        client.post(at("minutes_confirm", meeting))
        assert "纪要无误，确认" not in client.get(at("minutes", meeting)).content.decode()
    assert owed(meeting.pk, "confirm_record")["孟夏"] == "met"


@pytest.mark.req("M18")
def test_a_recording_is_named_and_dated(hall: Hall) -> None:
    meeting, client = held(hall, is_recorded=True), hall.client("白露")
    assert owed(meeting.pk, "file_recording") == {"白露": "open"}
    assert "归档" in client.get(at("show", meeting)).content.decode()
    words = {"subject": "周例会录像", "dated": "2026-11-27", "link": "https://v.yunqiao.cn/1"}
    for field, why in (
        ("subject", "录音录像要注明主题和日期才能归档"),
        ("dated", "录音录像要注明主题和日期才能归档"),
        ("link", "给出文件或链接"),
    ):
        answer = client.post(at("recording", meeting), {**words, field: ""})
        assert answer.status_code == 422
        assert why in answer.content.decode()
    bad = client.post(at("recording", meeting), {**words, "link": "javascript:1"})
    assert bad.status_code == 422
    with clock.frozen(END + timedelta(hours=1)):
        assert client.post(at("recording", meeting), words).status_code == 303
        client.post(at("recording", meeting), words)
        upload = SimpleUploadedFile("notes.txt", "录音整理".encode())
        client.post(at("recording", meeting), {**words, "link": "", "upload": upload})
    assert Recording.objects.count() == 2
    assert owed(meeting.pk, "file_recording") == {"白露": "met"}
    shown = client.get(at("show", meeting)).content.decode()
    assert "周例会录像" in shown


def test_a_recording_waits_for_the_end(hall: Hall) -> None:
    meeting, client = hall.running(is_recorded=True), hall.client("白露")
    words = {"subject": "a", "dated": "2026-11-27", "link": "https://v.yunqiao.cn/1"}
    answer = client.post(at("recording", meeting), words)
    assert "散会以后才能归档" in answer.content.decode()
    bad = SimpleUploadedFile("a.exe", b"MZ")
    ended = held(hall, is_recorded=True)
    refused = client.post(at("recording", ended), {**words, "link": "", "upload": bad})
    assert refused.status_code == 422


@pytest.mark.req("M11")
def test_an_overrun_is_explained(hall: Hall) -> None:
    meeting, client = hall.running(), hall.client("林若溪")
    assert client.post(at("overrun", meeting), {"reason": "x"}).status_code == 303
    with clock.frozen(END + timedelta(hours=1)):
        live.close(meeting.pk, by=hall["林若溪"], anyway=True)
        assert owed(meeting.pk, "explain_overrun") == {"林若溪": "open"}
        assert "超 " in client.get(at("show", meeting)).content.decode()
        client.post(at("overrun", meeting), {"reason": " "})
        client.post(at("overrun", meeting), {"reason": "临时加了一项"})
    assert owed(meeting.pk, "explain_overrun") == {"林若溪": "met"}
    assert "临时加了一项" in client.get(at("show", meeting)).content.decode()
