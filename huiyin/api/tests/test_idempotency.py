"""A POST that is sent twice acts once: repeats, other requests, refusals, races, a crash."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from huiyin.api import idempotency, purge
from huiyin.api.models import ApiToken, IdempotentAnswer
from huiyin.cases.tests.rest_client import Program, read
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.tests.stage import TEXT, Stage

Caller = Callable[[str], Program]
LIST = "工号,姓名,部门\nP1,甲一,云桥科技\n".encode()


def test_the_same_again_is_answered_alike_and_does_nothing(caller: Caller) -> None:
    author = caller("林若溪")
    first = author.send("POST", "/notices", {"title": "一"}, key="k-1")
    entries = Entry.objects.count()
    again = author.send("POST", "/notices", {"title": "一"}, key="k-1")
    assert read(again, 201) == read(first, 201)
    assert (first.get("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (None, "true")
    assert (Notice.objects.count(), Entry.objects.count()) == (1, entries)


def test_another_request_may_not_use_the_key(stage: Stage, caller: Caller) -> None:
    author = caller("林若溪")
    author.post("/notices", {"title": "一"}, status=201, key="k")
    for path, body in [("/notices", {"title": "二"}), ("/notices?a=1", {"title": "一"})]:
        problem = author.post(path, body, status=422, key="k")
        assert problem["type"].endswith("idempotency-key-reused")
    assert Notice.objects.count() == 1
    caller("白露").post("/notices", {"title": "二"}, status=201, key="k")


def test_without_a_key_every_post_acts(caller: Caller) -> None:
    author = caller("林若溪")
    for _round in range(2):
        author.post("/notices", {}, status=201)
    assert Notice.objects.count() == 2
    assert not IdempotentAnswer.objects.exists()


@pytest.mark.parametrize("key", ["x" * 129, "with blank", "schlüssel"])
def test_a_malformed_key_is_refused(caller: Caller, key: str) -> None:
    problem = caller("林若溪").post("/notices", {}, status=400, key=key)
    assert problem["type"].endswith("idempotency-key-malformed")
    assert not Notice.objects.exists()


def test_a_refusal_keeps_the_key_free(stage: Stage, caller: Caller) -> None:
    author, draft = caller("林若溪"), stage.draft(contact="")
    path = f"/notices/{draft.pk}"
    author.post(f"{path}/publish", status=422, key="k")
    author.patch(path, {"contact": TEXT["contact"]})
    assert author.post(f"{path}/publish", key="k")["state"] == "published"
    assert Entry.objects.filter(kind="notices.published").count() == 1


def test_no_token_no_key(stage: Stage) -> None:
    Program().post("/notices", {}, status=401, key="k")


def test_files_count_by_their_content(caller: Caller) -> None:
    program = caller("罗一鸣")

    def upload(content: bytes) -> Any:
        file = SimpleUploadedFile("people.csv", content)
        return program.upload("/people/import", file=file, key="k")

    first = read(upload(LIST), 200)
    again = upload(LIST)
    assert read(again, 200) == first
    assert again["Idempotency-Replayed"] == "true"
    read(upload(LIST + "P2,乙二,云桥科技\n".encode()), 422)


def test_what_cannot_be_remembered_does_not_happen(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = caller("林若溪")

    def failing(**_values: Any) -> None:
        raise OSError

    monkeypatch.setattr(IdempotentAnswer.objects, "create", failing)
    author.post("/notices", {}, status=500, key="k")
    assert not Notice.objects.exists()
    assert not Entry.objects.exists()


def test_a_key_is_free_again_after_a_day(caller: Caller) -> None:
    author = caller("林若溪")
    author.post("/notices", {"title": "一"}, status=201, key="k")
    clock.advance(timedelta(hours=23, minutes=59))
    assert purge.purge() == 0
    author.post("/notices", {"title": "二"}, status=422, key="k")
    clock.advance(timedelta(minutes=1))
    author.post("/notices", {"title": "二"}, status=201, key="k")
    clock.advance(timedelta(days=1))
    assert purge.purge() == 1


@pytest.mark.django_db(transaction=True)
def test_the_purge_runs_until_told_to_stop(caller: Caller) -> None:
    caller("林若溪").post("/notices", {}, status=201, key="k")
    clock.advance(timedelta(days=1))

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            assert timeout == purge.EVERY
            self.set()
            return True

    purge.run(Stop())
    assert not IdempotentAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_while_one_is_at_work_the_other_waits_outside(caller: Caller) -> None:
    author = caller("林若溪")
    token = ApiToken.objects.get()
    holds, enough = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                idempotency._claim(token, "k")
                holds.set()
                assert enough.wait(30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(hold)
        assert holds.wait(30)
        answer = author.send("POST", "/notices", {}, key="k")
        author.post("/notices", {}, status=201, key="another")
        enough.set()
        working.result(30)
    assert read(answer, 409)["type"].endswith("idempotency-key-in-use")
    assert answer["Retry-After"] == "1"
    author.post("/notices", {}, status=201, key="k")


@pytest.mark.req("R05")
@pytest.mark.django_db(transaction=True)
def test_many_at_once_act_once(stage: Stage, caller: Caller) -> None:
    author, draft = caller("林若溪"), stage.draft()
    start = threading.Barrier(4)

    def publish() -> int:
        program = Program(author.token)
        start.wait(30)
        try:
            answer = program.send("POST", f"/notices/{draft.pk}/publish", key="k")
            while answer.status_code == 409:
                answer = program.send("POST", f"/notices/{draft.pk}/publish", key="k")
            return int(answer.get("Idempotency-Replayed") == "true")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        replayed = [work.result(60) for work in [pool.submit(publish) for _one in range(4)]]
    assert sum(replayed) == 3
    assert Entry.objects.filter(kind="notices.published").count() == 1
    assert IdempotentAnswer.objects.count() == 1
