"""Background work of notices."""

from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.scenarios.notices.actions import NotOpen, StillSilent, close
from huiyin.scenarios.notices.models import Notice


@app.task(name="notices.close_complete")
def close_complete(subject: str) -> bool:
    """Close a notice once its last duty ended; whether it did. Other cases are left alone."""
    if not Notice.objects.filter(pk=UUID(subject)).exists():
        return False
    try:
        return close(UUID(subject), by=None)
    except (StillSilent, NotOpen):
        return False
