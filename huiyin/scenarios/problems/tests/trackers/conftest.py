"""The company, a tracker of our own, and problems that are shown in it."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from huiyin.directory.models import Role, RoleGrant
from huiyin.kit import clock as kit_clock
from huiyin.scenarios.problems.models import Problem
from huiyin.scenarios.problems.tests.conftest import Stage, stage
from huiyin.scenarios.problems.tests.trackers import contract
from huiyin.scenarios.problems.tests.trackers.contract import Issue, Jira
from huiyin.scenarios.problems.trackers import actions, keys, mirroring, syncing
from huiyin.scenarios.problems.trackers.actions import Plan
from huiyin.scenarios.problems.trackers.models import Link, Tracker, TrackerKind

__all__ = ["stage"]


class Room:
    """What tests ask for."""

    def __init__(self, stage: Stage, jira: Jira) -> None:
        self.stage = stage
        self.jira = jira
        RoleGrant.objects.get_or_create(person=stage["罗一鸣"], role=Role.ADMINISTRATOR)
        self.count = 0

    def plan(self, **over: Any) -> Plan:
        given: dict[str, Any] = {
            "name": "Jira",
            "kind": TrackerKind.JIRA,
            "url": self.jira.url,
            "project": "OPS",
            "account": "bot@yunqiao.test",
            "token": "geheim",
            "actor": self.stage["陈屿"],
        }
        return Plan(**given | over)

    def tracker(self, **over: Any) -> Tracker:
        return actions.set_tracker(self.plan(**over), by=self.stage["罗一鸣"])[0]

    def sync(self, problem: Problem) -> Link:
        """What the jobs do after something changed."""
        mirroring.mirror(problem.pk)
        for link in Link.objects.filter(problem=problem):
            syncing.sync(link.pk)
        return Link.objects.get(problem=problem)

    @property
    def issue(self) -> Issue:
        (only,) = self.jira.issues.values()
        return only

    def hear(self, tracker: Tracker, value: dict[str, Any], *, name: str = "") -> str:
        """What Jira posts, signed as Jira signs."""
        self.count += 1
        body = json.dumps(value).encode()
        secret = keys.secret_of(tracker).encode()
        headers = {
            "X-Hub-Signature": "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest(),
            "X-Atlassian-Webhook-Identifier": name or f"w{self.count}",
        }
        answer = Client().post(
            f"/hooks/trackers/{tracker.pk}", body, content_type="application/json", headers=headers
        )
        assert answer.status_code == 200, answer.content
        return str(json.loads(answer.content)["outcome"])


def moved(key: str, status: str, **over: Any) -> dict[str, Any]:
    """An issue changed its status."""
    return {
        "webhookEvent": "jira:issue_updated",
        "timestamp": int(kit_clock.now().timestamp() * 1000),
        "user": {"displayName": "陈屿"},
        "issue": {"key": key, "fields": {"status": {"name": status}}},
        "changelog": {"items": [{"field": "status", "toString": status}]},
    } | over


@pytest.fixture
def room(stage: Stage) -> Iterator[Room]:
    allowed = settings.ENV.model_copy(update={"internal_hosts": ["127.0.0.1"]})
    with override_settings(ENV=allowed), contract.running() as jira:
        yield Room(stage, jira)
