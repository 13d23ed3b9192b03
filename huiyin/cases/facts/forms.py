"""What people type about facts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.cases.facts import actions
from huiyin.cases.facts.models import Fact
from huiyin.cases.models import Classification
from huiyin.directory.models import Department, Person


def _text(limit: int, placeholder: Any = "") -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", "maxlength": limit, "placeholder": placeholder})


class ValueForm(forms.Form):
    """A new value with its reason."""

    value = forms.CharField(
        label=_("新值"), max_length=actions.VALUE_LIMIT, widget=_text(actions.VALUE_LIMIT)
    )
    reason = forms.CharField(
        label=_("依据或原因"),
        max_length=actions.REASON_LIMIT,
        widget=_text(actions.REASON_LIMIT, _("如：会议纪要编号、合同、系统切换")),
    )


class RetireForm(forms.Form):
    """Why a fact ends."""

    reason = forms.CharField(
        label=_("停用原因"), max_length=actions.REASON_LIMIT, widget=_text(actions.REASON_LIMIT)
    )


class FactForm(forms.Form):
    """A new fact with its first value."""

    name = forms.CharField(
        label=_("名称"),
        max_length=actions.NAME_LIMIT,
        widget=_text(actions.NAME_LIMIT, _("如：客服热线")),
        help_text=_("文稿里写 {{名称}} 即可引用"),
    )
    key = forms.CharField(
        label=_("代号"),
        max_length=40,
        widget=_text(40, "hotline"),
        help_text=_("小写字母、数字和连字符，供程序和搜索使用"),
    )
    value = forms.CharField(
        label=_("取值"), max_length=actions.VALUE_LIMIT, widget=_text(actions.VALUE_LIMIT)
    )
    unit = forms.CharField(
        label=_("单位"), max_length=12, required=False, widget=_text(12, _("如：元、%、人"))
    )
    classification = forms.ChoiceField(
        label=_("密级"),
        choices=Classification.choices,
        initial=Classification.INTERNAL,
        widget=forms.Select(attrs={"class": "input"}),
        help_text=_("机密的口径只有归口部门看得到，只能写进机密文稿"),
    )
    department = forms.ModelChoiceField(
        label=_("归口部门"),
        queryset=Department.objects.none(),
        widget=forms.Select(attrs={"class": "input"}),
    )
    reason = forms.CharField(
        label=_("依据"),
        max_length=actions.REASON_LIMIT,
        widget=_text(actions.REASON_LIMIT, _("谁定的、写在哪里")),
    )

    def __init__(self, data: Any = None, *, actor: Person) -> None:
        super().__init__(data)
        rows = Department.objects.filter(active=True).order_by("path")
        own = [one.pk for one in rows if actions.may_define(actor, one)]
        field = self.fields["department"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows.filter(pk__in=own)
            field.initial = actor.department_id

    def define(self, by: Person) -> Fact:
        """Enter the fact as it was filled in."""
        said = self.cleaned_data
        return actions.define(
            actions.Definition(
                key=said["key"],
                name=said["name"],
                department=said["department"],
                value=said["value"],
                reason=said["reason"],
                unit=said["unit"],
                classification=said["classification"],
            ),
            by=by,
        )
