"""A person's own tokens as a page: list, make one (shown once), revoke."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.api import tokens
from huiyin.directory.access import Action, actor_of, permission
from huiyin.directory.models import Person
from huiyin.kit import clock

LIFETIMES = ((30, gettext_lazy("30 天")), (90, gettext_lazy("90 天")), (365, gettext_lazy("1 年")))


class TokenForm(forms.Form):
    """What a token is for, and how long it lasts."""

    name = forms.CharField(
        label=gettext_lazy("用途"),
        max_length=80,
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("有效期"),
        choices=LIFETIMES,
        coerce=int,
        initial=90,
        widget=forms.Select({"class": "select"}),
    )


@never_cache
@permission(Action.SEE_PERSON)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """My tokens; posted, a new one, which is shown this once."""
    actor = actor_of(request)
    if request.method != "POST":
        return _shown(request, actor, TokenForm())
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _shown(request, actor, form, status=422)
    expires_at = tokens.until(form.cleaned_data["days"])
    made = tokens.create_token(actor, form.cleaned_data["name"], expires_at)
    return _shown(request, actor, TokenForm(), made=made)


@permission(Action.SEE_PERSON)
@login_required
@require_POST
def end(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke one of my tokens."""
    if not tokens.revoke(token_id, person=actor_of(request)):
        raise Http404
    messages.success(request, _("令牌已吊销，立即失效"))
    return redirect("api:tokens")


def _shown(
    request: HttpRequest, actor: Person, form: TokenForm, *, made: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "made": made,
        "tokens": tokens.tokens_of(actor)[:50],
        "now": clock.now(),
    }
    partial = request.headers.get("HX-Request") == "true"
    template = "api/_tokens.html" if partial else "api/tokens.html"
    return render(request, template, context, status=status)
