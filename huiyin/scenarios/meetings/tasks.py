"""Background work of meetings."""

from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.scenarios.meetings.agenda import tabling
from huiyin.scenarios.meetings.cooperation import calling


@app.task(name="meetings.put_on_agenda")
def put_on_agenda(subject: str) -> bool:
    """A major problem waits for a meeting: it goes to the next regular one; whether there is any."""
    return tabling.table_next(UUID(subject)) is not None


@app.task(name="meetings.call_coordination")
def call_coordination(subject: str) -> bool:
    """A problem was bounced twice: the heads are asked to meet; whether two were found."""
    return calling.call_owed(UUID(subject)) is not None
