"""What is said to a tracker, in its own language."""

from huiyin.scenarios.problems.trackers.clients.door import Client, Later, Snapshot, Wrong
from huiyin.scenarios.problems.trackers.clients.jira import Jira
from huiyin.scenarios.problems.trackers.clients.webhook import Webhook
from huiyin.scenarios.problems.trackers.models import Tracker, TrackerKind

__all__ = ["Client", "Later", "Snapshot", "Wrong", "of"]


def of(tracker: Tracker) -> Client:
    """Somebody who speaks to ``tracker``."""
    return Jira(tracker) if tracker.kind == TrackerKind.JIRA else Webhook(tracker)
