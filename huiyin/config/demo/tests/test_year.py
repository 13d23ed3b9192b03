"""The year before the story: through the door, in order, and nothing left lying in the past."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import Min

from huiyin.config.demo import company, year
from huiyin.config.demo.notices import Company
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.obligations import doctor
from huiyin.obligations.models import Obligation
from huiyin.scenarios.notices.models import Notice, NoticeState

FOUNDED = datetime(2026, 10, 26, 1, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 2)


@pytest.mark.django_db
@pytest.mark.slow
def test_a_day_of_the_year_is_lived_through_the_door() -> None:
    said: list[object] = []
    with clock.frozen(FOUNDED):
        company.found(FOUNDED)
        notices = year.live(Company.read(), MONDAY, MONDAY, said.append)
    assert notices == len(year.A_DAY) == Notice.objects.filter(state=NoticeState.PUBLISHED).count()
    titles = list(Notice.objects.values_list("title", flat=True))
    assert len(set(titles)) == len(titles)
    kinds = list(Entry.objects.values_list("kind", flat=True))
    assert kinds.count("notices.confirmed") > 300
    moments = list(Entry.objects.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    with clock.frozen(MIDNIGHT):
        assert doctor.findings() == []
    assert Obligation.objects.aggregate(first=Min("next_at"))["first"] > moments[-1]
    assert said == ["Living 2026-11-02: 5 notices so far"]
