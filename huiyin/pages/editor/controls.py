"""The single inputs of the clause's form."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.cases.naming import word
from huiyin.core.terms import END, WEEKDAYS
from huiyin.pages.editor.choices import ALL, Group, Option

OWN = "="
"""Chosen for a value that is not on the list: the next drawing offers a text field."""


@dataclass(frozen=True, slots=True)
class Control:
    """An input called ``name`` (its place in the clause) that says ``label`` to who cannot see it.

    With ``groups`` it is a choice; without, or when ``value`` is not among them, a text field.
    ``redraws`` when what is chosen decides which inputs there are.
    """

    name: str
    value: str
    label: str
    groups: tuple[tuple[str, tuple[Option, ...]], ...] = ()
    redraws: bool = False
    size: str = ""
    hint: str = ""

    @property
    def listed(self) -> bool:
        """Whether the value can be shown as a choice."""
        return bool(self.groups) and (
            not self.value
            or any(self.value == one[0] for _title, found in self.groups for one in found)
        )

    @property
    def typed(self) -> str:
        """What a text field holds."""
        return "" if self.value == OWN else self.value


def field(name: str, value: object, label: str, size: str = "") -> Control:
    """A text field."""
    return Control(name, "" if value is None else str(value), label, size=size)


def choice(
    name: str, value: object, label: str, options: Iterable[Option], *, redraws: bool = False
) -> Control:
    """A choice from a closed list."""
    return Control(name, str(value or ""), label, (("", tuple(options)),), redraws)


def open_choice(
    name: str, value: object, label: str, options: Iterable[Option], *, none: str = ""
) -> Control:
    """A choice that may also be written freely; ``none`` is what choosing nothing is called."""
    return grouped(name, value, label, [("", list(options))], none=none)


def grouped(
    name: str, value: object, label: str, groups: Iterable[Group], *, none: str = ""
) -> Control:
    """``open_choice`` in groups."""
    first: Option = ("", none or _("请选择"))
    own: Option = (OWN, _("自行填写…"))
    made = [("", (first,)), *((title, tuple(found)) for title, found in groups), ("", (own,))]
    return Control(name, "" if value in {None, ALL} else str(value), label, tuple(made))


def units() -> list[Option]:
    """The units of a duration."""
    return [
        ("min", _("分钟")),
        ("h", _("小时")),
        ("d", _("天")),
        ("wd", _("个工作日")),
        ("wh", _("个工作小时")),
        ("mo", _("个月")),
    ]


def day_units() -> list[Option]:
    """The units of days to come."""
    return [("wd", _("个工作日")), ("d", _("天"))]


def periods() -> list[Option]:
    """The days of the week; months, quarters and years, of which a day is then chosen."""
    names = (
        _("每周一"),
        _("每周二"),
        _("每周三"),
        _("每周四"),
        _("每周五"),
        _("每周六"),
        _("每周日"),
    )
    longer = [
        ("month", _("每月")),
        ("quarter", _("每季度")),
        ("jun,dec", _("每半年")),
        ("dec", _("每年 12 月")),
    ]
    return [*zip(WEEKDAYS, names, strict=True), *longer]


def days_of() -> list[Option]:
    """Days of a month or quarter."""
    return [
        ("end", _("最后一天")),
        ("endwd", _("最后一个工作日")),
        *((f"{day}wd", _("第 %(day)d 个工作日") % {"day": day}) for day in (1, 3, 5, 10)),
        *((str(day), _("%(day)d 日") % {"day": day}) for day in range(1, END)),
    ]


def named(*names: str) -> list[Option]:
    """Names with their words."""
    return [(name, word(name)) for name in names]
