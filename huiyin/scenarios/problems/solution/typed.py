"""A solution report as the form posts it: fields by name, steps by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.directory.queries import find_person
from huiyin.scenarios.problems.forms import LOCAL, local
from huiyin.scenarios.problems.models import LONGEST, PlanStep, Solution
from huiyin.scenarios.problems.solution.content import (
    KEYS,
    KINDS,
    MOST_STEPS,
    Option,
    Planned,
    Words,
    kind_label,
    options_of,
)

BLANK = 2
SHORT = 300


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the plan as it stands in the form, right or wrong."""

    text: str = ""
    owner: str = ""
    due_at: str = ""
    wrong: str = ""


@dataclass(slots=True)
class Typed:
    """What stands in the form: the words that can be kept, the rows, and what is wrong."""

    words: Words
    rows: list[Row] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """What is wrong, row by row."""
        return [
            _("第 %(number)d 步：%(wrong)s") % {"number": place, "wrong": row.wrong}
            for place, row in enumerate(self.rows, 1)
            if row.wrong
        ]

    def options(self) -> list[Option]:
        """One of each kind, in their order."""
        known = {one.key: one for one in self.words.options}
        return [
            known.get(key) or Option(key, kind, "") for key, kind in zip(KEYS, KINDS, strict=False)
        ]


def read(data: QueryDict) -> Typed:
    """What was posted; a row with a mistake is not among the words."""
    rows, steps = [], []
    cells = zip(
        data.getlist("step_text"), data.getlist("step_owner"), data.getlist("step_due"),
        strict=False,
    )  # fmt: skip
    for text, owner, due_at in list(cells)[:MOST_STEPS]:
        if not (text.strip() or owner.strip() or due_at.strip()):
            continue
        row, step = _step(text.strip(), owner.strip(), due_at.strip())
        rows.append(row)
        steps += [step] if step else []
    words = Words(
        cause=_text(data, "cause"),
        impact=_text(data, "impact"),
        options=tuple(_option(data, key, kind) for key, kind in zip(KEYS, KINDS, strict=False)),
        recommended=data.get("recommended", "")[:1],
        plan=_text(data, "plan"),
        resources=_text(data, "resources"),
        steps=tuple(steps),
    )
    return Typed(words, rows)


def of(solution: Solution | None) -> Typed:
    """What was kept."""
    if solution is None or solution.pk is None:
        return Typed(Words())
    steps = list(solution.steps.select_related("owner"))
    words = Words(
        solution.cause,
        solution.impact,
        tuple(options_of(solution)),
        solution.recommended,
        solution.plan,
        solution.resources,
        tuple(Planned(one.text, one.owner, one.due_at) for one in steps),
    )
    return Typed(words, [_row(one) for one in steps])


def with_blank(rows: list[Row]) -> list[Row]:
    """The rows, and some to write in."""
    return rows + [Row()] * max(BLANK, 3 - len(rows))


def labels() -> Mapping[str, str]:
    """The kinds of alternatives in words."""
    return {kind: kind_label(kind) for kind in KINDS}


def _step(text: str, owner: str, due_at: str) -> tuple[Row, Planned | None]:
    person, moment = find_person(owner), _moment(due_at)
    wrong = ""
    if not text:
        wrong = _("写明做什么")
    elif person is None:
        wrong = _("没有找到这位同事，或有重名；请用工号")
    elif moment is None:
        wrong = _("写成日期和时刻")
    row = Row(text[:SHORT], owner, due_at, wrong)
    if wrong or person is None or moment is None:
        return row, None
    return row, Planned(text[:SHORT], person, moment)


def _row(step: PlanStep) -> Row:
    return Row(step.text, _name(step.owner), local(step.due_at))


def _name(person: Person) -> str:
    found = find_person(person.name)
    return person.name if found is not None and found.pk == person.pk else person.employee_no


def _moment(text: str) -> datetime | None:
    try:
        plain = datetime.strptime(text, LOCAL)  # noqa: DTZ007 - the next line gives it a zone
    except ValueError:
        return None
    return timezone.make_aware(plain)


def _text(data: Any, name: str) -> str:
    return str(data.get(name, ""))[:LONGEST]


def _option(data: QueryDict, key: str, kind: str) -> Option:
    said = {
        name: data.get(f"{name}_{key}", "").strip()[:limit]
        for name, limit in (("name", 80), ("text", LONGEST), ("cost", 80), ("risk", SHORT))
    }
    return Option(key, kind, said["name"], said["text"], said["cost"], said["risk"])
