"""Kinds and their plans: kept by few, read by all, in the ledger when changed."""

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.directory.audience import Audience
from huiyin.directory.models import Role, RoleGrant
from huiyin.ledger.models import Entry as LedgerEntry
from huiyin.scenarios.incidents import kinds
from huiyin.scenarios.incidents.models import IncidentKind
from huiyin.scenarios.incidents.naming import all_named, named
from huiyin.scenarios.incidents.plans import actions, queries
from huiyin.scenarios.incidents.plans.actions import Named, Plan
from huiyin.scenarios.incidents.refusal import IncidentRefused
from huiyin.scenarios.incidents.tests.conftest import Stage

pytestmark = pytest.mark.req("I08")


@pytest.fixture
def officer(stage: Stage) -> str:
    """邱然 keeps the plans."""
    RoleGrant.objects.create(person=stage["邱然"], role=Role.COMPLIANCE)
    return "邱然"


def fire(stage: Stage) -> Plan:
    return Plan(
        name="火情",
        levels=[("红", "有人受伤"), ("黄", "有烟")],
        commander=stage["赵衡"],
        client_lead=stage["顾北辰"],
        on_duty=Audience(people=(stage["陈屿"].pk,)).to_json(),
        tasks=["疏散", "报警"],
        playbook="# 先撤人\n再断电",
        contacts=[Named(stage["韩墨"], "电工", stage["罗一鸣"]), Named(stage["叶蓁"], "保险")],
    )


def test_a_kind_of_ones_own_is_prepared_and_declared(stage: Stage, officer: str) -> None:
    kind = actions.save_plan(None, fire(stage), by=stage[officer])
    assert [level.name for level in kinds.levels(kind)] == ["红", "黄"]
    assert kind in kinds.active()
    assert [one.part for one in kind.contacts.order_by("order")] == ["电工", "保险"]
    assert [person.name for person in queries.on_duty(kind)] == ["陈屿"]
    incident = stage.raise_(kind=kind)
    assert incident.commander == stage["赵衡"]
    assert stage.owes(incident, "take_notice") == {"陈屿"}
    entries = LedgerEntry.objects.filter(kind="incidents.plan_changed")
    assert entries.count() == 1


def test_saving_what_is_there_records_nothing(stage: Stage, officer: str) -> None:
    kind = actions.save_plan(None, fire(stage), by=stage[officer])
    kind.refresh_from_db()
    actions.save_plan(kind.pk, actions.plan_of(kind), by=stage[officer])
    assert LedgerEntry.objects.filter(kind="incidents.plan_changed").count() == 1
    again = actions.plan_of(kind)
    assert again.contacts[0].deputy == stage["罗一鸣"]
    retired = Plan(
        **({f: getattr(again, f) for f in again.__dataclass_fields__} | {"active": False})
    )
    actions.save_plan(kind.pk, retired, by=stage[officer])
    assert kind not in kinds.active()
    assert LedgerEntry.objects.filter(kind="incidents.plan_changed").count() == 2


def test_a_shipped_kind_keeps_its_name_and_its_ladder(stage: Stage, officer: str) -> None:
    plan = actions.plan_of(stage.kind)
    changed = {f: getattr(plan, f) for f in plan.__dataclass_fields__}
    changed |= {"name": "别的名字", "playbook": "# 先回滚"}
    kind = actions.save_plan(stage.kind.pk, Plan(**changed), by=stage[officer])
    assert (kind.name, kind.playbook) == ("系统故障", "# 先回滚")
    assert [level.key for level in kinds.levels(kind)] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "kind_name"),
        ({"name": "长" * 61}, "kind_name"),
        ({"name": "重大客诉"}, "kind_name"),
        ({"levels": [("", "没有名称")]}, "levels"),
        ({"playbook": "长" * 20_001}, "playbook"),
    ],
)
def test_what_a_plan_must_say(
    stage: Stage, officer: str, change: dict[str, object], field: str
) -> None:
    plan = fire(stage)
    given = {f: getattr(plan, f) for f in plan.__dataclass_fields__} | change
    with pytest.raises(IncidentRefused) as caught:
        actions.save_plan(None, Plan(**given), by=stage[officer])
    assert caught.value.field == field
    assert not IncidentKind.objects.filter(shipped=False).exists()


def test_a_contact_stands_once_and_is_not_their_own_deputy(stage: Stage, officer: str) -> None:
    twice = Plan("火情", contacts=[Named(stage["韩墨"]), Named(stage["韩墨"])])
    own = Plan("火情", contacts=[Named(stage["韩墨"], deputy=stage["韩墨"])])
    for plan in (twice, own):
        with pytest.raises(IncidentRefused):
            actions.save_plan(None, plan, by=stage[officer])


def test_only_compliance_and_administrators_keep_plans(stage: Stage) -> None:
    with pytest.raises(PermissionDenied):
        actions.save_plan(None, Plan("火情"), by=stage["林若溪"])
    RoleGrant.objects.create(person=stage["林若溪"], role=Role.ADMINISTRATOR)
    actions.save_plan(None, Plan("火情"), by=stage["林若溪"])


def test_people_are_named_by_name_or_number(stage: Stage) -> None:
    assert named("", "owner") is None
    assert named(" 陈屿 ", "owner") == stage["陈屿"]
    assert named(stage["陈屿"].employee_no, "owner") == stage["陈屿"]
    assert all_named("陈屿，韩墨、陈屿", "people") == [stage["陈屿"], stage["韩墨"]]
    for text, code in (("无此人", "nobody"), ("重名", "several")):
        if code == "several":
            type(stage["陈屿"]).objects.filter(pk__in=[stage["陈屿"].pk, stage["韩墨"].pk]).update(
                name="重名"
            )
        with pytest.raises(IncidentRefused) as caught:
            named(text, "owner")
        assert caught.value.code == code


def test_the_list_says_what_is_missing(stage: Stage) -> None:
    rows = {row.kind.key: row for row in queries.plans(retired=False)}
    assert rows["system_failure"].gaps == ("client_lead", "playbook")
    assert rows["system_failure"].on_duty == 2
    assert "commander" in rows["client_complaint"].gaps
    assert queries.on_duty(rows["client_complaint"].kind) == []
    assert queries.audience({"nonsense": 1}).names_nobody()


def test_the_pages_of_a_plan(stage: Stage, officer: str) -> None:
    keeper, reader = stage.client(officer), stage.client("唐果")
    assert reader.get("/incidents/plans").status_code == 200
    assert reader.get("/incidents/plans/new").status_code == 403
    assert keeper.get("/incidents/plans/new").status_code == 200
    form = {
        "name": "火情",
        "levels": "红：有人受伤\n黄: 有烟",
        "commander": "赵衡",
        "to": [f"person:{stage['陈屿'].pk}"],
        "tasks": "疏散\n\n报警",
        "playbook": "# 先撤人",
        "contact": ["韩墨", ""],
        "part": ["电工", ""],
        "deputy": ["罗一鸣", ""],
        "active": "on",
    }
    wrong = keeper.post("/incidents/plans/new", form | {"commander": "无此人"})
    assert wrong.status_code == 422
    assert "电工" in wrong.content.decode()
    nobody = keeper.post("/incidents/plans/new", form | {"contact": ["", ""]})
    assert nobody.status_code == 422
    assert keeper.post("/incidents/plans/new", form | {"name": ""}).status_code == 422
    made = keeper.post("/incidents/plans/new", form)
    kind = IncidentKind.objects.get(name="火情")
    assert made["Location"] == f"/incidents/plans/{kind.pk}"
    page = reader.get(made["Location"]).content.decode()
    for part in ("先撤人", "电工", "备份 罗一鸣", "有人受伤", "G2.2.2"):
        assert part in page
    edit = f"{made['Location']}/edit"
    assert "红：有人受伤" in keeper.get(edit).content.decode()
    assert keeper.post(edit, form | {"playbook": "# 先断电", "active": ""}).status_code == 303
    assert reader.get(made["Location"]).status_code == 404
    assert keeper.get(made["Location"]).status_code == 200
    assert "陈屿" in keeper.get("/incidents/plans/found?to_q=陈屿").content.decode()
