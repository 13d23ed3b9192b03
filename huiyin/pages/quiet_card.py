"""The card of 我的设置: one's own quiet hours, longer than the regulation's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from huiyin.core.attention import Quiet
from huiyin.delivery import quiet
from huiyin.directory.models import Person

_TIME = forms.TimeInput({"type": "time", "class": "input"}, "%H:%M")


class QuietForm(forms.Form):
    """From when to when nothing is pushed; clock times of the organisation."""

    starts = forms.TimeField(label=gettext_lazy("从"), widget=_TIME)
    ends = forms.TimeField(label=gettext_lazy("到次日"), widget=_TIME)


def card(actor: Person) -> dict[str, Any]:
    """What the card of the settings shows; nothing when the regulation says nothing."""
    rules = quiet.rules()
    if rules is None:
        return {"attention": None}
    chosen = quiet.own(actor) or rules.quiet
    begun = {"starts": chosen.starts, "ends": chosen.ends}
    return {"attention": rules, "quiet_form": QuietForm(initial=begun)}


def kept(actor: Person, form: QuietForm) -> bool:
    """Whether the hours of ``form`` were kept; otherwise it says what is wrong."""
    if not form.is_valid():
        return False
    try:
        quiet.choose(actor, Quiet(form.cleaned_data["starts"], form.cleaned_data["ends"]))
    except quiet.QuietRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
