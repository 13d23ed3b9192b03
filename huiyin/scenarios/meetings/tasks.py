"""Background work of meetings."""

from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.scenarios.meetings.agenda import tabling


@app.task(name="meetings.put_on_agenda")
def put_on_agenda(subject: str) -> bool:
    """A major problem waits for a meeting: it goes to the next regular one; whether there is any."""
    return tabling.table_next(UUID(subject)) is not None
