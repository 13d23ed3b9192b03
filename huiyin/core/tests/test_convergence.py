"""Any order and any doubling: the same events end in the same book."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.engine import decide
from huiyin.core.event import Event
from huiyin.core.evidence import Channel, Evidence, Proof, worth
from huiyin.core.memory import MemoryBook
from huiyin.core.obligation import Open
from huiyin.core.tests.test_engine import CONFIRM, DEEM, RHYTHM
from huiyin.core.tests.world import CALENDAR, at, event, policy

POLICY = policy(CONFIRM + DEEM + RHYTHM)
PEOPLE = ("li", "zhao", "bai")
KINDS = (
    "notices.published",
    "notices.confirmed",
    "notices.unreachable",
    "tasks.assigned",
    "tasks.accepted",
    "incidents.opened",
    "incidents.updated",
    "incidents.resolved",
    "receipts.received",
    "clock.passed",
)

receipts = st.builds(
    lambda kind, person, proof, channel, minute: event(
        kind,
        f"{9 + minute // 60:02}:{minute % 60:02}",
        person=person,
        proof=proof.value,
        channel=channel.value,
    ),
    st.sampled_from(["receipts.received", "notices.confirmed"]),
    st.sampled_from(PEOPLE),
    st.sampled_from(Proof),
    st.sampled_from(Channel),
    st.integers(0, 500),
)


def new_book() -> MemoryBook:
    roles = {"recipients": PEOPLE, "owner": PEOPLE[:1], "commander": PEOPLE[1:2]}
    return MemoryBook(roles={**roles, "initiator": ["wang"]}, heads={"li": "sun", "zhao": "sun"})


def happen(book: MemoryBook, events: Sequence[Event]) -> None:
    for each in events:
        book.apply(decide(lambda _version: POLICY, book, each, CALENDAR), each.at)


def published() -> MemoryBook:
    book = new_book()
    happen(book, [event("notices.published", "09:00", "wang", urgency="important")])
    return book


@pytest.mark.req("Z03")
@given(st.data(), st.lists(receipts, max_size=12))
def test_receipts_and_acts_in_any_order_and_number_converge(
    data: st.DataObject, events: list[Event]
) -> None:
    doubled = events + (data.draw(st.lists(st.sampled_from(events))) if events else [])
    shuffled = data.draw(st.permutations(doubled))
    straight, tangled = published(), published()
    happen(straight, events)
    happen(tangled, shuffled)
    for person in PEOPLE:
        seen = [
            worth(Proof(each.facts["proof"]), Channel(each.facts["channel"]))  # type: ignore[arg-type]
            for each in events
            if each.facts["person"] == person
        ]
        expected = max([Evidence.DELIVERED, *seen])
        assert straight.entries[1].rows[person].evidence == expected
        assert tangled.entries[1].rows[person].evidence == expected


@given(
    st.lists(
        st.tuples(
            st.sampled_from(KINDS), st.sampled_from(PEOPLE), st.integers(1, 90), st.booleans()
        ),
        max_size=25,
    )
)
def test_deciding_twice_opens_once_and_every_event_may_come_twice(
    acts: list[tuple[str, str, int, bool]],
) -> None:
    once, twice = new_book(), new_book()
    minute = 0
    for kind, person, step, again in acts:
        minute += step
        moment = f"2026-11-{23 + minute // 900:02} {9 + minute % 900 // 60:02}:{minute % 60:02}"
        happened = event(kind, moment, person, urgency="important", proof="button", channel="mail")
        happen(once, [happened])
        happen(twice, [happened] * (2 + again))
        repeated = decide(lambda _version: POLICY, twice, happened, CALENDAR)
        assert not any(isinstance(change, Open) and change.parent for change in repeated)
    assert once.entries == twice.entries
    keys = [
        (each.cohort.rule, each.cohort.due_at, each.cohort.parent) for each in once.entries.values()
    ]
    assert len(keys) == len(set(keys))


@given(st.lists(st.integers(0, 3000), max_size=10))
def test_the_ladder_ends_alike_however_often_the_clock_comes(minutes: list[int]) -> None:
    book = published()
    end = at("2026-11-26 09:00")
    looks = [event("clock.passed", "09:00").at.timestamp() + 60 * minute for minute in minutes]
    moments = sorted(looks)
    start = at("2026-11-23 09:00")
    for seconds in moments:
        moment = start.fromtimestamp(seconds, tz=CALENDAR.zone)
        happen(book, [Event("clock.passed", "case:1", moment)])
    happen(book, [Event("clock.passed", "case:1", end)])
    verbs = sorted(entry.cohort.verb for entry in book.entries.values())
    assert verbs == ["confirm_notice", "escalate", "phone_unread"]
    assert book.entries[1].cohort.step == 4
    assert 1 <= len(book.heard) <= 2
    assert book.next_look() is None
