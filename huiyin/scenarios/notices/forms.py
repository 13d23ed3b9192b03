"""What people type about notices, read and checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Classification, Urgency
from huiyin.kit import clock
from huiyin.scenarios.notices.answers import Call
from huiyin.scenarios.notices.effect_form import WhenField
from huiyin.scenarios.notices.models import CallOutcome

_LONG = 20_000


def _area(rows: int, placeholder: Any = "") -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "ed area", "placeholder": placeholder})


class TextForm(forms.Form):
    """The words of N08; a draft may be as unfinished as it likes, so nothing is required here."""

    title = forms.CharField(label=_("标题"), max_length=200, required=False)
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Urgency.choices, required=False)
    classification = forms.ChoiceField(
        label=_("密级"), choices=Classification.choices, required=False
    )
    gist = forms.CharField(
        label=_("要点"),
        max_length=300,
        required=False,
        widget=_area(2, _("一两句话说清结论；留空则取第一条事项")),
    )
    background = forms.CharField(
        label=_("背景"),
        max_length=_LONG,
        required=False,
        widget=_area(3, _("为什么发、依据是什么")),
    )
    items = forms.CharField(
        label=_("具体事项"),
        max_length=_LONG,
        required=False,
        widget=_area(5, _("1. 每条一件事，写明数据和日期")),
    )
    requirements = forms.CharField(
        label=_("执行要求"),
        max_length=_LONG,
        required=False,
        widget=_area(4, _("1. 时间、负责人、注意事项")),
    )
    contact = forms.CharField(label=_("联系人"), max_length=200, required=False)
    copy_to = forms.CharField(label=_("抄送范围"), max_length=200, required=False)
    reply_by = WhenField(label=_("回复截止"), required=False)

    def clean_urgency(self) -> str:
        """Routine when nothing was chosen."""
        return str(self.cleaned_data["urgency"] or Urgency.ROUTINE)

    def clean_classification(self) -> str:
        """Internal when nothing was chosen."""
        return str(self.cleaned_data["classification"] or Classification.INTERNAL)


class ReplyForm(forms.Form):
    """An answer in words."""

    text = forms.CharField(
        label=_("回复内容"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "area"}),
    )


class CallForm(forms.Form):
    """What came of a phone call."""

    outcome = forms.ChoiceField(
        label=_("通话结果"), choices=CallOutcome.choices, widget=forms.RadioSelect
    )
    again_at = WhenField(label=_("再拨时间"), required=False)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Nobody answered: again when; unreachable: why."""
        values: dict[str, Any] = super().clean() or {}
        outcome, again = values.get("outcome"), values.get("again_at")
        if outcome == CallOutcome.NO_ANSWER and "again_at" not in self.errors:
            if again is None:
                self.add_error("again_at", _("未接时写明再拨时间"))
            elif again <= clock.now():
                self.add_error("again_at", _("再拨时间应在现在之后"))
        if outcome == CallOutcome.UNREACHABLE and not values.get("note", "").strip():
            self.add_error("note", _("写明无法触达的原因"))
        return values

    def call(self) -> Call:
        """The checked values."""
        values = self.cleaned_data
        return Call(CallOutcome(values["outcome"]), values["note"], values["again_at"])
