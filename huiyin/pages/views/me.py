"""我的设置: language, appearance, absence with a delegate, password, tokens."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import absence
from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Absence, Person
from huiyin.kit import clock
from huiyin.pages import people, quiet_card
from huiyin.pages.views.door import page


class AbsenceForm(forms.Form):
    """When somebody is away, and who answers instead; times are those of the organisation."""

    starts_at = forms.DateTimeField(
        label=gettext_lazy("从"),
        widget=forms.DateTimeInput({"type": "datetime-local", "class": "input"}, "%Y-%m-%dT%H:%M"),
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("到"),
        widget=forms.DateTimeInput({"type": "datetime-local", "class": "input"}, "%Y-%m-%dT%H:%M"),
    )
    delegate = forms.CharField(
        label=gettext_lazy("代理人"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("姓名或工号；留空则由主管代理。机密事项不移交。"),
        widget=forms.TextInput({"class": "input", "list": "colleagues", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("事由"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"class": "input"}),
    )

    def clean_delegate(self) -> Person | None:
        """The colleague meant; an error when nobody or more than one fits."""
        text = self.cleaned_data["delegate"].strip()
        if not text:
            return None
        found = people.colleague(text)
        if found is None:
            raise forms.ValidationError(
                _("没有找到唯一的同事“%(text)s”，请写工号") % {"text": text}
            )
        return found


@page(Action.SEE)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The settings of the person who is signed in."""
    return render(request, "pages/me.html", context(actor_of(request), AbsenceForm()))


@page(Action.SEE)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Register my absence; 422 with what is wrong."""
    actor, form = actor_of(request), AbsenceForm(request.POST)
    if form.is_valid() and _registered(actor, form):
        messages.success(request, _("已登记，外出期间由代理人回音"))
        return redirect(reverse("pages:me") + "#absence")
    return render(request, "pages/me.html", context(actor, form), status=422)


@page(Action.SEE)
@require_POST
def back(request: HttpRequest, absence_id: int) -> HttpResponse:
    """I am back, or do not leave: end one of my absences."""
    actor = actor_of(request)
    row = Absence.objects.filter(pk=absence_id, person=actor).first()
    if row is None:
        raise Http404
    if absence.end_absence(row, by=actor):
        messages.success(request, _("已销假，待办回到你这里"))
    return redirect(reverse("pages:me") + "#absence")


@page(Action.SEE)
@require_POST
def quiet(request: HttpRequest) -> HttpResponse:
    """Keep my own quiet hours; 422 with what is wrong."""
    actor, form = actor_of(request), quiet_card.QuietForm(request.POST)
    if quiet_card.kept(actor, form):
        messages.success(request, _("静默时段已保存"))
        return redirect(reverse("pages:me") + "#quiet")
    shown = context(actor, AbsenceForm()) | {"quiet_form": form}
    return render(request, "pages/me.html", shown, status=422)


@page(Action.SEE_DIRECTORY)
@require_safe
def colleagues(request: HttpRequest) -> HttpResponse:
    """Options for a field that names a colleague while somebody types."""
    actor = actor_of(request)
    typed = request.GET.get("delegate") or request.GET.get("owner", "")
    found = people.listed(None, typed).exclude(pk=actor.pk)
    context = {"people": found.filter(party="")[:8]}
    return render(request, "pages/_colleagues.html", context)


def _registered(actor: Person, form: AbsenceForm) -> bool:
    values: dict[str, Any] = form.cleaned_data
    starts_at: datetime = values["starts_at"]
    try:
        absence.register_absence(
            actor,
            starts_at=starts_at,
            ends_at=values["ends_at"],
            delegate=values["delegate"],
            reason=values["reason"],
            by=actor,
        )
    except absence.AbsenceRefused as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    return True


def context(actor: Person, form: AbsenceForm) -> dict[str, Any]:
    """Everything that the page of settings shows."""
    return {
        "person": actor,
        "form": form,
        "absences": people.absences_of(actor, clock.now()),
        "tokens_url": _address("api:tokens"),
        **quiet_card.card(actor),
    }


def _address(name: str) -> str:
    """Where another room's page is; empty while it is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
