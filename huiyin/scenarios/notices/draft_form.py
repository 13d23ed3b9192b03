"""What a draft says besides its words: kind, confirmation, stages, effect, who must sign."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Department
from huiyin.scenarios.notices.effect_form import EffectFields, WhenField
from huiyin.scenarios.notices.forms import TextForm
from huiyin.scenarios.notices.models import Complexity, ConfirmMode, NoticeKind, Stage

FLAGS = ("follow", "cascade", "publish_when_signed")
_MARK = "with_settings"
_SELECT = {"class": "select"}

_SHORT_MODES = (
    (ConfirmMode.MATRIX.value, _("按矩阵")),
    (ConfirmMode.NONE.value, _("不用")),
    (ConfirmMode.ACKNOWLEDGE.value, _("收到")),
    (ConfirmMode.TEACH_BACK.value, _("复述要点")),
    (ConfirmMode.QUIZ.value, _("小测")),
    (ConfirmMode.SPOKEN.value, _("口头")),
)


def _flag(label: Any) -> forms.BooleanField:
    return forms.BooleanField(
        label=label, required=False, widget=forms.CheckboxInput(attrs={"class": "check"})
    )


def _departments(label: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "check"}),
    )


class DraftForm(EffectFields, TextForm):
    """The whole draft. ``kept`` gives what was posted: a form without its settings keeps them."""

    kind = forms.ChoiceField(
        label=_("类型"), choices=NoticeKind.choices, required=False, widget=forms.Select(_SELECT)
    )
    stage = forms.ChoiceField(
        label=_("这是"), choices=Stage.choices, required=False, widget=forms.Select(_SELECT)
    )
    origin = forms.UUIDField(
        label=_("对应的预先通知"), required=False, widget=forms.Select(_SELECT)
    )
    complexity = forms.ChoiceField(label=_("复杂程度"), choices=Complexity.choices, required=False)
    confirm_mode = forms.ChoiceField(label=_("确认方式"), choices=_SHORT_MODES, required=False)
    follow = _flag(_("名单随入职、调动、离职变动"))
    cascade = _flag(_("逐级转达：各级负责人收到后向本团队转达"))
    publish_when_signed = _flag(_("签完自动发布"))
    topic = forms.CharField(
        label=_("主题"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": _("如：行政、福利、培训")}),
    )
    pinned_until = WhenField(label=_("置顶到"), required=False)
    held_at = WhenField(label=_("活动时间"), required=False)
    sources = _departments(_("数据来源部门"))
    concerned = _departments(_("会签部门"))
    override_reason = forms.CharField(
        label=_("越过时限的理由"),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "input", "placeholder": _("为什么不能等；会写入台账")}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Department.objects.filter(active=True).order_by("path")
        choices = [(pk, name) for pk, name in rows.values_list("pk", "name")]
        for name in ("sources", "concerned"):
            field = self.fields[name]
            if isinstance(field, forms.TypedMultipleChoiceField):
                field.choices = choices

    def clean_kind(self) -> str:
        """An ordinary notice when nothing was chosen."""
        return str(self.cleaned_data["kind"] or NoticeKind.NOTICE)

    def clean_complexity(self) -> str:
        """Simple when nothing was chosen."""
        return str(self.cleaned_data["complexity"] or Complexity.SIMPLE)

    def kept(self, data: QueryDict) -> dict[str, Any]:
        """The values to save; flags only of a form that shows them."""
        settings = _MARK in data
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name in data or (settings and name in _ALWAYS) or name in TextForm.base_fields
        }


_ALWAYS = {*FLAGS, "sources", "concerned"}


def origin_choices(found: list[tuple[UUID, str]]) -> list[tuple[str, Any]]:
    """The choices of ``origin`` as a select shows them."""
    return [("", _("选择已发布的预先通知")), *((str(pk), title) for pk, title in found)]
