"""Everybody asks for everything: only what the table allows comes back, and no word beside it."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.cache import cache

from huiyin.ui import live
from tests.architecture import sweep
from tests.architecture.scene import (
    ACTORS,
    ANONYMOUS,
    CLASSES,
    KEYS,
    PREFIX,
    STATES,
    Actor,
    Exhibit,
    Scene,
)
from tests.architecture.sweep import Answer, Call, Row

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]

STATUSES = {"ok", "signin", "401", "403", "404", "409", "422", "503"}

ALWAYS_404 = {"^api/v1(?:/.*)?$"}
LIBRARIES = ("account_", "api:v1:openapi-json")
"""Their views take any method for GET or POST, which have rows."""

NAMED_BY_THE_CALLER = {"notices:save", "notices:mend", "notices:attach"}
"""A new draft's id is chosen by the browser, so an unknown one begins a draft."""

each_actor = pytest.mark.parametrize("actor", ACTORS, ids=KEYS)


@pytest.fixture(autouse=True)
def forgetful() -> None:
    """What another actor tried does not slow this one down."""
    cache.clear()


def test_every_address_has_its_rows() -> None:
    known = set(sweep.addresses()) | set(sweep.operations())
    written = {row.address for row in sweep.table()}
    assert known - written == set(), "no row: write down who may ask for it"
    assert written - known == set(), "a row for what does not exist"


def test_no_notice_is_left_out_or_named_twice() -> None:
    named = Counter(
        (row.address, row.method, kind, state)
        for row in sweep.table()
        for kind in row.kinds
        for state in row.states
    )
    assert [key for key, times in named.items() if times > 1] == []
    for address, method in {(key[0], key[1]) for key in named}:
        pairs = {(key[2], key[3]) for key in named if key[:2] == (address, method)}
        every = {(kind, state) for kind in CLASSES for state in STATES}
        assert pairs in ({(sweep.NONE, sweep.NONE)}, every), (address, method)


def test_the_cells_are_known() -> None:
    assert {cell for row in sweep.table() for _key, cell in row.cells} <= STATUSES


@pytest.mark.req("R01", "R02")
@each_actor
def test_everybody_gets_what_the_table_says(scene: Scene, actor: Actor) -> None:
    wrong: list[str] = []
    for row in sweep.table():
        for exhibit, call in sweep.calls(scene, row, actor):
            answer = sweep.ask(scene, actor, row.method, call)
            place = " ".join([row.address, row.method, *_words(exhibit)])
            if answer.status != row.expected(actor):
                wrong.append(f"{place}: {answer.status}, not {row.expected(actor)}")
            told = set(sweep.leaks(scene, actor, call, answer.content))
            if row.address == "notices:link" and exhibit:
                told -= sweep.told_by_link(scene, exhibit)
            wrong += [f"{place}: tells {word}" for word in sorted(told)]
            wrong += [f"{place}: {fault}" for fault in sweep.bare_headers(answer.response)]
            if _may_be_told_apart(scene, actor, row, exhibit, call, answer):
                wrong.append(f"{place}: differs from what does not exist")
    assert not wrong, "\n".join(wrong)


@pytest.mark.req("R02")
@each_actor
def test_no_part_of_a_page_tells_more(scene: Scene, actor: Actor) -> None:
    wrong: list[str] = []
    for place in _parts(scene):
        answer = sweep.ask(scene, actor, "GET", Call(place, part=True))
        told = sweep.leaks(scene, actor, Call(place), answer.content)
        wrong += [f"{place}: tells {word}" for word in told]
    assert not wrong, "\n".join(wrong)


@pytest.mark.req("R02", "R06")
@each_actor
def test_a_search_finds_what_may_be_seen_and_counts_nothing_else(
    scene: Scene, actor: Actor
) -> None:
    if actor is ANONYMOUS:
        return
    titles = {word for word in scene.secrets if word.endswith("title")}
    visible = {word for word in titles if sweep.allowed(actor, scene.secrets[word])}
    found = sweep.ask(scene, actor, "GET", Call("/search", {"q": PREFIX}))
    text = found.content.decode()
    assert {word for word in titles if word in text} == visible
    for word, secret in scene.secrets.items():
        if word.endswith("body"):
            hits = sweep.ask(scene, actor, "GET", Call("/search", {"q": word}))
            assert (str(secret.notice.id) in hits.content.decode()) is sweep.allowed(actor, secret)


@pytest.mark.parametrize("actor", [ANONYMOUS, ACTORS[1], ACTORS[5]], ids=lambda one: one.key)
def test_a_method_that_no_row_names_is_refused(scene: Scene, actor: Actor) -> None:
    wrong = []
    for address, method, call in _unwritten(scene):
        if address.startswith(LIBRARIES):
            continue
        answer = sweep.ask(scene, actor, method, call)
        refused = {"405", "404"} if address in ALWAYS_404 else {"405"}
        if actor is ANONYMOUS:
            refused = refused | {"signin", "401"}
        if answer.status not in refused:
            wrong.append(f"{address} {method}: {answer.status}")
    assert not wrong, "\n".join(wrong)


def test_a_leak_would_be_found(scene: Scene) -> None:
    secret = next(word for word, one in scene.secrets.items() if one.notice.kind == "internal")
    outsider, auditor = (ACTORS[KEYS.index(key)] for key in ("outsider", "auditor"))
    draft, body = scene.exhibits[0], scene.exhibits[4].canaries[1]
    assert sweep.leaks(scene, outsider, Call("/"), f"<p>{secret}</p>".encode()) == [secret]
    assert sweep.leaks(scene, auditor, Call("/"), body.encode()) == []
    token = live.topics(None, f"case:{draft.id}", "person:1")
    heard = sweep.leaks(scene, outsider, Call("/"), f'data-live-topics="{token}"'.encode())
    assert heard == [f"case:{draft.id}", "person:1"]


def _may_be_told_apart(
    scene: Scene, actor: Actor, row: Row, exhibit: Exhibit | None, call: Call, answer: Answer
) -> bool:
    """Whether a 404 for something that exists looks unlike one for nothing."""
    named = exhibit is None or exhibit.state != "published" or row.address in NAMED_BY_THE_CALLER
    if named or answer.status != "404":
        return False
    assert exhibit is not None
    none = sweep.ask(scene, actor, row.method, sweep.call_of_nothing(exhibit, call))
    same = len(none.response.content) == len(answer.response.content)
    return none.status != "404" or not same


def _words(exhibit: Exhibit | None) -> list[str]:
    return [exhibit.kind, exhibit.state] if exhibit else []


def _parts(scene: Scene) -> list[str]:
    places = ["/", "/?tab=owing", "/?tab=handled", "/?tab=done", "/ledger", "/search?q=kanari"]
    places += ["/palette?q=kanari", "/people", "/status", "/notices/recipients?to_q=kanari"]
    places += [f"/notices/?tab={tab}" for tab in ("waiting", "received", "issued", "drafts", "all")]
    places += [
        f"{sweep.API}/notices?view={view}"
        for view in ("all", "waiting", "received", "issued", "drafts")
    ]
    places += [f"{sweep.API}/people?q=kanari"]
    for exhibit in scene.exhibits:
        if exhibit.state != "published":
            continue
        places.append(f"/notices/{exhibit.id}")
        parts = ("ring", "unread", "counts", "timeline", "progress")
        places += [f"/notices/{exhibit.id}/echo?part={part}" for part in parts]
    return places


def _place(address: str, call: Call) -> str:
    """What operations of the API on one path have in common; of a page the path itself."""
    if not address.startswith("api "):
        return call.path
    return re.sub(r"\{\w+\}", "{}", sweep.operations()[address][1])


def _unwritten(scene: Scene) -> Iterator[tuple[str, str, Call]]:
    """Every address with every method that has no row; methods of one path count together."""
    written: dict[str, set[str]] = {}
    shown: dict[str, tuple[str, Call]] = {}
    for row in sweep.table():
        if row.kinds == {sweep.NONE}:
            about = sweep.plain(scene, row.address, row.method)
        else:
            about = sweep.about(scene, scene.exhibits[4], row.address, row.method)
        place = _place(row.address, about)
        written.setdefault(place, set()).add(row.method)
        shown[place] = row.address, about
    for place, (address, call) in shown.items():
        for method in sweep.METHODS:
            if method not in written[place]:
                yield address, method, Call(call.path)
