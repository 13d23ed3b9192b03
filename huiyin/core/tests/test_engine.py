from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from huiyin.core.engine import decide
from huiyin.core.event import Event, Fact, Who
from huiyin.core.evidence import Channel, Evidence, Proof
from huiyin.core.memory import MemoryBook
from huiyin.core.obligation import Advance, Change, Cohort, Deem, Meet, Open, Ping, Raise, State
from huiyin.core.policy import Policy
from huiyin.core.terms import TermError
from huiyin.core.tests.world import CALENDAR, at, event, policy, said

CONFIRM = """
[[clause.rule]]
on = "notices.published"
when = { urgency = "important" }
bearer = "recipients"
owes = "confirm_notice"
within = "1h"
met_by = "notices.confirmed"
excused_by = "notices.unreachable"
ladder = [
  { after = "1h", who = "bearer", do = "remind" },
  { after = "2h", who = "initiator", do = "phone_unread", within = "30min" },
  { after = "3h", who = "bearer", do = "remind" },
  { after_due = "1wd", who = "head_of(bearer)", do = "escalate" },
  { before_due = "2h", who = "bearer", do = "remind" },
]
"""
DEEM = """
[[clause.rule]]
on = "tasks.assigned"
bearer = "owner"
owes = "accept_task"
within = "24h"
met_by = "tasks.accepted"
deem = true
ladder = [
  { after = "20h", who = "bearer", do = "remind" },
  { after_due = "1h", who = "bearer", do = "remind" },
]
"""
RHYTHM = """
[[clause.rule]]
on = "incidents.opened"
bearer = "commander"
owes = "post_update"
within = "every 30min until incidents.resolved"
met_by = "incidents.updated"
"""
PLAIN = """
[[clause.rule]]
on = "a.b"
bearer = "recipients"
owes = "do_it"
met_by = "a.done"
ladder = [
  { after = "1h", who = "bearer", do = "remind" },
  { after_due = "1h", who = "bearer", do = "remind" },
]
"""
WANTED: dict[str, Fact] = {"urgency": "important"}


class World:
    """A book, a policy in force, older versions, and the door between them."""

    def __init__(self, rules: str, **roles: Sequence[str]) -> None:
        self.versions: dict[int | None, Policy] = {}
        self.enact(1, rules)
        heads: dict[Who, Who] = {"li": "sun", "zhao": "qian"}
        self.book = MemoryBook(roles={"initiator": ["wang"], **roles}, heads=heads)

    def enact(self, version: int, rules: str) -> None:
        self.versions[version] = self.versions[None] = policy(rules, version)

    def decide(self, happened: Event) -> list[Change]:
        return decide(self.versions.__getitem__, self.book, happened, CALENDAR)

    def happen(self, kind: str, when: str, actor: str | None = None, **facts: Fact) -> list[Change]:
        happened = event(kind, when, actor, **facts)
        changes = self.decide(happened)
        self.book.apply(changes, happened.at)
        return changes

    def cohort(self, verb: str) -> Cohort:
        return next(each for each in self.book.cohorts("case:1") if each.verb == verb)


@pytest.fixture
def published() -> World:
    world = World(CONFIRM, recipients=["li", "zhao"])
    world.happen("notices.published", "09:00", "wang", **WANTED)
    return world


def only(changes: Sequence[Change]) -> Change:
    assert len(changes) == 1
    return changes[0]


@pytest.mark.req("N15", "Z01")
def test_a_rule_that_fits_opens_a_cohort() -> None:
    opened = only(World(CONFIRM).decide(event("notices.published", "09:00", "wang", **WANTED)))
    assert isinstance(opened, Open)
    assert (opened.rule, opened.policy_version, opened.verb) == ("1/0", 1, "confirm_notice")
    assert (opened.bearers, opened.beneficiary) == ("recipients", "initiator")
    assert (opened.met_by, opened.excused_by) == ("notices.confirmed", "notices.unreachable")
    assert opened.due is not None
    assert said(opened.due.at) == "2026-11-23 10:00:00"
    assert said(opened.next_at) == "2026-11-23 10:00:00"
    assert opened.parent is None


def test_a_rule_that_does_not_fit_opens_nothing() -> None:
    world = World(CONFIRM)
    assert world.decide(event("notices.published", "09:00", "wang", urgency="routine")) == []
    assert world.decide(event("notices.closed", "09:00", "wang")) == []


def test_the_same_event_twice_opens_once(published: World) -> None:
    assert published.decide(event("notices.published", "09:00", "wang", **WANTED)) == []
    later = only(published.decide(event("notices.published", "09:30", "wang", **WANTED)))
    assert isinstance(later, Open)


def test_a_missing_fact_names_the_rule() -> None:
    world = World(CONFIRM.replace('"1h"\nmet', '"by reply_by"\nmet'))
    with pytest.raises(TermError, match="1/0：事实 reply_by"):
        world.decide(event("notices.published", "09:00", "wang", **WANTED))


@pytest.mark.req("N15")
@pytest.mark.parametrize(
    ("when", "state"),
    [("10:00:00", State.MET), ("10:00:01", State.MET_LATE)],
)
def test_the_last_second_is_in_time(published: World, when: str, state: State) -> None:
    changes = published.happen("notices.confirmed", when, "li", proof="button", channel="inbox")
    moment = at(f"2026-11-23 {when}")
    assert changes == [
        Meet(1, "li", state, moment, Proof.BUTTON, Channel.INBOX),
        Raise("case:1", "li", Evidence.ACKNOWLEDGED, moment, Channel.INBOX, Proof.BUTTON),
    ]
    assert published.book.state(1, "li") is state
    assert published.book.state(1, "zhao") is State.OPEN
    assert published.book.state(1, "wang") is None


@pytest.mark.req("N16")
def test_someone_is_excused_by_another(published: World) -> None:
    changes = published.happen("notices.unreachable", "12:00", "wang", person="zhao")
    assert only(changes) == Meet(1, "zhao", State.EXCUSED, at("2026-11-23 12:00"), None, None)


def test_an_act_by_nobody_meets_nothing(published: World) -> None:
    assert published.decide(event("notices.confirmed", "09:30")) == []


@pytest.mark.req("Z03")
def test_a_receipt_raises_and_never_meets(published: World) -> None:
    raised = only(
        published.happen(
            "receipts.received", "09:30", person="li", proof=int(Proof.BUTTON), channel=2
        )
    )
    moment = at("2026-11-23 09:30")
    assert raised == Raise(
        "case:1", "li", Evidence.ACKNOWLEDGED, moment, Channel.MAIL, Proof.BUTTON
    )
    assert published.book.state(1, "li") is State.OPEN


@pytest.mark.req("Z03")
@pytest.mark.parametrize(
    "facts",
    [
        {"person": "li", "proof": "page_opened", "channel": "webpush"},  # a push proves nothing
        {"person": "li", "proof": "button"},
        {"person": "li", "channel": "mail"},
        {"proof": "button", "channel": "mail"},
    ],
)
def test_a_receipt_that_shows_nothing_changes_nothing(
    published: World, facts: dict[str, Fact]
) -> None:
    assert published.decide(event("receipts.received", "09:30", None, **facts)) == []


@pytest.mark.parametrize(
    ("proof", "kind"), [("oath", ValueError), (99, ValueError), ((), ValueError)]
)
def test_an_unknown_proof_is_refused(published: World, proof: Fact, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        published.decide(event("receipts.received", "09:30", "li", proof=proof, channel="mail"))


@pytest.mark.req("Z03")
def test_proof_counts_even_after_all_is_closed(published: World) -> None:
    for person in ("li", "zhao"):
        published.happen("notices.confirmed", "09:30", person, proof="button", channel="inbox")
    changes = published.happen(
        "notices.confirmed", "09:40", "wang", person="li", proof="spoken", channel="phone"
    )
    assert isinstance(only(changes), Raise)
    row = published.book.entries[1].rows["li"]
    assert (row.state, row.evidence, row.channel) == (
        State.MET,
        Evidence.UNDERSTOOD,
        Channel.PHONE,
    )


@pytest.mark.req("N16")
def test_the_ladder_is_climbed_rung_by_rung(published: World) -> None:
    assert published.happen("clock.passed", "09:59:59") == []
    first = published.happen("clock.passed", "10:00")
    assert first == [Advance(1, 1, at("2026-11-23 11:00")), Ping(1, 1, "remind")]
    advance, phone = published.happen("clock.passed", "11:00")
    assert advance == Advance(1, 2, at("2026-11-23 12:00"))
    assert isinstance(phone, Open)
    assert (phone.rule, phone.verb, phone.bearers) == ("1/0#1", "phone_unread", "initiator")
    assert (phone.parent, phone.next_at, phone.met_by) == (1, None, "")
    assert phone.due is not None
    assert said(phone.due.at) == "2026-11-23 11:30:00"
    assert published.happen("clock.passed", "11:00") == []
    published.happen("clock.passed", "12:00")
    advance, head = published.happen("clock.passed", "2026-11-24 10:00")
    assert advance == Advance(1, 4, None)
    assert isinstance(head, Open)
    assert (head.rule, head.bearers, head.due) == ("1/0#3", "head_of(bearer)", None)
    assert published.happen("clock.passed", "2026-11-25 10:00") == []


def test_after_an_outage_the_last_rung_of_each_kind_acts(published: World) -> None:
    advance, *acts = published.happen("clock.passed", "15:00")
    assert advance == Advance(1, 3, at("2026-11-24 10:00"))
    assert [type(act) for act in acts] == [Open, Ping]
    assert acts[1] == Ping(1, 3, "remind")
    phone = acts[0]
    assert isinstance(phone, Open)
    assert said(phone.born_at) == "2026-11-23 11:00:00"


def test_whoever_has_confirmed_is_not_chased(published: World) -> None:
    published.happen("notices.confirmed", "09:30", "li")
    published.happen("notices.confirmed", "09:40", "zhao")
    assert published.book.next_look() is None
    assert published.happen("clock.passed", "15:00") == []


def test_an_old_duty_keeps_its_own_version(published: World) -> None:
    published.enact(2, CONFIRM.replace('after = "1h"', 'after = "5min"'))
    assert published.decide(event("clock.passed", "09:30")) == []
    published.happen("notices.published", "09:20", "wang", **WANTED)
    newer = published.happen("clock.passed", "09:30")
    assert newer == [Advance(2, 1, at("2026-11-23 11:20")), Ping(2, 1, "remind")]


def test_silence_is_accepted_at_the_due_time() -> None:
    world = World(DEEM, owner=["li"])
    opened = only(world.happen("tasks.assigned", "09:00", "wang"))
    assert isinstance(opened, Open)
    assert said(opened.next_at) == "2026-11-24 05:00:00"
    advance, _ping = world.happen("clock.passed", "2026-11-24 05:00")
    assert advance == Advance(1, 1, at("2026-11-24 09:00"))
    changes = world.happen("clock.passed", "2026-11-24 12:00")
    assert changes == [Advance(1, 2, None), Deem(1, at("2026-11-24 09:00"))]
    assert world.book.state(1, "li") is State.DEEMED
    assert world.book.cohorts("case:1") == []


def test_a_duty_without_a_due_time() -> None:
    world = World(PLAIN, recipients=["li"])
    opened = only(world.happen("a.b", "09:00"))
    assert isinstance(opened, Open)
    assert (opened.due, said(opened.next_at)) == (None, "2026-11-23 10:00:00")
    assert world.happen("clock.passed", "10:00") == [Advance(1, 1, None), Ping(1, 1, "remind")]
    met = only(world.happen("a.done", "2027-01-05 10:00", "li"))
    assert isinstance(met, Meet)
    assert met.state is State.MET


def beats(world: World) -> list[tuple[str, str]]:
    entries = world.book.entries.values()
    return [
        (f"{local(entry.cohort.due_at):%H:%M}", entry.rows["li"].state.name) for entry in entries
    ]


def local(moment: datetime | None) -> datetime:
    assert moment is not None
    return moment.astimezone(CALENDAR.zone)


@pytest.mark.req("Z01")
def test_a_rhythm_asks_again_at_each_beat() -> None:
    world = World(RHYTHM, commander=["li"])
    world.happen("incidents.opened", "09:00")
    world.happen("incidents.updated", "09:20", "li")
    assert beats(world) == [("09:30", "MET"), ("10:00", "OPEN")]
    world.happen("incidents.updated", "09:25", "li")  # a second word in the same half hour
    assert beats(world) == [("09:30", "MET"), ("10:00", "OPEN")]
    world.happen("clock.passed", "10:00")
    assert beats(world)[1:] == [("10:00", "OPEN"), ("10:30", "OPEN")]
    world.happen("incidents.updated", "10:10", "li")
    assert beats(world)[1:] == [("10:00", "MET_LATE"), ("10:30", "MET"), ("11:00", "OPEN")]
    world.happen("incidents.resolved", "10:40")
    assert beats(world)[-1] == ("11:00", "EXCUSED")
    assert world.book.next_look() is None


def test_after_an_outage_a_rhythm_asks_for_the_current_beat_only() -> None:
    world = World(RHYTHM, commander=["li"])
    world.happen("incidents.opened", "09:00")
    world.happen("clock.passed", "11:10")
    assert beats(world) == [("09:30", "OPEN"), ("11:30", "OPEN")]
    world.happen("incidents.updated", "11:15", "li")
    assert beats(world) == [("09:30", "MET_LATE"), ("11:30", "MET"), ("12:00", "OPEN")]


def test_a_late_word_before_the_clock_looked_keeps_the_rhythm() -> None:
    world = World(RHYTHM, commander=["li"])
    world.happen("incidents.opened", "09:00")
    world.happen("incidents.updated", "09:31", "li")
    assert beats(world) == [("09:30", "MET_LATE"), ("10:00", "OPEN")]


def test_a_rung_follows_no_rule_of_its_own(published: World) -> None:
    published.happen("clock.passed", "11:00")
    rung = published.cohort("phone_unread")
    published.book.entries[rung.key].cohort = replace(rung, next_at=rung.born_at)
    assert published.happen("clock.passed", "11:10") == []
    assert isinstance(only(published.happen("notices.confirmed", "11:20", "li")), Meet)
