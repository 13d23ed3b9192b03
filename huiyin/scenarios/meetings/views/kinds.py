"""会议种类: the administrator's own kinds, and what the shipped ones propose."""

import re
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.directory.access import Action, actor_of, require
from huiyin.scenarios.meetings.kinds import keep
from huiyin.scenarios.meetings.models import Form, MeetingKind
from huiyin.scenarios.meetings.views.pages import go, page, shown

_FIELD = {"class": "input"}
if TYPE_CHECKING:
    _Base = forms.ModelForm[MeetingKind]
else:
    _Base = forms.ModelForm
_NUMBER = re.compile(r"[0-9]{1,9}")


class KindForm(_Base):
    """A kind: its form says which clauses act, everything else is a proposal."""

    class Meta:
        model = MeetingKind
        fields = (
            "name", "form", "length_minutes", "speak_seconds", "needs_minutes", "confidential",
            "active",
        )  # fmt: skip
        labels = {
            "name": _("名称"),
            "form": _("按哪种会议的规定"),
            "length_minutes": _("时长（分钟）"),
            "speak_seconds": _("每人发言（秒）"),
            "needs_minutes": _("要写纪要"),
            "confidential": _("默认机密"),
            "active": _("可以选用"),
        }
        widgets = {
            "name": forms.TextInput(attrs=_FIELD),
            "form": forms.Select(attrs={"class": "select"}, choices=Form.choices),
            "length_minutes": forms.NumberInput(attrs=_FIELD | {"min": 5}),
            "speak_seconds": forms.NumberInput(attrs=_FIELD),
        }


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.ADMINISTER)
def index(request: HttpRequest) -> HttpResponse:
    """All kinds; one is added or changed below."""
    actor = actor_of(request)
    require(actor, Action.ADMINISTER)
    edited = _kind((request.POST or request.GET).get("kind", ""))
    if request.method != "POST":
        return _shown(request, KindForm(instance=edited), edited)
    form = KindForm(request.POST, instance=edited)
    if not form.is_valid():
        return _shown(request, form, edited, status=422)
    kept = keep(form.instance, by=actor)
    messages.success(request, _t("已保存 %(name)s") % {"name": kept.name})
    return go(reverse("meetings:kinds"))


def _kind(text: str) -> MeetingKind | None:
    if not _NUMBER.fullmatch(text):
        return None
    return MeetingKind.objects.filter(pk=int(text)).first()


def _shown(
    request: HttpRequest, form: KindForm, edited: MeetingKind | None, status: int = 200
) -> HttpResponse:
    context = {"kinds": MeetingKind.objects.all(), "form": form, "edited": edited}
    return shown(request, "meetings/kinds.html", context, status=status)
