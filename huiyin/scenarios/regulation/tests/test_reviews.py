"""June and December: the review is owed by who keeps the regulation, and met once."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.directory.models import Person, Role, RoleGrant
from huiyin.directory.roles import grant
from huiyin.kit import clock as kit_clock
from huiyin.obligations import clock as deadlines
from huiyin.obligations.models import Bearer, Obligation
from huiyin.scenarios.regulation import reviews
from huiyin.scenarios.regulation.models import Review
from huiyin.scenarios.regulation.tests.house import House, begun, in_force_now

pytestmark = pytest.mark.req("G04")

DECEMBER = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)


def bearers(review: Review) -> dict[str, str]:
    """Who owes it, and how they stand."""
    duty = reviews.duty(review)
    assert duty is not None
    rows = Bearer.objects.filter(obligation_id=duty.pk)
    names = {1: "met", 4: "excused", 0: "open"}

    return {Person.objects.get(pk=row.person_id).name: names[row.state] for row in rows}


@pytest.mark.parametrize(
    ("at", "begins"),
    [
        (datetime(2026, 12, 1, 1, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 15, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 30, 16, 1, tzinfo=UTC), True),
        (datetime(2027, 6, 1, 1, 0, tzinfo=UTC), True),
        (datetime(2025, 6, 1, 1, 0, tzinfo=UTC), False),  # Sunday
        (datetime(2025, 6, 2, 1, 0, tzinfo=UTC), False),  # Dragon Boat Festival
        (datetime(2026, 7, 1, 1, 0, tzinfo=UTC), False),
    ],
)
def test_it_begins_on_the_first_working_day(house: House, at: datetime, begins: bool) -> None:
    with kit_clock.frozen(at):
        assert (reviews.begin(at) is not None) == begins


def test_once_per_half_year(house: House) -> None:
    with kit_clock.frozen(DECEMBER):
        assert reviews.begin(DECEMBER) is not None
        assert reviews.begin(DECEMBER + timedelta(days=1)) is None


def test_every_officer_owes_it_until_one_answers(house: House) -> None:
    grant(house.company["沈言"], Role.COMPLIANCE)
    with kit_clock.frozen(DECEMBER):
        review = reviews.begin(DECEMBER)
        assert review is not None
        assert bearers(review) == {"邱然": "open", "沈言": "open"}
        with pytest.raises(reviews.NoReason):
            reviews.keep_as_is(review.pk, " ", by=house.officer)
        reviews.keep_as_is(review.pk, "都合适", by=house.officer)
        reviews.keep_as_is(review.pk, "再说一次", by=house.officer)
        assert bearers(review) == {"邱然": "met", "沈言": "excused"}
        review.refresh_from_db()
        assert review.outcome == "都合适"


def test_a_new_version_in_force_is_an_answer(house: House) -> None:
    with kit_clock.frozen(DECEMBER):
        review = reviews.begin(DECEMBER)
        assert review is not None
        amendment = begun(house)
        in_force_now(house, amendment)
        review.refresh_from_db()
        assert review.settled_by is not None
        assert review.settled_by.pk == amendment.pk
        assert bearers(review) == {"邱然": "met"}


def test_without_an_answer_management_is_called(house: House) -> None:
    with kit_clock.frozen(DECEMBER):
        review = reviews.begin(DECEMBER)
        assert review is not None
        kit_clock.advance(timedelta(days=40))
        deadlines.wake()
        rung = Obligation.objects.get(subject=review.pk, verb="urge_review")
        assert Bearer.objects.get(obligation_id=rung.pk).person_id == house.chief.pk


def test_a_house_without_offices_is_led_by_its_head(house: House) -> None:
    RoleGrant.objects.filter(role__in=(Role.COMPLIANCE, Role.MANAGEMENT)).delete()
    with kit_clock.frozen(DECEMBER):
        review = reviews.begin(DECEMBER)
        assert review is not None
        assert bearers(review) == {"赵衡": "open"}
