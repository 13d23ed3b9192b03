"""The life of an amendment, from draft to in force."""

from datetime import timedelta

import pytest

from huiyin.cases.signoff import answers
from huiyin.cases.signoff import queries as signing
from huiyin.cases.signoff.models import Seat
from huiyin.core.event import Event, Fact
from huiyin.core.linting import Weight
from huiyin.core.table import PolicyError
from huiyin.directory.models import Person, Role
from huiyin.directory.roles import grant
from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.ledger.models import Entry
from huiyin.obligations import clock as deadlines
from huiyin.obligations.guards import Refused
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.record import record
from huiyin.obligations.roles import NOBODY
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation import actions, enacting, events, findings, rebasing, rhythm, text
from huiyin.scenarios.regulation.models import Amendment, AmendmentState
from huiyin.scenarios.regulation.tests.house import (
    ONE_HOUR,
    House,
    begun,
    changed,
    in_force_now,
    own_rules,
)

pytestmark = pytest.mark.req("Z01", "G04")


def test_from_draft_to_in_force(house: House) -> None:
    amendment = begun(house)
    actions.submit(amendment.pk, None, by=house.officer)
    assert [asked.case.pk for asked in signing.waiting(house.chief)] == [amendment.pk]
    house.sign(amendment)
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.APPROVED
    assert amendment.number == "HY-XD-2026-0001"
    with pytest.raises(Refused, match="公告"):
        actions.enact(amendment.pk, by=None)
    house.announce(amendment.pk)
    made = actions.enact(amendment.pk, by=None)
    assert actions.enact(amendment.pk, by=None) == made
    assert in_force.current().version == made.pk
    assert made.base == house.first
    assert made.case == amendment.pk
    assert PolicyVersion.objects.count() == 2
    kinds = Entry.objects.filter(subject=amendment.pk, kind__startswith="regulation.")
    assert list(kinds.order_by("id").values_list("kind", flat=True)) == [
        events.BEGUN,
        events.APPROVED,
        events.ANNOUNCED,
        events.PUT_IN_FORCE,
    ]


def test_what_is_signed_is_the_difference_and_the_digest(house: House) -> None:
    amendment = begun(house)
    actions.submit(amendment.pk, None, by=house.officer)
    round_ = signing.of_case(amendment)
    assert round_ is not None
    words = "".join(part[1] for part in round_.text["parts"])
    assert "由 1 小时内 改为 2 小时内" in words
    assert round_.text["seal"] == amendment.digest


def test_nothing_unsigned_comes_into_force(house: House) -> None:
    amendment = begun(house)
    with pytest.raises(enacting.NotApproved):
        actions.enact(amendment.pk, by=house.officer)
    actions.submit(amendment.pk, None, by=house.officer)
    with pytest.raises(enacting.NotApproved):
        actions.enact(amendment.pk, by=house.officer)


def test_the_loop_puts_it_in_force_on_its_day(house: House) -> None:
    amendment = begun(house)
    day = kit_clock.now() + timedelta(days=7)
    actions.submit(amendment.pk, day, by=house.officer)
    house.sign(amendment)
    kit_clock.advance(timedelta(days=6))
    rhythm.beat(kit_clock.now())
    house.announce(amendment.pk)
    with pytest.raises(enacting.TooEarly):
        actions.enact(amendment.pk, by=None)
    kit_clock.advance(timedelta(days=1))
    rhythm.beat(kit_clock.now())
    amendment.refresh_from_db()
    assert amendment.version is not None
    assert amendment.version.in_force_from == day
    assert in_force.current().version == amendment.version_id


def test_one_that_waits_can_be_withdrawn(house: House) -> None:
    amendment = begun(house)
    day = kit_clock.now() + timedelta(days=7)
    actions.submit(amendment.pk, day, by=house.officer)
    house.sign(amendment)
    house.announce(amendment.pk)
    actions.withdraw(amendment.pk, "时机不对", by=house.officer)
    actions.withdraw(amendment.pk, by=house.officer)
    kit_clock.advance(timedelta(days=8))
    rhythm.beat(kit_clock.now())
    assert in_force.current().version == house.first.pk
    assert "时机不对" not in "".join(Entry.objects.values_list("body", flat=True))


def test_the_author_owes_the_announcement(house: House) -> None:
    amendment = begun(house)
    actions.submit(amendment.pk, None, by=house.officer)
    house.sign(amendment)
    duty = Obligation.objects.get(subject=amendment.pk, verb="announce_regulation")
    assert duty.clause == "4.4"
    assert Bearer.objects.get(obligation_id=duty.pk).person_id == house.officer.pk
    house.announce(amendment.pk)
    assert Bearer.objects.get(obligation_id=duty.pk).state == 1


def test_management_hears_of_a_missing_announcement(house: House) -> None:
    amendment = begun(house)
    actions.submit(amendment.pk, None, by=house.officer)
    house.sign(amendment)
    kit_clock.advance(timedelta(days=3))
    deadlines.wake()
    rung = Obligation.objects.get(subject=amendment.pk, verb="urge_announcement")
    assert Bearer.objects.get(obligation_id=rung.pk).person_id == house.chief.pk


def test_sent_back_it_is_a_draft_again(house: House) -> None:
    amendment = begun(house)
    actions.submit(amendment.pk, None, by=house.officer)
    seat = Seat.objects.get(case=amendment)
    answers.send_back(seat.pk, "请说明夜班怎么办", by=house.chief)
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.DRAFT
    assert Obligation.objects.filter(subject=amendment.pk, verb="mend_amendment").exists()
    actions.submit(amendment.pk, None, by=house.officer)
    house.sign(amendment)
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.APPROVED


def publish(house: House, to: Person) -> str:
    """An important notice to one person; its id."""
    subject = str(new_id())
    facts: dict[str, Fact] = {
        "urgency": "important",
        "initiator": house.officer.pk,
        "confirm": "acknowledge",
    }
    event = Event("notices.published", subject, kit_clock.now(), house.officer.pk, facts)
    sql = "SELECT id AS person_id, department_id FROM directory_person WHERE id = %s"
    record(event, sets={"recipients": (sql, [to.pk]), "key_people": NOBODY})
    return subject


def test_duties_keep_the_version_they_were_born_under(house: House) -> None:
    reader = house.company["白露"]
    before = publish(house, reader)
    text = house.first.source
    start = text.index('id = "3.3.1"')
    source = text[:start] + changed(text[start:], 'within = "1h"', 'within = "2h"')
    amendment = actions.create(by=house.officer, source=source, title="放宽")
    made = in_force_now(house, amendment)
    after = publish(house, reader)
    old, new = (
        Obligation.objects.get(subject=subject, verb="confirm_notice", parent=None)
        for subject in (before, after)
    )
    assert (old.policy_version, new.policy_version) == (house.first.pk, made.pk)
    assert (old.due_at, new.due_at) == (
        old.born_at + timedelta(hours=1),
        new.born_at + timedelta(hours=2),
    )
    event = Event("notices.confirmed", before, kit_clock.now(), reader.pk, {})
    record(event)
    old.refresh_from_db()
    assert (old.policy_version, old.due_at) == (house.first.pk, old.born_at + timedelta(hours=1))


def test_rolling_back_is_a_new_version_with_the_old_source(house: House) -> None:
    second = in_force_now(house, begun(house))
    back = actions.roll_back(house.first.pk, by=house.officer)
    assert back.base == second
    third = in_force_now(house, back)
    assert third.pk not in {house.first.pk, second.pk}
    assert third.source == house.first.source
    assert in_force.current().clauses == in_force.version(house.first.pk).clauses


def test_the_second_of_two_is_refused_until_it_is_rebased(house: House) -> None:
    one, two = begun(house), actions.create(by=house.officer, title="第二份")
    texts = two.source.replace("每年 6 月和 12 月检查修订", "每年 6 月、12 月检查修订")
    two = actions.save(two.pk, texts, by=house.officer, seen=two.digest)
    actions.describe(two.pk, by=house.officer, title="", reason="措辞")
    actions.submit(two.pk, None, by=house.officer)
    house.sign(two)
    house.announce(two.pk)
    in_force_now(house, one)
    with pytest.raises(enacting.Overtaken):
        actions.enact(two.pk, by=None)
    rhythm.beat(kit_clock.now())
    again = actions.rebase(two.pk, by=house.officer)
    assert (again.state, again.announced_at) == (AmendmentState.DRAFT, None)
    assert 'within = "2h"' in again.source
    assert "6 月、12 月" in again.source
    in_force_now(house, again)
    assert "6 月、12 月" in in_force.current().clause("4.4").text
    fresh = actions.create(by=house.officer, title="第三份")
    assert actions.rebase(fresh.pk, by=house.officer).state == AmendmentState.DRAFT


def test_both_changed_the_same_clause(house: House) -> None:
    one, two = begun(house), actions.create(by=house.officer, title="第二份")
    source = changed(two.source, new=ONE_HOUR.replace("1h", "3h"))
    two = actions.save(two.pk, source, by=house.officer, seen=two.digest)
    in_force_now(house, one)
    with pytest.raises(rebasing.Conflicts):
        actions.rebase(two.pk, by=house.officer)
    two.refresh_from_db()
    assert two.source == source


def test_what_cannot_be_put_forward(house: House) -> None:
    same = actions.create(by=house.officer)
    yesterday = kit_clock.now() - timedelta(days=1)
    with pytest.raises(actions.Refusal) as refused:
        actions.submit(same.pk, yesterday, by=house.officer)
    assert len(refused.value.problems) == 3
    with pytest.raises(PolicyError):
        actions.save(same.pk, "# file: a\n[[clause]]", by=house.officer, seen=same.digest)
    with pytest.raises(PolicyError):
        actions.create(by=house.officer, source="")
    with pytest.raises(actions.Stale):
        actions.save(same.pk, changed(same.source), by=house.officer, seen="0")
    source = same.source
    start = source.index("[[clause.sign]]", source.index('id = "4.4"'))
    unsigned = source[:start] + source[source.index("[[clause.guard]]", start) :]
    actions.save(same.pk, unsigned, by=house.officer, seen=same.digest)
    with pytest.raises(actions.Refusal, match="没有修订规定本身的审签步骤"):
        actions.submit(same.pk, None, by=house.officer)


def test_another_officer_may_put_it_forward_and_answers_for_it(house: House) -> None:
    other = house.company["沈言"]
    grant(other, Role.COMPLIANCE)
    amendment = begun(house)
    actions.submit(amendment.pk, None, by=other)
    amendment.refresh_from_db()
    assert amendment.initiator == other
    actions.reopen(amendment.pk, by=house.officer)
    assert Amendment.objects.get(pk=amendment.pk).state == AmendmentState.DRAFT


@pytest.mark.req("Z01")
def test_examples_that_no_longer_come_true_are_said(house: House) -> None:
    draft = actions.create(by=house.officer)
    assert [one for one in findings.of(draft) if one.code == findings.UNTRUE] == []
    source = draft.source.replace(ONE_HOUR, ONE_HOUR.replace("1h", "2h"))
    draft = actions.save(draft.pk, source, by=house.officer, seen=draft.digest)
    found = [one for one in findings.of(draft) if one.code == findings.UNTRUE]
    assert found
    assert all(one.weight is Weight.WARNING and "不成立" in one.problem for one in found)


def test_an_example_that_no_longer_comes_true_asks_for_a_reason(house: House) -> None:
    made = actions.create(by=house.officer, title="两小时")
    late = made.source.replace(ONE_HOUR, ONE_HOUR.replace("1h", "2h"))
    actions.save(made.pk, late, by=house.officer, seen=made.digest)
    actions.describe(made.pk, by=house.officer, title="两小时", reason="一线反馈")
    found = [one for one in findings.of(Amendment.objects.get(pk=made.pk)) if one.code == "untrue"]
    assert [one.weight for one in found] == [Weight.WARNING]
    with pytest.raises(actions.Refusal, match="1 个例子按草案不成立"):
        actions.submit(made.pk, None, "  ", by=house.officer)
    actions.submit(made.pk, None, "例子下周改写", by=house.officer)
    signed = Amendment.objects.get(pk=made.pk)
    assert signed.despite == "例子下周改写"
    parts = dict(text.describe(made.pk).parts)
    assert parts["例子不成立仍提交的理由"] == "例子下周改写"


def test_a_departments_own_example_counts_too(house: House) -> None:
    own = actions.create(by=house.officer, binds=house.company.department("运营部"))
    actions.save(own.pk, own_rules(own, "30min", "10:00"), by=house.officer, seen=own.digest)
    actions.describe(own.pk, by=house.officer, title="更快", reason="一线反馈")
    with pytest.raises(actions.Refusal, match="例子按草案不成立"):
        actions.submit(own.pk, None, by=house.officer)
