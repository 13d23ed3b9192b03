"""A test message: everything that a real one goes through, and then nothing of it is kept.

It is made and signed as the monitor would, proved, read and handed to its target, whose work is
rolled back: so it is seen whether the target would have taken it, and nobody is told anything.
"""

import json
from dataclasses import replace

from django.db import transaction

from huiyin.cases.intake import formats, keys, signing
from huiyin.cases.intake.alert import Alert
from huiyin.cases.intake.models import Outcome, Post, Source
from huiyin.cases.intake.receiving import shown
from huiyin.cases.intake.taking import Taken, take
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock, ids


def send(source: Source, *, by: Person) -> Post:
    """Try ``source`` with a sample of its kind; what would have come of it. No event."""
    require(by, Action.ADMINISTER)
    now = clock.now()
    secret = keys.of(source, now)[0]
    body = json.dumps(formats.sample(source.kind, now.timestamp()), ensure_ascii=False).encode()
    name = f"test-{ids.new_id()}"
    headers = signing.headers_for(source.proof, secret, message_id=name, at=now, body=body)
    signing.prove(source.proof, keys.of(source, now), headers, body, now)
    alerts = formats.read(source.kind, json.loads(body), source.grouping)
    tried = [_tried(source, replace(one, fingerprint=name)) for one in alerts]
    return Post.objects.create(
        source=source,
        at=now,
        outcome=Outcome.TEST,
        reason=next((one.why for one in tried if one.why), ""),
        size=len(body),
        alerts=[{**one, "case": ""} for one in shown(tried)],
    )


def _tried(source: Source, alert: Alert) -> Taken:
    with transaction.atomic():
        taken = take(source, alert)
        transaction.set_rollback(True)
    return taken
