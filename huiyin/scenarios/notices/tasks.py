"""Background work of notices."""

from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.scenarios.notices.actions import NotOpen, StillSilent, close
from huiyin.scenarios.notices.cascade import islands
from huiyin.scenarios.notices.living.tasks import follow_directory, settle_audience
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.revisions import corrections

__all__ = ["close_complete", "draft_correction", "follow_directory", "settle_audience"]


@app.task(name="notices.close_complete")
def close_complete(subject: str) -> bool:
    """Close a notice once its last duty ended; whether it did. Other cases are left alone."""
    if not Notice.objects.filter(pk=UUID(subject)).exists():
        return False
    try:
        return close(UUID(subject), by=None)
    except (StillSilent, NotOpen):
        return False


@app.task(name="notices.draft_correction")
def draft_correction(subject: str) -> bool:
    """A fact changed: draft the correction for those who carry an old value; whether anybody does."""
    return corrections.draft(UUID(subject), by=None) is not None


@app.task(name="notices.reach_islands")
def reach_islands(subject: str) -> int:
    """Somebody owes it to branches to which nobody passed the text on: it goes there directly."""
    return islands.reach_islands(UUID(subject), by=None)
