"""What the pages of problems take in."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Urgency
from huiyin.directory.models import Department, Person
from huiyin.directory.queries import find_person
from huiyin.scenarios.problems.models import (
    LONGEST,
    AnswerBy,
    Category,
    Nature,
    ProblemState,
    Source,
)
from huiyin.scenarios.problems.queries import Wanted
from huiyin.scenarios.problems.registering import Entry

LOCAL = "%Y-%m-%dT%H:%M"
BY_HAND = (
    Source.FORM,
    Source.CONFLICT,
    Source.TICKET,
    Source.MAILBOX,
    Source.HOTLINE,
    Source.MEETING,
    Source.PROJECT,
)
"""The sources that somebody may name in the form; the rest come by themselves."""

_INPUT = {"class": "input"}
_AREA = {"class": "area"}


class ReportForm(forms.Form):
    """A sentence is enough; whom it is for only when it is somebody else."""

    title = forms.CharField(
        label=_("什么问题"),
        max_length=120,
        widget=forms.TextInput(
            attrs=_INPUT
            | {"class": "input input--l", "autocomplete": "off"}
            | {"placeholder": _("一句话说清：哪里、什么时候、怎么了")}
        ),
        error_messages={"required": _("写明是什么问题")},
    )
    text = forms.CharField(
        label=_("经过"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs=_AREA | {"rows": 4, "placeholder": _("看到了什么，影响到谁")}),
    )
    source = forms.ChoiceField(
        label=_("来源"),
        choices=[(one.value, one.label) for one in BY_HAND],
        initial=Source.FORM,
        widget=forms.Select(attrs=_INPUT),
    )
    urgency = forms.ChoiceField(
        label=_("紧急程度"), choices=Urgency.choices, initial=Urgency.IMPORTANT
    )
    outside = forms.BooleanField(label=_("替外面的人登记"), required=False)
    reporter_name = forms.CharField(
        label=_("对方姓名和单位"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=_INPUT | {"placeholder": _("海河商贸 周经理")}),
    )
    reporter_contact = forms.CharField(
        label=_("电话或邮箱"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_INPUT | {"autocomplete": "off"}),
    )
    answer_by = forms.ChoiceField(
        label=_("约定用什么渠道答复"), choices=AnswerBy.choices, initial=AnswerBy.PHONE,
        required=False, widget=forms.Select(attrs=_INPUT),
    )  # fmt: skip
    secret = forms.BooleanField(label=_("只让经办的人看到"), required=False)

    def clean(self) -> dict[str, Any]:
        """Somebody outside has a name, and a way to reach them."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("outside"):
            for field in ("reporter_name", "reporter_contact"):
                if not str(values.get(field, "")).strip():
                    self.add_error(field, _("写明对方是谁、怎样答复"))
        return values


class RegisterForm(forms.Form):
    """What the register wants to know."""

    nature = forms.ChoiceField(
        label=_("性质"),
        choices=Nature.choices,
        error_messages={"required": _("选一种性质")},
    )
    in_charge = forms.ModelChoiceField(
        label=_("责任部门"),
        queryset=Department.objects.filter(active=True).order_by("path"),
        required=False,
        empty_label=_("选择部门"),
        widget=forms.Select(attrs=_INPUT),
    )
    due_at = forms.DateTimeField(
        label=_("解决期限"),
        required=False,
        input_formats=[LOCAL],
        widget=forms.DateTimeInput(attrs=_INPUT | {"type": "datetime-local"}, format=LOCAL),
        error_messages={"invalid": _("写成日期和时刻")},
    )
    is_major = forms.BooleanField(label=_("重大问题"), required=False)
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Urgency.choices, required=False)
    category = forms.ChoiceField(
        label=_("分类"), choices=[("", _("以后再分")), *Category.choices], required=False,
        widget=forms.Select(attrs=_INPUT),
    )  # fmt: skip
    topic = forms.CharField(
        label=_("常见问题"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=_INPUT | {"list": "topics", "autocomplete": "off"}),
        help_text=_("同一类反复出现的问题写同一个名字，每月按它统计"),
    )

    def entry(self) -> Entry:
        """The checked values."""
        return Entry(**self.cleaned_data)


class ColleagueForm(forms.Form):
    """Somebody of the house, by name or number."""

    person = forms.CharField(max_length=120)

    def clean_person(self) -> Person:
        """The one colleague who is meant."""
        found = find_person(self.cleaned_data["person"])
        if found is None:
            raise forms.ValidationError(_("没有找到这位同事，或有重名；请用工号"))
        return found


class FilterForm(forms.Form):
    """Which rows of the register are shown; what is no choice is left out."""

    q = forms.CharField(required=False, max_length=60)
    show = forms.ChoiceField(
        required=False, choices=[(one, one) for one in ("", "mine", "major", "over")]
    )
    state = forms.ChoiceField(required=False, choices=[("", ""), *ProblemState.choices])
    nature = forms.ChoiceField(required=False, choices=[("", ""), *Nature.choices])
    source = forms.ChoiceField(required=False, choices=[("", ""), *Source.choices])

    def wanted(self) -> Wanted:
        """What is asked for."""
        self.is_valid()
        values = self.cleaned_data
        show = values.get("show", "")
        return Wanted(
            text=(values.get("q") or "").strip(),
            state=values.get("state") or "",
            nature=values.get("nature") or "",
            source=values.get("source") or "",
            mine=show == "mine",
            major=show == "major",
            over=show == "over",
        )


def local(at: datetime) -> str:
    """A moment as a field of type ``datetime-local`` holds it."""
    return timezone.localtime(at).strftime(LOCAL)
