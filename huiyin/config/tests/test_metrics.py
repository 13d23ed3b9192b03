"""What an operations team scrapes: counts, no names, for who has the token."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from huiyin.config import figures
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.obligations.models import Obligation

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(clock: Any, monkeypatch: pytest.MonkeyPatch) -> Company:
    """The cast, watched with a token."""
    del clock
    monkeypatch.setattr(live_settings.ENV, "metrics_token", "watch me")
    return make_company()


def scrape(token: str = "watch me") -> dict[str, float]:
    """Name and labels -> value."""
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        ".".join([one.name, *one.labels.values()]): one.value
        for family in families
        for one in family.samples
    }


def test_only_for_who_has_the_token(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    del company
    for headers in ({}, {"Authorization": "Bearer other"}, {"Authorization": "watch me"}):
        assert Client().get("/metrics", headers=headers).status_code == 404
    monkeypatch.setattr(live_settings.ENV, "metrics_token", "")
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_deadlines_that_wait_and_by_how_much(company: Company) -> None:
    del company
    assert scrape()["huiyin_clock_lateness_seconds"] == 0
    now = kit_clock.now()
    for minutes in (5, -5):
        Obligation.objects.create(
            subject=new_id(),
            rule="1/0",
            clause="1",
            policy_version=1,
            verb="act",
            bearer_role="recipients",
            met_by="t.met",
            born_at=now - timedelta(hours=1),
            next_at=now - timedelta(minutes=minutes),
        )
    found = scrape()
    assert (found["huiyin_clock_due"], found["huiyin_clock_lateness_seconds"]) == (1, 300)


def test_deliveries_by_channel_and_state(company: Company) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO delivery (notification_id, person_id, channel, state, attempts, reason)"
            " SELECT 1, id, 2, 5, 3, '550' FROM directory_person LIMIT 3"
        )
    found = scrape()
    assert found["huiyin_deliveries.mail.failed"] == 3
    assert not any(person.name in str(found) for person in (company["林若溪"], company["陈屿"]))


def test_a_question_that_takes_too_long_is_left_out(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    del company
    monkeypatch.setattr(figures, "LONGEST", "1s")
    monkeypatch.setattr(figures, "_WORKERS", "SELECT pg_sleep(5)")
    found = scrape()
    assert "huiyin_workers" not in found
    assert "huiyin_ledger_sealed_entries" in found
