"""A case of a scenario made for these tests, with key points, a quiz and everybody concerned."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from huiyin.cases.comprehension import matters
from huiyin.cases.comprehension.models import KeyPoint, QuizQuestion
from huiyin.cases.models import Case
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock
from huiyin.policies import in_force

MORNING = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
POINTS = ("12 月 5 日 18:00 前交表", "单笔 5,000 元以上须审批", "不得带外部人员进入机房")
RIGHT = ("十二月五日下午六点前交表", "单笔五千元以上须审批", "不准带外部人员进机房")
WRONG = ("12月5日20:00前交表", "单笔3000元以上须审批", "可以带外部人员进入机房")


@dataclass
class Trial:
    """The scenario of the tests: everybody is asked in ``asked``, nobody but ``strangers`` is not."""

    asked: str = "teach_back"
    now: int = 1
    hops: dict[int, int] = field(default_factory=dict)
    strangers: set[int] = field(default_factory=set)
    shown: list[tuple[int, str, str]] = field(default_factory=list)

    def revision(self, case: Case) -> int:
        del case
        return self.now

    def is_draft(self, case: Case) -> bool:
        return case.opened_at is None

    def mode(self, case: Case, person_id: int) -> str:
        del case, person_id
        return self.asked

    def require_answerer(self, case: Case, person_id: int, *, by: Person) -> None:
        del case, by
        if person_id in self.strangers:
            raise NotVisible

    def require_caller(self, case: Case, person_id: int, *, by: Person) -> None:
        self.require_answerer(case, person_id, by=by)

    def understood(
        self, case: Case, person_id: int, *, by: Person, proof: Proof, channel: Channel
    ) -> None:
        del case, by
        self.shown.append((person_id, proof.name, channel.name))

    def hop(self, case: Case, person_id: int) -> int:
        del case
        return self.hops.get(person_id, 0)


@dataclass(frozen=True)
class Scene:
    """The company, the case of 何青, its points and questions."""

    company: Company
    case: Case
    trial: Trial
    points: list[KeyPoint]
    questions: list[QuizQuestion]

    def __getitem__(self, name: str) -> Person:
        return self.company[name]


def open_case(company: Company, **more: object) -> Case:
    """An internal case of 何青."""
    values = {
        "scenario": "trial",
        "title": "交表",
        "initiator": company["何青"],
        "department": company["何青"].department,
        "classification": "internal",
        "created_at": MORNING,
        "opened_at": MORNING,
    }
    return Case.objects.create(**values | more)


def points_of(case: Case) -> list[KeyPoint]:
    """Three key points."""
    return [
        KeyPoint.objects.create(case=case, revision=1, order=place, text=text)
        for place, text in enumerate(POINTS, 1)
    ]


@pytest.fixture
def scene(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """Wednesday morning, the shipped regulation in force."""
    trial = Trial()
    monkeypatch.setitem(matters._MATTERS, "trial", trial)
    in_force.forget()
    with kit_clock.frozen(MORNING):
        in_force.install_shipped()
        company = make_company()
        case = open_case(company)
        points = points_of(case)
        question = QuizQuestion.objects.create(
            case=case, revision=1, order=1, kind="single", text="？", options=["a", "b"], answer=[1]
        )
        yield Scene(company, case, trial, points, [question])
    in_force.forget()
