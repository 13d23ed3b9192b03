"""Whether somebody is still to be told: SQL conditions for claims and marks, by kind of ping."""

from huiyin.obligations.models import Notification

DIGEST = "delivery.digest"
"""The purpose of a notification that says several others at once."""

_DUTY = """(EXISTS (SELECT 1 FROM obligation_bearer b WHERE b.obligation_id = {cohort}
                 AND b.person_id = {person} AND b.state = 0)
     OR EXISTS (SELECT 1 FROM obligation_bearer b WHERE b.obligation_id = {cohort}
                 AND b.delegate_id = {person} AND b.state = 0))"""

_LINES = """EXISTS (
       SELECT 1 FROM delivery h JOIN obligation_notification k ON k.id = h.notification_id
        WHERE h.digest = {notification} AND h.person_id = {person} AND h.state = 8
          AND (k.obligation_id < 0 OR """


def condition(notification: Notification, *, ping: str, cohort: str, person: str) -> str:
    """What must be true of ``person`` (SQL, like ``ping`` and ``cohort``) for a ping to go out.

    They still owe (or stand in for somebody who does); of a digest, at least one line; who is told
    without a duty is always told.
    """
    if notification.purpose == DIGEST:
        return _LINES.format(notification=ping, person=person) + (
            duty("k.obligation_id", person) + "))"
        )
    return "true" if notification.obligation_id < 0 else duty(cohort, person)


def duty(cohort: str, person: str) -> str:
    """``person`` owes something in ``cohort``, or stands in for somebody who does."""
    return _DUTY.format(cohort=cohort, person=person)
