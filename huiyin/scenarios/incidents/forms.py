"""What the pages of incidents ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.scenarios.incidents import kinds
from huiyin.scenarios.incidents.declaring import LONGEST, FirstReport
from huiyin.scenarios.incidents.models import Incident, IncidentKind


class DeclareForm(forms.Form):
    """Kind and one line; the rest may wait."""

    kind = forms.ModelChoiceField(IncidentKind.objects.none())
    title = forms.CharField(max_length=LONGEST)
    severity = forms.CharField(max_length=12, required=False)
    incident = forms.UUIDField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the checker
        field.queryset = IncidentKind.objects.filter(active=True)


class ReportForm(forms.Form):
    """The form of the first report (I01)."""

    title = forms.CharField(label=_("一句话"), max_length=LONGEST)
    happened_at = forms.DateTimeField(
        label=_("发生时间"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    scope = forms.CharField(label=_("影响范围"), max_length=300, required=False)
    impact = forms.CharField(label=_("预计影响"), max_length=300, required=False)
    measures = forms.CharField(label=_("已采取措施"), max_length=500, required=False)
    clients_affected = forms.BooleanField(label=_("影响客户"), required=False)

    @classmethod
    def of(cls, incident: Incident) -> "ReportForm":
        """Filled with what is known."""
        names = ("title", "happened_at", "scope", "impact", "measures", "clients_affected")
        return cls(initial={name: getattr(incident, name) for name in names})

    def report(self) -> FirstReport:
        """What was filled in."""
        given = self.cleaned_data
        return FirstReport(
            given["scope"],
            given["impact"],
            given["measures"],
            given["happened_at"],
            given["clients_affected"],
        )


def choices() -> list[dict[str, Any]]:
    """The kinds with their ladders, for the page that declares."""
    return [
        {
            "pk": kind.pk,
            "name": kinds.name_of(kind),
            "levels": kinds.levels(kind),
            "default": kinds.level(kind, "").key,
        }
        for kind in kinds.active()
    ]
