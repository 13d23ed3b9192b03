"""The pages of sign-off, as the people of a notice use them: sign, hand on, add, take back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.cases.signoff import forecast
from huiyin.cases.signoff.models import RoundState, Seat, SeatState, SignOff
from huiyin.core.evidence import Channel, Proof
from huiyin.delivery import links, replies
from huiyin.delivery.content import Message, describe
from huiyin.delivery.replies import Answer, Refused
from huiyin.kit import clock
from huiyin.obligations import clock as obligation_clock
from huiyin.obligations import coverage
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.obligations.queries import owed_by
from huiyin.scenarios.notices import queries
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.signing import actions as signing
from huiyin.scenarios.notices.tests.stage import Stage

CHECKED = {
    f"{field}_{point}": value
    for point in ("facts", "wording", "conduct")
    for field, value in (("tick", "on"), ("evidence", "见报表"))
}


@dataclass
class Scene:
    """A notice of 白露 that is being signed."""

    stage: Stage
    notice: Notice
    signoff: SignOff

    def client(self, name: str) -> Client:
        return self.stage.client(name)

    def seat(self, name: str) -> Seat:
        found = Seat.objects.filter(step__signoff=self.signoff, person=self.stage[name])
        return found.order_by("-pk")[0]

    def act(self, name: str, decision: str, **more: Any) -> Any:
        data = {"seat": self.seat(name).pk, "decision": decision, **more}
        return self.client(name).post(f"/sign/{self.notice.pk}/act", data)

    def ping(self, name: str) -> Notification:
        held = Bearer.objects.filter(person_id=self.stage[name].pk)
        cohorts = Obligation.objects.filter(
            subject=self.notice.pk, pk__in=held.values("obligation_id")
        )
        return Notification.objects.get(obligation_id__in=cohorts.values("pk"))

    def mail(self, name: str) -> Message:
        found = describe(self.ping(name), [self.stage[name].pk])
        assert isinstance(found, Message)
        return found


@pytest.fixture
def scene(stage: Stage) -> Scene:
    draft = stage.draft(by="白露")
    return Scene(stage, draft, signing.submit(draft.pk, by=stage["白露"]))


def said(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.req("N02", "N03")
def test_from_the_inbox_to_the_notice(scene: Scene) -> None:
    inbox = said(scene.client("林若溪").get("/"))
    assert f"/sign/{scene.notice.pk}" in inbox
    assert "审批" in inbox
    moved = scene.client("林若溪").get(f"/notices/{scene.notice.pk}")
    assert moved["Location"] == f"/sign/{scene.notice.pk}"
    assert queries.waiting_count(scene.stage["林若溪"]) == (0, False)
    assert queries.received(scene.stage["林若溪"], waiting=True) == []
    page = scene.client("林若溪").get(f"/sign/{scene.notice.pk}")
    for words in ("大促期间咨询量增加", "必要性审核", "林若溪", "何青", "预计", "转给同事签"):
        assert words in said(page)
    assert scene.act("林若溪", "approve").status_code == 303
    missing = scene.act("何青", "approve", tick_facts="on", evidence_facts="见报表")
    assert missing.status_code == 422
    assert "每一项都要核对" in said(missing)
    assert scene.act("何青", "approve", **CHECKED).status_code == 303
    scene.notice.refresh_from_db()
    assert scene.notice.state == NoticeState.PUBLISHED
    after = said(scene.client("白露").get(f"/sign/{scene.notice.pk}"))
    assert "见报表" in after


@pytest.mark.req("N02")
def test_sending_back_needs_a_reason(scene: Scene) -> None:
    refused = scene.act("林若溪", "return")
    assert refused.status_code == 422
    assert "写明原因" in said(refused)
    assert scene.act("林若溪", "return", reason="日期不对").status_code == 303
    author = said(scene.client("白露").get(f"/sign/{scene.notice.pk}"))
    assert "日期不对" in author
    assert scene.client("林若溪").get(f"/sign/{scene.notice.pk}").status_code == 404
    again = scene.client("白露").post(f"/notices/{scene.notice.pk}/submit")
    assert again.status_code == 303


@pytest.mark.req("N02")
def test_what_changed_since_the_last_round_is_shown(scene: Scene) -> None:
    scene.act("林若溪", "return", reason="日期不对")
    Notice.objects.filter(pk=scene.notice.pk).update(background="大促期间咨询量增加两成。")
    signing.submit(scene.notice.pk, by=scene.stage["白露"])
    page = said(scene.client("林若溪").get(f"/sign/{scene.notice.pk}"))
    assert "<ins>两成</ins>" in page
    assert "第 2 轮" in page


@pytest.mark.req("N02")
def test_the_matter_may_be_turned_down(scene: Scene) -> None:
    assert scene.act("林若溪", "reject", reason="不影响别人").status_code == 303
    scene.signoff.refresh_from_db()
    assert scene.signoff.state == RoundState.REJECTED


@pytest.mark.req("N05")
def test_handing_on_and_adding(scene: Scene) -> None:
    path = f"/sign/{scene.notice.pk}"
    head = scene.client("林若溪")
    added = head.post(f"{path}/add", {"step": scene.seat("林若溪").step_id, "person": "秦朗"})
    assert added.status_code == 303
    assert scene.seat("秦朗").outcome == SeatState.OPEN
    for wrong in ("白露", "没有这个人"):
        head.post(f"{path}/transfer", {"seat": scene.seat("林若溪").pk, "person": wrong})
        assert scene.seat("林若溪").outcome == SeatState.OPEN
    head.post(f"{path}/transfer", {"seat": scene.seat("林若溪").pk, "person": "赵衡"})
    assert scene.seat("林若溪").outcome == SeatState.TRANSFERRED
    assert scene.act("秦朗", "approve").status_code == 303
    assert scene.act("赵衡", "approve").status_code == 303
    assert scene.seat("何青").asked_at is not None
    bad = scene.client("何青").post(f"{path}/transfer", {"seat": "x", "person": "赵衡"})
    assert bad.status_code == 404
    late = scene.client("白露").post(f"{path}/add", {"step": 1, "person": ""})
    assert late.status_code == 303


@pytest.mark.req("N02")
def test_the_author_takes_it_back_and_writes_again(scene: Scene) -> None:
    author, path = scene.client("白露"), f"/notices/{scene.notice.pk}"
    assert author.get(f"{path}/edit")["Location"] == f"/sign/{scene.notice.pk}"
    frozen = author.post(f"{path}/save", {"title": "改", "then": "edit"})
    assert frozen["Location"] == f"/sign/{scene.notice.pk}"
    assert author.get(f"{path}/publish")["Location"] == f"/sign/{scene.notice.pk}"
    again = author.post(f"{path}/submit")
    assert again["Location"] == f"/sign/{scene.notice.pk}"
    assert author.post(f"/sign/{scene.notice.pk}/withdraw").status_code == 303
    assert author.get(f"{path}/edit").status_code == 200
    assert scene.client("林若溪").get(f"/sign/{scene.notice.pk}").status_code == 404
    signing.submit(scene.notice.pk, by=scene.stage["白露"])
    assert author.post(f"{path}/reopen")["Location"] == f"{path}/edit"


def test_nobody_else_sees_it(scene: Scene) -> None:
    for name in ("唐果", "叶蓁", "赵衡", "何青"):
        assert scene.client(name).get(f"/sign/{scene.notice.pk}").status_code == 404
        assert scene.client(name).get(f"/notices/{scene.notice.pk}").status_code == 404
    assert scene.client("白露").post(f"/sign/{scene.notice.pk}/act").status_code == 403


@pytest.mark.req("N05")
def test_several_are_agreed_to_at_once_each_on_its_own(stage: Stage) -> None:
    concerned = [stage.company.department("财务部").pk]
    rounds = []
    for number in range(3):
        draft = stage.draft(title=f"盘点安排 {number}", concerned=concerned)
        rounds.append(signing.submit(draft.pk, by=stage["林若溪"]))
    signer = stage.client("叶蓁")
    page = said(signer.get("/sign/"))
    assert page.count('name="seat"') == 3
    seats = [Seat.objects.get(step__signoff=one) for one in rounds]
    Notice.objects.filter(pk=rounds[2].case_id).update(background="改了")
    done = signer.post("/sign/approve", {"seat": [seats[0].pk, seats[2].pk, "x"]})
    assert done.status_code == 303
    states = [SignOff.objects.get(pk=one.pk).state for one in rounds]
    assert states == [RoundState.COMPLETED, RoundState.RUNNING, RoundState.VOIDED]
    assert signer.post("/sign/approve", {}).status_code == 303
    assert "没有等你签的文稿" in said(stage.client("唐果").get("/sign/"))


@pytest.mark.req("N02", "R05")
def test_a_signed_link_shows_on_get_and_signs_on_post(scene: Scene) -> None:
    token = links.token(scene.ping("林若溪").pk, scene.stage["林若溪"].pk)
    guest = Client()
    page = guest.get(f"/s/{token}")
    assert page.status_code == 200
    assert "大促期间咨询量增加" in said(page)
    assert scene.seat("林若溪").outcome == SeatState.OPEN
    seat = scene.seat("林若溪")
    assert guest.post(f"/s/{token}", {"seat": seat.pk, "decision": "return"}).status_code == 422
    assert "已记录" in said(guest.post(f"/s/{token}", {"seat": seat.pk, "decision": "approve"}))
    seat.refresh_from_db()
    assert (seat.outcome, seat.proof) == (SeatState.APPROVED, Proof.SIGNED_LINK)
    reviewer = links.token(scene.ping("何青").pk, scene.stage["何青"].pk)
    mine = {"seat": scene.seat("何青").pk, "decision": "approve"}
    assert "每一项都要核对" in said(guest.post(f"/s/{reviewer}", mine))
    assert guest.post(f"/s/{reviewer}", mine | CHECKED).status_code == 200
    assert Notice.objects.get(pk=scene.notice.pk).state == NoticeState.PUBLISHED


def test_links_that_open_nothing(scene: Scene) -> None:
    guest = Client()
    assert guest.get("/s/forged").status_code == 404
    stranger = links.token(scene.ping("林若溪").pk, scene.stage["唐果"].pk)
    assert guest.get(f"/s/{stranger}").status_code == 404
    old = links.token(
        scene.ping("林若溪").pk, scene.stage["林若溪"].pk, expires_at=clock.now().replace(year=2025)
    )
    assert guest.get(f"/s/{old}").status_code == 410
    nothing = links.token(10**9, scene.stage["林若溪"].pk)
    assert guest.get(f"/s/{nothing}").status_code == 404


@pytest.mark.req("R01")
def test_a_confidential_text_is_not_in_the_mail_nor_behind_the_link(stage: Stage) -> None:
    draft = stage.draft(by="白露", classification="confidential")
    signoff = signing.submit(draft.pk, by=stage["白露"])
    scene = Scene(stage, draft, signoff)
    message = scene.mail("林若溪")
    assert "双十二" not in message.subject + message.plain + message.html
    token = links.token(scene.ping("林若溪").pk, stage["林若溪"].pk)
    page = said(Client().get(f"/s/{token}"))
    assert "双十二" not in page
    Client().post(f"/s/{token}", {"seat": scene.seat("林若溪").pk, "decision": "approve"})
    assert scene.seat("林若溪").outcome == SeatState.OPEN


def answer(scene: Scene, name: str, text: str) -> Answer:
    return Answer(
        scene.notice.pk, scene.stage[name].pk, Channel.MAIL, Proof.REPLY, clock.now(), text
    )


@pytest.mark.req("N02", "R05")
@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("同意", SeatState.APPROVED),
        ("同意。", SeatState.APPROVED),
        ("Approved", SeatState.APPROVED),
        ("退回：日期不对", SeatState.RETURNED),
        ("不同意，日期\n不对", SeatState.RETURNED),
    ],
)
def test_a_reply_by_mail_signs_or_sends_back(scene: Scene, text: str, outcome: str) -> None:
    replies.reply(scene.ping("林若溪"), answer(scene, "林若溪", text))
    seat = scene.seat("林若溪")
    assert (seat.outcome, seat.proof) == (outcome, Proof.REPLY)
    if outcome == SeatState.RETURNED:
        assert seat.reason.startswith("日期")


def test_other_replies_sign_nothing(scene: Scene) -> None:
    ping = scene.ping("林若溪")
    for text in ("同意吗", "退回", "再议"):
        with pytest.raises(Refused):
            replies.reply(ping, answer(scene, "林若溪", text))
    replies.confirm(ping, answer(scene, "林若溪", ""))
    assert scene.seat("林若溪").outcome == SeatState.OPEN
    with pytest.raises(Refused):
        replies.reply(ping, answer(scene, "唐果", "同意"))
    scene.act("林若溪", "approve")
    with pytest.raises(Refused):
        replies.reply(scene.ping("何青"), answer(scene, "何青", "同意"))


@pytest.mark.req("N02")
def test_the_mail_carries_the_text_and_how_to_answer(scene: Scene) -> None:
    message = scene.mail("林若溪")
    assert message.subject == "【请必要性审核】双十二大促值班安排"
    for words in ("白露 请你在", "大促期间咨询量增加", "退回：原因"):
        assert words in message.plain
    assert message.link_path == "/s/{token}"


@pytest.mark.req("N02")
def test_the_path_says_who_is_next_and_by_when(scene: Scene) -> None:
    """Wednesday 12:00: four working hours end at 17:00, a working day after that on Thursday."""
    shown = forecast.shown(scene.signoff)
    assert [(stop.word, stop.state) for stop in shown.stops] == [
        ("必要性审核", "now"),
        ("信息审核", "next"),
    ]
    assert shown.ready_at is not None
    assert (shown.ready_at.day, shown.ready_at.hour) == (26, 9)
    scene.act("林若溪", "approve")
    shown = forecast.shown(SignOff.objects.get(pk=scene.signoff.pk))
    assert [stop.state for stop in shown.stops] == ["done", "now"]
    scene.act("何青", "return", reason="数据不符")
    shown = forecast.shown(SignOff.objects.get(pk=scene.signoff.pk))
    assert ([stop.state for stop in shown.stops], shown.ready_at) == (["done", "back"], None)


@pytest.mark.req("N02")
@pytest.mark.parametrize("classification", ["internal", "confidential"])
def test_the_signers_head_is_asked_to_urge_and_sees_how_far_it_is(
    stage: Stage, classification: str
) -> None:
    """Due on Wednesday at 17:00; two working hours later it is Thursday 10:00."""
    draft = stage.draft(by="白露", classification=classification)
    scene = Scene(stage, draft, signing.submit(draft.pk, by=stage["白露"]))
    clock.advance(timedelta(hours=23))
    obligation_clock.wake()
    (duty,) = owed_by(stage["赵衡"].pk)
    assert duty.verb == "chase_signer"
    page = said(scene.client("赵衡").get(f"/sign/{draft.pk}"))
    assert "林若溪" in page
    assert ("大促期间咨询量增加" in page) is (classification == "internal")
    assert "name=decision" not in page.replace('"', "")
    message = scene.mail("赵衡")
    assert message.subject.startswith("请催办必要性审核")
    assert message.link_path == ""
    scene.act("林若溪", "approve")
    coverage.fold()
    assert owed_by(stage["赵衡"].pk) == []
