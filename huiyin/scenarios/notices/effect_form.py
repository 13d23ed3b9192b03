"""The fields of the expected effect, as a request and a notice share them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.scenarios.notices.effect import USUAL_TARGETS, Effect, Measure

_WHEN = "%Y-%m-%dT%H:%M"


class WhenField(forms.DateTimeField):
    """A moment of the company's wall clock, as browsers give it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(
            format=_WHEN, attrs={"type": "datetime-local", "class": "input"}
        )
        formats = [_WHEN, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(widget=widget, input_formats=formats, **kwargs)


class PercentField(forms.FloatField):
    """A share of 1, typed as percent (0 to 100)."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs={"class": "input", "step": "any", "inputmode": "decimal"})
        super().__init__(widget=widget, min_value=0, max_value=100, **kwargs)

    def clean(self, value: Any) -> float | None:
        """Percent as a share."""
        number = super().clean(value)
        return None if number is None else number / 100

    def prepare_value(self, value: Any) -> Any:
        """A share as percent; what was typed stays as it was typed."""
        return f"{value * 100:g}" if isinstance(value, float) else value


class EffectFields(forms.Form):
    """Measure, target, moment, and the author's own words."""

    effect = forms.CharField(
        label=_("预期效果"),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "input", "placeholder": _("如：各组按新流程提交排班表")}
        ),
    )
    effect_measure = forms.ChoiceField(
        label=_("衡量指标"),
        choices=[("", _("不设")), *Measure.choices],
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )
    effect_target = PercentField(label=_("目标（%）"), required=False)
    effect_by = WhenField(label=_("见效时间"), required=False)

    def clean(self) -> dict[str, Any]:
        """A measure without a target gets the usual one."""
        values: dict[str, Any] = super().clean() or {}
        measure = values.get("effect_measure", "")
        if "effect_target" in values and values["effect_target"] is None:
            values["effect_target"] = USUAL_TARGETS.get(measure)
        return values


def effect_of(case: Any) -> Effect:
    """What a request or a notice is meant to bring about."""
    return Effect(case.effect_measure, case.effect_target, case.effect_by, case.effect)
