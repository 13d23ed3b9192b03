"""Departments' own rules: tightening, waivers that end, who signs, and what binds whom."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases.signoff import queries as signing
from huiyin.core.table import PolicyError
from huiyin.core.writing.source import with_clause
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry
from huiyin.policies import in_force
from huiyin.policies.models import Overlay, PolicyVersion
from huiyin.scenarios.regulation import actions, events, queries, rhythm, waivers
from huiyin.scenarios.regulation.models import Amendment
from huiyin.scenarios.regulation.tests.house import CLAUSE, House, in_force_now, own_rules

pytestmark = pytest.mark.req("G04")


def written(house: House, within: str, due: str = "09:30", place: str = "技术部") -> Amendment:
    """A draft of a department with 3.3.1 in its own times."""
    head = house.company["秦朗"]
    made = actions.create(by=head, binds=house.company.department(place))
    source = own_rules(made, within, due)
    made = actions.save(made.pk, source, by=head, seen=made.digest)
    return actions.describe(made.pk, by=head, title="技术部细则", reason="值班")


def test_a_head_tightens_and_the_officer_signs(house: House) -> None:
    amendment = written(house, "30min")
    actions.submit(amendment.pk, None, by=house.company["秦朗"])
    assert [one.case.pk for one in signing.waiting(house.officer)] == [amendment.pk]
    assert signing.waiting(house.chief) == []
    house.sign(amendment)
    house.announce(amendment.pk)
    made = actions.enact(amendment.pk, by=None)
    (overlay,) = in_force.overlays_of(made)
    assert overlay.department_id == house.company.department("技术部").pk
    assert made.source == house.first.source
    keys = {rule.key for rule in in_force.current().rules() if rule.clause == CLAUSE}
    assert {f"3.3.1/0@{overlay.department_id}", "3.3.1/0"} <= keys
    assert in_force.company().rules() == in_force.version(house.first.pk).rules()
    assert queries.in_effect(amendment).rules() == in_force.current().rules()


def test_loosening_needs_a_waiver_that_management_signs(house: House) -> None:
    amendment, head = written(house, "2h", "11:00"), house.company["秦朗"]
    with pytest.raises(actions.Refusal, match="期限变晚了"):
        actions.submit(amendment.pk, None, by=head)
    last = date(2026, 9, 30)
    actions.waive(amendment.pk, CLAUSE, "夜班两人", last, by=head)
    actions.submit(amendment.pk, None, by=head)
    assert signing.waiting(house.officer) == []
    house.sign(amendment)
    house.announce(amendment.pk)
    actions.enact(amendment.pk, by=None)
    overlay = Overlay.objects.get(ended_at=None)
    (waiver,) = overlay.waivers
    assert waiver["allowed_by"] == house.chief.pk
    assert waiver["until"] == "2026-09-30"
    rhythm.beat(kit_clock.now())
    assert Overlay.objects.filter(ended_at=None).exists()
    kit_clock.advance(timedelta(days=24))  # 1 October
    rhythm.beat(kit_clock.now())
    assert not Overlay.objects.filter(ended_at=None).exists()
    in_force.forget()
    assert in_force.current().rules() == in_force.version(house.first.pk).rules()
    assert Entry.objects.filter(subject=amendment.pk, kind=events.WAIVER_ENDED).count() == 1
    rhythm.beat(kit_clock.now())
    assert Entry.objects.filter(kind=events.WAIVER_ENDED).count() == 1


@pytest.mark.parametrize(
    ("clause", "reason", "until", "code"),
    [
        ("9.9", "夜班", date(2026, 9, 30), "clause"),
        (CLAUSE, " ", date(2026, 9, 30), "reason"),
        (CLAUSE, "夜班", date(2026, 9, 6), "past"),
    ],
)
def test_what_cannot_be_waived(
    house: House, clause: str, reason: str, until: date, code: str
) -> None:
    amendment = written(house, "2h")
    with pytest.raises(waivers.NotWaivable, match=code):
        actions.waive(amendment.pk, clause, reason, until, by=house.company["秦朗"])


def test_the_company_waives_nothing(house: House) -> None:
    amendment = actions.create(by=house.officer)
    with pytest.raises(waivers.NotWaivable, match="company"):
        actions.waive(amendment.pk, CLAUSE, "x", date(2026, 9, 30), by=house.officer)


def test_a_waiver_taken_back(house: House) -> None:
    amendment, head = written(house, "2h", "11:00"), house.company["秦朗"]
    actions.waive(amendment.pk, CLAUSE, "夜班", date(2026, 9, 30), by=head)
    assert actions.unwaive(amendment.pk, CLAUSE, by=head).waivers == []


def test_a_department_cannot_write_what_is_the_companys(house: House) -> None:
    amendment, head = written(house, "30min"), house.company["秦朗"]
    route = '[[route]]\nchannels = ["inbox"]\nconfirm = "acknowledge"\n'
    with pytest.raises(PolicyError, match="部门细则"):
        actions.save(amendment.pk, amendment.source + route, by=head, seen=amendment.digest)
    target = '[[clause]]\nid = "技1"\ntext = "x"\nkind = "executable"\n[[clause.target]]\n'
    target += 'measure = "misinformation"\nat_most = 0.04\n'
    with pytest.raises(PolicyError, match="部门细则不能改"):
        actions.save(amendment.pk, amendment.source + target, by=head, seen=amendment.digest)


def test_heads_write_for_their_own_trees_only(house: House) -> None:
    head = house.company["秦朗"]
    actions.create(by=head, binds=house.company.department("后端组"))
    for place in (house.company.department("运营部"), None):
        with pytest.raises(PermissionDenied):
            actions.create(by=head, binds=place)


def test_rules_come_and_go_again(house: House) -> None:
    in_force_now(house, written(house, "30min"), by=house.company["秦朗"])
    again = actions.create(
        by=house.company["秦朗"], binds=house.company.department("技术部"), source=""
    )
    made = in_force_now(house, again, by=house.company["秦朗"])
    assert made.overlays == []
    assert in_force.current().rules() == in_force.company().rules()


def test_two_departments_and_a_new_company_version_stand_together(house: House) -> None:
    head = house.company["秦朗"]
    in_force_now(house, written(house, "30min"), by=head)
    deeper = written(house, "20min", "09:20", place="后端组")
    in_force_now(house, deeper, by=head)
    assert len(PolicyVersion.objects.latest("pk").overlays) == 2
    company = actions.create(by=house.officer, title="措辞")
    text = with_clause(
        company.source, "Z9", '[[clause]]\nid = "Z9"\ntext = "试行。"\nkind = "guidance"\n'
    )
    company = actions.save(company.pk, text, by=house.officer, seen=company.digest)
    made = in_force_now(house, company)
    assert len(made.overlays) == 2
    assert in_force.current().clause("Z9").text == "试行。"
    assert sum("@" in rule.key for rule in in_force.current().rules()) == 4


def test_a_product_with_new_clauses_replaces_only_its_own(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = house.company["秦朗"]
    in_force_now(house, written(house, "30min"), by=head)
    shipped = in_force.shipped_source()
    newer = f"{shipped}\n# newer\n"
    monkeypatch.setattr(in_force, "shipped_source", lambda: newer)
    made = in_force.install_shipped()
    assert made.source == newer
    assert len(made.overlays) == 1
    assert in_force.install_shipped() == made
    in_force.put_in_force(shipped + "\n# ours\n", "自己的", base=made)
    monkeypatch.setattr(in_force, "shipped_source", lambda: f"{shipped}\n# newest\n")
    assert in_force.install_shipped().title == "自己的"
