"""Who may pin an entry, for how long, and that it is written down (N25)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.directory import roles
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Role
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.scenarios.notices import checks
from huiyin.scenarios.notices.board import events, pinning
from huiyin.scenarios.notices.tests.board.test_board import post
from huiyin.scenarios.notices.tests.stage import Stage


def kinds() -> list[str]:
    rows = Entry.objects.filter(kind__in=events.EVENTS).order_by("id")
    return list(rows.values_list("kind", flat=True))


@pytest.mark.req("N25", "R01")
def test_a_publisher_or_the_issuing_departments_head_pins_it(stage: Stage) -> None:
    entry = post(stage, "news", title="新闻")
    until = clock.now() + timedelta(days=7)
    with pytest.raises(PermissionDenied):
        pinning.pin(entry.pk, until, by=stage["林若溪"])
    roles.grant(stage["孟夏"], Role.PUBLISHER)
    own = stage.published(by="孟夏", urgency="routine")
    pinning.pin(own.pk, until, by=stage["林若溪"])
    with pytest.raises(NotVisible):
        pinning.pin(own.pk, until, by=stage["何青"])
    pinning.pin(entry.pk, until, by=stage["何青"])
    pinning.pin(entry.pk, until, by=stage["何青"])
    pinning.unpin(entry.pk, by=stage["何青"])
    pinning.unpin(entry.pk, by=stage["何青"])
    assert kinds() == [events.PINNED, events.PINNED, events.UNPINNED]


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_a_time_that_cannot_be_is_refused(stage: Stage, days: int) -> None:
    entry = post(stage, "news")
    with pytest.raises(pinning.PinRefused):
        pinning.pin(entry.pk, clock.now() + timedelta(days=days), by=stage["何青"])
    draft = stage.draft(by="何青")
    with pytest.raises(pinning.PinRefused):
        pinning.pin(draft.pk, clock.now() + timedelta(days=1), by=stage["何青"])
    assert kinds() == []


@pytest.mark.req("N25")
def test_a_wish_to_be_pinned_is_checked_before_it_goes_out(stage: Stage) -> None:
    until = clock.now() + timedelta(days=7)
    with pytest.raises(checks.NotReady) as refused:
        post(stage, "news", by="孟夏", audience=None, pinned_until=until)
    assert "pinned_until" in refused.value.errors
    with pytest.raises(checks.NotReady):
        post(stage, "news", pinned_until=clock.now() + timedelta(days=200))
    assert post(stage, "news", pinned_until=until).pinned_until == until
