"""The alerts and the dashboard that come with the product name only figures that it exports."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings as live_settings
from django.db import connection
from django.test import Client
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from huiyin.config import figures, marks, nodes, watching, working

FOLDER = Path(__file__).parents[3] / "docs" / "monitoring"
GUIDE = FOLDER.parent / "how-to" / "watch.md"
NAME = re.compile(r"\bhuiyin_[a-z_]+\b")
SUFFIX = re.compile(r"_(bucket|count|sum|created)$")
LABELS = re.compile(r"(huiyin_[a-z_]+)\{([^}]*)\}")
GROUPED = re.compile(r"by \(([^)]*)\)")


def rules() -> list[dict[str, Any]]:
    told = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))
    return [rule for group in told["groups"] for rule in group["rules"]]


def questions() -> Iterator[str]:
    """Every expression of the dashboard and of the alerts."""
    yield from (rule["expr"] for rule in rules())
    board = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
    for panel in board["panels"]:
        yield from (target["expr"] for target in panel["targets"])


@pytest.fixture
def exported(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Each figure that is exported, with its labels."""
    del db
    monkeypatch.setattr(live_settings.ENV, "metrics_token", "watch me")
    monkeypatch.setattr(figures, "_STANDBYS", "SELECT 'standby', 5")
    watching.SECONDS.labels("GET", "/notices/<uuid:case>", "2xx").observe(0.1)
    working.SECONDS.labels("t", "done").observe(0.1)
    for name in (marks.BACKUP_MADE, marks.BACKUP_PROVED):
        marks.put(name)
    nodes.Presence("live", "here", lambda: {"pages": 3}).say()
    loop = {"huiyin.config.sealing:run": {"silent": 1.5, "trouble": ""}}
    nodes.Presence("worker", "there", lambda: {"loops": loop}).say()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO delivery (notification_id, person_id, channel, state, attempts, reason) VALUES (1, 1, 2, 5, 1, '')"
        )
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 't', 'failed')"
        )
    web = Client().get("/metrics", headers={"Authorization": "Bearer watch me"}).content.decode()
    found: dict[str, set[str]] = {}
    for text in (web, generate_latest(working.REGISTRY).decode()):
        for family in text_string_to_metric_families(text):
            found.setdefault(family.name, set()).update(
                label for sample in family.samples for label in sample.labels
            )
    return found


def test_alerts_and_dashboard_ask_for_what_there_is(exported: dict[str, set[str]]) -> None:
    asked = {SUFFIX.sub("", name) for question in questions() for name in NAME.findall(question)}
    assert len(asked) > 15
    assert asked - set(exported) == set()


def test_labels_that_are_asked_for_exist(exported: dict[str, set[str]]) -> None:
    for question in questions():
        named = {SUFFIX.sub("", name) for name in NAME.findall(question)}
        known = {"le"}.union(*(exported[name] for name in named))
        for group in GROUPED.findall(question):
            assert {label.strip() for label in group.split(",")} <= known, question
        for name, labels in LABELS.findall(question):
            asked = {re.split(r"[=!~]+", one)[0].strip() for one in labels.split(",")}
            assert asked <= exported[SUFFIX.sub("", name)], question


def test_every_alert_says_how_grave_it_is_and_what_it_is() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names)
    for rule in rules():
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"]


def test_no_label_holds_an_id_or_a_name(exported: dict[str, set[str]]) -> None:
    allowed = {"state", "channel", "kind", "version", "node", "loop", "standby", "method", "route"}
    allowed |= {"status", "le", "task", "outcome"}
    assert set().union(*exported.values()) <= allowed


def test_the_guide_explains_every_figure(exported: dict[str, set[str]]) -> None:
    explained = {SUFFIX.sub("", name) for name in NAME.findall(GUIDE.read_text(encoding="utf-8"))}
    live = {"huiyin_live_pages"}
    assert set(exported) - explained == set()
    assert explained - set(exported) <= live
