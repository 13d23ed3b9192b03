"""The company, a target that keeps what it is told, and a source that posts to it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from huiyin.cases.intake import actions, signing, sources
from huiyin.cases.intake.actions import Plan
from huiyin.cases.intake.alert import Alert, Status
from huiyin.cases.intake.models import Proof, Source, SourceKind
from huiyin.cases.models import Case
from huiyin.directory.models import Account, Person
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock
from huiyin.policies import in_force


@dataclass
class Desk:
    """A target: opens a case for each new trouble and keeps all that it is told."""

    told: list[tuple[Alert, Person]] = field(default_factory=list)
    fault: Exception | None = None
    deaf: bool = False

    def act(self, alert: Alert, by: Person) -> UUID | None:
        if self.fault is not None:
            raise self.fault
        self.told.append((alert, by))
        if self.deaf:
            return None
        if alert.case is not None:
            return alert.case
        now = kit_clock.now()
        made = Case.objects.create(
            scenario="problems",
            number=f"T-{Case.objects.count() + 1}",
            title=alert.title,
            initiator=by,
            department=by.department,
            created_at=now,
            opened_at=now,
        )
        return made.pk

    @property
    def said(self) -> list[tuple[str, bool]]:
        """Each alert: its status, and whether it belongs to a case already."""
        return [(alert.status.value, alert.case is not None) for alert, _ in self.told]


class Room:
    """What tests ask for."""

    def __init__(self, company: Company, desk: Desk) -> None:
        self.company = company
        self.desk = desk
        self.admin = company["罗一鸣"]

    def plan(self, **over: Any) -> Plan:
        given: dict[str, Any] = {
            "name": "生产环境",
            "kind": SourceKind.GENERIC,
            "proof": Proof.STANDARD,
            "target": "desk",
            "actor": self.company["韩墨"],
        }
        return Plan(**given | over)

    def source(self, **over: Any) -> "Posting":
        source, secret = actions.make(self.plan(**over), by=self.admin)
        return Posting(source, secret)

    def client(self, name: str) -> Client:
        person = self.company[name]
        account, _ = Account.objects.get_or_create(
            person=person, defaults={"username": person.employee_no}
        )
        browser = Client()
        browser.force_login(account)
        return browser


class Posting:
    """A source as its monitor sees it."""

    def __init__(self, source: Source, secret: str) -> None:
        self.source = source
        self.secret = secret
        self.count = 0

    def headers(self, body: bytes, message_id: str = "") -> dict[str, str]:
        self.count += 1
        return signing.headers_for(
            self.source.proof,
            self.secret,
            message_id=message_id or f"m{self.count}",
            at=kit_clock.now(),
            body=body,
        )

    def post(
        self, value: object, *, message_id: str = "", headers: dict[str, str] | None = None
    ) -> Any:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        sent = self.headers(body, message_id) if headers is None else headers
        answer: Any = Client(enforce_csrf_checks=True).post(
            f"/hooks/{self.source.pk}", body, content_type="application/json", headers=sent
        )
        return answer

    def outcomes(self, value: object, **how: Any) -> list[str]:
        answer = self.post(value, **how)
        assert answer.status_code == 200, answer.content
        return [one["outcome"] for one in json.loads(answer.content)["alerts"]]


def alert(status: Status | str = Status.FIRING, **over: Any) -> dict[str, Any]:
    """A generic alert."""
    return {"fingerprint": "disk-1", "status": str(status), "title": "磁盘将满"} | over


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk()
    monkeypatch.setattr(sources, "_targets", {})
    sources.register("desk", "问题", made.act)
    return made


@pytest.fixture
def room(db: None, clock: Any, desk: Desk) -> Iterator[Room]:
    in_force.forget()
    in_force.install_shipped()
    yield Room(make_company(), desk)
    in_force.forget()
