"""The form of a revision: the texts, what kind of change it is, and why."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Urgency
from huiyin.scenarios.notices.checks import TEXTS
from huiyin.scenarios.notices.revisions.actions import Told
from huiyin.scenarios.notices.revisions.models import Cause, Revision, RevisionKind
from huiyin.scenarios.notices.revisions.queries import FIELD_NAMES

KINDS = [
    (RevisionKind.MINOR, _("小改：错字、格式，不再打扰")),
    (RevisionKind.MATERIAL, _("实质修订：内容有变，请大家重新确认")),
    (RevisionKind.CORRECTION, _("更正：发出的内容有误，收到的人都要重新确认")),
]
_ROWS = {"gist": 2, "background": 3, "items": 6, "requirements": 4}
_LIMITS = {"title": 200, "gist": 300, "contact": 200, "copy_to": 200}


class RevisionForm(forms.Form):
    """What becomes of a published text."""

    kind = forms.ChoiceField(label=_("修订类型"), choices=KINDS, widget=forms.RadioSelect)
    what = forms.CharField(
        label=_("改了什么"),
        max_length=300,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "input", "placeholder": _("如：轮班时间改为 09:00–21:00")}
        ),
    )
    cause = forms.ChoiceField(
        label=_("出错原因"),
        choices=[("", _("请选择")), *Cause.choices],
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        help_text=_("更正会计为一次信息差错"),
    )
    urgency = forms.ChoiceField(
        label=_("紧急程度"),
        choices=[("", _("与原通知相同")), *Urgency.choices],
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, newest: Revision) -> None:
        initial: dict[str, Any] = {**newest.sources, "on": newest.number, "kind": "material"}
        super().__init__(data, initial=initial)
        for name in TEXTS:
            self.fields[name] = _text(name)

    def texts(self) -> Mapping[str, str]:
        """The texts as they were written, line ends as the others have them."""
        return {name: str(self.cleaned_data[name]).replace("\r\n", "\n") for name in TEXTS}

    def told(self) -> Told:
        """What goes with them."""
        said = self.cleaned_data
        return Told(said["what"], said["cause"], said["urgency"], said["on"])

    def fields_of_text(self) -> list[forms.BoundField]:
        """The fields of the text in the order of the page."""
        return [self[name] for name in TEXTS if name != "copy_to"] + [self["copy_to"]]


def _text(name: str) -> forms.CharField:
    rows = _ROWS.get(name)
    widget: forms.Widget = forms.TextInput(attrs={"class": "input"})
    if rows:
        widget = forms.Textarea(attrs={"class": "area", "rows": rows})
    return forms.CharField(
        label=FIELD_NAMES[name],
        max_length=_LIMITS.get(name, 20_000),
        required=name not in {"gist", "copy_to"},
        strip=False,
        widget=widget,
    )
