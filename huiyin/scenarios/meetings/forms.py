"""The form of a meeting: what is typed, as a plan."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huiyin.cases import picking
from huiyin.cases.models import Classification
from huiyin.directory.models import Person
from huiyin.scenarios.meetings import rules
from huiyin.scenarios.meetings.models import MeetingKind, Room
from huiyin.scenarios.meetings.plan import LONGEST_TEXT, Outsider, Plan

LOCAL = "%Y-%m-%dT%H:%M"
OWN = "own"
LONGEST_MEETING = 24 * 60
"""Minutes."""

_FIELD = {"class": "input"}
_AREA = {"class": "area", "rows": 3}
_GUEST = re.compile(
    r"^\s*(?P<name>[^<>,，]*?)\s*[<,，\s]\s*(?P<email>[^\s<>,，]+@[^\s<>,，]+)\s*>?\s*[,，]?\s*(?P<of>.*)$"
)


class MeetingForm(forms.Form):
    """What one meeting, or a series, is to be. People come from the pickers beside it."""

    title = forms.CharField(
        label=_("主题"),
        max_length=200,
        widget=forms.TextInput(attrs=_FIELD),
        error_messages={"required": _("写明会议的主题")},
    )
    kind = forms.ModelChoiceField(
        label=_("会议种类"),
        queryset=MeetingKind.objects.filter(active=True),
        empty_label=None,
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"required": _("选一种会议")},
    )
    starts_at = forms.DateTimeField(
        label=_("开始"),
        input_formats=[LOCAL],
        widget=forms.DateTimeInput(attrs=_FIELD | {"type": "datetime-local"}, format=LOCAL),
        error_messages={"invalid": _("写成日期和时刻"), "required": _("写明开始的时间")},
    )
    minutes = forms.IntegerField(
        label=_("时长（分钟）"),
        min_value=5,
        max_value=LONGEST_MEETING,
        widget=forms.NumberInput(attrs=_FIELD | {"step": "5"}),
        error_messages={"required": _("写明开多久"), "invalid": _("写成分钟数")},
    )
    repeat = forms.ChoiceField(
        label=_("重复"), required=False, widget=forms.Select(attrs={"class": "select"})
    )
    rule = forms.CharField(
        label=_("重复规则（RRULE）"),
        required=False,
        max_length=rules.LONGEST,
        widget=forms.TextInput(attrs=_FIELD | {"placeholder": "FREQ=MONTHLY;BYDAY=2TU"}),
    )
    until = forms.DateField(
        label=_("重复到"),
        required=False,
        widget=forms.DateInput(attrs=_FIELD | {"type": "date"}, format="%Y-%m-%d"),
    )
    room = forms.ModelChoiceField(
        label=_("会议室"), queryset=Room.objects.filter(active=True), required=False
    )
    place = forms.CharField(
        label=_("其他地点"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=_FIELD),
    )
    link = forms.URLField(
        label=_("会议链接"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs=_FIELD | {"placeholder": "https://"}),
        error_messages={"invalid": _("写成完整的网址")},
    )
    purpose = forms.CharField(
        label=_("目的"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs=_AREA),
    )
    expected = forms.CharField(
        label=_("预期结果"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs=_AREA),
    )
    guests = forms.CharField(
        label=_("外部来宾"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("每行一位：姓名 邮箱 单位。来宾不用帐号，凭邮件里的专属链接答复。"),
        widget=forms.Textarea(attrs=_AREA | {"rows": 2}),
    )
    is_recorded = forms.BooleanField(label=_("会上录音或录像"), required=False)
    confidential = forms.BooleanField(label=_("机密：只有与会者能看"), required=False)
    reason = forms.CharField(
        label=_("为什么等不到三天以后"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_FIELD),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        repeat = self.fields["repeat"]
        assert isinstance(repeat, forms.ChoiceField)  # noqa: S101 - for the types
        repeat.choices = [
            ("", _("不重复")),
            ("workdays", _("每个周一至周五")),
            ("weekly", _("每周")),
            ("two_weeks", _("每两周")),
            ("month_day", _("每月同一天")),
            ("month_weekday", _("每月同一个周几")),
            (OWN, _("自己写规则")),
        ]

    def clean_guests(self) -> tuple[Outsider, ...]:
        """The guests, line by line."""
        lines = [line for line in self.cleaned_data["guests"].splitlines() if line.strip()]
        found = [_GUEST.match(line) for line in lines]
        for line, match in zip(lines, found, strict=True):
            if match is None:
                raise forms.ValidationError(
                    _t("看不懂“%(line)s”：写成 姓名 邮箱 单位") % {"line": line.strip()[:40]}
                )
        return tuple(
            Outsider(match["name"], match["email"], match["of"].strip())
            for match in found
            if match is not None
        )

    def rrule(self) -> str:
        """The rule of the series that is wanted; empty for one meeting."""
        asked, first = self.cleaned_data.get("repeat", ""), self.cleaned_data["starts_at"]
        made: dict[str, Callable[[], str]] = {
            "workdays": rules.workdays,
            "weekly": lambda: rules.weekly(first),
            "two_weeks": lambda: rules.weekly(first, 2),
            "month_day": lambda: rules.monthly_day(first),
            "month_weekday": lambda: rules.monthly_weekday(first),
            OWN: lambda: str(self.cleaned_data["rule"]),
        }
        return str(made[asked]()) if asked in made else ""

    def last(self) -> datetime | None:
        """The end of the last day of a series."""
        day = self.cleaned_data.get("until")
        return None if day is None else _end_of(day)

    def plan(self, people: "Asked") -> Plan:
        """The checked values as a plan; words that are missing are empty."""
        values = self.cleaned_data
        secret = values.get("confidential")
        return Plan(
            title=values.get("title", ""),
            kind=values["kind"],
            starts_at=values["starts_at"],
            ends_at=values["starts_at"] + timedelta(minutes=values["minutes"]),
            chair=people.chair,
            recorder=people.recorder,
            room=values.get("room"),
            place=values.get("place", "").strip(),
            link=values.get("link", "").strip(),
            purpose=values.get("purpose", "").strip(),
            expected=values.get("expected", "").strip(),
            required=people.required,
            optional=people.optional,
            guests=values.get("guests", ()),
            is_recorded=bool(values.get("is_recorded")),
            classification=Classification.CONFIDENTIAL if secret else Classification.INTERNAL,
        )


class Asked:
    """Whom the pickers of the form name: departments and groups become their people of today."""

    def __init__(self, data: QueryDict, actor: Person) -> None:
        self.chair = _one(data, "chair") or actor
        self.recorder = _one(data, "recorder")
        self.required = _people(data, "required")
        self.optional = tuple(pk for pk in _people(data, "optional") if pk not in self.required)


def _people(data: QueryDict, field: str) -> tuple[int, ...]:
    audience = picking.named(data, field)
    if audience.names_nobody():
        return ()
    return tuple(audience.people_query().order_by("sort_key", "pk").values_list("pk", flat=True))


def _one(data: QueryDict, field: str) -> Person | None:
    named = picking.named(data, field).people
    return Person.objects.filter(pk__in=named[:1], active=True).first()


def _end_of(day: Any) -> datetime:
    return datetime.combine(day, time(23, 59), timezone.get_default_timezone())
