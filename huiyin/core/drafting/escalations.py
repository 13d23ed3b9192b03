"""What happens when a duty was not met: 逾期未确认的，由直属主管当面告知."""

import re
from dataclasses import dataclass

from huiyin.core.drafting.roles import Person, bearers

_OVERDUE = re.compile(
    r"(?P<case>(?:逾期|超时|超期|逾时|到期|仍|逾[^,。;]{1,8}|过了[^,。;]{1,8}|超过[^,。;]{1,8}|[^,。;|]{1,10}(?:内|没))"
    r"[^,。;|]{0,8}(?:未|没)[^,。;|]{0,12}?(?:的|者|时)?|未[^,。;|]{1,8}(?:的|者))[,;]"
    r"(?P<then>[^。;|]{2,40})"
)
_UP = re.compile(r"自动升级(?:到|至|给)(?P<who>[一-龥A-Z]{2,8})")


@dataclass(frozen=True, slots=True)
class Escalation:
    """At ``start:end``: ``who`` (or nobody named) has to do ``then``."""

    start: int
    end: int
    who: Person | None
    then: str


def escalations(text: str) -> list[Escalation]:
    """Every step against silence in ``text``, in order."""
    found = [
        Escalation(match.start(), match.end(), _who(match), match["then"])
        for match in _OVERDUE.finditer(text)
    ]
    found += [
        Escalation(
            match.start(),
            match.end(),
            Person(match.start("who"), match.end(), match["who"]),
            match[0],
        )
        for match in _UP.finditer(text)
    ]
    return sorted(found, key=lambda each: each.start)


def _who(match: re.Match[str]) -> Person | None:
    people = bearers(match["then"])
    given = [person for person in people if person.given] or people
    if not given:
        return None
    first = given[0]
    moved = match.start("then")
    return Person(first.start + moved, first.end + moved, first.words, first.given)
