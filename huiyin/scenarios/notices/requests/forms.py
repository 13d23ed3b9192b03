"""The form of a request; it may stay unfinished until it is handed in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Classification, Urgency
from huiyin.scenarios.notices.effect_form import EffectFields

_YES_NO = (("yes", _("是")), ("no", _("否")))
_MEANS = {"yes": True, "no": False}


class AnswerField(forms.TypedChoiceField):
    """是 or 否; ``None`` until it is answered."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            choices=_YES_NO,
            coerce=_MEANS.get,
            empty_value=None,
            required=False,
        )

    def prepare_value(self, value: object) -> object:
        """A stored answer as the form spells it."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class RequestForm(EffectFields):
    """沟通需求单."""

    title = forms.CharField(label=_("事项"), max_length=200, required=False)
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Urgency.choices, required=False)
    classification = forms.ChoiceField(
        label=_("密级"), choices=Classification.choices, required=False
    )
    affects_work = AnswerField(_("会影响别人的工作吗"))
    must_synchronise = AnswerField(_("必须同步、不能各知各的吗"))
    may_be_misunderstood = AnswerField(_("不说清楚会被误解吗"))
    reason = forms.CharField(
        label=_("沟通原因"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(
            attrs={
                "rows": 4,
                "class": "ed area",
                "placeholder": _("发生了什么、为什么现在要说、不说会怎样"),
            }
        ),
    )

    def clean_urgency(self) -> str:
        """Routine when nothing was chosen."""
        return str(self.cleaned_data["urgency"] or Urgency.ROUTINE)

    def clean_classification(self) -> str:
        """Internal when nothing was chosen."""
        return str(self.cleaned_data["classification"] or Classification.INTERNAL)
