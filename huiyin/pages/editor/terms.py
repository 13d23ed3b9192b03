"""A deadline as inputs: its kind, and what that kind needs."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from huiyin.core.terms import MONTHS, WEEKDAYS
from huiyin.pages.editor.choices import Option
from huiyin.pages.editor.controls import (
    Control,
    choice,
    day_units,
    days_of,
    field,
    open_choice,
    periods,
    units,
)
from huiyin.pages.editor.picking import Picker

_SPAN = re.compile(r"(\S*?)(min|wd|wh|mo|h|d)?")
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_NTH = r"(?: (?P<nth>(?:\d{1,2}|end)(?:wd)?))?"
_MOMENT = (
    rf"(?:(?P<day>{'|'.join(WEEKDAYS)})|(?P<months>month|quarter|{_MONTH}(?:,{_MONTH})*){_NTH})"
    r"(?: (?P<clock>\S+))?"
)
_UNTIL = r"(?: until(?: (?P<until>\S+))?)?"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("before", re.compile(r"(?:(?P<span>\S+) )?before(?: (?P<fact>\S+))?")),
    ("after", re.compile(r"(?:(?P<span>\S+) )?after(?: (?P<fact>\S+))?")),
    ("each", re.compile(rf"every {_MOMENT}{_UNTIL}")),
    ("each", re.compile(rf"every (?P<clock>\d+:\S*){_UNTIL}")),
    ("every", re.compile(rf"every(?: (?!until)(?P<span>\S+))?{_UNTIL}")),
    ("by", re.compile(rf"by {_MOMENT}")),
    ("later", re.compile(r"by (?P<ahead>\d*(?:wd|d))(?: (?P<clock>\S+))?")),
    ("by", re.compile(r"by (?P<clock>\d\S*)")),
    ("at", re.compile(r"by(?: (?P<fact>[^\s\d]\S*))?")),
    ("within", re.compile(r"(?P<span>\S+)")),
    ("other", re.compile(r"(?P<other>.+)")),
)


@dataclass(frozen=True, slots=True)
class TermForm:
    """``place`` is the term's place in the clause; of the inputs only those of its kind are shown."""

    place: str
    kind: Control
    inputs: dict[str, Control]


def parts(text: str) -> tuple[str, dict[str, str]]:
    """The kind of a term and its parts, however unfinished it is."""
    for kind, form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            return kind, {name: value or "" for name, value in match.groupdict().items()}
    return "", {}


def _moment(place: str, said: dict[str, str], *, later: bool) -> dict[str, Control]:
    """Which day, and what time on it."""
    months = said.get("months", "")
    found: dict[str, Control] = {}
    if not later:
        day = months or said.get("day", "")
        found["day"] = open_choice(f"{place}.day", day, _("哪一天"), periods(), none=_("当天"))
        found["day"] = replace(found["day"], redraws=True)
    if months:
        nth = said.get("nth") or "end"
        found["nth"] = open_choice(f"{place}.nth", nth, _("其中哪一天"), days_of(), none=_("当天"))
    found["clock"] = field(f"{place}.clock", said["clock"], _("几点"), size="clock")
    return found


def span(
    place: str, text: str, label: str, among: list[Option] | None = None
) -> tuple[Control, Control]:
    """Number and unit of a duration."""
    match = _SPAN.fullmatch(text)
    amount, unit = (match[1], match[2] or "h") if match else (text, "h")
    unit_label = _("%(label)s的单位") % {"label": label}
    return (
        field(f"{place}.amount", amount, label, size="num"),
        choice(f"{place}.unit", unit, unit_label, among or units()),
    )


def term_form(place: str, text: str, pick: Picker, kinds: list[tuple[str, str]]) -> TermForm:
    """The inputs of the term ``text`` at ``place``."""
    kind, said = parts(text)
    inputs: dict[str, Control] = {}
    if "span" in said:
        inputs["amount"], inputs["unit"] = span(place, said["span"], _("时长"))
    if "fact" in said:
        instants = pick.chosen.instants
        inputs["fact"] = open_choice(f"{place}.fact", said["fact"], _("哪个时刻"), instants)
    if "ahead" in said:
        inputs["amount"], inputs["unit"] = span(place, said["ahead"], _("几天后"), day_units())
    if "clock" in said:
        inputs |= _moment(place, said, later="ahead" in said)
    if "until" in said:
        inputs["until"] = pick.event_at(f"{place}.until", said["until"], _("直到何事"))
    if "other" in said:
        inputs["other"] = field(f"{place}.other", said["other"], _("期限"))
        kinds = [*kinds, ("other", _("自行填写"))]
    return TermForm(place, choice(f"{place}.kind", kind, _("时限"), kinds, redraws=True), inputs)


def deadline_kinds() -> list[tuple[str, str]]:
    """The kinds of a rule's deadline."""
    return [
        ("", _("没有期限")),
        ("within", _("事件后")),
        ("before", _("某时刻之前")),
        ("after", _("某时刻之后")),
        ("by", _("到日子和钟点")),
        ("later", _("几天后的钟点")),
        ("at", _("到写明的时间")),
        ("every", _("每隔")),
        ("each", _("每逢")),
    ]


def edge_kinds() -> list[tuple[str, str]]:
    """The kinds of moments that a condition before an act may name."""
    return [kind for kind in deadline_kinds() if kind[0] in {"before", "after", "at"}]
