"""Pages of revisions: the form, what is new to a reader, all versions, mail."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.facts import actions as facts
from huiyin.cases.facts.models import Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.delivery import content, links, replies
from huiyin.delivery.replies import Answer, Refused
from huiyin.directory.audience import Audience
from huiyin.kit import clock
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.scenarios.notices import outgoing
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.revisions import actions, corrections
from huiyin.scenarios.notices.revisions.actions import Told
from huiyin.scenarios.notices.revisions.models import Revision
from huiyin.scenarios.notices.tests.stage import Stage

ITEMS = "1. 12 月 12 日 09:00–21:00 轮班。\n2. 故障先打给值守组长。"
WRONG = Told(what="轮班时间写错了", cause="wrong_data")


def values(notice: Notice, **over: str) -> dict[str, str]:
    newest = Revision.objects.filter(notice=notice).latest("number")
    return {
        **newest.sources,
        "kind": "correction",
        "what": WRONG.what,
        "cause": WRONG.cause,
        "urgency": "",
        "on": str(newest.number),
        **over,
    }


def mail(notice: Notice, part: str) -> content.Message:
    cohort = Obligation.objects.get(
        subject=notice.pk, part=part, parent=None, verb="confirm_notice"
    )
    return outgoing.describe(Notification.objects.get(obligation_id=cohort.pk), [])


@pytest.mark.req("N21")
def test_the_author_corrects_by_the_form(stage: Stage) -> None:
    notice = stage.published()
    author = stage.client("林若溪")
    form = reverse("notices:revise", args=[notice.pk])
    assert "双十二大促值班安排" in author.get(form).content.decode()
    wrong = author.post(form, values(notice, items=ITEMS, cause="", urgency="routine"))
    assert wrong.status_code == 422
    assert "选择出错的原因" in wrong.content.decode()
    assert author.post(form, values(notice, items=ITEMS, on="7")).status_code == 422
    done = author.post(form, values(notice, items=ITEMS.replace("\n", "\r\n")))
    assert done.status_code == 303
    notice.refresh_from_db()
    assert (notice.revision, notice.items) == (2, ITEMS)
    assert "更正 1 次" in author.get(reverse("notices:echo", args=[notice.pk])).content.decode()


def test_a_draft_is_edited_and_not_revised(stage: Stage) -> None:
    draft = stage.draft()
    author = stage.client("林若溪")
    answer = author.get(reverse("notices:revise", args=[draft.pk]))
    assert answer.status_code == 303
    assert answer["Location"].endswith("/edit")


@pytest.mark.req("N21")
def test_the_reader_sees_what_changed_and_older_versions_stay(stage: Stage) -> None:
    notice = stage.published()
    reader = stage.client("白露")
    show = reverse("notices:show", args=[notice.pk])
    assert "与第 1 版相比" not in reader.get(show).content.decode()
    clock.advance(timedelta(minutes=1))
    actions.revise(notice.pk, {"items": ITEMS}, "correction", WRONG, by=stage["林若溪"])
    page = reader.get(show).content.decode()
    assert "轮班时间写错了" in page
    assert '<del><span class="sr">删去：</span>08:00–22:00</del>' in page
    assert '<ins><span class="sr">新增：</span>09:00–21:00</ins>' in page
    whole = reader.get(reverse("notices:revisions", args=[notice.pk])).content.decode()
    assert "数据有误" in whole
    older = reader.get(reverse("notices:version", args=[notice.pk, 1])).content.decode()
    assert "08:00–22:00" in older
    assert "这是旧版" in older
    assert reader.get(reverse("notices:version", args=[notice.pk, 9])).status_code == 404


@pytest.mark.req("N21", "N18")
def test_mail_of_a_revision_says_first_what_changed(stage: Stage) -> None:
    notice = stage.published()
    clock.advance(timedelta(minutes=1))
    actions.revise(notice.pk, {"items": ITEMS}, "correction", WRONG, by=stage["林若溪"])
    first, second = mail(notice, ""), mail(notice, "r2")
    assert "更正" not in first.subject
    assert "（更正，第 2 版）" in second.subject
    assert second.plain.startswith(
        "更正：轮班时间写错了\n具体事项：「08:00–22:00」改为「09:00–21:00」"
    )
    assert "<del>08:00–22:00</del><ins>09:00–21:00</ins>" in second.html


@pytest.mark.req("N21")
def test_an_answer_to_mail_with_the_old_text_confirms_nothing(stage: Stage) -> None:
    notice = stage.published()
    old = Notification.objects.get(subject=notice.pk)
    clock.advance(timedelta(minutes=1))
    actions.revise(notice.pk, {"items": ITEMS}, "correction", WRONG, by=stage["林若溪"])
    new = Notification.objects.exclude(pk=old.pk).get(subject=notice.pk)
    answer = Answer(notice.pk, stage["白露"].pk, Channel.MAIL, Proof.REPLY, clock.now())
    with pytest.raises(Refused):
        replies.confirm(old, answer)
    replies.confirm(new, answer)
    assert _open_duties(notice, stage["白露"].pk) == 0


def _open_duties(notice: Notice, person: int) -> int:
    cohorts = Obligation.objects.filter(subject=notice.pk, parent=None).values("pk")
    return Bearer.objects.filter(obligation_id__in=cohorts, person_id=person, state=0).count()


@pytest.mark.req("Z05")
def test_a_reader_sees_a_fact_with_its_owner_and_date(stage: Stage, hotline: Fact) -> None:
    aim = Audience(people=(stage["白露"].pk,))
    notice = stage.published(by="何青", audience=aim, items="1. 请拨 {{客服热线}}。")
    facts.change(hotline.pk, "400-1", reason="换了", by=stage["顾北辰"])
    page = stage.client("白露").get(reverse("notices:show", args=[notice.pk])).content.decode()
    assert ">400-820-1600</data>" in page
    assert "口径「客服热线」，客服部" in page
    keeper = stage.client("顾北辰")
    change = keeper.get(reverse("facts:change", args=[hotline.pk])).content.decode()
    assert "1 人看到的是这个值" in change
    quoted = stage.client("白露").get(reverse("facts:show", args=[hotline.pk])).content.decode()
    assert notice.number in quoted
    assert (
        notice.number not in keeper.get(reverse("facts:show", args=[hotline.pk])).content.decode()
    )


@pytest.mark.req("Z05")
def test_the_head_publishes_or_drops_the_draft(stage: Stage, hotline: Fact) -> None:
    aim = Audience(people=(stage["白露"].pk,))
    stage.published(by="何青", audience=aim, items="1. 请拨 {{客服热线}}。")
    clock.advance(timedelta(minutes=1))
    facts.change(hotline.pk, "400-1", reason="换了", by=stage["顾北辰"])
    draft = corrections.draft(hotline.pk, by=None)
    assert draft is not None
    head = stage.client("苏晴")
    edit = head.get(reverse("notices:edit", args=[draft.pk])).content.decode()
    assert "1 人看到的还是旧值" in edit
    inbox = head.get(reverse("pages:inbox")).content.decode()
    assert "去发布" in inbox
    drop = reverse("notices:drop_correction", args=[draft.pk])
    assert head.post(drop, {"reason": ""}).status_code == 303
    assert _open_duties(draft, stage["苏晴"].pk) == 1
    assert head.post(drop, {"reason": "已当面告知"}).status_code == 303
    assert _open_duties(draft, stage["苏晴"].pk) == 0
    assert stage.client("白露").post(drop, {"reason": "x"}).status_code == 404
    missing = reverse("notices:drop_correction", args=[UUID(int=7)])
    assert head.post(missing, {"reason": "x"}).status_code == 404


@pytest.mark.req("N21")
@pytest.mark.parametrize("secrecy", ["internal", "confidential"])
def test_the_page_of_the_link_says_what_changed(stage: Stage, secrecy: str) -> None:
    notice = stage.published(classification=secrecy)
    ping = Notification.objects.get(subject=notice.pk)
    clock.advance(timedelta(minutes=1))
    actions.revise(notice.pk, {"items": ITEMS}, "correction", WRONG, by=stage["林若溪"])
    page = Client().get(f"/n/{links.token(ping.pk, stage['白露'].pk)}").content.decode()
    assert ("轮班时间写错了" in page) is (secrecy == "internal")
    assert ("09:00–21:00</ins>" in page) is (secrecy == "internal")
