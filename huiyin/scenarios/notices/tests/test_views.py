"""The pages: who gets which, with and without scripts, and what they refuse."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.cases.models import Attachment
from huiyin.core.obligation import State
from huiyin.delivery import links
from huiyin.directory.models import Absence
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.scenarios.notices.models import CallRecord, Notice, NoticeState, Reply
from huiyin.scenarios.notices.tests.stage import NOON, TEXT, Stage

HX: Any = {"HTTP_HX_REQUEST": "true"}
HOUR = timedelta(hours=1)


def at(name: str, notice: Notice, *more: object) -> str:
    return reverse(f"notices:{name}", args=[notice.pk, *more])


def state_of(stage: Stage, name: str) -> int:
    return Bearer.objects.get(person_id=stage[name].pk).state


def token(notice: Notice, stage: Stage, name: str, **kwargs: Any) -> str:
    ping = Notification.objects.filter(subject=notice.pk).first()
    assert ping is not None
    return links.token(ping.pk, stage[name].pk, **kwargs)


@pytest.mark.parametrize("name", ["show", "edit", "echo", "workbook", "record", "publish"])
def test_for_an_outsider_the_notice_does_not_exist(stage: Stage, name: str) -> None:
    notice = stage.published(classification="confidential")
    assert stage.client("陈屿").get(at(name, notice)).status_code == 404
    assert stage.client("陈屿").get(reverse(f"notices:{name}", args=[new_id()])).status_code == 404


@pytest.mark.parametrize("name", ["confirm", "reply", "remind", "close", "discard"])
def test_an_outsider_can_do_nothing_to_it(stage: Stage, name: str) -> None:
    notice = stage.published()
    before = Entry.objects.count()
    assert stage.client("陈屿").post(at(name, notice)).status_code == 404
    assert Entry.objects.count() == before


def test_a_press_without_a_body_says_in_its_address_where_to_go_on(stage: Stage) -> None:
    notice = stage.published()
    browser = stage.client("白露")
    done = browser.post(f"{at('confirm', notice)}?next=/inbox/duty/1/2", **HX)
    assert (done.status_code, done["Location"]) == (303, "/inbox/duty/1/2")
    assert state_of(stage, "白露") == State.MET
    away = browser.post(f"{at('confirm', notice)}?next=https://evil.example/", **HX)
    assert away["HX-Redirect"] == at("show", notice)


@pytest.mark.parametrize("name", ["list", "new", "recipients"])
def test_whoever_is_not_signed_in_is_asked_to(stage: Stage, name: str) -> None:
    answer = Client().get(reverse(f"notices:{name}"))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_a_recipient_sees_the_text_but_neither_coverage_nor_names(stage: Stage) -> None:
    notice = stage.published()
    browser = stage.client("白露")
    page = browser.get(at("show", notice)).content.decode()
    assert "轮班" in page
    assert browser.get(at("echo", notice)).status_code == 403
    assert browser.get(at("workbook", notice)).status_code == 403


def test_somebody_elses_draft_does_not_exist(stage: Stage) -> None:
    draft = stage.draft(classification="public")
    for name in ("白露", "赵衡", "叶蓁"):
        assert stage.client(name).get(at("edit", draft)).status_code == 404
        assert stage.client(name).get(at("show", draft)).status_code == 404


@pytest.mark.parametrize("tab", ["waiting", "received", "issued", "drafts", "all", "nonsense"])
def test_every_list_opens(stage: Stage, tab: str) -> None:
    stage.published()
    stage.draft(title="还没写完")
    page = stage.client("林若溪").get(reverse("notices:list"), {"tab": tab}).content.decode()
    assert ("还没写完" if tab == "drafts" else "双十二大促值班安排") in page


def test_an_empty_list_says_what_to_do_next(stage: Stage) -> None:
    for tab in ("waiting", "received", "issued", "drafts", "all"):
        page = stage.client("陈屿").get(reverse("notices:list"), {"tab": tab})
        assert 'class="empty"' in page.content.decode()


@pytest.mark.req("N15")
def test_reading_and_confirming_by_one_button(stage: Stage) -> None:
    notice = stage.published()
    browser = stage.client("白露")
    browser.get(at("show", notice))
    assert Bearer.objects.get(person_id=stage["白露"].pk).evidence == 3
    done = browser.post(at("confirm", notice), {"next": "/notices/"})
    assert (done.status_code, done["Location"]) == (303, "/notices/")
    part = browser.post(at("confirm", notice), **HX).content.decode()
    assert "按时确认" in part
    assert "<html" not in part
    assert Entry.objects.filter(kind="notices.confirmed").count() == 1


def test_after_confirming_nobody_is_sent_off_the_site(stage: Stage) -> None:
    notice = stage.published()
    done = stage.client("白露").post(at("confirm", notice), {"next": "https://evil.example/"})
    assert done["Location"] == at("show", notice)


def test_the_delegate_confirms_for_whoever_is_away(stage: Stage) -> None:
    Absence.objects.create(
        person=stage["白露"], starts_at=NOON - HOUR, ends_at=NOON + HOUR, delegate=stage["邱然"]
    )
    notice = stage.published()
    browser = stage.client("邱然")
    assert "代白露确认收到" in browser.get(at("show", notice)).content.decode()
    browser.post(at("confirm", notice), {"person": str(stage["白露"].pk)})
    assert state_of(stage, "白露") == State.MET
    assert browser.post(at("confirm", notice), {"person": "99"}).status_code == 404


@pytest.mark.req("N24")
def test_an_empty_reply_comes_back_with_its_error(stage: Stage) -> None:
    notice = stage.published(reply_by=NOON + 24 * HOUR)
    browser = stage.client("白露")
    refused = browser.post(at("reply", notice), {"text": " "}, **HX)
    assert refused.status_code == 422
    assert "这个字段是必填项" in refused.content.decode()
    assert not Reply.objects.exists()
    assert browser.post(at("reply", notice), {"text": "白班"}).status_code == 303
    assert Reply.objects.get().text == "白班"
    assert "白班" in stage.client("林若溪").get(at("echo", notice)).content.decode()


@pytest.mark.req("N08")
def test_a_script_in_the_markdown_is_text(stage: Stage) -> None:
    evil = "1. <script>alert(1)</script> [点我](javascript:alert(1)) ![x](http://e.example/p.png)"
    notice = stage.published(items=evil, gist="<img src=x onerror=alert(1)>", title="<b>粗</b>")
    for name, page in (("白露", "show"), ("林若溪", "echo"), ("林若溪", "record")):
        html = stage.client(name).get(at(page, notice)).content.decode()
        assert "<script>alert" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html
        assert "<b>粗" not in html


def test_writing_begins_with_the_first_save_and_works_without_scripts(stage: Stage) -> None:
    browser = stage.client("林若溪")
    browser.get(reverse("notices:new"))
    assert not Notice.objects.exists()
    address = reverse("notices:save", args=[wanted := new_id()])
    mine = stage.company.department("运营部").pk
    posted = TEXT | {"to": f"department:{mine}", "with_sub_on": "1", "then": "publish"}
    done = browser.post(address, posted)
    assert done["Location"] == reverse("notices:publish", args=[wanted])
    look = browser.get(done["Location"]).content.decode()
    assert "3 人" in look
    assert Notice.objects.get().state == NoticeState.DRAFT
    sent = browser.post(done["Location"])
    assert sent["Location"] == reverse("notices:echo", args=[wanted])
    assert Notice.objects.get().state == NoticeState.PUBLISHED
    assert browser.post(done["Location"]).status_code == 303
    assert Entry.objects.filter(kind="notices.published").count() == 1


def test_autosave_answers_what_is_missing(stage: Stage) -> None:
    address = reverse("notices:save", args=[wanted := new_id()])
    answer = stage.client("林若溪").post(address, {"title": "盘点"}, **HX)
    part = answer.content.decode()
    assert "还没有接收人" in part
    assert "项必须改" in part
    assert answer["HX-Replace-Url"] == reverse("notices:edit", args=[wanted])


def test_a_bad_date_is_said_and_the_rest_is_kept(stage: Stage) -> None:
    draft = stage.draft()
    posted = {"title": "新标题", "reply_by": "昨天"}
    extras: tuple[Any, Any] = ({}, HX)
    for extra in extras:
        answer = stage.client("林若溪").post(at("save", draft), posted, **extra)
        assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.title == "新标题"


def test_an_empty_form_publishes_nothing(stage: Stage) -> None:
    browser = stage.client("林若溪")
    address = reverse("notices:save", args=[wanted := new_id()])
    browser.post(address, {})
    refused = browser.post(reverse("notices:publish", args=[wanted]))
    assert refused.status_code == 422
    assert "没有发出" in refused.content.decode()
    assert not Obligation.objects.exists()


@pytest.mark.req("N23")
def test_beyond_ones_reach_nothing_goes_out(stage: Stage) -> None:
    browser = stage.client("林若溪")
    draft = stage.draft()
    saved = browser.post(at("save", draft), TEXT | {"to": "company:1"}, **HX)
    assert "超出你可以发布的范围" in saved.content.decode()
    assert browser.post(at("publish", draft)).status_code == 422
    assert not Obligation.objects.exists()


@pytest.mark.req("N23")
def test_the_picker_finds_departments_positions_and_people(stage: Stage) -> None:
    browser = stage.client("林若溪")
    address = reverse("notices:recipients")
    found = browser.get(address, {"to_q": "运营"}).content.decode()
    assert "department:" in found
    assert "position:运营专员" in found
    without = browser.get(address, {"kind": "except", "except_q": "运营"}).content.decode()
    assert "position:" not in without
    assert "person:" in browser.get(address, {"to_q": "bailu"}).content.decode()
    assert "company:1" in browser.get(address, {"to_q": "全公司"}).content.decode()
    assert "没有找到" in browser.get(address, {"to_q": "火星"}).content.decode()


def test_a_file_is_kept_and_comes_back_as_a_file(stage: Stage) -> None:
    draft = stage.draft()
    browser = stage.client("林若溪")
    sheet = SimpleUploadedFile("排班.csv", "姓名,班次\n".encode())
    assert "排班.csv" in browser.post(at("attach", draft), {"files": sheet}, **HX).content.decode()
    row = Attachment.objects.get()
    kept = browser.get(reverse("cases:attachment", args=[row.pk]))
    assert kept["Content-Disposition"].startswith("attachment")
    assert kept["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in kept["Content-Security-Policy"]
    assert kept.getvalue() == "姓名,班次\n".encode()
    assert stage.client("白露").get(reverse("cases:attachment", args=[row.pk])).status_code == 404
    browser.post(at("detach", draft, row.pk))
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused_and_not_kept(stage: Stage, settings: Any) -> None:
    settings.ATTACHMENT_LIMIT = 1000
    draft = stage.draft()
    browser = stage.client("林若溪")
    for size in (1001, 200_000):
        big = SimpleUploadedFile("大.txt", b"x" * size)
        answer = browser.post(at("attach", draft), {"files": big}, **HX)
        assert answer.status_code == 422
        assert "上限，未保存" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_nothing_is_attached_to_what_was_published(stage: Stage) -> None:
    notice = stage.published()
    file = SimpleUploadedFile("a.txt", b"x")
    stage.client("林若溪").post(at("attach", notice), {"files": file})
    assert not Attachment.objects.exists()


@pytest.mark.req("N15", "N18")
def test_a_signed_link_confirms_on_post_only(stage: Stage) -> None:
    notice = stage.published()
    address = f"/n/{token(notice, stage, '白露')}"
    shown = Client().get(address).content.decode()
    assert "双十二大促值班安排" in shown
    assert state_of(stage, "白露") == State.OPEN
    done = Client().post(address).content.decode()
    assert "你的确认已记录" in done
    row = Bearer.objects.get(person_id=stage["白露"].pk)
    assert (row.state, row.proof) == (State.MET, 8)


def test_a_confidential_link_shows_no_title(stage: Stage) -> None:
    notice = stage.published(classification="confidential")
    shown = Client().get(f"/n/{token(notice, stage, '白露')}").content.decode()
    assert "双十二" not in shown


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_expired_or_forged_link_changes_nothing(stage: Stage, method: str) -> None:
    notice = stage.published()
    old = token(notice, stage, "白露", expires_at=NOON + HOUR)
    good, other = token(notice, stage, "白露"), token(notice, stage, "陈屿")
    clock.advance(2 * HOUR)
    ask: Callable[[str], Any] = getattr(Client(), method)
    before = Entry.objects.count()
    for text, status in ((old, 410), (good[:-2] + "xx", 404), ("nonsense", 404), (other, 404)):
        assert ask(f"/n/{text}").status_code == status
    assert Entry.objects.count() == before


@pytest.mark.req("N16")
def test_a_call_is_recorded_from_the_list(stage: Stage) -> None:
    notice = stage.published()
    browser = stage.client("林若溪")
    address = at("call", notice, stage["白露"].pk)
    assert "通话结果" in browser.get(address, **HX).content.decode()
    assert browser.get(address).status_code == 200
    for posted in ({}, {"outcome": "no_answer"}, {"outcome": "unreachable"}, {"outcome": "x"}):
        assert browser.post(address, posted, **HX).status_code == 422
    past = {"outcome": "no_answer", "again_at": "2026-11-25T11:00"}
    assert browser.post(address, past, **HX).status_code == 422
    assert not CallRecord.objects.exists()
    later = {"outcome": "no_answer", "again_at": "2026-11-25T12:20"}
    assert "12:20 再拨" in browser.post(address, later, **HX).content.decode()
    assert browser.post(address, {"outcome": "understood"}).status_code == 303
    assert browser.get(address).status_code == 404
    assert state_of(stage, "白露") == State.MET


@pytest.mark.parametrize("part", ["ring", "unread", "counts", "timeline", "progress"])
def test_every_card_comes_alone(stage: Stage, part: str) -> None:
    notice = stage.published()
    answer = stage.client("林若溪").get(at("echo", notice), {"part": part}, **HX)
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()


def test_reminding_and_closing_say_what_happened(stage: Stage) -> None:
    notice = stage.published()
    browser = stage.client("林若溪")
    assert "HX-Trigger" in browser.post(at("remind", notice), **HX)
    browser.post(at("remind", notice))
    browser.post(at("close", notice))
    page = browser.get(at("echo", notice)).content.decode()
    assert "每小时最多催一次" in page
    assert "还有 3 人欠着确认、回复或解答" in page
    for name in ("林若溪", "白露", "孟夏"):
        stage.client(name).post(at("confirm", notice))
    browser.post(at("close", notice))
    browser.post(at("remind", notice))
    page = browser.get(at("echo", notice)).content.decode()
    assert "已闭环" in page
    assert "这条通知已经结束" in page


def test_a_draft_is_deleted_on_request(stage: Stage) -> None:
    draft, notice = stage.draft(), stage.published()
    browser = stage.client("林若溪")
    browser.post(at("discard", draft))
    browser.post(at("discard", notice))
    assert list(Notice.objects.values_list("pk", flat=True)) == [notice.pk]


def test_an_auditor_knows_of_a_confidential_notice_but_does_not_read_it(stage: Stage) -> None:
    notice = stage.published(classification="confidential")
    page = stage.client("叶蓁").get(at("show", notice)).content.decode()
    assert "只对接收人开放" in page
    assert "轮班" not in page
