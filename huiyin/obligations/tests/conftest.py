"""A company, a small regulation of its own, and a notice that was published to some of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from huiyin.core.event import Event
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock
from huiyin.kit import digest
from huiyin.kit.ids import new_id
from huiyin.obligations.record import Recorded, record
from huiyin.obligations.roles import PeopleSql
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion

REGULATION = """
[[route]]
when = { urgency = ["important"] }
channels = ["inbox", "mail"]
confirm = "acknowledge"

[[route]]
when = {}
channels = ["inbox"]
confirm = "acknowledge"

[[clause]]
id = "1"
text = "重要信息须在一小时内确认。"
kind = "executable"

[[clause.rule]]
on = "test.published"
when = { urgency = ["important"] }
bearer = "recipients"
owes = "confirm"
within = "1h"
met_by = "test.confirmed"
excused_by = "test.unreachable"
ladder = [
  { after = "1h", who = "bearer", do = "remind" },
  { after = "2h", who = "initiator", do = "phone_unread" },
  { after = "4h", who = "head_of(bearer)", do = "look_after" },
]

[[clause.story]]
title = "一小时内确认"
events = ["09:00 test.published notice:1 by wang recipients=li urgency=important initiator=wang"]
then = ["li owes confirm by 10:00"]

[[clause]]
id = "2"
text = "三小时不答，视为同意。"
kind = "executable"

[[clause.rule]]
on = "test.asked"
bearer = "recipients"
owes = "answer"
within = "3h"
met_by = "test.answered"
deem = true

[[clause.story]]
title = "沉默即同意"
events = ["09:00 test.asked notice:1 by wang recipients=li initiator=wang"]
then = ["li owes answer by 12:00"]
"""


class RolledBack(Exception):
    """Undoes what a test did in a transaction of its own."""


def install(source: str) -> int:
    """Put a regulation in force from the beginning of time; its version number."""
    text = f"{in_force.MARK}test\n{source}"
    version = PolicyVersion.objects.create(
        title="试行",
        source=text,
        digest=digest.sha256_hex(text),
        in_force_from=kit_clock.now(),
        created_at=kit_clock.now(),
    )
    in_force.forget()
    return version.pk


@pytest.fixture
def policy(db: None, clock: Any) -> Iterator[int]:
    """The small regulation above, in force."""
    del db, clock
    yield install(REGULATION)
    in_force.forget()


@pytest.fixture
def company(policy: int) -> Company:
    """The cast."""
    del policy
    return make_company()


def people(*persons: Person) -> PeopleSql:
    """Exactly these, as a set."""
    return (
        "SELECT id AS person_id, department_id FROM directory_person WHERE id = ANY(%s)",
        [[person.pk for person in persons]],
    )


@dataclass
class Matter:
    """A case of the tests: an id and an initiator; every act goes through the door."""

    initiator: Person
    id: str = field(default_factory=lambda: str(new_id()))

    def happens(self, kind: str, by: Person | None = None, **facts: Any) -> Recorded:
        """Record ``kind`` now, without any set."""
        return record(Event(kind, self.id, kit_clock.now(), by.pk if by else None, facts))

    def publish(self, *to: Person, kind: str = "test.published") -> Recorded:
        """Record the publication to ``to``."""
        facts: dict[str, Any] = {"urgency": "important", "initiator": self.initiator.pk}
        event = Event(kind, self.id, kit_clock.now(), self.initiator.pk, facts)
        return record(event, sets={"recipients": people(*to)})


@pytest.fixture
def matter(company: Company) -> Callable[[], Matter]:
    """Makes a fresh case that 林若溪 initiates."""
    return lambda: Matter(company["林若溪"])
