"""The two books agree: random regulations, audiences and histories end in the same state."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huiyin.core import engine, following
from huiyin.core.event import Event
from huiyin.core.memory import MemoryBook
from huiyin.directory.heads import heads_of
from huiyin.directory.models import Absence, Person
from huiyin.directory.tests.factories import make_company
from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.obligations import clock as obligation_clock
from huiyin.obligations import coverage, doctor, moving
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.obligations.record import record
from huiyin.obligations.tests.conftest import RolledBack, install, people
from huiyin.policies import in_force
from huiyin.worktime import calendars
from huiyin.worktime import people as keepers
from huiyin.worktime.models import Edition, OwnDay, Shift, Team, WorkCalendar

TERMS = (
    "30min", "2h", "1wd", "2wd", "4wh", "1mo", "by 17:00", "by fri 17:00", "by 1wd 12:00",
    "by month 9 10:00", "by month 10wd 12:00", "by quarter end 18:00", "every 1h until t.ended",
    "every 1wd 10:00 until t.ended", "every month endwd 18:00 until t.ended",
)  # fmt: skip
RUNGS = ("bearer:remind", "initiator:phone_unread", "head_of(bearer):look_after")
AFTER = ("30min", "1h", "3h", "1wd")
EVERY_DAY = {str(day): [["08:00", "20:00"]] for day in range(7)}
MORNING = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)  # Monday, 09:00 in Shanghai
CAST = ("陈屿", "秦朗", "白露", "孟夏", "唐果", "韩墨")

CHANGES = ("day off", "half day", "shift", "free shift", "leave", "back", "team", "team ends")

rules = st.fixed_dictionaries(
    {
        "on": st.sampled_from(["t.published", "t.asked"]),
        "bearer": st.sampled_from(["recipients", "recipients", "initiator"]),
        "within": st.sampled_from(TERMS),
        "met_by": st.sampled_from(["t.confirmed", "t.answered"]),
        "excused": st.booleans(),
        "ended": st.booleans(),
        "needs": st.sampled_from(["", "acknowledged", "understood", "as confirm"]),
        "deem": st.booleans(),
        "ladder": st.lists(st.tuples(st.sampled_from(AFTER), st.sampled_from(RUNGS)), max_size=3),
    }
)
HEADS_RULE: dict[str, Any] = {
    "on": "t.published",
    "bearer": "recipients",
    "within": "1h",
    "met_by": "t.confirmed",
    "excused": False,
    "ended": False,
    "needs": "",
    "deem": False,
    "ladder": [("1h", "head_of(bearer):look_after")],
}
ANSWER = ("t.confirmed", 0, "BUTTON")
RECEIPT = ("receipt", 1, "PAGE_OPENED")
SAID = ("", "confirm=teach_back", "confirm=none", "part=p1", "part=p2")
acts = st.one_of(
    st.tuples(
        st.just("publish"), st.sampled_from(["t.published", "t.asked"]), st.sampled_from(SAID)
    ),
    st.tuples(
        st.sampled_from(["t.confirmed", "t.answered", "t.excused"]),
        st.integers(0, 5),
        st.sampled_from(["BUTTON", "REPLY", "SPOKEN", "BUTTON part=p1", "QUIZ part=p2"]),
    ),
    st.tuples(
        st.just("receipt"),
        st.integers(0, 5),
        st.sampled_from(["PAGE_OPENED", "PIXEL", "SUBMITTED"]),
    ),
    st.tuples(st.just("t.ended"), st.none(), st.none()),
    st.tuples(st.just("calendar"), st.sampled_from(CHANGES), st.integers(0, 5)),
    st.tuples(st.just("pass"), st.sampled_from([1, 29, 31, 61, 180, 1441, 4320]), st.none()),
)


def regulation(drawn: list[dict[str, Any]]) -> str:
    """The drawn rules as TOML."""
    parts = ['[[route]]\nwhen = {}\nchannels = ["inbox"]\nconfirm = "acknowledge"\n']
    for number, rule in enumerate(drawn):
        rungs = ", ".join(
            f'{{ after = "{after}", who = "{rung.split(":")[0]}", do = "{rung.split(":")[1]}" }}'
            for after, rung in sorted(rule["ladder"], key=lambda r: AFTER.index(r[0]))
        )
        rhythm = rule["within"].startswith("every")
        lines = [
            f'[[clause]]\nid = "{number + 1}"\ntext = "条"\nkind = "executable"\n[[clause.rule]]',
            f'on = "{rule["on"]}"\nbearer = "{rule["bearer"]}"\nowes = "act_{number}"',
            f'within = "{rule["within"]}"\nmet_by = "{rule["met_by"]}"\nladder = [{rungs}]',
            'excused_by = "t.excused"' if rule["excused"] else "",
            'ended_by = "t.ended"' if rule["ended"] else "",
            f'needs = "{rule["needs"]}"' if rule["needs"] else "",
            "deem = true" if rule["deem"] and not rhythm else "",
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def said(words: str) -> dict[str, Any]:
    """``part=p1`` as a fact."""
    name, _, value = words.partition("=")
    return {name: value} if name else {}


@dataclass
class Twins:
    """The same history told to both books."""

    cast: list[Person]
    audience: set[int]
    subject: str
    memory: MemoryBook

    def tell(self, event: Event, to: list[Person]) -> None:
        """Record ``event`` in both."""
        facts: dict[str, Any] = (
            {"initiator": [event.facts["initiator"]]} if "initiator" in event.facts else {}
        )
        if to:
            facts["recipients"] = [person.pk for person in to]
        self.memory.cast(self.subject, facts)
        decided = engine.decide(in_force.version, self.memory, event, calendars.current())
        self.memory.apply(decided, event.at)
        record(event, sets={"recipients": people(*to)} if to else None)

    def play(self, act: tuple[Any, Any, Any]) -> None:
        """One act; the clock looks after each in both."""
        kind, first, second = act
        now, initiator = kit_clock.now(), self.cast[0].pk
        if kind == "pass":
            kit_clock.advance(timedelta(minutes=first))
        elif kind == "publish":
            to = [self.cast[n + 1] for n in sorted(self.audience)]
            facts = {"initiator": initiator, **said(second)}
            self.tell(Event(first, self.subject, now, initiator, facts), to)
        elif kind == "receipt":
            facts = {"person": self.cast[first + 1].pk, "proof": second, "channel": "MAIL"}
            self.tell(Event("receipts.received", self.subject, now, None, facts), [])
        elif kind == "calendar":
            self.change_calendar(first, self.cast[second + 1])
        elif kind == "t.ended":
            self.tell(Event(kind, self.subject, now, initiator, {}), [])
        else:
            proof, _, more = second.partition(" ")
            person = self.cast[first + 1].pk
            facts = {"person": person, "proof": proof, "channel": "INBOX", **said(more)}
            self.tell(Event(kind, self.subject, now, person, facts), [])
        self.look()

    def change_calendar(self, change: str, person: Person) -> None:
        """Working time is another from now on; both books follow."""
        alter(change, person)
        self.memory.working = keeping()
        moved = following.follow(self.memory, calendars.current(), kit_clock.now())
        assert moving.move({}).duties == moved
        assert moving.move({}).duties == 0

    def look(self) -> None:
        """Let both clocks look, and the SQL book fold."""
        now = kit_clock.now()
        while due := self.memory.due_subjects(now):  # a beat that a look opens may be due itself
            for subject in due:
                event = Event("clock.passed", subject, now)
                decided = engine.decide(in_force.version, self.memory, event, calendars.current())
                self.memory.apply(decided, now)
        while coverage.fold():
            pass
        obligation_clock.wake()
        while coverage.fold():
            pass


def alter(change: str, person: Person) -> None:
    """One change of working time, a day ahead."""
    now = kit_clock.now()
    day = (now + timedelta(days=1)).date()
    if change in {"day off", "half day"}:
        main = main_calendar()
        hours = [] if change == "day off" else [["09:00", "12:30"]]
        values = {"hours": hours, "title": change, "set_at": now}
        OwnDay.objects.update_or_create(calendar=main, day=day, defaults=values)
    elif change in {"shift", "free shift"}:
        hours = [["06:00", "10:00"], ["20:00", "24:00"]] if change == "shift" else []
        Shift.objects.update_or_create(person_id=person.pk, day=day, defaults={"hours": hours})
    elif change == "leave":
        ends = now + timedelta(days=1, hours=7)
        Absence.objects.create(person=person, starts_at=now + timedelta(hours=1), ends_at=ends)
    elif change == "team":
        team, _ = WorkCalendar.objects.get_or_create(name="轮班", defaults={"hours": EVERY_DAY})
        Team.objects.get_or_create(department_id=person.department_id, defaults={"calendar": team})
    else:
        (Absence if change == "back" else Team).objects.all().delete()
    Edition.objects.create(at=now)


def main_calendar() -> WorkCalendar:
    """The company's."""
    week = {str(day): [["09:00", "12:00"], ["13:00", "18:00"]] for day in range(5)}
    found, _ = WorkCalendar.objects.get_or_create(
        main=True, defaults={"name": "公司", "hours": week}
    )
    return found


def keeping() -> dict[Any, Any]:
    """Everybody who keeps another calendar than the company's."""
    first = MORNING - timedelta(days=400)
    everybody = "SELECT id AS person_id, department_id FROM directory_person"
    keepers.sort_out(everybody, [], first, first + timedelta(days=800))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT person_id, key FROM {keepers.TABLE} WHERE key <> ''")  # noqa: S608 - fixed
        keys = dict(cursor.fetchall())
    found = keepers.by_key(sorted(set(keys.values())), calendars.calendars())
    return {person: (key, found[key]) for person, key in keys.items()}


def of_memory(book: MemoryBook) -> list[Any]:
    """The in-memory book in a comparable form."""
    names = {key: entry.cohort.rule for key, entry in book.entries.items()}
    return sorted(
        (
            entry.cohort.rule,
            entry.cohort.verb,
            entry.cohort.part,
            int(entry.cohort.needs),
            str(entry.cohort.due_at),
            names.get(entry.cohort.parent or 0, ""),
            entry.cohort.step,
            str(entry.cohort.next_at),
            entry.closed_at is not None,
            sorted(
                (
                    int(who),
                    int(row.state),
                    int(row.evidence),
                    int(row.proof or 0),
                    int(row.channel or 0),
                )
                for who, row in entry.rows.items()
            ),
        )
        for entry in book.entries.values()
    )


def of_sql(subject: str) -> list[Any]:
    """The SQL book in the same form."""
    cohorts = list(Obligation.objects.filter(subject=subject))
    names = {row.pk: row.rule for row in cohorts}
    fields = ("person_id", "state", "evidence", "proof", "channel")
    return sorted(
        (
            row.rule,
            row.verb,
            row.part,
            row.needs,
            str(row.due_at),
            names.get(row.parent or 0, ""),
            row.step,
            str(row.next_at),
            row.closed_at is not None,
            sorted(
                tuple(int(value or 0) for value in bearer)
                for bearer in Bearer.objects.filter(obligation_id=row.pk).values_list(*fields)
            ),
        )
        for row in cohorts
    )


def pings(book: MemoryBook, subject: str) -> tuple[list[Any], list[Any]]:
    """Reminders of both: rule, step and number of people."""
    mine = sorted(
        (book.entries[heard.ping.cohort].cohort.rule, heard.ping.step, len(heard.people))
        for heard in book.heard
        if heard.people
    )
    rules_of = dict(Obligation.objects.values_list("id", "rule"))
    rows = Notification.objects.filter(subject=subject, purpose="remind")
    theirs = sorted((rules_of[row.obligation_id], row.step, row.total) for row in rows)
    return mine, theirs


@pytest.fixture
def cast(db: None) -> list[Person]:
    """An initiator and six who may be told."""
    del db
    company = make_company()
    return [company["林若溪"], *(company[name] for name in CAST)]


@pytest.mark.req("Z03")
@pytest.mark.timeout(300)
@settings(max_examples=120)
@example(drawn=[HEADS_RULE], audience={0, 2}, history=[("pass", 61, None), ANSWER])
@example(drawn=[HEADS_RULE], audience={5, 2}, history=[("pass", 61, None), RECEIPT])
@given(
    drawn=st.lists(rules, min_size=1, max_size=3),
    audience=st.sets(st.integers(0, 5), min_size=1),
    history=st.lists(acts, min_size=1, max_size=10),
)
def test_the_books_agree(
    cast: list[Person],
    drawn: list[dict[str, Any]],
    audience: set[int],
    history: list[tuple[Any, Any, Any]],
) -> None:
    with kit_clock.frozen(MORNING), suppress(RolledBack), transaction.atomic():
        play(cast, drawn, audience, history)
        raise RolledBack
    in_force.forget()


def play(
    cast: list[Person],
    drawn: list[dict[str, Any]],
    audience: set[int],
    history: list[tuple[Any, Any, Any]],
) -> None:
    """Tell both books one history under one regulation, and compare."""
    install(regulation(drawn))
    heads: dict[int | str, int | str] = dict(heads_of([person.pk for person in cast]).items())
    twins = Twins(cast, audience, str(new_id()), MemoryBook(heads=heads))
    for act in [("publish", drawn[0]["on"], ""), *history]:
        twins.play(act)
    assert of_sql(twins.subject) == of_memory(twins.memory)
    mine, theirs = pings(twins.memory, twins.subject)
    assert theirs == mine
    assert [line for line in doctor.findings() if not line.startswith(("I6", "I7"))] == []
