"""What the calendar does to the regulation: its reviews begin, what was signed comes into force."""

import logging
from datetime import datetime
from threading import Event as Stop
from uuid import UUID

from django.db.models import Q

from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.scenarios.regulation import enacting, reviews, waivers
from huiyin.scenarios.regulation.models import Amendment, AmendmentState

PERIOD = 5.0
"""Seconds between two looks; whoever announces or signs need not wait for more."""

log = logging.getLogger(__name__)


def run(stop: Stop) -> None:
    """Look again and again until ``stop`` is set."""
    while not stop.is_set():
        beat(clock.now())
        stop.wait(PERIOD)


def beat(at: datetime) -> None:
    """Begin the review of a half-year, end waivers, put in force what is due."""
    reviews.begin(at)
    waivers.end_due(at)
    put_due_in_force(at)


def put_due_in_force(at: datetime) -> int:
    """Everything approved whose day has come, the oldest first; how many came into force.

    What the regulation refuses (not announced yet) or what was overtaken stays as it is and is
    tried again.
    """
    return sum(_put_in_force(amendment_id) for amendment_id in due(at))


def due(at: datetime) -> list[UUID]:
    """The approved amendments whose day has come, in the order of their days."""
    approved = Amendment.objects.filter(state=AmendmentState.APPROVED)
    come = approved.filter(Q(wanted_from=None) | Q(wanted_from__lte=at))
    return list(come.order_by("wanted_from", "opened_at").values_list("pk", flat=True))


def _put_in_force(amendment_id: UUID) -> bool:
    try:
        enacting.enact(amendment_id, by=None)
    except (Refused, enacting.Overtaken, enacting.NotApproved, enacting.TooEarly):
        return False
    log.info("amendment %s is in force", amendment_id)
    return True
