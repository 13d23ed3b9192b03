"""The demo company's connections: monitors that tell, mailboxes that take, a tracker that rests."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from huiyin.cases.intake import actions as monitors
from huiyin.cases.intake import keys, receiving, signing
from huiyin.cases.intake.models import Proof, Source, SourceKind
from huiyin.config.demo.agenda import Agenda
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.problems.intake import actions as mailboxes
from huiyin.scenarios.problems.models import Source as From
from huiyin.scenarios.problems.trackers import actions as trackers
from huiyin.scenarios.problems.trackers.models import TrackerKind

COLD_STORE = "仓库温控"
MAILBOXES = (
    ("wenti@yunqiao.invalid", From.MAILBOX, "何青"),
    ("kefu@yunqiao.invalid", From.TICKET, "顾北辰"),
)
ALERTS: tuple[tuple[timedelta, dict[str, Any]], ...] = (
    (timedelta(hours=20), {"fingerprint": "cold-2", "status": "firing", "severity": "warning", "title": "冷藏库二号温度 9 ℃，超过 8 ℃", "text": "已持续 12 分钟。", "labels": {"库": "二号"}}),
    (timedelta(hours=19), {"fingerprint": "cold-2", "status": "resolved", "severity": "warning", "title": "冷藏库二号温度恢复", "text": "5 ℃。", "labels": {"库": "二号"}}),
)  # fmt: skip
"""How long before now, and what the monitor says."""


class House(Protocol):
    """People by name."""

    def __getitem__(self, name: str) -> Person: ...


def plan(agenda: Agenda, house: House, now: datetime) -> None:
    """Set up a week ago; the cold store told of a trouble yesterday, which was soon over."""
    agenda.at(now - timedelta(days=7), partial(_connect, house))
    for before, alert in ALERTS:
        agenda.at(now - before, partial(_tell, alert))
    agenda.at(now - timedelta(minutes=20), partial(_rest, house), opens=False)


def _connect(house: House) -> None:
    by = house["罗一鸣"]
    monitors.make(
        monitors.Plan(
            "Prometheus", SourceKind.ALERTMANAGER, Proof.BEARER, "incidents", house["韩墨"]
        ),
        by=by,
    )
    monitors.make(
        monitors.Plan(COLD_STORE, SourceKind.GENERIC, Proof.STANDARD, "problems", house["白露"]),
        by=by,
    )
    for address, source, keeper in MAILBOXES:
        mailboxes.set_mailbox(address, source, house[keeper], by=by)


def _tell(alert: Mapping[str, Any]) -> None:
    """Post it as the monitor would: signed, through the same door."""
    source, now = Source.objects.get(name=COLD_STORE), clock.now()
    body = json.dumps({**alert, "at": int(now.timestamp())}, ensure_ascii=False).encode()
    mark = f"{alert['fingerprint']}-{alert['status']}"
    secret = keys.of(source, now)[0]
    headers = signing.headers_for(source.proof, secret, message_id=mark, at=now, body=body)
    receiving.receive(source.pk, headers, body)


def _rest(house: House) -> None:
    """A tracker that was tried and stopped: nothing of the demo goes out of the house."""
    by = house["罗一鸣"]
    wanted = trackers.Plan(
        "研发任务板", TrackerKind.WEBHOOK, "https://tracker.invalid/hooks/huiyin", house["秦朗"]
    )
    made, _secret = trackers.set_tracker(wanted, by=by)
    trackers.stop_tracker(made.pk, by=by)
