"""The whole demo company: texts that want to run in every field, strangers at every door."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from huiyin.cases.models import Case
from huiyin.config import throttle
from huiyin.directory.tallies import Limit
from tests.architecture import sweep
from tests.architecture.scene import undone
from tests.security import payloads, places, stored, strangers, world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("company"),
]

UNFILLED = {"problems.Month", "regulation.Review"}
"""Tables that the demo leaves empty and nobody can fill without their case."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for everything is not told to wait."""
    cache.clear()
    for name in ("SEARCH", "UPLOAD", "CLOSED", "RESETS", "RESET"):
        known: Limit = getattr(throttle, name)
        monkeypatch.setattr(throttle, name, Limit(known.what, 1_000_000, known.per))


@pytest.fixture
def secrets(house: list[str]) -> Iterator[None]:
    """Everything is confidential, every word is marked."""
    with undone():
        Case.objects.update(classification="confidential")
        world.rewrite(lambda _table, _column, most: strangers.MARK[:most])
        yield


def test_every_table_has_a_row(house: list[str]) -> None:
    assert set(house) <= UNFILLED


def test_every_argument_of_every_address_is_known() -> None:
    assert places.unknown() == [], "say in places.py what it is the key of"


def test_every_address_that_is_open_exists() -> None:
    every = [*sweep.addresses(), *sweep.operations()]
    named = [*strangers.OPEN, *strangers.ADMINISTERED]
    assert [name for name in named if not any(one.startswith(name) for one in every)] == []


def test_what_arguments_mean_exists() -> None:
    labels = {*places.MODELS.values(), *places.CASES.values(), *places.ITEMS.values()}
    assert [label for label in sorted(labels) if not apps.get_model(label)] == []


def test_the_names_of_parameters_are_found() -> None:
    assert {"q", "origin", "about"} <= set(strangers.parameters())


@pytest.mark.req("R01", "R02")
@pytest.mark.parametrize("kind", ["employee", "administrator"])
def test_no_id_opens_what_somebody_may_not_see(secrets: None, kind: str) -> None:
    wrong: list[str] = []
    wanted = [
        (address, method, path)
        for address, method in strangers.asked()
        for path in places.paths(address, most=2, strangers=True)
    ]
    stranger = strangers.of_kind(kind)
    for address, method, path in wanted:
        if not (stranger.administers and address.startswith(strangers.ADMINISTERED)):
            wrong += strangers.faults(stranger, address, method, path)
    assert len(wanted) > 700
    assert not wrong, "\n".join(sorted(set(wrong))[:60])


@pytest.mark.req("R02")
def test_no_id_in_a_query_or_a_form_tells_what_somebody_may_not_see(secrets: None) -> None:
    wrong: list[str] = []
    names = [name for name in strangers.parameters() if strangers.ID_LIKE.search(name)]
    stranger = strangers.of_kind("administrator")
    known = set(Case.objects.visible_to(stranger.person).values_list("pk", flat=True))
    named = Case.objects.filter(title__regex="[一-龥]{3}").exclude(pk__in=known)
    hidden = list(named.order_by("scenario", "-pk").distinct("scenario"))
    assert len(hidden) >= 4
    for turn, (address, method) in enumerate(strangers.without_ids()):
        for case in {hidden[turn % len(hidden)], hidden[(turn * 3 + 1) % len(hidden)]}:
            value = case.number if turn % 3 == 0 and case.number else str(case.pk)
            wrong += strangers.told(stranger, address, method, dict.fromkeys(names, value), case)
    assert not wrong, "\n".join(sorted(set(wrong))[:60])


@pytest.mark.req("R02", "R06")
def test_no_list_tells_what_somebody_may_not_see(secrets: None) -> None:
    stranger = strangers.of_kind("employee")
    titles = {case.title for case in Case.objects.all() if strangers.MARK in case.title}
    told = []
    for address, method in strangers.without_ids():
        if method == "GET" and not strangers.is_open(address):
            content = _text(stranger.ask("GET", next(iter(places.paths(address)))))
            told += [f"{address}: {title}" for title in titles if title in content]
    assert len(titles) > 30
    assert told == []


@pytest.mark.req("R01")
def test_no_page_runs_what_somebody_wrote(house: list[str]) -> None:
    with undone():
        hand = payloads.Hand()
        assert stored.store(hand) > 1000
        assert len(hand.dealt) >= 200
        seen = stored.walk()
    assert not seen.wrong, "\n".join(sorted(set(seen.wrong))[:60])
    assert len(+seen.shown) > 100, "too few pages show what was written"
    assert seen.kinds["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] >= 5


def _text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(content).decode("utf-8", "replace")


HOSTILE = {
    "nothing": "\x00", "halves": "\ud800x", "huge": "9" * 400, "less": "-9223372036854775809",
    "deep": "[" * 20_000, "path": "../../../../etc/passwd", "long": "回" * 70_000,
    "odd": "\u202e\ufeff{}';--", "number": "1e999", "date": "0000-00-00T99:99",
}  # fmt: skip


LARGE, MANY = 1000, 5
"""Of texts of so many bytes only so many fields at once: a form of all would be too large to be read."""


@pytest.mark.timeout(1800)
@pytest.mark.skipif(
    not os.environ.get("HUIYIN_SECURITY"), reason="many minutes; HUIYIN_SECURITY=full asks for it"
)
def test_nothing_that_is_sent_breaks_a_page(house: list[str]) -> None:
    client = stored.client_of("何青")
    names, kinds = strangers.parameters(), sorted(HOSTILE)
    wrong = []
    for turn, (address, method, path) in enumerate(_asked_about()):
        for kind in {kinds[turn % len(kinds)], kinds[(turn * 7 + 3) % len(kinds)]}:
            value = HOSTILE[kind].encode("utf-8", "surrogatepass")
            some = names if len(value) < LARGE else [names[turn % len(names)], *names[:MANY]]
            data = dict.fromkeys(some, value)
            if _status(client, method, path, data) >= 500:
                wrong.append(f"{address} {method} {path} with {kind}")
    assert wrong == []


def _asked_about() -> Iterator[tuple[str, str, str]]:
    rows = {(row.address, row.method) for row in sweep.table()}
    for address, method in sorted(rows):
        if not address.startswith(("api ", "^")) and address != "readyz":
            for path in places.paths(address, most=1):
                yield address, method, path


def _status(client: Client, method: str, path: str, data: dict[str, bytes]) -> int:
    with undone():
        if method == "GET":
            query = "&".join(f"{name}={_quoted(value[:3000])}" for name, value in data.items())
            answer: Any = client.get(path, QUERY_STRING=query[:60_000])
        else:
            answer = client.post(path, data)
    return int(answer.status_code)


def _quoted(value: bytes) -> str:
    return "".join(f"%{byte:02X}" for byte in value)
