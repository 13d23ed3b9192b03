from datetime import UTC, datetime

import pytest
from django.db import transaction

from huiyin.cases.numbers import next_number

YEAR = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_numbers_run_without_gaps_also_after_a_rollback() -> None:
    assert next_number("notices", YEAR) == "HY-TZ-2026-0001"
    with transaction.atomic():
        next_number("notices", YEAR)
        transaction.set_rollback(True)
    assert next_number("notices", YEAR) == "HY-TZ-2026-0002"


def test_the_year_is_that_of_the_company() -> None:
    assert next_number("notices", datetime(2026, 12, 31, 17, tzinfo=UTC)) == "HY-TZ-2027-0001"


def test_a_scenario_that_is_not_installed_has_no_numbers() -> None:
    with pytest.raises(LookupError):
        next_number("nowhere", YEAR)
