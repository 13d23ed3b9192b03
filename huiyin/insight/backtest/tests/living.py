"""Histories told through the real door, that a backtest can be measured by."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from huiyin.core.event import Event
from huiyin.directory.models import Person
from huiyin.insight.backtest.actions import prepare
from huiyin.insight.backtest.computing import compute
from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.obligations import clock as obligation_clock
from huiyin.obligations import coverage
from huiyin.obligations.models import Obligation
from huiyin.obligations.record import record
from huiyin.obligations.release import release
from huiyin.obligations.tests.conftest import people
from huiyin.policies import in_force

MORNING = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)  # Monday, 09:00 in Shanghai
TERMS = ("30min", "1h", "2h", "1wd", "4wh", "by 17:00", "by fri 17:00", "every 1h until t.ended")
RUNGS = ("bearer:remind", "initiator:phone_unread", "head_of(bearer):look_after")
AFTER = ("30min", "1h", "3h", "1wd")
SAID = ("", "confirm=teach_back", "confirm=none", "part=p1", "part=p2")

rules = st.fixed_dictionaries(
    {
        "on": st.sampled_from(["t.published", "t.asked", "t.joined"]),
        "bearer": st.sampled_from(["recipients", "recipients", "key_people", "initiator"]),
        "within": st.sampled_from(TERMS),
        "met_by": st.sampled_from(["t.confirmed", "t.answered"]),
        "excused": st.booleans(),
        "ended": st.booleans(),
        "needs": st.sampled_from(["", "acknowledged", "understood", "as confirm"]),
        "deem": st.booleans(),
        "urgent": st.booleans(),
        "ladder": st.lists(st.tuples(st.sampled_from(AFTER), st.sampled_from(RUNGS)), max_size=3),
    }
)
regulations = st.lists(rules, min_size=1, max_size=3)
acts = st.one_of(
    st.tuples(
        st.just("publish"),
        st.sampled_from(["t.published", "t.asked", "t.joined"]),
        st.tuples(
            st.sampled_from(SAID),
            st.sets(st.integers(0, 5)),
            st.sets(st.integers(0, 5), max_size=2),
        ),
    ),
    st.tuples(
        st.sampled_from(["t.confirmed", "t.answered", "t.excused"]),
        st.integers(0, 5),
        st.sampled_from(["BUTTON", "REPLY", "SPOKEN", "BUTTON part=p1", "QUIZ part=p2"]),
    ),
    st.tuples(st.just("receipt"), st.integers(0, 5), st.sampled_from(["PAGE_OPENED", "PIXEL"])),
    st.tuples(st.just("release"), st.integers(0, 5), st.none()),
    st.tuples(st.just("t.ended"), st.none(), st.none()),
    st.tuples(st.just("pass"), st.sampled_from([1, 29, 31, 61, 180, 1441, 4320]), st.none()),
)


def regulation(drawn: list[dict[str, Any]]) -> str:
    """The drawn rules as TOML, each a clause."""
    parts = ['[[route]]\nwhen = {}\nchannels = ["inbox", "mail"]\nconfirm = "acknowledge"\n']
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
            "when = { urgent = true }" if rule["urgent"] else "",
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
class Living:
    """One case; ``punctual``: the clock looks at the very moment, else after each act."""

    cast: list[Person]
    punctual: bool = False
    subject: str = field(default_factory=lambda: str(new_id()))

    def play(self, act: tuple[Any, Any, Any]) -> None:
        """One act, and the clock."""
        kind, first, second = act
        if kind == "pass":
            self._pass(timedelta(minutes=first))
        elif kind == "publish":
            self._publish(first, *second)
        elif kind == "receipt":
            facts = {"person": self.cast[first + 1].pk, "proof": second, "channel": "MAIL"}
            self._tell("receipts.received", None, facts)
        elif kind == "release":
            one = people(self.cast[first + 1])
            at = kit_clock.now()
            release("t.left", self.subject, one, at, roles=["recipients"], facts={})  # type: ignore[arg-type]
        elif kind == "t.ended":
            self._tell(kind, self.cast[0].pk, {})
        else:
            proof, _, more = second.partition(" ")
            person = self.cast[first + 1].pk
            facts = {"person": person, "proof": proof, "channel": "INBOX", **said(more)}
            self._tell(kind, person, facts)
        self.look()

    def look(self) -> None:
        """Let the clock look, and the book fold."""
        while coverage.fold():
            pass
        obligation_clock.wake()
        while coverage.fold():
            pass

    def _publish(self, kind: str, words: str, to: set[int], key: set[int]) -> None:
        facts = {"initiator": self.cast[0].pk, "urgent": len(to) > 1, **said(words)}
        sets = {
            "recipients": people(*(self.cast[n + 1] for n in sorted(to - key))),
            "key_people": people(*(self.cast[n + 1] for n in sorted(key))),
        }
        at = kit_clock.now()
        record(Event(kind, self.subject, at, self.cast[0].pk, facts), sets=sets)

    def _tell(self, kind: str, actor: int | None, facts: dict[str, Any]) -> None:
        record(Event(kind, self.subject, kit_clock.now(), actor, facts))

    def _pass(self, span: timedelta) -> None:
        goal = kit_clock.now() + span
        while self.punctual:
            looks = Obligation.objects.filter(next_at__lte=goal).order_by("next_at")
            at = looks.values_list("next_at", flat=True).first()
            if at is None:
                break
            if at > kit_clock.now():
                kit_clock.advance(at - kit_clock.now())
            self.look()
        kit_clock.advance(goal - kit_clock.now())


def backtest(source: str, *, days: int = 20) -> dict[str, Any]:
    """The report of a draft on everything that has happened since the first morning."""
    first = MORNING.date()
    run = prepare(source, first=first, last=first + timedelta(days=days))
    in_force.forget()
    found, _hash = compute(run, lambda _share: None)
    return found
