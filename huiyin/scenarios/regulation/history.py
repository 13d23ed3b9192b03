"""What was in force when, and departments' own rules as they are now."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiyin.core import overlay
from huiyin.core.policy import Clause, Policy
from huiyin.directory.models import Department, Person
from huiyin.policies import in_force
from huiyin.policies.models import Overlay, PolicyVersion
from huiyin.scenarios.regulation import reading
from huiyin.scenarios.regulation.models import Amendment
from huiyin.scenarios.regulation.words.changes import Changed, words_of_change


@dataclass(frozen=True, slots=True)
class Version:
    """A version with what it came from; ``previous`` is the number of the one before."""

    row: PolicyVersion
    amendment: Amendment | None
    previous: int | None
    current: bool


@dataclass(frozen=True, slots=True)
class Waiver:
    """In ``clause`` a department may be laxer until the end of a day."""

    clause: str
    reason: str
    until: date
    asked_by: str
    allowed_by: str


@dataclass(frozen=True, slots=True)
class OwnRules:
    """A department's own rules in force: what they change for its people."""

    department: Department
    overlay: Overlay
    clauses: tuple[Clause, ...]
    changed: tuple[Changed, ...]
    waivers: tuple[Waiver, ...]


def versions() -> list[Version]:
    """Every version, the newest first."""
    rows = list(PolicyVersion.objects.defer("source").order_by("-in_force_from", "-pk"))
    cases = [row.case for row in rows if row.case]
    by_case: dict[UUID, Amendment] = Amendment.objects.select_related("binds").in_bulk(cases)
    before = [*(row.pk for row in rows[1:]), None]
    return [
        Version(row, by_case.get(row.case) if row.case else None, previous, place == 0)
        for place, (row, previous) in enumerate(zip(rows, before, strict=True))
    ]


def difference(old: PolicyVersion, new: PolicyVersion) -> list[Changed]:
    """What changes between two versions: the company's words, and departments' own rules."""
    found = words_of_change(_company(old), _company(new))
    for department in sorted({*_owns(old), *_owns(new)}):
        before, after = _seen(old, department), _seen(new, department)
        found += words_of_change(before, after) if _own_changed(old, new, department) else []
    return found


def owns() -> list[OwnRules]:
    """Departments with own rules in force, in the order of the tree."""
    now = in_force.latest()
    if now is None:
        return []
    rows = {row.department_id: row for row in in_force.overlays_of(now)}
    places = Department.objects.filter(pk__in=rows).order_by("path")
    return [_rules(place, rows[place.pk], _company(now)) for place in places]


def own(department: Department) -> OwnRules | None:
    """Those of one department; ``None`` when it has none."""
    now = in_force.latest()
    rows = in_force.overlays_of(now) if now is not None else []
    found = next((row for row in rows if row.department_id == department.pk), None)
    return _rules(department, found, _company(now)) if found and now else None


def _rules(department: Department, row: Overlay, company: Policy) -> OwnRules:
    policy = reading.parsed(row.source)
    changed = words_of_change(company, overlay.seen_from(company, policy))
    waivers = tuple(
        Waiver(
            one["clause"],
            one["reason"],
            date.fromisoformat(one["until"]),
            _name(one["asked_by"]),
            _name(one["allowed_by"]) if "allowed_by" in one else "",
        )
        for one in row.waivers
    )
    return OwnRules(department, row, policy.clauses, tuple(changed), waivers)


def _name(person: int) -> str:
    return Person.objects.filter(pk=person).values_list("name", flat=True).first() or ""


def _company(row: PolicyVersion) -> Policy:
    return in_force.company(row.pk)


def _owns(row: PolicyVersion) -> dict[int, str]:
    return {each.department_id: each.digest for each in in_force.overlays_of(row)}


def _own_changed(old: PolicyVersion, new: PolicyVersion, department: int) -> bool:
    return _owns(old).get(department) != _owns(new).get(department)


def _seen(row: PolicyVersion, department: int) -> Policy:
    """The new company's words with a department's own: only the own ones are compared."""
    rows = [each for each in in_force.overlays_of(row) if each.department_id == department]
    company = _company(row)
    if not rows:
        return company
    return overlay.seen_from(company, reading.parsed(rows[0].source))
