"""Background work of incidents."""

from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from huiyin.kit import clock
from huiyin.scenarios.incidents.afterwards import closing
from huiyin.scenarios.incidents.callout import standins


@app.task(name="incidents.close_complete")
def close_complete(subject: str) -> bool:
    """Close an incident once its last duty ended; whether it did."""
    with transaction.atomic():
        return closing.close_if_done(UUID(subject), clock.now())


@app.task(name="incidents.replace_absent")
def replace_absent(subject: str) -> int:
    """Those who were called and are away are replaced by who answers for them; how many."""
    return standins.replace_absent(UUID(subject))


@app.task(name="incidents.call_stand_ins")
def call_stand_ins(subject: str) -> int:
    """Those who were called and are still silent are replaced; how many."""
    return standins.replace_silent(UUID(subject))
