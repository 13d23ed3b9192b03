"""Who is meant: a rule over departments, positions and people, resolved by one SQL statement."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from django.db.models import Count, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.directory.models import Department, Person

_SELECT = """
SELECT p.id AS person_id, p.department_id
FROM directory_person p
WHERE p.active AND NOT p.id = ANY(%s::bigint[]) AND (
    p.id = ANY(%s::bigint[])
    OR (p.party = ''
        AND (%s OR p.position = ANY(%s::text[]) OR p.department_id IN (
            SELECT d.id FROM directory_department d JOIN directory_department r
              ON r.id = ANY(%s::int[]) AND (d.id = r.id OR (%s AND starts_with(d.path, r.path)))))
        AND p.department_id NOT IN (
            SELECT d.id FROM directory_department d JOIN directory_department r
              ON r.id = ANY(%s::int[]) AND starts_with(d.path, r.path))))
"""
_NAMED = 3


class AudienceError(ValueError):
    """A stored or posted audience is not one; ``field`` says where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody of ``company``, ``departments``, ``positions``, and ``people``, less the exceptions.

    Only active people count. ``with_sub`` takes the departments below along; an excepted
    department always goes with those below it. Somebody named in ``people`` is in although their
    department is excepted; ``except_people`` has the last word. Contacts of external parties
    are reached by name only.
    """

    company: bool = False
    departments: tuple[int, ...] = ()
    with_sub: bool = True
    positions: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
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
            company=_flag(value, "company", default=False),
            departments=_ids(value, "departments"),
            with_sub=_flag(value, "with_sub", default=True),
            positions=_words(value, "positions"),
            people=_ids(value, "people"),
            except_departments=_ids(value, "except_departments"),
            except_people=_ids(value, "except_people"),
        )

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary, fit for a ``JSONField``."""
        return {
            "company": self.company,
            "departments": list(self.departments),
            "with_sub": self.with_sub,
            "positions": list(self.positions),
            "people": list(self.people),
            "except_departments": list(self.except_departments),
            "except_people": list(self.except_people),
        }

    def names_nobody(self) -> bool:
        """Whether nothing was chosen at all (a draft just begun)."""
        return not (self.company or self.departments or self.positions or self.people)

    def select_sql(self) -> tuple[str, list[Any]]:
        """``SELECT person_id, department_id`` and its parameters, for ``INSERT … SELECT``."""
        return _SELECT, [
            list(self.except_people),
            list(self.people),
            self.company,
            list(self.positions),
            list(self.departments),
            self.with_sub,
            list(self.except_departments),
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
        """Ids that name no department or person, each with its field."""
        departments = {*self.departments, *self.except_departments}
        people = {*self.people, *self.except_people}
        departments -= set(_present(Department, departments))
        people -= set(_present(Person, people))
        found = [("departments", pk) for pk in sorted(departments)]
        return [*found, *(("people", pk) for pk in sorted(people))]

    def describe(self) -> str:
        """The rule in words: 技术部（含下级部门）、叶蓁；不含 白露."""
        said = [_("全体员工")] if self.company else self._parts()
        text = _("、").join(said) if said else _("未选择接收人")
        left_out = [*_department_names(self.except_departments), *_people(self.except_people)]
        if left_out:
            text += _("；不含 %(names)s") % {"names": _("、").join(left_out)}
        return text

    def _parts(self) -> list[str]:
        names = _department_names(self.departments)
        if self.with_sub:
            names = [_("%(name)s（含下级部门）") % {"name": name} for name in names]
        positions = [_("职位“%(name)s”") % {"name": name} for name in self.positions]
        return [*names, *positions, *_people(self.people)]


def _department_names(ids: tuple[int, ...]) -> list[str]:
    found = Department.objects.in_bulk(list(ids))
    return [found[pk].name for pk in ids if pk in found]


def _people(ids: tuple[int, ...]) -> list[str]:
    shown = Person.objects.in_bulk(list(ids[:_NAMED]))
    names = [shown[pk].name for pk in ids[:_NAMED] if pk in shown]
    more = len(ids) - _NAMED
    if more > 0:
        names[-1:] = [
            ngettext("%(name)s等另外 %(n)d 人", "%(name)s等另外 %(n)d 人", more)
            % {"name": name, "n": more}
            for name in names[-1:]
        ]
    return names


def _present(model: type[Department] | type[Person], ids: set[int]) -> list[int]:
    return list(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))  # noqa: SLF001 - Django's public name


def _flag(value: Mapping[str, Any], name: str, *, default: bool) -> bool:
    found = value.get(name, default)
    if not isinstance(found, bool):
        raise AudienceError(name, _("应为是或否"))
    return found


def _ids(value: Mapping[str, Any], name: str) -> tuple[int, ...]:
    found = _list(value, name)
    for one in found:
        if not isinstance(one, int) or isinstance(one, bool) or not 0 < one < 2**31:
            raise AudienceError(name, _("应为编号"))
    return tuple(dict.fromkeys(found))


def _words(value: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = _list(value, name)
    for one in found:
        if not isinstance(one, str) or not one.strip():
            raise AudienceError(name, _("应为非空文字"))
    return tuple(dict.fromkeys(found))


def _list(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name, [])
    if not isinstance(found, list | tuple):
        raise AudienceError(name, _("应为列表"))
    return list(found)
