"""The recipient picker: posted choices as an audience, and an audience as chips."""

from dataclasses import dataclass, replace

from django.db import connection
from django.http import QueryDict
from django.utils.translation import gettext as _

from huiyin.directory import groups
from huiyin.directory.absence import delegates_sql
from huiyin.directory.audience import Audience
from huiyin.directory.models import Group, Person
from huiyin.directory.picker import Choice, search
from huiyin.directory.queries import department_tree
from huiyin.kit import clock

COMPANY = "company"
_KINDS = (COMPANY, "department", "group", "position", "party", "person")
_EXCEPTED = ("department", "person")


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice in the picker; ``value`` is what the form posts."""

    value: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """How many are meant, and how many of them are away and answered for by a delegate."""

    people: int
    away: int


def chosen(data: QueryDict) -> Audience:
    """The audience of the posted fields ``to``, ``except`` and ``with_sub_on``.

    What is no choice is dropped: the count beside the picker shows what was understood.
    """
    named, left_out = _sorted(data.getlist("to")), _sorted(data.getlist("except"))
    return Audience(
        company=bool(named[COMPANY]),
        departments=_numbers(named["department"]),
        with_sub="with_sub_on" in data or "to" not in data,
        positions=tuple(dict.fromkeys(named["position"])),
        groups=_numbers(named["group"]),
        parties=tuple(dict.fromkeys(named["party"])),
        people=_numbers(named["person"]),
        except_departments=_numbers(left_out["department"]),
        except_people=_numbers(left_out["person"]),
    )


def named(data: QueryDict, field: str) -> Audience:
    """The audience of one posted field, without exceptions: key people, copies, a few to tell."""
    found = _sorted(data.getlist(field))
    return Audience(
        company=bool(found[COMPANY]),
        departments=_numbers(found["department"]),
        positions=tuple(dict.fromkeys(found["position"])),
        groups=_numbers(found["group"]),
        parties=tuple(dict.fromkeys(found["party"])),
        people=_numbers(found["person"]),
    )


def chips(audience: Audience, actor: Person) -> tuple[list[Chip], list[Chip]]:
    """The chosen and the excepted as chips, with the number of people of each department."""
    tree = {node.id: node for node in department_tree(actor)}
    named = Person.objects.in_bulk([*audience.people, *audience.except_people])

    def department(pk: int) -> Chip:
        node = tree.get(pk)
        if node is None:
            return Chip(f"department:{pk}", "—", 0)
        return Chip(f"department:{pk}", node.name, node.total if audience.with_sub else node.own)

    def person(pk: int) -> Chip:
        return Chip(f"person:{pk}", named[pk].name if pk in named else "—")

    to = [Chip(f"{COMPANY}:1", _("全公司"))] if audience.company else []
    to += [department(pk) for pk in audience.departments]
    to += [Chip(f"position:{name}", name) for name in audience.positions]
    to += [Chip(f"group:{pk}", *shown) for pk, shown in _groups(audience.groups).items()]
    to += [Chip(f"party:{name}", name) for name in audience.parties]
    to += [_stored(key) for key in audience.lists]
    to += [person(pk) for pk in audience.people]
    left_out = [department(pk) for pk in audience.except_departments]
    return to, left_out + [person(pk) for pk in audience.except_people]


def _stored(key: str) -> Chip:
    """A stored list, which nobody chose by hand: it stays, whatever the form posts."""
    return Chip(f"list:{key}", _("名单"), Audience(lists=(key,)).count())


def found(text: str, actor: Person, *, exceptions: bool) -> list[tuple[Chip, Choice]]:
    """What the picker offers for ``text``; only departments and people can be excepted."""
    offered = [
        (Chip(f"{one.kind}:{one.key}", one.label, _shown_count(one)), one)
        for one in search(text, actor)
        if not (exceptions and one.kind not in _EXCEPTED)
    ]
    if not exceptions and text.strip() and text.strip() in _("全公司"):
        every = replace(Audience(), company=True).count()
        whole = Choice(COMPANY, 1, _("全公司"), "", every)
        offered.insert(0, (Chip(f"{COMPANY}:1", _("全公司"), every), whole))
    return offered


def head(audience: Audience) -> Head:
    """Count the people meant now; one statement."""
    people, people_params = audience.select_sql()
    away, away_params = delegates_sql(clock.now())
    sql = _HEAD.replace("/*people*/", people).replace("/*away*/", away)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*people_params, *away_params])
        return Head(*cursor.fetchone())


def _groups(ids: tuple[int, ...]) -> dict[int, tuple[str, int]]:
    """Name and size of each group, in the order in which they were chosen."""
    found = Group.objects.in_bulk(list(ids))
    people = groups.counts(found.values())
    return {pk: (found[pk].name, people[pk]) if pk in found else ("—", 0) for pk in ids}


def _shown_count(choice: Choice) -> int | None:
    return None if choice.kind == "person" else choice.count


def _sorted(values: list[str]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for value in values:
        kind, _sign, key = value.partition(":")
        if kind in kinds and key.strip():
            kinds[kind].append(key.strip()[:120])
    return kinds


def _numbers(values: list[str]) -> tuple[int, ...]:
    digits = (value for value in values if value.isascii() and value.isdigit())
    return tuple(dict.fromkeys(int(value) for value in digits if len(value) < 10))  # noqa: PLR2004 - fits an id


_HEAD = """
SELECT count(*), count(a.person_id)
  FROM (/*people*/) m LEFT JOIN (/*away*/) a ON a.person_id = m.person_id
"""
