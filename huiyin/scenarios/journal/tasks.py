"""Background work of the log."""

from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.kit import clock
from huiyin.scenarios.journal import actions
from huiyin.scenarios.journal.models import Entry


@app.task(name="journal.close_complete")
def close_complete(subject: str) -> bool:
    """Close an entry once its last duty ended; whether it did. Other cases are left alone."""
    entry = Entry.objects.filter(pk=UUID(subject)).first()
    return entry is not None and actions.close_if_done(entry, clock.now())
