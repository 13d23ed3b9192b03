"""What an administrator types about a source."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.cases.intake import sources
from huiyin.cases.intake.actions import CALM_LIMIT, HOUR_LIMIT, MINUTE_LIMIT, Plan
from huiyin.cases.intake.models import Grouping, Proof, Severities, Source, SourceKind
from huiyin.directory.models import Person

_INPUT = {"class": "input"}
_SELECT = {"class": "select"}


class SourceForm(forms.Form):
    """One source; the person is chosen by their number, which is unique where names are not."""

    name = forms.CharField(
        label=_("名称"),
        max_length=60,
        widget=forms.TextInput(attrs={**_INPUT, "placeholder": _("如：生产环境 Alertmanager")}),
    )
    kind = forms.ChoiceField(
        label=_("来源"), choices=SourceKind.choices, widget=forms.Select(attrs=_SELECT)
    )
    proof = forms.ChoiceField(
        label=_("怎样证明自己"),
        choices=Proof.choices,
        widget=forms.Select(attrs=_SELECT),
        help_text=_(
            "Alertmanager 只能用令牌；Zabbix 用十六进制签名；其他程序宜用 Standard Webhooks"
        ),
    )
    target = forms.ChoiceField(label=_("告警成为"), widget=forms.Select(attrs=_SELECT))
    actor = forms.CharField(
        label=_("上报人工号"),
        max_length=40,
        widget=forms.TextInput(attrs=_INPUT),
        help_text=_("告警以此人的名义上报，宜填值班负责人"),
    )
    grouping = forms.ChoiceField(
        label=_("一件的范围"), choices=Grouping.choices, widget=forms.Select(attrs=_SELECT)
    )
    least = forms.ChoiceField(
        label=_("最低级别"), choices=Severities.choices, widget=forms.Select(attrs=_SELECT)
    )
    calm_minutes = forms.IntegerField(
        label=_("恢复后多少分钟内再发生算同一件"),
        min_value=0,
        max_value=CALM_LIMIT,
        initial=30,
        widget=forms.NumberInput(attrs=_INPUT),
    )
    per_minute = forms.IntegerField(
        label=_("每分钟最多接收几次"),
        min_value=1,
        max_value=MINUTE_LIMIT,
        initial=60,
        widget=forms.NumberInput(attrs=_INPUT),
    )
    cases_per_hour = forms.IntegerField(
        label=_("每小时最多新开几件"),
        min_value=1,
        max_value=HOUR_LIMIT,
        initial=20,
        widget=forms.NumberInput(attrs=_INPUT),
        help_text=_("超出的并入最近一件，不丢"),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        target = self.fields["target"]
        if isinstance(target, forms.ChoiceField):
            target.choices = [(one.key, one.label) for one in sources.targets()]

    def clean_actor(self) -> Person:
        """The person with this number who still works here."""
        number = str(self.cleaned_data["actor"]).strip()
        person = Person.objects.filter(employee_no=number, active=True).first()
        if person is None:
            raise forms.ValidationError(_("没有这个工号"))
        return person

    def plan(self) -> Plan:
        """The source as it was filled in."""
        return Plan(**self.cleaned_data)


def initial_of(source: Source) -> dict[str, Any]:
    """What the form shows of a source that exists."""
    names = (
        "name", "kind", "proof", "target", "grouping", "least", "calm_minutes", "per_minute",
        "cases_per_hour",
    )  # fmt: skip
    return {name: getattr(source, name) for name in names} | {"actor": source.actor.employee_no}
