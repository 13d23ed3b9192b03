"""The cases behind the figures, as far as the viewer may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases import verbs
from huiyin.cases.models import Case
from huiyin.cases.naming import word
from huiyin.directory.models import Person
from huiyin.insight.backtest import listed
from huiyin.pages import clauses as clause_words

KINDS: dict[str, str | Promise] = {
    "moved": _("改期的待办"),
    "created": _("新增的待办"),
    "dropped": _("不再产生的待办"),
    "refusals": _("会被拦下的动作"),
    "unknown_roles": _("无从得知对谁生效"),
    "missing_facts": _("记录里缺少所需的事实"),
    "recounted": _("工作时间后来有变"),
    "differences": _("与台账不一致"),
}
SHOWN = 50
"""Cases on one page; the file has all that the report keeps."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One case of a list. ``title`` and ``href`` are empty for who may not see it."""

    people: int
    at: datetime
    clause: str
    what: str
    role: str
    was: datetime | None
    would: datetime | None
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: what it is of, its cases, and how many there are in all."""

    name: str
    label: str | Promise
    total: int
    matters: list[Matter]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.matters)


def lists(report: Mapping[str, Any], viewer: Person, *, limit: int = SHOWN) -> list[Listed]:
    """Every list that has something in it."""
    rows = {name: report["lists"][name]["rows"][:limit] for name in KINDS}
    seen = listed.visible((row["case"] for found in rows.values() for row in found), viewer)
    return [
        Listed(
            name,
            label,
            report["lists"][name]["total"],
            [_matter(row, seen.get(row["case"])) for row in rows[name]],
        )
        for name, label in KINDS.items()
        if rows[name]
    ]


def _matter(row: Mapping[str, Any], case: Case | None) -> Matter:
    verb = row["verb"]
    return Matter(
        people=row["people"],
        at=datetime.fromisoformat(row["at"]),
        clause=row["rule"].partition("/")[0],
        what=word(verb) if "." in verb else clause_words.duty(verb),
        role=word(row["role"]) if row["role"] else "",
        was=_instant(row["was"]),
        would=_instant(row["would"]),
        title=(case.title or case.number or str(_("未命名"))) if case else "",
        href=verbs.page_of(case.scenario, case.pk) if case else "",
    )


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
