"""The life of an amendment, from draft to in force."""

from datetime import timedelta

import pytest

from huiyin.cases.signoff import queries as signing
from huiyin.kit import clock as kit_clock
from huiyin.obligations.guards import Refused
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation import actions, enacting
from huiyin.scenarios.regulation.models import AmendmentState
from huiyin.scenarios.regulation.tests.house import House, begun

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


def test_nothing_unsigned_comes_into_force(house: House) -> None:
    amendment = begun(house)
    with pytest.raises(enacting.NotApproved):
        actions.enact(amendment.pk, by=house.officer)
    actions.submit(amendment.pk, None, by=house.officer)
    with pytest.raises(enacting.NotApproved):
        actions.enact(amendment.pk, by=house.officer)


def test_not_before_its_day(house: House) -> None:
    amendment = begun(house)
    day = kit_clock.now() + timedelta(days=7)
    actions.submit(amendment.pk, day, by=house.officer)
    house.sign(amendment)
    house.announce(amendment.pk)
    with pytest.raises(enacting.TooEarly):
        actions.enact(amendment.pk, by=None)
    kit_clock.advance(timedelta(days=7))
    assert actions.enact(amendment.pk, by=None).in_force_from == day
