"""The jobs of this room, found by Procrastinate when the worker starts."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from huiyin.delivery import outsiders, send
from huiyin.delivery.expand import JOB


@app.task(name=JOB, queue="delivery", retry=RetryStrategy(max_attempts=500, wait=10))
def deliver(notification_id: int, first: int, last: int, channel: int) -> None:
    """Send what is queued in this key range; again in ten seconds when something stood in the way."""
    send.deliver(notification_id, first, last, channel)


@app.task(name=outsiders.JOB, queue="delivery", retry=RetryStrategy(max_attempts=500, wait=10))
def tell_outsider(mail_id: int) -> None:
    """Send one mail to somebody outside the directory."""
    outsiders.deliver(mail_id)
