"""The pages of a request."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.cases.models import Attachment
from huiyin.kit.ids import new_id
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.requests import actions
from huiyin.scenarios.notices.requests.models import NoticeRequest, RequestState
from huiyin.scenarios.notices.tests.stage import Stage

HX: Any = {"HTTP_HX_REQUEST": "true"}


def posted(stage: Stage, **over: Any) -> dict[str, Any]:
    return {
        "title": "排班改为在线提交",
        "reason": "纸质排班表常常漏交。",
        "to": f"department:{stage.company.department('运营部').pk}",
        "effect_measure": "on_time",
        "effect_target": "95",
        "effect_by": "2026-12-05T18:00",
        "affects_work": "yes",
        "must_synchronise": "no",
        "may_be_misunderstood": "no",
    } | over


def save(stage: Stage, request_id: UUID, **over: Any) -> Any:
    place = reverse("notices:request_save", args=[request_id])
    return stage.client("白露").post(place, posted(stage, **over))


@pytest.mark.req("N01")
def test_the_form_says_what_is_missing_and_shows_the_measurable_sentence(stage: Stage) -> None:
    browser, key = stage.client("白露"), new_id()
    assert "先想一想" in browser.get(reverse("notices:request_new")).content.decode()
    place = reverse("notices:request_save", args=[key])
    part = browser.post(place, posted(stage, reason=""), **HX).content.decode()
    assert "到 12 月 5 日 18:00，运营部中至少 95% 的人在期限内确认" in part
    assert "写明沟通原因" in part
    assert "提交审核，先补 1 项" in part


@pytest.mark.req("N01")
def test_handed_in_it_shows_the_path_and_nobody_else_writes_to_it(stage: Stage) -> None:
    key = new_id()
    save(stage, key, then="submit")
    found = NoticeRequest.objects.get(pk=key)
    assert found.state == RequestState.REVIEW
    page = stage.client("林若溪").get(reverse("notices:request", args=[key])).content.decode()
    assert "纸质排班表" in page
    assert "林若溪" in page
    assert stage.client("唐果").get(reverse("notices:request", args=[key])).status_code == 404
    assert save(stage, key, title="别的").status_code == 303
    found.refresh_from_db()
    assert found.title == "排班改为在线提交"
    assert "排班改为" in stage.client("林若溪").get(reverse("notices:requests")).content.decode()


@pytest.mark.req("N01")
def test_three_noes_lead_to_a_word_to_the_few(stage: Stage) -> None:
    key = new_id()
    no = {"affects_work": "no", "tell": f"person:{stage['孟夏'].pk}", "then": "unneeded"}
    done = save(stage, key, **no)
    word = Notice.objects.get(origin=key)
    assert done["Location"] == reverse("notices:edit", args=[word.pk])
    refused = save(stage, new_id(), then="unneeded")
    assert refused.status_code == 302
    assert Notice.objects.count() == 1


def test_an_incomplete_form_is_not_handed_in(stage: Stage) -> None:
    key = new_id()
    save(stage, key, effect_by="", then="submit")
    assert NoticeRequest.objects.get(pk=key).state == RequestState.DRAFT
    assert save(stage, key, effect_target="120").status_code == 422


def test_what_was_agreed_to_is_taken_up_by_a_press(stage: Stage) -> None:
    key = new_id()
    save(stage, key, then="submit")
    place = reverse("notices:request_take_up", args=[key])
    assert stage.client("白露").post(place)["Location"] == reverse("notices:request", args=[key])
    actions.decide(key, approved=True, words="", by=stage["林若溪"])
    answer = stage.client("白露").post(place)
    draft = Notice.objects.get(origin=key)
    assert answer["Location"] == reverse("notices:edit", args=[draft.pk])
    assert stage.client("林若溪").post(place).status_code == 403


def test_files_come_and_go_while_it_is_a_draft(stage: Stage) -> None:
    browser, key = stage.client("白露"), new_id()
    place = reverse("notices:request_attach", args=[key])
    upload = SimpleUploadedFile("说明.txt", b"text", "text/plain")
    part = browser.post(place, {"files": upload}, **HX).content.decode()
    assert "说明.txt" in part
    bad = SimpleUploadedFile("x.exe", b"MZ", "application/x-msdownload")
    assert browser.post(place, {"files": bad}, **HX).status_code == 422
    file = Attachment.objects.get(case_id=key).pk
    gone = reverse("notices:request_detach", args=[key, file])
    assert "说明.txt" not in browser.post(gone, **HX).content.decode()
    assert browser.post(gone).status_code == 302
