"""The caller's form: what was said about each key point, on the phone or face to face."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.cases.comprehension import matters, queries
from huiyin.cases.comprehension.models import KeyPoint, Verdict
from huiyin.core.evidence import Channel
from huiyin.scenarios.notices.answers import Call
from huiyin.scenarios.notices.forms import CallForm
from huiyin.scenarios.notices.models import CallOutcome, Notice

SAID = (
    (Verdict.RIGHT, _("说对了")),
    (Verdict.WRONG, _("先说错，已更正")),
    (Verdict.MISSING, _("没说到，已提醒")),
)
WAYS = ((Channel.PHONE.name, _("电话")), (Channel.FACE.name, _("当面")))


class ReadBackForm(CallForm):
    """A call with a tick for every key point."""

    way = forms.ChoiceField(
        label=_("方式"), choices=WAYS, initial=Channel.PHONE.name, required=False
    )

    def __init__(self, *args: Any, points: list[KeyPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for point in points:
            self.fields[_name(point)] = forms.ChoiceField(
                label=point.text, choices=SAID, widget=forms.RadioSelect, required=False
            )

    def ticks(self) -> Iterator[forms.BoundField]:
        """The fields of the key points, in their order."""
        return (self[_name(point)] for point in self.points)

    def clean(self) -> dict[str, Any]:
        """Reached and understood: every key point was heard."""
        values = super().clean()
        if values.get("outcome") == CallOutcome.UNDERSTOOD:
            for point in self.points:
                if not values.get(_name(point)):
                    self.add_error(_name(point), _("记下对方怎么说的"))
        return values

    def call(self) -> Call:
        """The checked values, with what was said."""
        values = self.cleaned_data
        return Call(
            CallOutcome(values["outcome"]),
            values["note"],
            values["again_at"],
            ticks={point.pk: values[_name(point)] for point in self.points},
            channel=Channel[values["way"] or Channel.PHONE.name],
        )


def form_for(notice: Notice, person_id: int, data: Any) -> CallForm:
    """The form for a call to ``person_id``: with ticks where understanding is asked for."""
    matter = matters.of(notice)
    points = queries.points(notice.pk, matter.revision(notice))
    if not points or not matter.mode(notice, person_id):
        return CallForm(data)
    return ReadBackForm(data, points=points)


def _name(point: KeyPoint) -> str:
    return f"tick-{point.pk}"
