"""The form of an entry and the filter of the log."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.journal import queries
from huiyin.scenarios.journal.actions import LONGEST, Words
from huiyin.scenarios.journal.logline import NOTED, SAID, TOLD, Wanted
from huiyin.scenarios.journal.models import EntryKind

LOCAL = "%Y-%m-%dT%H:%M"
DAYS = 30
"""How many days the log shows unless it is asked for others."""

_FIELD = {"class": "input"}


class EntryForm(forms.Form):
    """The fields that a line was read into, to be put right."""

    kind = forms.ChoiceField(label=_("怎样说的"), choices=EntryKind.choices)
    happened_at = forms.DateTimeField(
        label=_("时间"),
        input_formats=[LOCAL],
        widget=forms.DateTimeInput(attrs=_FIELD | {"type": "datetime-local"}, format=LOCAL),
        error_messages={"invalid": _("写成日期和时刻"), "required": _("写明时间")},
    )
    people = forms.CharField(
        label=_("对象"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=_FIELD | {"placeholder": _("姓名，用顿号分开")}),
    )
    content = forms.CharField(
        label=_("内容"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"class": "area", "rows": 3}),
        error_messages={"required": _("写明说了什么")},
    )
    result = forms.CharField(
        label=_("结果"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=_FIELD),
    )
    decision = forms.BooleanField(label=_("重要决定"), required=False)
    urgent = forms.BooleanField(label=_("紧急"), required=False)
    secret = forms.BooleanField(label=_("只有在场的人能看内容"), required=False)

    def words(self, actor: Person) -> Words:
        """The checked values, names as colleagues."""
        values = self.cleaned_data
        people, others = queries.of_names(values["people"], actor)
        return Words(
            kind=EntryKind(values["kind"]),
            happened_at=values["happened_at"],
            content=values["content"],
            result=values["result"],
            people=tuple(person.pk for person in people),
            others="、".join(others),
            decision=values["decision"],
            urgent=values["urgent"],
            secret=values["secret"],
        )


def filled(preview: queries.Preview) -> EntryForm:
    """The form as a typed line fills it."""
    names = [person.name for person in preview.people]
    names += [preview.others] if preview.others else []
    return EntryForm(
        initial={
            "kind": preview.kind,
            "happened_at": preview.happened_at.replace(tzinfo=None),
            "people": "、".join(names),
            "content": preview.content,
            "result": preview.result,
            "decision": preview.decision,
            "urgent": preview.urgent,
        }
    )


class FilterForm(forms.Form):
    """Which lines of the log are shown; what is no day is left out."""

    q = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(
        required=False, choices=[("", ""), *((k, k) for k in (SAID, TOLD, NOTED))]
    )
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def wanted(self) -> Wanted:
        """What is asked for; the last thirty days when no day is named."""
        self.is_valid()
        values: dict[str, Any] = self.cleaned_data
        today = timezone.localtime(clock.now()).date()
        until = values.get("until") or today
        since = values.get("since") or until - timedelta(days=DAYS)
        return Wanted(
            start=_midnight(min(since, until)),
            end=_midnight(max(since, until)) + timedelta(days=1),
            kind=values.get("kind") or "",
            text=(values.get("q") or "").strip(),
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())
