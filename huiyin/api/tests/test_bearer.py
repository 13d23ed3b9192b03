"""Who is let in: good tokens only, ended ones at once no more, wrong ones not for ever."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from huiyin.api import bearer, tokens
from huiyin.api.models import ApiToken
from huiyin.cases.tests.rest_client import Program, read
from huiyin.kit import clock
from huiyin.scenarios.notices.tests.stage import Stage

Caller = Callable[[str], Program]
WRONG = tokens.PREFIX + "x" * 43


def test_a_token_acts_as_its_person(stage: Stage, caller: Caller) -> None:
    me = caller("叶蓁").get("/me")
    assert (me["name"], me["department"]["name"]) == ("叶蓁", "财务部")
    assert me["roles"] == ["auditor", "employee", "head"]


@pytest.mark.parametrize(
    "token", ["", WRONG, "x", "hy_", "hy_\u4e2d", "hy_" + "x" * 5000, tokens.PREFIX + "x\ty"]
)
def test_without_a_good_token_nothing_opens(stage: Stage, token: str) -> None:
    answer = Program(token.encode().decode("latin-1")).send("GET", "/me")
    assert read(answer, 401)["type"] == "about:blank"
    told = 'Bearer realm="huiyin"' + (', error="invalid_token"' if token else "")
    assert answer["WWW-Authenticate"] == told


def test_another_scheme_is_no_token(stage: Stage, caller: Caller) -> None:
    program = caller("白露")
    answer = program.client.get("/api/v1/me", headers={"Authorization": f"Basic {program.token}"})
    read(answer, 401)


def test_a_session_counts_nothing(stage: Stage) -> None:
    read(stage.client("白露").get("/api/v1/me"), 401)


def test_a_token_ends_at_its_hour(stage: Stage) -> None:
    soon = clock.now() + timedelta(hours=1)
    program = Program(tokens.create_token(stage["白露"], "短", soon))
    clock.advance(timedelta(minutes=59, seconds=59))
    program.get("/me")
    clock.advance(timedelta(seconds=1))
    program.get("/me", status=401)


def test_a_revoked_token_ends_at_once(stage: Stage, caller: Caller) -> None:
    program = caller("白露")
    program.get("/me")
    assert tokens.revoke(ApiToken.objects.get().pk, person=stage["白露"])
    program.get("/me", status=401)


def test_who_left_is_nobody(stage: Stage, caller: Caller) -> None:
    program, person = caller("白露"), stage["白露"]
    person.active = False
    person.save()
    program.get("/me", status=401)


def test_only_the_digest_is_kept(stage: Stage, caller: Caller) -> None:
    token = caller("白露").token
    row = ApiToken.objects.values().get()
    assert token not in str(row)
    assert len(row["digest"]) == 64


def test_wrong_tokens_are_slowed_down_by_address(stage: Stage, caller: Caller) -> None:
    guesser = Program(WRONG, address="198.51.100.7")
    for _try in range(bearer.MOST_FAILURES - 1):
        guesser.get("/me", status=401)
    guesser.post("/notices", {}, key="k", status=401)
    answer = guesser.send("GET", "/me")
    read(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 60
    read(guesser.send("POST", "/notices", {}, key="k"), 429)
    Program(WRONG, address="198.51.100.8").get("/me", status=401)
    Program(caller("白露").token, address="198.51.100.7").get("/me")
    clock.advance(timedelta(minutes=1))
    guesser.get("/me", status=401)
