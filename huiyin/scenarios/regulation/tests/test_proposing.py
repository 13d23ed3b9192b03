"""Proposals of other cases: drafted, answered by the compliance officer, told to their origin."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from huiyin.cases import following, proposals
from huiyin.cases.following import Follower
from huiyin.cases.models import Case, Classification
from huiyin.cases.proposals import ProposalRefused
from huiyin.delivery import content
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Role, RoleGrant
from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.obligations import queries as obligations
from huiyin.obligations.models import Notification
from huiyin.scenarios.regulation import actions
from huiyin.scenarios.regulation.models import Amendment, AmendmentState
from huiyin.scenarios.regulation.tests.house import House, changed, in_force_now

pytestmark = pytest.mark.req("I07", "Z01")

TOLD: list[tuple[UUID, Follower]] = []


@pytest.fixture
def origin(house: House) -> Iterator[Case]:
    """A case of a scenario that listens to what follows from it."""
    who, at = house.company["罗一鸣"], kit_clock.now()
    following.register(
        "trial",
        lambda _origin: pytest.fail("no draft is asked for"),
        lambda case, told: TOLD.append((case, told)),
    )
    yield Case.objects.create(
        id=new_id(),
        scenario="trial",
        number="HY-SJ-2026-0001",
        title="下单页无法访问",
        initiator=who,
        department=who.department,
        classification=Classification.INTERNAL,
        created_at=at,
        opened_at=at,
    )
    TOLD.clear()
    following._origins.pop("trial")


def test_a_proposal_is_a_draft_of_the_compliance_officer(house: House, origin: Case) -> None:
    pk = proposals.propose(origin, "G2.2.2", "十分钟太长", by=origin.initiator)
    made = Amendment.objects.get(pk=pk)
    assert (made.initiator, made.origin, made.state) == (house.officer, origin.pk, "draft")
    assert "HY-SJ-2026-0001" in made.reason
    assert "十分钟太长" in made.reason
    assert [duty.verb for duty in obligations.owed_by(house.officer.pk)] == ["consider_proposal"]


def test_twice_is_one_draft_until_it_is_given_up(house: House, origin: Case) -> None:
    first = proposals.propose(origin, "G2.2.2", "太长", by=origin.initiator)
    assert proposals.propose(origin, "G2.2.2", "真的太长", by=origin.initiator) == first
    actions.withdraw(first, "够用", by=house.officer)
    assert proposals.propose(origin, "G2.2.2", "又来", by=origin.initiator) != first


def test_who_may_amend_drafts_it_alone(house: House, origin: Case) -> None:
    origin.initiator = house.officer
    origin.save()
    made = Amendment.objects.get(pk=proposals.propose(origin, "G1", "缺", by=house.officer))
    assert made.initiator == house.officer


def test_withdrawing_with_a_reason_answers_it(house: House, origin: Case) -> None:
    pk = proposals.propose(origin, "G2.2.2", "太长", by=origin.initiator)
    actions.withdraw(pk, "演练后认为够用", by=house.officer)
    assert obligations.owed_by(house.officer.pk) == []
    assert proposals.of_case(origin.pk, house.officer)[0].done


@pytest.mark.parametrize(
    ("clause", "reason", "field"),
    [("nowhere", "有", "clause"), ("G1", " ", "reason")],
)
def test_a_proposal_names_a_clause_and_a_reason(
    house: House, origin: Case, clause: str, reason: str, field: str
) -> None:
    with pytest.raises(ProposalRefused) as caught:
        proposals.propose(origin, clause, reason, by=origin.initiator)
    assert caught.value.field == field
    assert not Amendment.objects.exists()


def test_without_a_compliance_officer_nobody_could_answer(house: House, origin: Case) -> None:
    RoleGrant.objects.filter(role=Role.COMPLIANCE).delete()
    with pytest.raises(ProposalRefused) as caught:
        proposals.propose(origin, "G1", "缺", by=origin.initiator)
    assert caught.value.code == "nobody"


def test_nobody_proposes_because_of_a_case_they_do_not_see(house: House, origin: Case) -> None:
    with pytest.raises(NotVisible):
        proposals.propose(origin, "G1", "缺", by=house.company["唐果"])


def test_how_far_it_is_everybody_knows_the_page_few_see(house: House, origin: Case) -> None:
    pk = proposals.propose(origin, "G2.2.2", "太长", by=origin.initiator)
    (mine,) = proposals.of_case(origin.pk, origin.initiator)
    assert (mine.case_id, mine.href, mine.done) == (pk, "", False)
    (officers,) = proposals.of_case(origin.pk, house.officer)
    assert officers.href.endswith(str(pk))


def test_the_origin_hears_when_it_is_in_force(house: House, origin: Case) -> None:
    pk = proposals.propose(origin, "G2.2.2", "太长", by=origin.initiator)
    made = Amendment.objects.get(pk=pk)
    actions.save(pk, changed(made.source), by=house.officer, seen=made.digest)
    version = in_force_now(house, made)
    ((case, told),) = TOLD
    assert case == origin.pk
    assert told.facts == {"stage": proposals.IN_FORCE, "version": version.pk}
    assert obligations.owed_by(house.officer.pk) == []
    assert Amendment.objects.get(pk=pk).state == AmendmentState.IN_FORCE


def test_mail_says_which_duty_waits(house: House, origin: Case) -> None:
    proposals.propose(origin, "G2.2.2", "太长", by=origin.initiator)
    ping = Notification.objects.order_by("-id")[0]
    message = content.describe(ping, [house.officer.pk])
    assert isinstance(message, content.Message)
    assert message.subject == "答复修订建议：修订 G2.2.2"
