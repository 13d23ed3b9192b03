"""What clients are told: drafted, agreed by marketing, one wording, sent once."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client as Browser

from huiyin.cases.facts.models import FactValue
from huiyin.cases.signoff import answers
from huiyin.cases.signoff.models import Seat
from huiyin.core.evidence import Channel
from huiyin.delivery import outsiders, registry
from huiyin.delivery.models import OutsideMail
from huiyin.delivery.tests.scene import FakeChannel
from huiyin.directory.access import Action, may
from huiyin.obligations.guards import Refused
from huiyin.scenarios.incidents import actions as room
from huiyin.scenarios.incidents import showing
from huiyin.scenarios.incidents.clients import actions, mailing, public
from huiyin.scenarios.incidents.clients.models import Outlet, Statement, StatementState
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotDraft
from huiyin.scenarios.incidents.tests.conftest import LINE, Stage

pytestmark = pytest.mark.req("I06")

WORDS = actions.Words(
    happened="今天 02:00 起，下单页打不开。",
    measures="02:40 已恢复。",
    apology="深表歉意。",
    compensation="赠送 1 个月会员。",
    contact="400-800-1234",
    wording="下单页已恢复，请重试；给您带来不便深表歉意。",
)
MAILS = [("王小姐", "wang@client.invalid"), ("", "LI@client.invalid")]


@pytest.fixture
def incident(stage: Stage) -> Incident:
    """Solved, with clients affected; 顾北辰 of client service leads."""
    stage.kind.client_lead = stage["顾北辰"]
    stage.kind.save()
    made = stage.staffed()
    stage.later(40)
    room.resolve(made.pk, by=stage["秦朗"], cause="连接池", clients_affected=True)
    stage.settle()
    made.refresh_from_db()
    return made


def written(stage: Stage, incident: Incident, **more: Any) -> Statement:
    made = actions.begin(incident.pk, by=stage["顾北辰"])
    given = {"clients": MAILS, **more}
    return actions.write(made.pk, WORDS, by=stage["顾北辰"], **given)


def agreed(stage: Stage, incident: Incident, **more: Any) -> Statement:
    made = written(stage, incident, **more)
    actions.put_forward(made.pk, by=stage["顾北辰"])
    seat = Seat.objects.get(case=made)
    answers.approve(seat.pk, by=seat.person)
    made.refresh_from_db()
    return made


def test_it_is_drafted_from_what_the_room_knows(stage: Stage, incident: Incident) -> None:
    made = actions.begin(incident.pk, by=stage["顾北辰"])
    assert LINE in made.happened
    assert "历时 40 分" in made.happened
    assert made.origin == incident.pk
    assert LINE in made.wording
    assert actions.begin(incident.pk, by=stage["秦朗"]) == made


def test_while_it_goes_on_the_draft_says_so(stage: Stage) -> None:
    running = stage.raise_(scope="全部用户。")
    made = actions.begin(running.pk, by=stage["秦朗"])
    assert "正在处理" in made.wording
    assert "影响范围：全部用户。" in made.happened


def test_marketing_agrees_and_the_wording_becomes_a_fact(stage: Stage, incident: Incident) -> None:
    made = written(stage, incident)
    assert not may(stage["江予安"], Action.READ, made)
    signoff = actions.put_forward(made.pk, by=stage["顾北辰"])
    (seat,) = Seat.objects.filter(case=made)
    assert seat.person.department.name == "市场部"
    assert stage.owes(signoff.case, "sign_approve") == {seat.person.name}  # type: ignore[arg-type]
    answers.approve(seat.pk, by=seat.person)
    made.refresh_from_db()
    assert made.state == StatementState.AGREED
    assert made.fact is not None
    value = FactValue.objects.get(fact=made.fact, live_until=None)
    assert value.value == WORDS.wording
    assert value.fact.department == stage["顾北辰"].department
    colleague = stage["顾北辰"].department
    reader = stage["顾北辰"].__class__.objects.filter(department=colleague).first()
    assert reader is not None
    assert may(reader, Action.READ, made)


def test_unagreed_it_does_not_go_out(stage: Stage, incident: Incident) -> None:
    made = written(stage, incident)
    with pytest.raises(Refused, match="口径"):
        actions.notify(made.pk, by=stage["顾北辰"])
    made.refresh_from_db()
    assert (made.state, made.sent_at) == ("draft", None)
    assert not OutsideMail.objects.exists()
    assert stage.owes(incident, "notify_clients") == {"顾北辰"}


def test_changed_after_the_agreement_it_does_not_go_out(stage: Stage, incident: Incident) -> None:
    made = agreed(stage, incident)
    Statement.objects.filter(pk=made.pk).update(compensation="赠送一年会员。")
    with pytest.raises(Refused):
        actions.notify(made.pk, by=stage["顾北辰"])


def test_sent_back_it_is_mended_and_put_forward_again(stage: Stage, incident: Incident) -> None:
    made = written(stage, incident)
    actions.put_forward(made.pk, by=stage["顾北辰"])
    with pytest.raises(NotDraft):
        actions.put_forward(made.pk, by=stage["顾北辰"])
    with pytest.raises(NotDraft):
        actions.write(made.pk, WORDS, by=stage["顾北辰"])
    seat = Seat.objects.get(case=made)
    answers.send_back(seat.pk, "补偿写清楚", by=seat.person)
    made.refresh_from_db()
    assert made.state == StatementState.DRAFT
    assert stage.owes(made, "mend_statement") == {"顾北辰"}  # type: ignore[arg-type]
    actions.put_forward(made.pk, by=stage["顾北辰"])
    assert stage.owes(made, "mend_statement") == set()  # type: ignore[arg-type]


def test_it_goes_out_once_by_mail_and_in_official_places(
    stage: Stage, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = agreed(stage, incident)
    places = [actions.Place("website", "https://yunqiao.invalid/status")]
    sent = actions.notify(made.pk, places, by=stage["顾北辰"])
    assert actions.notify(made.pk, places, by=stage["顾北辰"]) == sent
    assert set(OutsideMail.objects.values_list("address", flat=True)) == {
        "wang@client.invalid",
        "li@client.invalid",
    }
    assert Outlet.objects.get().by == stage["顾北辰"]
    assert stage.owes(incident, "notify_clients") == set()
    assert showing.told("clients_told", incident).state == "done"
    assert mailing.states(sent) == {"sent": 0, "failed": 0, "waiting": 2}
    channel = FakeChannel(code=Channel.MAIL, name="mail")
    monkeypatch.setattr(registry, "channels", lambda: (channel,))
    monkeypatch.setattr(outsiders, "by_name", lambda _name: channel)
    for mail in OutsideMail.objects.all():
        outsiders.deliver(mail.pk)
    assert mailing.states(sent)["sent"] == 2
    message = mailing.compose(sent)
    assert "深表歉意" in message.plain
    assert WORDS.wording not in message.plain


def test_an_official_place_alone_is_enough_nowhere_is_not(stage: Stage, incident: Incident) -> None:
    made = agreed(stage, incident, clients=[])
    with pytest.raises(IncidentRefused) as caught:
        actions.notify(made.pk, by=stage["顾北辰"])
    assert caught.value.code == "nobody"
    with pytest.raises(IncidentRefused):
        actions.notify(made.pk, [actions.Place("pigeon", "屋顶")], by=stage["顾北辰"])
    actions.notify(made.pk, [actions.Place("hotline", "录音提示已更换")], by=stage["顾北辰"])
    assert not OutsideMail.objects.exists()


def test_a_second_statement_begins_with_the_first_and_changes_the_wording(
    stage: Stage, incident: Incident
) -> None:
    first = agreed(stage, incident)
    actions.notify(first.pk, by=stage["顾北辰"])
    second = actions.begin(incident.pk, by=stage["顾北辰"])
    assert second.pk != first.pk
    assert second.compensation == WORDS.compensation
    assert second.clients.count() == 2
    stage.later(5)
    words = actions.Words("又出现", "重启", "抱歉", wording="已再次恢复。")
    actions.write(second.pk, words, by=stage["顾北辰"])
    actions.put_forward(second.pk, by=stage["顾北辰"])
    seat = Seat.objects.get(case=second)
    answers.approve(seat.pk, by=seat.person)
    values = FactValue.objects.filter(fact__name__contains=incident.number).order_by("live_from")
    assert [value.value for value in values] == [WORDS.wording, "已再次恢复。"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"happened": ""}, "happened"),
        ({"apology": " "}, "apology"),
        ({"wording": ""}, "wording"),
        ({"wording": "见 {{热线}}"}, "wording"),
    ],
)
def test_what_a_statement_must_say(
    stage: Stage, incident: Incident, change: dict[str, str], field: str
) -> None:
    made = actions.begin(incident.pk, by=stage["顾北辰"])
    names = ("happened", "measures", "apology", "compensation", "contact", "wording")
    words = actions.Words(**({name: getattr(WORDS, name) for name in names} | change))
    actions.write(made.pk, words, by=stage["顾北辰"])
    with pytest.raises(IncidentRefused) as caught:
        actions.put_forward(made.pk, by=stage["顾北辰"])
    assert caught.value.field == field


def test_too_long_or_no_address_changes_nothing(stage: Stage, incident: Incident) -> None:
    made = actions.begin(incident.pk, by=stage["顾北辰"])
    with pytest.raises(IncidentRefused):
        actions.write(made.pk, actions.Words(wording="长" * 201), by=stage["顾北辰"])
    with pytest.raises(IncidentRefused) as caught:
        actions.write(made.pk, WORDS, by=stage["顾北辰"], clients=[("王", "不是地址")])
    assert caught.value.code == "address 不是地址"
    many = [("", f"c{n}@client.invalid") for n in range(actions.MOST_CLIENTS + 1)]
    with pytest.raises(IncidentRefused):
        actions.write(made.pk, WORDS, by=stage["顾北辰"], clients=many)
    made.refresh_from_db()
    assert made.compensation == ""


def test_only_who_leads_client_service_or_commands_writes(stage: Stage, incident: Incident) -> None:
    with pytest.raises(PermissionDenied):
        actions.begin(incident.pk, by=stage["陈屿"])
    made = actions.begin(incident.pk, by=stage["秦朗"])
    with pytest.raises(PermissionDenied):
        actions.notify(made.pk, by=stage["陈屿"])
    false_alarm = stage.raise_()
    room.stand_down(false_alarm.pk, "误报", by=stage["秦朗"])
    with pytest.raises(IncidentRefused):
        actions.begin(false_alarm.pk, by=stage["秦朗"])


def test_clients_read_it_by_its_address_once_it_was_sent(stage: Stage, incident: Incident) -> None:
    made = agreed(stage, incident)
    address = f"/incidents/said/{public.token(made)}"
    stranger = Browser()
    assert stranger.get(address).status_code == 404
    actions.notify(made.pk, by=stage["顾北辰"])
    answer = stranger.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "赠送 1 个月会员" in page
    assert WORDS.wording not in page
    assert stranger.get(f"{address}x").status_code == 404


def test_the_pages_lead_through_it(stage: Stage, incident: Incident) -> None:
    browser = stage.client("顾北辰")
    assert "还没有告知客户" in browser.get(f"/incidents/{incident.pk}/clients").content.decode()
    answer = browser.post(f"/incidents/{incident.pk}/clients")
    made = Statement.objects.get()
    assert answer["Location"] == f"/incidents/statements/{made.pk}"
    again = browser.get(f"/incidents/{incident.pk}/clients")
    assert again["Location"] == answer["Location"]
    fields = {name: getattr(WORDS, name) for name in ("happened", "apology", "wording")}
    bad = browser.post(answer["Location"], fields | {"clients": "王小姐 <wang>"})
    assert bad.status_code == 422
    assert "不是邮箱地址：wang" in bad.content.decode()
    people = "王小姐 <wang@client.invalid>\nli@client.invalid"
    browser.post(answer["Location"], fields | {"clients": people, "forward": "1"})
    made.refresh_from_db()
    assert made.state == StatementState.SIGNING
    seat = Seat.objects.get(case=made)
    signer = stage.client(seat.person.name)
    assert signer.get(answer["Location"]).status_code == 200
    assert stage.client("唐果").get(answer["Location"]).status_code == 404
    answers.approve(seat.pk, by=seat.person)
    assert "通过官方渠道告知" in browser.get(answer["Location"]).content.decode()
    none = browser.post(f"{answer['Location']}/send", {"kind": "pigeon", "where": "屋顶"})
    assert none.status_code == 422
    sent = browser.post(f"{answer['Location']}/send", {"kind": "website", "where": "官网"})
    assert sent.status_code == 303
    shown = browser.get(answer["Location"]).content.decode()
    assert "已告知" in shown
    assert "再告知一次" in browser.get(f"/incidents/{incident.pk}/clients").content.decode()
