"""Who is meant: a rule over departments, positions and people, resolved by one SQL statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from django.db.models import Count, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from huiyin.directory.audience_json import AudienceError, flag, ids, uuids, words
from huiyin.directory.audience_words import department_names, group_names, people_names
from huiyin.directory.models import Department, Group, ListedPerson, Person

__all__ = ["Audience", "AudienceError", "members_sql", "rule_of"]

_SELECT = """
SELECT p.id AS person_id, p.department_id
FROM directory_person p
WHERE p.active AND NOT p.id = ANY(%s::bigint[]) AND (
    p.id = ANY(%s::bigint[])/*parties*//*lists*/
    OR (p.party = ''
        AND (%s OR p.position = ANY(%s::text[]) OR p.department_id IN (
            SELECT d.id FROM directory_department d JOIN directory_department r
              ON r.id = ANY(%s::int[]) AND (d.id = r.id OR (%s AND starts_with(d.path, r.path)))))
        AND p.department_id NOT IN (
            SELECT d.id FROM directory_department d JOIN directory_department r
              ON r.id = ANY(%s::int[]) AND starts_with(d.path, r.path)))/*groups*/)
"""
_PARTIES = """
    OR p.party = ANY(%s::text[])"""
_LISTS = """
    OR p.id IN (SELECT person_id FROM directory_listed_person WHERE list_id = ANY(%s::uuid[]))"""
_GROUPS = """
    OR (p.id IN ({members}) AND (p.party <> '' OR p.department_id NOT IN (
            SELECT d.id FROM directory_department d JOIN directory_department r
              ON r.id = ANY(%s::int[]) AND starts_with(d.path, r.path))))"""
_NOBODY = "SELECT NULL::bigint WHERE false"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom ``company``, ``departments``, ``positions``, ``groups`` and names mean, less exceptions.

    Only active people count. ``with_sub`` takes the departments below along; an excepted
    department always goes with those below it. ``groups`` are ids of groups, resolved by their own
    rules whenever the audience is asked for. Somebody named in ``people`` is in although their
    department is excepted; ``except_people`` has the last word. Contacts of external parties
    are reached by name, by the name of their party (``parties``) or through a group. ``lists`` are
    stored sets of people (``ListedPerson``), as large as they like.
    """

    company: bool = False
    departments: tuple[int, ...] = ()
    with_sub: bool = True
    positions: tuple[str, ...] = ()
    groups: tuple[int, ...] = ()
    parties: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    lists: tuple[str, ...] = ()
    except_departments: tuple[int, ...] = ()
    except_people: tuple[int, ...] = ()

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Read what ``to_json`` wrote; ``AudienceError`` names the field that is wrong."""
        if not isinstance(value, Mapping):
            raise AudienceError("audience", _("应为对象"))
        known = {field.name for field in fields(cls)}
        for name in value:
            if name not in known:
                raise AudienceError(str(name), _("未知字段"))
        return cls(
            company=flag(value, "company", default=False),
            departments=ids(value, "departments"),
            with_sub=flag(value, "with_sub", default=True),
            positions=words(value, "positions"),
            groups=ids(value, "groups"),
            parties=words(value, "parties"),
            people=ids(value, "people"),
            lists=uuids(value, "lists"),
            except_departments=ids(value, "except_departments"),
            except_people=ids(value, "except_people"),
        )

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary, fit for a ``JSONField``."""
        return {
            "company": self.company,
            "departments": list(self.departments),
            "with_sub": self.with_sub,
            "positions": list(self.positions),
            "groups": list(self.groups),
            "parties": list(self.parties),
            "people": list(self.people),
            **({"lists": list(self.lists)} if self.lists else {}),
            "except_departments": list(self.except_departments),
            "except_people": list(self.except_people),
        }

    def names_nobody(self) -> bool:
        """Whether nothing was chosen at all (a draft just begun)."""
        named = (self.departments, self.positions, self.groups, self.parties, self.people)
        chosen = (*named, self.lists)
        return not self.company and not any(chosen)

    def may_hold_externals(self) -> bool:
        """Whether contacts of external parties can be among them: departments hold none."""
        return any((self.people, self.groups, self.parties, self.lists))

    def select_sql(self) -> tuple[str, list[Any]]:
        """``SELECT person_id, department_id`` and its parameters, for ``INSERT … SELECT``."""
        parties, groups, groups_params = "", "", list[Any]()
        if self.parties:
            parties = _PARTIES
        lists = _LISTS if self.lists else ""
        if self.groups:
            members, groups_params = members_sql(self.groups)
            groups = _GROUPS.format(members=members)
            groups_params = [*groups_params, list(self.except_departments)]
        sql = _SELECT.replace("/*parties*/", parties).replace("/*lists*/", lists)
        return sql.replace("/*groups*/", groups), [
            list(self.except_people),
            list(self.people),
            *([list(self.parties)] if self.parties else []),
            *([list(self.lists)] if self.lists else []),
            self.company,
            list(self.positions),
            list(self.departments),
            self.with_sub,
            list(self.except_departments),
            *groups_params,
        ]

    def people_query(self) -> QuerySet[Person]:
        """The people meant now, one SQL statement, not ordered."""
        sql, params = self.select_sql()
        inner = "SELECT person_id FROM (" + sql + ") meant"  # noqa: S608 - constant text
        return Person.objects.filter(pk__in=RawSQL(inner, tuple(params)))  # noqa: S611 - constant text

    def count(self) -> int:
        """How many people are meant now."""
        return self.people_query().count()

    def by_department(self) -> dict[int, int]:
        """People per department of their own, largest first."""
        rows = self.people_query().values_list("department_id").annotate(n=Count("pk"))
        return dict(rows.order_by("-n", "department_id"))

    def unknown(self) -> list[tuple[str, int]]:
        """Ids that name no department, open group or person, each with its field."""
        departments = {*self.departments, *self.except_departments}
        people = {*self.people, *self.except_people}
        departments -= set(_present(Department, departments))
        people -= set(_present(Person, people))
        open_groups = Group.objects.filter(pk__in=self.groups, closed_at=None)
        groups = set(self.groups) - set(open_groups.values_list("pk", flat=True))
        found = {"departments": departments, "groups": groups, "people": people}
        return [(field, pk) for field, ids in found.items() for pk in sorted(ids)]

    def describe(self) -> str:
        """The rule in words: 技术部（含下级部门）、叶蓁；不含 白露."""
        said = [_("全体员工")] if self.company else self._parts()
        text = _("、").join(said) if said else _("未选择接收人")
        left_out = [*department_names(self.except_departments), *people_names(self.except_people)]
        if left_out:
            text += _("；不含 %(names)s") % {"names": _("、").join(left_out)}
        return text

    def _parts(self) -> list[str]:
        names = department_names(self.departments)
        if self.with_sub:
            names = [_("%(name)s（含下级部门）") % {"name": name} for name in names]
        positions = [_("职位“%(name)s”") % {"name": name} for name in self.positions]
        names += group_names(self.groups)
        parties = [_("外部单位“%(name)s”") % {"name": name} for name in self.parties]
        lists = [_("名单中的 %(n)d 人") % {"n": _listed(self.lists)}] if self.lists else []
        return [*names, *positions, *parties, *lists, *people_names(self.people)]


def members_sql(groups: Sequence[int]) -> tuple[str, list[Any]]:
    """``SELECT person_id`` of the members of open ``groups`` by their rules, and its parameters.

    The rules are read here, the people when the statement runs.
    """
    rules = Group.objects.filter(pk__in=groups, closed_at=None).values_list("rule", flat=True)
    parts, params = [], list[Any]()
    for rule in rules:
        sql, mine = rule_of(rule).select_sql()
        parts.append("SELECT person_id FROM (" + sql + ") member")  # noqa: S608 - constant text
        params += mine
    return " UNION ".join(parts) or _NOBODY, params


def rule_of(rule: Any) -> Audience:
    """The stored rule of a group; nobody when it is none, and never groups within groups."""
    try:
        return replace(Audience.from_json(rule or {}), groups=())
    except AudienceError:
        return Audience()


def _listed(lists: tuple[str, ...]) -> int:
    active = ListedPerson.objects.filter(list_id__in=lists, person__active=True)
    return active.values("person_id").distinct().count()


def _present(model: type[Department] | type[Person], ids: set[int]) -> list[int]:
    return list(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))  # noqa: SLF001 - Django's public name
