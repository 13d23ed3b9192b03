"""The door for monitors: who is let in, what is read, and what is answered."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from standardwebhooks import Webhook

from huiyin.cases.intake import actions, formats, receiving, signing
from huiyin.cases.intake.models import Outcome, Post, Proof, Signal, SourceKind
from huiyin.cases.intake.tests.conftest import Posting, Room, alert
from huiyin.cases.models import Case
from huiyin.cases.rest.problem import Refusal
from huiyin.kit import clock as kit_clock

pytestmark = pytest.mark.req("B01")


@pytest.mark.parametrize("proof", Proof.values)
def test_a_post_with_its_proof_is_taken(room: Room, proof: str) -> None:
    source = room.source(proof=proof)
    answer = source.post(alert())
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert json.loads(answer.content) == {
        "outcome": "taken",
        "alerts": [
            {
                "fingerprint": "disk-1",
                "status": "firing",
                "title": "磁盘将满",
                "outcome": "opened",
                "case": "T-1",
            }
        ],
    }
    told, by = room.desk.told[0]
    assert (told.source, told.title, by) == ("生产环境", "磁盘将满", room.company["韩墨"])
    assert (told.at, told.case, told.times) == (kit_clock.now(), None, 1)


def test_the_signature_is_the_published_one(room: Room) -> None:
    source = room.source()
    body = json.dumps(alert())
    at = kit_clock.now()
    headers = {
        "Webhook-Id": "msg_1",
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": "v1a,other " + Webhook(source.secret).sign("msg_1", at, body),
    }
    assert source.post(body.encode(), headers=headers).status_code == 200


def changed(headers: dict[str, str], **over: str) -> dict[str, str]:
    return headers | {name.replace("_", "-"): value for name, value in over.items()}


@pytest.mark.parametrize(
    "over",
    [
        {"Webhook_Signature": ""},
        {"Webhook_Signature": "v1,AAAA"},
        {"Webhook_Signature": "中文"},
        {"Webhook_Id": "another"},
        {"Webhook_Id": ""},
        {"Webhook_Id": "x" * 101},
        {"Webhook_Timestamp": "soon"},
        {"Webhook_Timestamp": "9" * 12},
        {"Webhook_Timestamp": "1"},
    ],
)
def test_what_is_not_signed_by_the_source_is_refused(room: Room, over: dict[str, str]) -> None:
    source = room.source()
    body = json.dumps(alert()).encode()
    answer = source.post(body, headers=changed(source.headers(body), **over))
    assert answer.status_code == 401
    problem = json.loads(answer.content)
    assert problem["type"] == "urn:huiyin:problem:unsigned"
    assert Post.objects.get().outcome == Outcome.UNSIGNED
    assert not room.desk.told
    assert not Signal.objects.exists()


def test_another_body_needs_another_signature(room: Room) -> None:
    source = room.source(proof=Proof.HEX)
    signed = source.headers(json.dumps(alert()).encode())
    assert source.post(alert(title="别的"), headers=signed).status_code == 401


@pytest.mark.parametrize("token", ["", "Bearer wrong", "Basic abc", "Bearer", "Bearer 中文"])
def test_a_wrong_token_is_refused(room: Room, token: str) -> None:
    source = room.source(proof=Proof.BEARER)
    headers = {"Authorization": token} if token else {}
    assert source.post(alert(), headers=headers).status_code == 401
    assert not room.desk.told


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_or_early_post_is_refused_even_with_a_good_signature(
    room: Room, minutes: int
) -> None:
    source = room.source()
    body = json.dumps(alert()).encode()
    headers = signing.headers_for(
        Proof.STANDARD,
        source.secret,
        message_id="m",
        at=kit_clock.now() + timedelta(minutes=minutes),
        body=body,
    )
    answer = source.post(body, headers=headers)
    assert (answer.status_code, json.loads(answer.content)["type"]) == (
        401,
        "urn:huiyin:problem:stale",
    )
    assert Post.objects.get().outcome == Outcome.LATE


def test_the_same_message_is_taken_once(room: Room) -> None:
    source = room.source()
    first = source.post(alert(), message_id="m")
    again = source.post(alert(), message_id="m")
    assert [json.loads(one.content)["outcome"] for one in (first, again)] == ["taken", "seen"]
    assert (len(room.desk.told), Case.objects.count(), Post.objects.count()) == (1, 1, 1)


def test_the_same_message_at_the_same_moment_is_taken_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = room.source()
    body = json.dumps(alert()).encode()
    headers = source.headers(body, "m")
    real = receiving._not_too_often

    def overtaken(*given: Any) -> None:
        monkeypatch.setattr(receiving, "_not_too_often", real)
        assert source.post(body, headers=headers).status_code == 200

    monkeypatch.setattr(receiving, "_not_too_often", overtaken)
    assert json.loads(source.post(body, headers=headers).content)["outcome"] == "seen"
    assert Case.objects.count() == 1


def test_a_new_secret_and_for_a_day_the_old_one(room: Room, clock: Any) -> None:
    source = room.source()
    old = source.secret
    fresh = Posting(source.source, actions.rotate(source.source.pk, by=room.admin))
    assert fresh.secret != old
    assert fresh.post(alert()).status_code == 200
    assert source.post(alert(), message_id="x").status_code == 200
    clock.advance(hours=24)
    assert source.post(alert(), message_id="y").status_code == 401
    assert fresh.post(alert(), message_id="z").status_code == 200


def test_a_source_that_was_stopped_or_never_was_takes_nothing(room: Room) -> None:
    source = room.source()
    actions.stop(source.source.pk, by=room.admin)
    assert source.post(alert()).status_code == 404
    actions.resume(source.source.pk, by=room.admin)
    assert source.post(alert()).status_code == 200
    nowhere = Client().post(
        "/hooks/0199c0de-0000-7000-8000-000000000001", b"{}", "application/json"
    )
    assert nowhere.status_code == 404
    assert json.loads(nowhere.content)["status"] == 404


def test_only_posts_of_a_size_that_can_be_read(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    source = room.source()
    assert Client().get(f"/hooks/{source.source.pk}").status_code == 405
    large = source.post({**alert(), "text": "x" * receiving.LARGEST})
    assert (large.status_code, large["Content-Type"]) == (413, "application/problem+json")
    assert not Post.objects.exists()
    with pytest.raises(Refusal) as refusal:
        receiving.receive(source.source.pk, {}, b"x" * (receiving.LARGEST + 1))
    assert refusal.value.status == 413


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"not json", "body"),
        (b"[" * 100_000, "body"),
        (b"[]", "body"),
        (json.dumps(alert(status="maybe")).encode(), "status"),
        (json.dumps(alert(title=" ")).encode(), "title"),
        (json.dumps(alert(fingerprint=None)).encode(), "fingerprint"),
        (json.dumps(alert(title=["x"])).encode(), "title"),
        (json.dumps(alert(at="yesterday")).encode(), "at"),
        (json.dumps(alert(at="2026-13-45T00:00:00Z")).encode(), "at"),
        (json.dumps(alert(at="2026-09-07T09:00:00")).encode(), "at"),
        (json.dumps(alert(at=True)).encode(), "at"),
        (json.dumps(alert(labels=[1])).encode(), "labels"),
        (json.dumps(alert(labels={str(n): 1 for n in range(80)})).encode(), "labels"),
        (json.dumps({"alerts": []}).encode(), "alerts"),
        (json.dumps({"alerts": {}}).encode(), "alerts"),
        (json.dumps({"alerts": [alert()] * 201}).encode(), "alerts"),
        (json.dumps({"alerts": [alert(), 7]}).encode(), "alerts.1"),
        (json.dumps({"alerts": [alert(), alert(title="")]}).encode(), "alerts.1.title"),
    ],
)
def test_what_cannot_be_read_is_named_and_changes_nothing(
    room: Room, body: bytes, field: str
) -> None:
    source = room.source()
    answer = source.post(body)
    problem = json.loads(answer.content)
    assert (answer.status_code, problem["type"]) == (422, "urn:huiyin:problem:malformed")
    assert [one["field"] for one in problem["errors"]] == [field]
    assert Post.objects.get().outcome == Outcome.MALFORMED
    assert not room.desk.told


def test_too_many_posts_in_a_minute_wait(room: Room, clock: Any) -> None:
    source = room.source(per_minute=2)
    for _ in range(3):
        source.post(alert(), headers={})
    assert [source.post(alert()).status_code for _ in range(3)] == [200, 200, 429]
    assert source.post(alert())["Retry-After"] == "60"
    clock.advance(minutes=1)
    assert source.post(alert()).status_code == 200


def test_refused_posts_are_not_written_down_without_limit(room: Room, clock: Any) -> None:
    source = room.source()
    for _ in range(25):
        assert source.post(alert(), headers={}).status_code == 401
    assert Post.objects.count() == 20
    clock.advance(minutes=1)
    source.post(alert(), headers={})
    assert Post.objects.count() == 21


def test_our_own_failure_keeps_nothing_and_asks_to_send_again(room: Room) -> None:
    source = room.source()
    room.desk.fault = ZeroDivisionError()
    answer = source.post(alert(), message_id="m")
    assert answer.status_code == 500
    assert json.loads(answer.content)["type"] == "urn:huiyin:problem:failed"
    assert Post.objects.get().outcome == Outcome.FAILED
    assert not Signal.objects.exists()
    room.desk.fault = None
    assert source.outcomes(alert(), message_id="m") == ["opened"]


def test_without_the_database_it_is_asked_to_come_later(room: Room) -> None:
    source = room.source()
    room.desk.fault = OperationalError()
    answer = source.post(alert())
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_an_integrity_error_of_the_target_is_not_taken_for_a_copy(room: Room) -> None:
    from django.db import IntegrityError

    source = room.source()
    room.desk.fault = IntegrityError()
    with pytest.raises(IntegrityError):
        source.post(alert())


@pytest.mark.parametrize("kind", SourceKind.values)
def test_each_kind_reads_its_own_sample(room: Room, kind: str) -> None:
    source = room.source(kind=kind, proof=formats.PROOFS[kind][0])
    now = kit_clock.now().timestamp()
    assert source.outcomes(formats.sample(kind, now)) == ["opened"]
    told = room.desk.told[0][0]
    assert (told.title, told.at) == ("测试告警：磁盘将满", kit_clock.now())
    assert told.severity.value in {"critical", "major"}
