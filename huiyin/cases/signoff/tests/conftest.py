"""A scenario of nothing but sign-off: papers, with a regulation of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from huiyin.cases.models import Case
from huiyin.cases.signoff import registry, rounds
from huiyin.cases.signoff.models import Seat, SignOff
from huiyin.cases.signoff.offices import Request
from huiyin.cases.signoff.registry import Text
from huiyin.core.event import Fact
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock, digest
from huiyin.kit.ids import new_id
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
"""Wednesday, 12:00 in Shanghai."""

STEPS = ("necessity", "information", "double_check", "co_sign", "approve")
WHO = {
    "necessity": ("head_of(author)", "one"),
    "information": ("reviewer", "one"),
    "double_check": ("source_departments", "two"),
    "co_sign": ("concerned_departments", "all"),
    "any_of": ("concerned_departments", "any"),
    "approve": ("management", "one"),
}

POLICY = (
    """
[[route]]
channels = ["inbox"]
confirm = "none"

[[clause]]
id = "P1"
text = "文稿要审签。"
kind = "executable"
"""
    + "".join(
        f"""
[[clause.sign]]
of = "papers"
when = {{ steps = "{name}" }}
step = "{"co_sign" if name == "any_of" else name}"
who = "{who}"
mode = "{mode}"
"""
        for name, (who, mode) in WHO.items()
    )
    + "".join(
        f"""
[[clause.rule]]
on = "signoff.asked"
when = {{ scenario = "papers", step = "{step}" }}
bearer = "signers"
owes = "sign_{step}"
within = "4wh"
met_by = "signoff.signed"
excused_by = "signoff.transferred"
ended_by = "signoff.released"
"""
        for step in STEPS
    )
)


def install() -> None:
    """The regulation for papers, in force from ``NOON``."""
    source = f"{in_force.MARK}papers/10\n{POLICY}"
    PolicyVersion.objects.create(
        title="试验",
        source=source,
        digest=digest.sha256_hex(source),
        in_force_from=NOON,
        created_at=NOON,
    )


def paper_of(author: Person, classification: str = "internal") -> Case:
    """A draft."""
    return Case.objects.create(
        id=new_id(),
        scenario="papers",
        title="盘点",
        initiator=author,
        department=author.department,
        classification=classification,
        created_at=clock.now(),
    )


@dataclass
class Desk:
    """The company, and papers that wait to be signed."""

    company: Company
    words: dict[UUID, str] = field(default_factory=dict)
    completed: list[UUID] = field(default_factory=list)
    returned: list[UUID] = field(default_factory=list)

    def __getitem__(self, name: str) -> Person:
        return self.company[name]

    def paper(self, by: str = "白露", classification: str = "internal") -> Case:
        """A draft."""
        made = paper_of(self[by], classification)
        self.words[made.pk] = "12 月 1 日盘点。"
        return made

    def start(self, case: Case, *steps: str, **more: tuple[str, ...]) -> SignOff:
        """Put it forward; ``sources`` and ``concerned`` name departments."""
        ids = {
            name: tuple(self.company.department(one).pk for one in names)
            for name, names in more.items()
        }
        request = Request(case.initiator_id, case.department_id, **ids)
        facts: dict[str, Fact] = {
            "steps": tuple(steps),
            "classification": case.classification,
        }
        return rounds.start(case, request, facts, by=case.initiator)

    def describe(self, case_id: UUID) -> Text:
        """What is signed."""
        return Text("盘点", (("事项", self.words[case_id]),))

    def seats(self, signoff: SignOff, **over: Any) -> list[Seat]:
        """The seats of a round."""
        return list(Seat.objects.filter(step__signoff=signoff, **over).order_by("pk"))

    def seat(self, signoff: SignOff, name: str) -> Seat:
        """The latest seat that somebody was asked for."""
        found = Seat.objects.filter(
            step__signoff=signoff, person=self[name], asked_at__isnull=False
        )
        return found.order_by("-pk")[0]


@pytest.fixture
def desk(db: None) -> Iterator[Desk]:
    """Wednesday noon, the cast in their places, and the regulation for papers in force."""
    in_force.forget()
    known = dict(registry._SCENARIOS)
    with clock.frozen(NOON):
        install()
        made = Desk(make_company())
        registry.register(
            "papers",
            made.describe,
            on_completed=lambda case, _by: made.completed.append(case),
            on_returned=lambda case, _by: made.returned.append(case),
        )
        yield made
    registry._SCENARIOS.clear()
    registry._SCENARIOS.update(known)
    in_force.forget()
