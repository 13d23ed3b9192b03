"""The conditions of the policy before an act, kept at the door: refused, or written down."""

from collections.abc import Callable

from huiyin.core.event import Event
from huiyin.core.guard import Broken, broken
from huiyin.directory.places import chain_of
from huiyin.ledger import book
from huiyin.policies import in_force
from huiyin.worktime import calendars

BREACHED = "policy.breached"
OVERRIDE = "override"


class Refused(Exception):
    """An act that the regulation does not allow now; ``broken`` says by which clauses and why."""

    def __init__(self, broken: list[Broken]) -> None:
        super().__init__("；".join(each.guard.says for each in broken))
        self.broken = broken


def check(event: Event) -> list[Broken]:
    """What ``event`` does not meet; ``Refused`` when that stops it.

    A department's own conditions are those of the fact ``department``. With the fact ``override`` nothing is refused: somebody took it upon themselves, with a reason.
    """
    policy = in_force.current()
    limited = any(guard.reach for guard in policy.guards_on(event.kind))
    chain = chain_of(event.facts.get("department")) if limited else ()
    found = broken(policy, event, calendars.current(), chain)
    refusing = [each for each in found if each.refuses]
    if refusing and event.facts.get(OVERRIDE) is not True:
        raise Refused(refusing)
    return found


Listener = Callable[[int, Event, Broken], None]
"""Given the ledger entry, the act and the condition that it did not meet."""


def heed(listener: Listener) -> None:
    """Let an upper room hear of each breach in its transaction; called when apps start."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def write_down(event: Event, found: list[Broken]) -> None:
    """One ledger entry per guard that was passed without being met."""
    for each in found:
        facts = {
            "clause": each.guard.clause,
            "guard": each.guard.key,
            "on": event.kind,
            "limit": each.limit.at if each.limit else None,
            OVERRIDE: each.refuses,
        }
        entry = book.append(BREACHED, event.subject, event.at, event.actor, facts, private={})
        for listener in _LISTENERS:
            listener(entry, event, each)


_LISTENERS: list[Listener] = []
