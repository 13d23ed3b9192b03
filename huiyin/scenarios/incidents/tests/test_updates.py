"""The word every half hour, and what a missed one does."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import override_settings

from huiyin.core.obligation import State
from huiyin.delivery.content import Message
from huiyin.delivery.models import Delivery
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.scenarios.incidents import actions
from huiyin.scenarios.incidents.models import Incident, Update
from huiyin.scenarios.incidents.outgoing import describe
from huiyin.scenarios.incidents.room import clocks, timeline
from huiyin.scenarios.incidents.tests.conftest import LINE, Stage

WORDS = actions.Words("连接池溢出", "重启两台", "扩容，30 分钟后恢复")


@pytest.fixture
def mail() -> Iterator[None]:
    """A mail server is configured; nobody has to be there."""
    changed = {"mail_url": "smtp://127.0.0.1:9", "mail_from": "echo@yunqiao.test"}
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        yield


def states(incident: Incident) -> list[State]:
    """Of the commander's updates, in the order of their deadlines."""
    duties = Obligation.objects.filter(subject=incident.pk, verb="update_management")
    rows = [Bearer.objects.get(obligation_id=duty.pk) for duty in duties.order_by("due_at", "pk")]
    return [State(row.state) for row in rows]


@pytest.mark.req("I04")
def test_every_half_hour_until_it_is_solved(stage: Stage) -> None:
    incident = stage.staffed()
    stage.later(25)
    actions.give_update(incident.pk, WORDS, by=stage["秦朗"])
    stage.later(25)
    actions.give_update(incident.pk, WORDS, by=stage["苏晴"])
    stage.later(20)
    assert states(incident) == [State.MET, State.MET, State.OPEN]
    actions.resolve(incident.pk, by=stage["秦朗"])
    stage.later(120)
    assert states(incident) == [State.MET, State.MET, State.EXCUSED]


@pytest.mark.req("I04")
def test_a_missed_one_is_seen_and_asked_for(stage: Stage) -> None:
    incident = stage.staffed()
    stage.later(36)
    assert stage.owes(incident, "ask_update") == {"赵衡"}
    [_team, _ready, update, _lasts] = clocks.of_incident(incident, clock.now())
    assert (update.tone, update.label) == ("late", "通报已超时")
    missed = timeline.missed(incident, clock.now())
    assert "到期没有完成：向管理层通报进展" in [line.title for line in missed]
    actions.give_update(incident.pk, WORDS, by=stage["秦朗"])
    stage.settle()
    assert states(incident)[0] == State.MET_LATE
    assert stage.owes(incident, "ask_update") == set()
    assert "秦朗，迟了 6 分钟" in [line.text for line in timeline.missed(incident, clock.now())]


def test_sent_twice_it_is_said_once(stage: Stage) -> None:
    incident, key = stage.staffed(), uuid4()
    first = actions.give_update(incident.pk, WORDS, by=stage["秦朗"], key=key)
    assert actions.give_update(incident.pk, WORDS, by=stage["秦朗"], key=key).pk == first.pk
    assert Update.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "audience", "field"),
    [
        (actions.Words(" "), (), "known"),
        (actions.Words("好", "长" * 1001), (), "done"),
        (actions.Words("好"), ("everybody",), "audience"),
    ],
)
def test_what_is_wrong_with_an_update_is_named(
    stage: Stage, words: actions.Words, audience: tuple[str, ...], field: str
) -> None:
    incident = stage.staffed()
    with pytest.raises(actions.IncidentRefused) as refused:
        actions.give_update(incident.pk, words, by=stage["秦朗"], audience=audience)
    assert refused.value.field == field


def test_only_the_room_speaks_for_the_room(stage: Stage) -> None:
    incident = stage.staffed()
    with pytest.raises(actions.NotInCommand):
        actions.give_update(incident.pk, WORDS, by=stage["陈屿"])
    actions.stand_down(incident.pk, "误报", by=stage["秦朗"])
    with pytest.raises(actions.NotOpen):
        actions.give_update(incident.pk, WORDS, by=stage["秦朗"])


@pytest.mark.req("I04")
def test_the_update_goes_to_the_management_and_to_whom_it_names(stage: Stage, mail: None) -> None:
    Person.objects.update(email="somebody@yunqiao.test")
    incident = stage.staffed()
    actions.give_update(incident.pk, WORDS, by=stage["秦朗"], audience=["team", "clients"])
    told = Notification.objects.get(purpose="incidents.update")
    people = set(
        Delivery.objects.filter(notification_id=told.pk).values_list("person_id", flat=True)
    )
    names = ("赵衡", "陈屿", "韩墨", "苏晴")
    assert people == {stage[name].pk for name in names}
    message = describe(told, sorted(people))
    assert isinstance(message, Message)
    assert "扩容，30 分钟后恢复" in message.plain


@pytest.mark.req("I03")
def test_everybody_hears_their_own_task(stage: Stage, mail: None) -> None:
    Person.objects.update(email="somebody@yunqiao.test")
    incident = stage.staffed()
    duty = Obligation.objects.get(subject=incident.pk, verb="report_ready")
    told = Notification.objects.get(obligation_id=duty.pk)
    chen, su = stage["陈屿"].pk, stage["苏晴"].pk
    words = describe(told, [chen, su])
    assert not isinstance(words, Message)
    assert words[chen].plain.startswith("你的任务：查日志，准备回滚")
    assert words[su].link_path == "/incidents/tap/{token}"
    assert (words[su].subject, words[su].action) == (f"【突发】{LINE}：回报就位", "就位")
