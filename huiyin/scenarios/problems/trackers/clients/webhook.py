"""Any other tool: one signed JSON for each change (Standard Webhooks), the same id however often."""

import json
from typing import Any

from huiyin.cases.intake import signing
from huiyin.cases.intake.models import Proof
from huiyin.kit import clock
from huiyin.scenarios.problems.trackers import keys
from huiyin.scenarios.problems.trackers.clients.door import Snapshot, There, send
from huiyin.scenarios.problems.trackers.models import Tracker

_LONGEST = 120


class Webhook:
    """One receiver. What it answers may name the issue: ``{"key", "url", "status"}``."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker

    def find(self, snapshot: Snapshot) -> There | None:
        """It knows a message that came twice by its id: there is nothing to look for."""
        del snapshot
        return None

    def make(self, snapshot: Snapshot) -> There:
        """Tell it of a problem."""
        return self._tell(There(snapshot.number), snapshot)

    def put(self, there: There, snapshot: Snapshot) -> There:
        """Tell it how the problem is now."""
        return self._tell(there, snapshot)

    def _tell(self, there: There, snapshot: Snapshot) -> There:
        said = {
            "type": "problem.changed",
            "key": there.key,
            "number": snapshot.number,
            "title": snapshot.title,
            "text": snapshot.text,
            "state": snapshot.state,
            "status": snapshot.status,
            "remark": snapshot.remark,
            "version": snapshot.version,
            "url": snapshot.url,
        }
        body = json.dumps(said, ensure_ascii=False).encode()
        headers = signing.headers_for(
            Proof.STANDARD,
            keys.secret_of(self._tracker),
            message_id=f"{snapshot.number}-{snapshot.version}",
            at=clock.now(),
            body=body,
        )
        _, answer = send("POST", self._tracker.url, headers, body)
        return _read(answer, there, snapshot)


def _read(answer: Any, there: There, snapshot: Snapshot) -> There:
    said = answer if isinstance(answer, dict) else {}
    key = str(said.get("key") or there.key)[:_LONGEST]
    url = str(said.get("url") or there.url)
    safe = url if url.startswith(("https://", "http://")) else ""
    return There(key, safe[:500], str(said.get("status") or snapshot.status)[:_LONGEST])
