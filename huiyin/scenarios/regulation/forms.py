"""What the pages of amendments take in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.core.merging import Keep

_WHEN = "%Y-%m-%dT%H:%M"


class DetailsForm(forms.Form):
    """What a draft is called and why it is made."""

    title = forms.CharField(max_length=200, label=_("名称"))
    reason = forms.CharField(max_length=500, required=False, label=_("修订理由"))


class SubmitForm(forms.Form):
    """From when it shall be in force; empty: once it is announced."""

    wanted_from = forms.DateTimeField(
        required=False,
        label=_("生效时间"),
        widget=forms.DateTimeInput(
            format=_WHEN, attrs={"type": "datetime-local", "class": "input"}
        ),
    )
    despite = forms.CharField(max_length=500, required=False, label=_("例子不成立仍提交的理由"))


class WaiverForm(forms.Form):
    """In which clause a department may be laxer, why, and until when."""

    clause = forms.CharField(max_length=32, label=_("条款"))
    until = forms.DateField(label=_("到哪一天"))
    reason = forms.CharField(max_length=300, label=_("理由"))


def decided(data: Any) -> dict[str, Keep]:
    """Whose words stay, by clause: fields ``keep:<clause>`` with ``mine`` or ``theirs``."""
    return {
        name.partition(":")[2]: Keep(value)
        for name, value in data.items()
        if name.startswith("keep:") and value in set(Keep)
    }
