"""Sign-off over REST: put forward, list, agree, send back, hand on, add, take back."""

from collections.abc import Callable
from typing import Any

import pytest

from huiyin.cases.tests.rest_client import Program, fields
from huiyin.kit.ids import new_id
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.tests.stage import Stage

Caller = Callable[[str], Program]
CHECKLIST = [
    {"point": point, "ticked": True, "evidence": "见报表"}
    for point in ("facts", "wording", "conduct")
]


@pytest.fixture
def caller(stage: Stage) -> Caller:
    """Makes a program with a token of somebody's own."""

    def make(name: str) -> Program:
        answer = stage.client(name).post("/me/tokens", {"name": "测试", "days": 30})
        return Program(answer.context["made"])

    return make


def waiting(program: Program) -> dict[str, Any]:
    """The one signature that waits for somebody."""
    (one,) = program.pages("/signoffs", 2)
    return dict(one)


@pytest.mark.req("N02", "N03")
def test_a_notice_is_signed_by_programs(stage: Stage, caller: Caller) -> None:
    draft, author = stage.draft(by="白露"), caller("白露")
    refused = author.post(f"/notices/{draft.pk}/publish", status=409)
    assert refused["type"] == "urn:huiyin:problem:refused-by-clause"
    begun = author.post(f"/notices/{draft.pk}/submit")
    assert [step["step"] for step in begun["steps"]] == ["necessity", "information"]
    assert begun["ready_at"] == "2026-11-26T17:00:00+08:00"
    held = author.patch(f"/notices/{draft.pk}", {"items": "改"}, status=409)
    assert held["type"] == "urn:huiyin:problem:being-signed"
    again = author.post(f"/notices/{draft.pk}/submit", status=409)
    assert again["type"] == "urn:huiyin:problem:being-signed"

    head, path = caller("林若溪"), f"/cases/{draft.pk}/signoff"
    seat = waiting(head)["seat"]
    done = head.post(f"{path}/approve", {"seat": seat, "note": "可以"})
    assert (done["outcome"], done["state"]) == ("approved", "running")
    assert head.post(f"{path}/approve", {"seat": seat})["outcome"] == "approved"
    reviewer = caller("何青")
    seat = waiting(reviewer)["seat"]
    missing = reviewer.post(f"{path}/approve", {"seat": seat}, status=422)
    assert fields(missing) == {f"checklist.{one['point']}" for one in CHECKLIST}
    done = reviewer.post(f"{path}/approve", {"seat": seat, "checklist": CHECKLIST})
    assert done["state"] == "completed"
    assert Notice.objects.get(pk=draft.pk).state == NoticeState.PUBLISHED
    assert author.get(path)["steps"][0]["signers"][0]["reason"] == "可以"
    late = author.post(f"/notices/{draft.pk}/submit", status=409)
    assert late["type"] == "urn:huiyin:problem:not-draft"


@pytest.mark.req("N02", "N05")
def test_sent_back_handed_on_added_and_taken_back(stage: Stage, caller: Caller) -> None:
    draft, author, head = stage.draft(by="白露"), caller("白露"), caller("林若溪")
    author.post(f"/notices/{draft.pk}/submit")
    path = f"/cases/{draft.pk}/signoff"
    seat = waiting(head)["seat"]
    head.post(f"{path}/return", {"seat": seat, "reason": ""}, status=422)
    assert head.post(f"{path}/return", {"seat": seat, "reason": "日期"})["state"] == "returned"
    head.get(path, status=404)
    author.post(f"/notices/{draft.pk}/submit")
    seat = waiting(head)["seat"]
    boss = stage["赵衡"].pk
    for nobody in (stage["白露"].pk, 10**9):
        wrong = head.post(f"{path}/transfer", {"seat": seat, "person": nobody}, status=422)
        assert fields(wrong) == {"person"}
    moved = head.post(f"{path}/transfer", {"seat": seat, "person": boss})
    assert [one["outcome"] for one in moved["steps"][0]["signers"]] == ["transferred", "open"]
    added = author.post(f"{path}/signers", {"person": stage["秦朗"].pk})
    assert len(added["steps"][0]["signers"]) == 3
    assert head.post(f"{path}/approve", {"seat": seat}, status=409)["type"].endswith("not-asked")
    strange = caller("赵衡").post(f"{path}/approve", {"seat": 10**9}, status=409)
    assert strange["type"].endswith("not-asked")
    assert author.post(f"{path}/withdraw")["state"] == "withdrawn"
    assert author.post(f"{path}/signers", {"person": boss}, status=409)["type"].endswith(
        "not-asked"
    )
    author.post(f"/notices/{draft.pk}/submit")
    rejected = head.post(f"{path}/reject", {"seat": waiting(head)["seat"], "reason": "不必发"})
    assert rejected["state"] == "rejected"


@pytest.mark.req("N05")
def test_what_cannot_be_rejected_or_signed(stage: Stage, caller: Caller) -> None:
    concerned = [stage.company.department("财务部").pk]
    draft = stage.draft(concerned=concerned)
    author, signer = caller("林若溪"), caller("叶蓁")
    author.post(f"/notices/{draft.pk}/submit")
    path, seat = f"/cases/{draft.pk}/signoff", waiting(signer)["seat"]
    body = {"seat": seat, "reason": "不必发"}
    assert signer.post(f"{path}/reject", body, status=409)["type"].endswith("not-here")
    Notice.objects.filter(pk=draft.pk).update(background="改了")
    assert signer.post(f"{path}/approve", {"seat": seat})["state"] == "voided"
    assert signer.pages("/signoffs", 5) == []


def test_what_is_not_put_forward(stage: Stage, caller: Caller) -> None:
    author = caller("林若溪")
    plain = author.post(f"/notices/{stage.draft().pk}/submit", status=409)
    assert plain["type"] == "urn:huiyin:problem:nothing-to-sign"
    unfinished = stage.draft(by="白露", contact="")
    assert fields(caller("白露").post(f"/notices/{unfinished.pk}/submit", status=422)) == {
        "contact"
    }
    author.post(f"/notices/{unfinished.pk}/submit", status=404)
    author.post(f"/notices/{new_id()}/submit", status=404)
    author.get(f"/cases/{new_id()}/signoff", status=404)
    author.get(f"/cases/{stage.draft().pk}/signoff", status=404)
