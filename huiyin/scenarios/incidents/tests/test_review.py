"""The review: written together, blameless causes, improvements owed, the process changed or not."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases import following, proposals
from huiyin.cases.following import Follower
from huiyin.cases.models import Case
from huiyin.cases.papers import sheet, word
from huiyin.directory.models import Role, RoleGrant
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry as LedgerEntry
from huiyin.scenarios.incidents import actions as room
from huiyin.scenarios.incidents import showing
from huiyin.scenarios.incidents.models import Incident, IncidentState
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotInCommand
from huiyin.scenarios.incidents.review import actions, outcome, paper, queries
from huiyin.scenarios.incidents.review.models import Cause, Improvement, Review
from huiyin.scenarios.incidents.tests.conftest import Stage

pytestmark = pytest.mark.req("I07")


@pytest.fixture
def incident(stage: Stage) -> Incident:
    """Solved after forty minutes."""
    made = stage.staffed()
    stage.later(40)
    room.resolve(made.pk, by=stage["秦朗"], cause="连接池")
    stage.settle()
    made.refresh_from_db()
    return made


def reviewed(stage: Stage, incident: Incident) -> Review:
    """With two causes, one improvement, 罗一鸣 owning the process."""
    words = actions.Words("经过", "叫人快", "没有监控", "在夜里发生")
    actions.write(
        incident.pk,
        words,
        by=stage["陈屿"],
        people=[stage["陈屿"].pk, stage["韩墨"].pk],
        process_owner=stage["罗一鸣"].pk,
    )
    top = actions.add_cause(incident.pk, "连接池溢出", by=stage["陈屿"], kind="tool")
    actions.add_cause(incident.pk, "没有容量评审", by=stage["陈屿"], parent=top.pk)
    due = kit_clock.now() + timedelta(days=3)
    actions.add_improvement(incident.pk, "加监控", stage["陈屿"].pk, due, by=stage["韩墨"])
    return actions.complete(incident.pk, by=stage["秦朗"])


def test_causes_stand_as_a_tree(stage: Stage, incident: Incident) -> None:
    add = actions.add_cause
    first = add(incident.pk, "连接池溢出", by=stage["陈屿"])
    second = add(incident.pk, "告警没有响", by=stage["韩墨"])
    below = add(incident.pk, "没有容量评审", by=stage["陈屿"], parent=first.pk)
    assert add(incident.pk, "没有容量评审", by=stage["陈屿"], parent=first.pk) == below
    tree = queries.tree(Review.objects.get())
    assert [(why.cause.pk, why.depth, why.last) for why in tree] == [
        (first.pk, 0, False),
        (below.pk, 1, True),
        (second.pk, 0, True),
    ]
    actions.drop_cause(incident.pk, first.pk, by=stage["陈屿"])
    assert list(Cause.objects.values_list("pk", flat=True)) == [second.pk]
    assert queries.tree(None) == []


def test_completing_makes_improvements_duties(stage: Stage, incident: Incident) -> None:
    row = reviewed(stage, incident)
    assert actions.complete(incident.pk, by=stage["秦朗"]) == row
    incident.refresh_from_db()
    assert incident.state == IncidentState.REVIEWED
    assert stage.owes(incident, "review_incident") == set()
    assert stage.owes(incident, "do_improvement") == {"陈屿"}
    assert stage.owes(incident, "change_process") == {"罗一鸣"}
    assert showing.told("reviewed", incident).state == "done"
    kinds = LedgerEntry.objects.filter(subject=incident.pk, kind="incidents.improvement_assigned")
    assert kinds.count() == 1
    with pytest.raises(IncidentRefused):
        actions.write(incident.pk, actions.Words("改写"), by=stage["陈屿"])


def test_an_improvement_is_finished_by_its_owner_once(stage: Stage, incident: Incident) -> None:
    reviewed(stage, incident)
    with pytest.raises(actions.NotYours):
        actions.finish(incident.pk, 1, by=stage["韩墨"])
    item = actions.finish(incident.pk, 1, by=stage["陈屿"], result="已上线")
    assert actions.finish(incident.pk, 1, by=stage["陈屿"]).result == "已上线"
    assert (item.done_by, item.done_at) == (stage["陈屿"], kit_clock.now())
    assert stage.owes(incident, "do_improvement") == set()


def test_two_improvements_of_one_person_are_two_duties(stage: Stage, incident: Incident) -> None:
    due = kit_clock.now() + timedelta(days=3)
    add = actions.add_improvement
    add(incident.pk, "写手册", stage["陈屿"].pk, due, by=stage["陈屿"])
    assert add(incident.pk, "写手册", stage["陈屿"].pk, due, by=stage["陈屿"]).order == 1
    assert add(incident.pk, "演练", stage["陈屿"].pk, due, by=stage["陈屿"]).order == 2
    actions.drop_improvement(incident.pk, 1, by=stage["陈屿"])
    assert add(incident.pk, "换机房", stage["陈屿"].pk, due, by=stage["陈屿"]).order == 3
    reviewed(stage, incident)
    actions.finish(incident.pk, 2, by=stage["陈屿"])
    assert stage.owes(incident, "do_improvement") == {"陈屿"}


def test_a_review_needs_a_cause_and_an_owner_of_the_process(
    stage: Stage, incident: Incident
) -> None:
    with pytest.raises(IncidentRefused) as caught:
        actions.complete(incident.pk, by=stage["秦朗"])
    assert caught.value.field == "causes"
    actions.add_cause(incident.pk, "连接池", by=stage["秦朗"])
    with pytest.raises(IncidentRefused) as caught:
        actions.complete(incident.pk, by=stage["秦朗"])
    assert caught.value.field == "process_owner"
    running = stage.raise_()
    with pytest.raises(IncidentRefused):
        actions.add_cause(running.pk, "早了", by=stage["秦朗"])


@pytest.mark.parametrize(
    ("text", "days", "owner", "field"),
    [
        ("", 1, "陈屿", "text"),
        ("长" * 301, 1, "陈屿", "text"),
        ("加监控", 0, "陈屿", "due_at"),
        ("加监控", 1, "", "owner"),
    ],
)
def test_an_improvement_names_what_who_and_when(
    stage: Stage, incident: Incident, text: str, days: int, owner: str, field: str
) -> None:
    due = kit_clock.now() + timedelta(days=days)
    who = stage[owner].pk if owner else 0
    with pytest.raises(IncidentRefused) as caught:
        actions.add_improvement(incident.pk, text, who, due, by=stage["陈屿"])
    assert caught.value.field == field
    assert not Improvement.objects.exists()


def test_who_took_no_part_does_not_write(stage: Stage, incident: Incident) -> None:
    with pytest.raises(PermissionDenied):
        actions.add_cause(incident.pk, "我觉得", by=stage["唐果"])
    for more in ({"kind": "person"}, {"parent": 0}):
        with pytest.raises(IncidentRefused):
            actions.add_cause(incident.pk, "因为", by=stage["陈屿"], **more)
    with pytest.raises(IncidentRefused):
        actions.write(incident.pk, actions.Words("长" * 4001), by=stage["陈屿"])


def test_the_owner_says_what_changed_or_why_nothing(stage: Stage, incident: Incident) -> None:
    with pytest.raises(IncidentRefused):
        outcome.change(incident.pk, "改了", by=stage["罗一鸣"])
    reviewed(stage, incident)
    with pytest.raises(NotInCommand):
        outcome.change(incident.pk, "改了", by=stage["韩墨"])
    for words in (" ", "长" * 501):
        with pytest.raises(IncidentRefused):
            outcome.change(incident.pk, words, by=stage["罗一鸣"])
    row = outcome.change(incident.pk, "上线前要容量评审", by=stage["罗一鸣"])
    assert outcome.decline(incident.pk, "不改", by=stage["罗一鸣"]).outcome == row.outcome
    assert stage.owes(incident, "change_process") == set()


def test_a_declined_change_is_excused_with_its_reason(stage: Stage, incident: Incident) -> None:
    reviewed(stage, incident)
    outcome.decline(incident.pk, "流程没有问题", by=stage["罗一鸣"])
    assert stage.owes(incident, "change_process") == set()
    assert Review.objects.get().outcome_words == "流程没有问题"


def test_a_proposal_in_force_is_the_change(stage: Stage, incident: Incident) -> None:
    RoleGrant.objects.create(person=stage["邱然"], role=Role.COMPLIANCE)
    reviewed(stage, incident)
    pk = outcome.propose(incident.pk, "G2.2.2", "十分钟太长", by=stage["陈屿"])
    amendment = Case.objects.get(pk=pk)
    assert amendment.origin == incident.pk
    assert stage.owes(amendment, "consider_proposal") == {"邱然"}  # type: ignore[arg-type]
    told = Follower(amendment, {"stage": proposals.IN_FORCE}, stage["邱然"], kit_clock.now())
    for _twice in range(2):
        following._origins["incidents"][1](incident.pk, told)
    row = Review.objects.get()
    assert (row.outcome, row.outcome_words) == ("changed", "修订 G2.2.2")
    assert stage.owes(incident, "change_process") == set()


def test_the_review_as_a_paper(stage: Stage, incident: Incident) -> None:
    row = reviewed(stage, incident)
    outcome.decline(incident.pk, "流程没有问题", by=stage["罗一鸣"])
    row.refresh_from_db()
    made = paper.review(incident, row)
    assert made.kind == "突发事件复盘"
    assert "没有容量评审" in str(made.sections)
    assert word.docx(made).startswith(b"PK")
    assert sheet.pdf(made).startswith(b"%PDF")


def test_the_page_on_which_it_is_written(stage: Stage, incident: Incident) -> None:
    browser, base = stage.client("秦朗"), f"/incidents/{incident.pk}/review"
    assert browser.get(base).status_code == 200
    words = {"course": "经过", "process_owner": "罗一鸣", "people": "陈屿、韩墨"}
    assert browser.post(base, words).status_code == 303
    assert browser.post(base, words | {"people": "没有这个人"}).status_code == 422
    assert browser.post(f"{base}/cause", {"text": ""}).status_code == 422
    browser.post(f"{base}/cause", {"text": "连接池溢出", "kind": "tool"})
    browser.post(f"{base}/cause", {"text": "没有评审", "parent": Cause.objects.get().pk})
    assert "根本原因" in browser.get(base).content.decode()
    browser.post(f"{base}/cause", {"text": "多余的"})
    extra = Cause.objects.get(text="多余的").pk
    assert browser.post(f"{base}/cause/{extra}/drop").status_code == 303
    item = {"text": "加监控", "owner": "秦朗", "due_at": "2026-12-01T18:00"}
    assert browser.post(f"{base}/improvement", item | {"due_at": "bald"}).status_code == 422
    assert browser.post(f"{base}/improvement", item | {"owner": ""}).status_code == 422
    assert browser.post(f"{base}/improvement", item).status_code == 303
    browser.post(f"{base}/improvement", item | {"text": "多余的"})
    assert browser.post(f"{base}/improvement/2/drop").status_code == 303
    assert browser.post(f"{base}/complete").status_code == 303
    shown = browser.get(base).content.decode()
    assert "加监控" in shown
    assert "陈屿、韩墨" in shown


def test_the_page_once_it_is_completed(stage: Stage, incident: Incident) -> None:
    RoleGrant.objects.create(person=stage["邱然"], role=Role.COMPLIANCE)
    reviewed(stage, incident)
    browser, base = stage.client("秦朗"), f"/incidents/{incident.pk}/review"
    first = Cause.objects.order_by("pk")[0].pk
    for path, posted in (
        ("cause", {"text": "迟了"}),
        (f"cause/{first}/drop", {}),
        ("improvement/1/drop", {}),
        ("propose", {"clause": "G1", "reason": ""}),
        ("outcome", {"words": "", "change": "1"}),
    ):
        assert browser.post(f"{base}/{path}", posted).status_code == 422
    member = stage.client("陈屿")
    assert member.post(f"{base}/improvement/1/done", {"result": "好"}).status_code == 303
    assert member.post(f"{base}/improvement/9/done").status_code == 404
    assert browser.post(f"{base}/propose", {"clause": "G1", "reason": "缺"}).status_code == 303
    assert browser.post(f"{base}/outcome", {"words": "不用", "decline": "1"}).status_code == 303
    shown = browser.get(base).content.decode()
    assert "不必改" in shown
    assert "修订 G1" in shown
    assert browser.get(f"{base}.pdf").content.startswith(b"%PDF")
    assert browser.get(f"{base}.docx").content.startswith(b"PK")
    assert browser.get(f"{base}.exe").status_code == 404
    assert stage.client("唐果").get(base).status_code == 404


def test_before_the_end_there_is_nothing_to_review(stage: Stage) -> None:
    running = stage.raise_()
    browser, base = stage.client("秦朗"), f"/incidents/{running.pk}/review"
    assert "解决之后才能复盘" in browser.get(base).content.decode()
    assert browser.post(f"{base}/complete").status_code == 422
    assert browser.get(f"{base}.pdf").status_code == 404
