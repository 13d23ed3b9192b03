"""The kinds that come with the product, and the ladder of severities of each (I08)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.scenarios.incidents.models import IncidentKind


@dataclass(frozen=True, slots=True)
class Level:
    """One severity of a kind; the first of a kind is the gravest."""

    key: str
    name: str
    text: str


_LADDER = (
    ("1", gettext_noop("一级"), gettext_noop("全部或大部分业务中断，或涉及人身安全")),
    ("2", gettext_noop("二级"), gettext_noop("主要业务受影响，大量客户或多个部门")),
    ("3", gettext_noop("三级"), gettext_noop("部分业务受影响，有替代办法")),
    ("4", gettext_noop("四级"), gettext_noop("影响很小，需要盯住")),
)
_COMPLAINT = (
    ("1", gettext_noop("一级"), gettext_noop("已经公开或涉及监管、媒体")),
    ("2", gettext_noop("二级"), gettext_noop("重要客户要求高层答复，或可能解约")),
    ("3", gettext_noop("三级"), gettext_noop("多名客户同一投诉")),
    ("4", gettext_noop("四级"), gettext_noop("单个客户的严重投诉")),
)
SHIPPED = (
    ("system_failure", gettext_noop("系统故障"), _LADDER),
    ("client_complaint", gettext_noop("重大客诉"), _COMPLAINT),
)
DEFAULT = 1
"""Where on the ladder an incident begins that nobody graded: a step below the gravest."""


def install_shipped(**_signal: Any) -> int:
    """Bring the shipped kinds that are missing (after migrations); how many were."""
    known = set(IncidentKind.objects.values_list("key", flat=True))
    rows = [
        IncidentKind(key=key, name=name, levels=_as_rows(ladder), shipped=True)
        for key, name, ladder in SHIPPED
        if key not in known
    ]
    return len(IncidentKind.objects.bulk_create(rows, ignore_conflicts=True))


def active() -> list[IncidentKind]:
    """Those that may be declared, the shipped ones first."""
    return list(IncidentKind.objects.filter(active=True).order_by("-shipped", "pk"))


def name_of(kind: IncidentKind) -> str:
    """What it is called; shipped names in the reader's language."""
    return _(kind.name) if kind.shipped else kind.name


def levels(kind: IncidentKind) -> list[Level]:
    """Its ladder, the gravest first; the general one where it has none."""
    rows = kind.levels or _as_rows(_LADDER)
    return [
        Level(row["key"], _(row["name"]), _(row["text"]) if row["text"] else "") for row in rows
    ]


def level(kind: IncidentKind, key: str) -> Level:
    """The severity called ``key``; the default one when the ladder does not know it."""
    ladder = levels(kind)
    fallback = ladder[min(DEFAULT, len(ladder) - 1)]
    return next((one for one in ladder if one.key == key), fallback)


def _as_rows(ladder: tuple[tuple[str, str, str], ...]) -> list[dict[str, str]]:
    return [{"key": key, "name": name, "text": text} for key, name, text in ladder]
