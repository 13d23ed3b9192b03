"""Background work of living audiences."""

from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.kit import jobs
from huiyin.scenarios.notices.living import follow


@app.task(name="notices.follow_directory")
def follow_directory(subject: str) -> int:
    """The directory changed (``subject``): look at every notice concerned; how many those are."""
    del subject
    notices = follow.concerned()
    jobs.defer_many("notices.settle_audience", [{"notice_id": str(pk)} for pk in notices])
    return len(notices)


@app.task(name="notices.settle_audience")
def settle_audience(notice_id: str) -> int:
    """Bring one notice in step with the directory; how many people that concerned."""
    done = follow.settle(UUID(notice_id))
    return done.joined + done.left + done.gone
