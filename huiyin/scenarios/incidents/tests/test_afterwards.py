"""After the end: announced, reported, open again, closed, taken along."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases import following
from huiyin.cases.following import Follower
from huiyin.cases.models import Case
from huiyin.cases.papers import sheet, word
from huiyin.core.evidence import Channel
from huiyin.delivery import content, registry
from huiyin.delivery.tests.scene import FakeChannel
from huiyin.directory.access import NotVisible
from huiyin.kit import clock as kit_clock
from huiyin.ledger import sealer
from huiyin.ledger.models import Entry as LedgerEntry
from huiyin.obligations.guards import Refused
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.scenarios.incidents import actions, tasks
from huiyin.scenarios.incidents.afterwards import (
    actions as after,
)
from huiyin.scenarios.incidents.afterwards import (
    drafting,
    duties,
    exporting,
    paper,
    telling,
)
from huiyin.scenarios.incidents.afterwards.models import Announcement, Report
from huiyin.scenarios.incidents.models import Incident, IncidentState
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotInCommand, NotSolved
from huiyin.scenarios.incidents.review import actions as reviews
from huiyin.scenarios.incidents.tests.conftest import LINE, Stage

pytestmark = pytest.mark.req("I05")


@pytest.fixture(autouse=True)
def mail(monkeypatch: pytest.MonkeyPatch) -> FakeChannel:
    """A mail server that takes everything."""
    channel = FakeChannel(code=Channel.MAIL, name="mail")
    monkeypatch.setattr(registry, "channels", lambda: (channel,))
    return channel


def solved(stage: Stage, **more: object) -> Incident:
    """Declared, staffed, told about once, solved after forty minutes."""
    incident = stage.staffed()
    stage.later(20)
    words = actions.Words("连接池溢出", "扩容", "观察半小时")
    actions.give_update(incident.pk, words, by=stage["秦朗"])
    actions.note(incident.pk, "回滚到上一版", by=stage["陈屿"], kind="decision")
    stage.later(20)
    given = {"cause": "连接池配置错误", "measures_taken": "回滚并扩容"}
    actions.resolve(incident.pk, by=stage["秦朗"], **(given | more))  # type: ignore[arg-type]
    stage.settle()
    incident.refresh_from_db()
    return incident


def test_the_announcement_is_drafted_and_goes_to_all_who_were_told(stage: Stage) -> None:
    incident = solved(stage)
    text = drafting.announcement(incident)
    for part in (LINE, "系统故障", "历时 40 分", "连接池配置错误", "回滚并扩容"):
        assert part in text
    row = after.announce(incident.pk, text, by=stage["秦朗"])
    told = telling.count(telling.everybody_told(incident))
    assert row.told == told
    assert told >= 6  # 秦朗 陈屿 韩墨 苏晴, who declared it, the management
    assert stage.owes(incident, "announce_end") == set()
    (ping,) = Notification.objects.filter(purpose=telling.ENDED)
    message = content.describe(ping, [stage["陈屿"].pk])
    assert isinstance(message, content.Message)
    assert message.subject == f"【已解决】{LINE}"
    assert "连接池配置错误" in message.plain


def test_the_same_announcement_twice_is_one(stage: Stage) -> None:
    incident = solved(stage)
    first = after.announce(incident.pk, "好了", by=stage["秦朗"])
    assert after.announce(incident.pk, " 好了 ", by=stage["秦朗"]) == first
    assert Announcement.objects.count() == 1
    assert Notification.objects.filter(purpose=telling.ENDED).count() == 1


def test_who_speaks_for_the_room_may_announce_others_not(stage: Stage) -> None:
    incident = solved(stage)
    with pytest.raises(NotInCommand):
        after.announce(incident.pk, "好了", by=stage["陈屿"])
    after.announce(incident.pk, "好了", by=stage["苏晴"])
    assert stage.owes(incident, "announce_end") == set()


def test_nothing_is_announced_while_it_goes_on_or_without_words(stage: Stage) -> None:
    incident = stage.staffed()
    with pytest.raises(NotSolved):
        after.announce(incident.pk, "好了", by=stage["秦朗"])
    done = solved(stage)
    for text, code in ((" ", "empty"), ("长" * 4001, "long")):
        with pytest.raises(IncidentRefused) as caught:
            after.announce(done.pk, text, by=stage["秦朗"])
        assert caught.value.code == code


def test_a_formal_notice_that_follows_is_the_announcement(stage: Stage) -> None:
    incident = solved(stage)
    draft = following.draft(incident.pk, stage["秦朗"])
    assert draft.title == f"关于{LINE}已解决"
    assert stage["陈屿"].pk in draft.people
    for kind in ("pre_notice", "whole", "whole"):
        notice = Case(scenario="notices", title="关于故障已解决", origin=incident.pk)
        told = Follower(notice, {"stage": kind}, stage["秦朗"], kit_clock.now())
        following._origins["incidents"][1](incident.pk, told)
    (row,) = Announcement.objects.all()
    assert row.notice is not None
    assert stage.owes(incident, "announce_end") == set()


def test_a_notice_while_it_goes_on_announces_nothing(stage: Stage) -> None:
    incident = stage.staffed()
    draft = following.draft(incident.pk, stage["秦朗"])
    assert draft.title == f"关于{LINE}"
    told = Follower(Case(origin=incident.pk), {"stage": "whole"}, stage["秦朗"], kit_clock.now())
    following._origins["incidents"][1](incident.pk, told)
    assert not Announcement.objects.exists()


def test_the_report_is_drafted_from_the_timeline(stage: Stage) -> None:
    incident = solved(stage)
    row = drafting.proposed(incident)
    assert row.cause == "连接池配置错误"
    assert "扩容" in row.measures
    assert "回滚到上一版" in row.measures
    assert row.remaining == "观察半小时"
    assert "历时 40 分" in row.summary


def test_without_a_stated_cause_the_last_update_is_the_draft(stage: Stage) -> None:
    incident = solved(stage, cause="", measures_taken="")
    assert drafting.proposed(incident).cause == "连接池溢出"


def test_only_a_whole_report_is_submitted(stage: Stage) -> None:
    incident = solved(stage)
    after.write_report(incident.pk, after.Words(cause="", measures="回滚"), by=stage["陈屿"])
    with pytest.raises(Refused, match="原因"):
        after.submit_report(incident.pk, by=stage["秦朗"])
    assert Report.objects.get().submitted_at is None
    words = after.Words(cause="连接池", measures="回滚")
    after.write_report(incident.pk, words, by=stage["陈屿"])
    row = after.submit_report(incident.pk, by=stage["秦朗"])
    assert (row.revision, row.submitted_by) == (1, stage["秦朗"])
    assert after.submit_report(incident.pk, by=stage["秦朗"]).revision == 1
    assert stage.owes(incident, "report_incident") == set()
    with pytest.raises(IncidentRefused):
        after.write_report(incident.pk, words, by=stage["陈屿"])


def test_the_management_is_told_of_the_report(stage: Stage) -> None:
    incident = solved(stage)
    after.submit_report(incident.pk, by=stage["秦朗"])
    (ping,) = Notification.objects.filter(purpose=telling.REPORTED)
    message = content.describe(ping, [stage["赵衡"].pk])
    assert isinstance(message, content.Message)
    assert message.link_path == f"/incidents/{incident.pk}/report"
    assert "持续时间：40 分" in message.plain


def test_who_took_no_part_writes_no_report(stage: Stage) -> None:
    incident = solved(stage)
    with pytest.raises(PermissionDenied):
        after.write_report(incident.pk, after.Words(cause="x"), by=stage["唐果"])
    with pytest.raises(IncidentRefused):
        after.write_report(incident.pk, after.Words(cause="x" * 4001), by=stage["陈屿"])


def test_the_report_as_a_paper_in_both_forms(stage: Stage) -> None:
    incident = solved(stage)
    row = after.submit_report(incident.pk, by=stage["秦朗"])
    made = paper.report(incident, row)
    assert made.kind == "突发事件报告"
    assert ("持续时间", "40 分") in made.facts
    assert made.sections[-1].table is not None
    assert word.docx(made).startswith(b"PK")
    assert sheet.pdf(made).startswith(b"%PDF")
    draft = paper.report(incident, drafting.proposed(incident))
    assert draft.kind == "突发事件报告（草稿）"


def test_open_again_the_updates_begin_and_the_end_is_asked_for_anew(stage: Stage) -> None:
    incident = solved(stage)
    after.submit_report(incident.pk, by=stage["秦朗"])
    again = after.reopen(incident.pk, "又打不开了", by=stage["陈屿"])
    assert again.is_open
    assert stage.owes(incident, "review_incident") == {"秦朗"}
    assert after.reopen(incident.pk, "还是打不开", by=stage["陈屿"]).is_open
    stage.settle()
    assert stage.owes(incident, "announce_end") == set()
    assert stage.owes(incident, "update_management") == {"秦朗"}
    assert Report.objects.get().submitted_at is None
    stage.later(10)
    actions.resolve(incident.pk, by=stage["秦朗"], cause="根因", measures_taken="换硬件")
    assert stage.owes(incident, "announce_end") == {"秦朗"}
    assert after.submit_report(incident.pk, by=stage["秦朗"]).revision == 2
    kinds = LedgerEntry.objects.filter(subject=incident.pk, kind="incidents.reopened")
    assert kinds.count() == 1
    (ping,) = Notification.objects.filter(purpose=telling.RETURNED)
    message = content.describe(ping, [stage["陈屿"].pk])
    assert isinstance(message, content.Message)
    assert message.subject == f"【又出现】{LINE}"


def test_who_may_open_again_and_what(stage: Stage) -> None:
    incident = solved(stage)
    with pytest.raises(NotVisible):
        after.reopen(incident.pk, "我觉得没好", by=stage["邱然"])
    with pytest.raises(IncidentRefused):
        after.reopen(incident.pk, " ", by=stage["陈屿"])
    false_alarm = stage.raise_()
    actions.stand_down(false_alarm.pk, "误报", by=stage["秦朗"])
    with pytest.raises(NotSolved):
        after.reopen(false_alarm.pk, "没好", by=stage["秦朗"])


def test_it_is_closed_once_reviewed_and_nothing_is_owed(stage: Stage) -> None:
    incident = solved(stage)
    assert not tasks.close_complete(str(incident.pk))
    Incident.objects.filter(pk=incident.pk).update(state=IncidentState.REVIEWED)
    assert not tasks.close_complete(str(incident.pk))
    Obligation.objects.filter(subject=incident.pk).update(closed_at=kit_clock.now())
    assert tasks.close_complete(str(incident.pk))
    assert not tasks.close_complete(str(incident.pk))
    incident.refresh_from_db()
    assert incident.closed_at == kit_clock.now()


def test_what_is_owed_after_the_end_stands_on_cards(stage: Stage) -> None:
    incident = solved(stage)
    cards = {card.verb: card for card in duties.of_incident(incident)}
    assert cards["announce_end"].state == "open"
    assert cards["notify_clients"].state == "off"
    assert cards["report_incident"].who == "秦朗"
    stage.later(90)
    after.announce(incident.pk, "好了", by=stage["秦朗"])
    cards = {card.verb: card for card in duties.of_incident(incident)}
    assert cards["announce_end"].state == "done"
    assert cards["announce_end"].late


def test_everything_as_one_file(stage: Stage) -> None:
    incident = solved(stage, cause="=cmd()")
    after.submit_report(incident.pk, by=stage["秦朗"])
    after.announce(incident.pk, "好了", by=stage["秦朗"])
    actions.note(incident.pk, "=1+1", by=stage["陈屿"])
    with exporting.archive(incident) as made, zipfile.ZipFile(made) as kept:
        names = set(kept.namelist())
        assert {"incident.json", "timeline.csv", "report.docx", "report.pdf"} <= names
        assert "announcements/01.txt" in names
        assert "ledger.zip" not in names
        values = json.loads(kept.read("incident.json"))
        rows = list(csv.reader(io.StringIO(kept.read("timeline.csv").decode("utf-8-sig"))))
    assert values["number"] == incident.number
    assert next(one["name"] for one in values["team"]) == "秦朗"
    assert values["updates"][0]["known"] == "连接池溢出"
    assert rows[0] == ["at", "who", "what", "title", "text"]
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith("=")]


def test_sealed_entries_go_along_with_their_proofs(stage: Stage) -> None:
    incident = solved(stage)
    sealer.seal_once()
    sealer.publish()
    with exporting.archive(incident) as made, zipfile.ZipFile(made) as kept:
        assert "ledger.zip" in kept.namelist()


def test_the_duties_carry_their_clocks(stage: Stage) -> None:
    incident = solved(stage)
    (card,) = [one for one in duties.of_incident(incident) if one.verb == "announce_end"]
    assert card.clause == "G2.2.3"
    assert card.face is not None
    assert incident.resolved_at is not None
    assert kit_clock.now() - incident.resolved_at < timedelta(hours=1)


def test_the_pages_from_the_announcement_to_open_again(stage: Stage) -> None:
    incident = solved(stage)
    browser, base = stage.client("秦朗"), f"/incidents/{incident.pk}"
    room = browser.get(base).content.decode()
    for part in ("公告解决", "事件报告", "事后复盘", "又出现了", "电话名单"):
        assert part in room
    assert "由时间线起草" in browser.get(f"{base}/announce").content.decode()
    assert browser.post(f"{base}/announce", {"text": " "}).status_code == 422
    assert browser.post(f"{base}/announce", {"text": "好了"}).status_code == 303
    assert "已公告" in browser.get(f"{base}/announce").content.decode()
    assert "由时间线起草" in browser.get(f"{base}/report").content.decode()
    assert browser.get(f"{base}/report.pdf").status_code == 404
    empty = browser.post(f"{base}/report", {"cause": "", "measures": "回滚", "submit": "1"})
    assert empty.status_code == 422
    assert "报告要写明原因" in empty.content.decode()
    words = {"cause": "连接池", "measures": "回滚"}
    assert browser.post(f"{base}/report", words).status_code == 303
    assert browser.post(f"{base}/report", words | {"submit": "1"}).status_code == 303
    assert "已提交" in browser.get(f"{base}/report").content.decode()
    assert browser.get(f"{base}/report.pdf").content.startswith(b"%PDF")
    assert browser.get(f"{base}/report.exe").status_code == 404
    kept: Any = browser.get(f"{base}/export")
    assert kept.getvalue().startswith(b"PK")
    assert browser.post(f"{base}/reopen", {"reason": ""}).status_code == 422
    assert browser.post(f"{base}/reopen", {"reason": "又来了"}).status_code == 303
    assert browser.get(f"{base}/report")["Location"] == base
    assert "还没有解决" in browser.get(f"{base}/announce").content.decode()
    assert stage.client("唐果").get(f"{base}/report").status_code == 404


def test_exporting_is_for_whose_incident_it_is(stage: Stage) -> None:
    incident = solved(stage)
    assert stage.client("陈屿").get(f"/incidents/{incident.pk}/export").status_code == 403
    for name in ("顾北辰", "秦朗"):
        kept: Any = stage.client(name).get(f"/incidents/{incident.pk}/export")
        assert kept.getvalue().startswith(b"PK"), name


@pytest.mark.req("I05", "I07")
def test_reopened_and_solved_the_same_night_it_asks_for_its_second_report(stage: Stage) -> None:
    incident, lead = stage.raise_(), stage["秦朗"]
    for again in (1, 2, 3):
        stage.later(20)
        actions.resolve(incident.pk, by=lead, cause="连接池", measures_taken="回滚")
        assert stage.owes(incident, "report_incident") == {"秦朗"}, again
        assert stage.owes(incident, "review_incident") == {"秦朗"}, again
        assert after.submit_report(incident.pk, by=lead).revision == again
        assert stage.owes(incident, "report_incident") == set()
        reviewed(stage, incident)
        assert stage.owes(incident, "review_incident") == set()
        stage.later(10)
        after.reopen(incident.pk, "又打不开", by=lead)
    assert stage.owes(incident, "report_incident") == set()


def test_what_is_still_owed_is_not_owed_twice(stage: Stage) -> None:
    incident, lead = stage.raise_(), stage["秦朗"]
    for _again in (1, 2):
        stage.later(20)
        actions.resolve(incident.pk, by=lead, cause="连接池", measures_taken="回滚")
        stage.later(10)
        after.reopen(incident.pk, "又打不开", by=lead)
    stage.later(20)
    actions.resolve(incident.pk, by=lead, cause="连接池", measures_taken="回滚")
    for verb in ("report_incident", "review_incident"):
        duties = Obligation.objects.filter(subject=incident.pk, parent=None, verb=verb)
        owed = Bearer.objects.filter(obligation_id__in=duties.values("pk"), state=0)
        assert owed.count() == 1, verb


def reviewed(stage: Stage, incident: Incident) -> None:
    """The review is done by 秦朗."""
    reviews.write(
        incident.pk, reviews.Words("半夜"), by=stage["秦朗"], process_owner=stage["罗一鸣"].pk
    )
    reviews.add_cause(incident.pk, "连接池太小", by=stage["秦朗"])
    reviews.complete(incident.pk, by=stage["秦朗"])
