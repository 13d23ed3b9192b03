"""What the pages of talks take in."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import Talk, TalkForm
from huiyin.scenarios.meetings.talks.actions import LONGEST, Course, Plan

LOCAL = "%Y-%m-%dT%H:%M"
_WHEN = {"type": "datetime-local", "class": "input"}


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        input_formats=[LOCAL],
        widget=forms.DateTimeInput(attrs=_WHEN, format=LOCAL),
        error_messages={"invalid": _("写成日期和时刻"), "required": _("写明时间")},
    )


class PlanForm(forms.Form):
    """Whom, what about, to which end, when."""

    form = forms.ChoiceField(label=_("谈什么"), choices=TalkForm.choices)
    outsider = forms.CharField(
        label=_("外部人士"),
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={"class": "input", "placeholder": _("客户或没有账号的人，写姓名")}
        ),
    )
    planned_at = _moment(_("时间"))
    topic = forms.CharField(
        label=_("主题"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    goal = forms.CharField(
        label=_("目标"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": _("谈完要得到什么")}),
    )

    def plan(self, partner: Person | None) -> Plan:
        """The checked values."""
        values: dict[str, Any] = self.cleaned_data
        return Plan(
            form=TalkForm(values["form"]),
            planned_at=values["planned_at"],
            partner=partner,
            outsider=values["outsider"],
            topic=values["topic"],
            goal=values["goal"],
        )


class CourseForm(forms.Form):
    """When it was held and what was answered."""

    held_at = _moment(_("谈话时间"))
    asked = forms.BooleanField(label=_("问过“工作里有什么沟通不顺的地方”"), required=False)
    friction = forms.CharField(
        label=_("对方的回答"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"class": "area", "rows": 3}),
    )

    def course(self) -> Course:
        """The checked values."""
        values: dict[str, Any] = self.cleaned_data
        return Course(values["held_at"], asked=values["asked"], friction=values["friction"])


def filled(talk: Talk) -> dict[str, Any]:
    """A talk as the form shows it."""
    return {
        "form": talk.form,
        "outsider": talk.outsider,
        "planned_at": talk.planned_at,
        "topic": talk.title,
        "goal": talk.goal,
    }


def begun(talk: Talk, now: datetime) -> dict[str, Any]:
    """When a talk that was planned was probably held: as planned, not later than now."""
    return {"held_at": min(talk.planned_at, now)}
