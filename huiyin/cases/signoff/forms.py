"""What a signer types: a decision with its reason, the checklist, a colleague's name."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Attachment, Case
from huiyin.cases.signoff.checklist import Finding
from huiyin.cases.signoff.models import PointKind
from huiyin.directory.models import Person
from huiyin.directory.queries import find_person

APPROVE, RETURN, REJECT = "approve", "return", "reject"
_TEXT = {"class": "input"}


class DecisionForm(forms.Form):
    """Agree, send back or turn down; a reason with the latter two."""

    seat = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        choices=[(APPROVE, _("同意")), (RETURN, _("退回")), (REJECT, _("不予发出"))]
    )
    reason = forms.CharField(
        label=_("意见"),
        max_length=500,
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 2, "class": "area", "placeholder": _("退回时写明要改什么；同意可不写")}
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Sending back needs a reason."""
        values: dict[str, Any] = super().clean() or {}
        turned_down = values.get("decision") in {RETURN, REJECT}
        if turned_down and not str(values.get("reason", "")).strip():
            self.add_error("reason", _("写明原因"))
        return values


class ChecklistForm(forms.Form):
    """One line per point: ticked, and the evidence in words or as a file of the case."""

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files = Attachment.objects.filter(case=case).order_by("uploaded_at")
        choices = [("", _("不引用附件")), *((str(row.pk), row.name) for row in files)]
        for point, label in PointKind.choices:
            self.fields[f"tick_{point}"] = forms.BooleanField(label=label, required=False)
            self.fields[f"evidence_{point}"] = forms.CharField(
                label=_("依据"),
                max_length=500,
                required=False,
                widget=forms.TextInput(
                    attrs=_TEXT | {"placeholder": _("依据：出处、数据来源或条款")}
                ),
            )
            self.fields[f"file_{point}"] = forms.ChoiceField(
                label=_("附件"),
                choices=choices,
                required=False,
                widget=forms.Select(attrs=_TEXT),
            )

    def findings(self) -> dict[str, Finding]:
        """The checked values."""
        values: Mapping[str, Any] = self.cleaned_data
        return {
            point: Finding(
                ticked=values[f"tick_{point}"],
                evidence=values[f"evidence_{point}"],
                attachment=_uuid(values[f"file_{point}"]),
            )
            for point in PointKind.values
        }

    def lines(self) -> list[dict[str, Any]]:
        """The fields point by point, for the template."""
        return [
            {
                "tick": self[f"tick_{point}"],
                "evidence": self[f"evidence_{point}"],
                "file": self[f"file_{point}"],
            }
            for point in PointKind.values
        ]


class ColleagueForm(forms.Form):
    """Somebody by name, employee number or address."""

    person = forms.CharField(
        label=_("同事"),
        max_length=120,
        widget=forms.TextInput(
            attrs=_TEXT | {"placeholder": _("姓名或工号"), "list": "colleagues"}
        ),
    )
    reason = forms.CharField(
        label=_("说明"), max_length=500, required=False, widget=forms.TextInput(attrs=_TEXT)
    )

    def clean_person(self) -> Person:
        """The one colleague who is meant."""
        found = find_person(self.cleaned_data["person"])
        if found is None:
            raise forms.ValidationError(_("没有找到这位同事，或有重名；请用工号"))
        return found


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None
