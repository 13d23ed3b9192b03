"""Sources as an administrator keeps them; a secret is shown by the page that made it, never again."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.intake import actions, queries, testing
from huiyin.cases.intake.actions import SourceError
from huiyin.cases.intake.forms import SourceForm, initial_of
from huiyin.cases.intake.models import Source
from huiyin.cases.intake.snippets import snippet
from huiyin.delivery import links
from huiyin.directory.access import Action, actor_of, permission, require
from huiyin.directory.models import Person
from huiyin.kit import clock

View = TypeVar("View", bound=Callable[..., HttpResponse])


def _page(view: View) -> View:
    return permission(Action.ADMINISTER)(login_required(never_cache(view)))


def _administrator(request: HttpRequest) -> Person:
    actor = actor_of(request)
    require(actor, Action.ADMINISTER)
    return actor


@require_safe
@_page
def index(request: HttpRequest) -> HttpResponse:
    """All sources with their last posts."""
    _administrator(request)
    return render(request, "intake/list.html", {"rows": queries.listed()})


@require_http_methods(["GET", "HEAD", "POST"])
@_page
def new(request: HttpRequest) -> HttpResponse:
    """A new source; posted, its page with the secret, this once."""
    actor = _administrator(request)
    form = SourceForm(
        request.POST if request.method == "POST" else None,
        initial={"actor": actor.employee_no},
    )
    if form.is_valid():
        try:
            source, secret = actions.make(form.plan(), by=actor)
        except SourceError as error:
            _mark(form, error)
        else:
            return _shown(request, source, secret=secret)
    return _edited(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@_page
def edit(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Change a source."""
    actor = _administrator(request)
    source = get_object_or_404(Source.objects.select_related("actor"), pk=source_id)
    form = SourceForm(
        request.POST if request.method == "POST" else None, initial=initial_of(source)
    )
    if form.is_valid():
        try:
            source, secret = actions.change(source.pk, form.plan(), by=actor)
        except SourceError as error:
            _mark(form, error)
        else:
            if secret:
                return _shown(request, source, secret=secret)
            messages.success(request, _("已保存「%(name)s」") % {"name": source.name})
            return redirect("intake:show", source.pk)
    return _edited(request, form, source)


@require_safe
@_page
def show(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """One source: its address, its last posts, what is going on."""
    _administrator(request)
    return _shown(request, get_object_or_404(Source, pk=source_id))


@require_POST
@_page
def rotate(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """A new secret, shown this once."""
    actor = _administrator(request)
    source = get_object_or_404(Source, pk=source_id)
    secret = actions.rotate(source.pk, by=actor)
    source.refresh_from_db()
    return _shown(request, source, secret=secret)


@require_POST
@_page
def test(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Try the source with a sample."""
    actor = _administrator(request)
    post = testing.send(get_object_or_404(Source, pk=source_id, stopped_at=None), by=actor)
    if post.reason:
        messages.error(request, _("测试没有通过：%(why)s") % {"why": post.reason})
    else:
        messages.success(request, _("测试通过：这样的告警会被登记"))
    return redirect("intake:show", source_id)


@require_POST
@_page
def stop(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Take nothing more from it."""
    actor = _administrator(request)
    source = get_object_or_404(Source, pk=source_id)
    actions.stop(source.pk, by=actor)
    messages.success(request, _("已停用「%(name)s」，不再接收") % {"name": source.name})
    return redirect("intake:show", source_id)


@require_POST
@_page
def resume(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Take its posts again."""
    actor = _administrator(request)
    source = get_object_or_404(Source, pk=source_id)
    actions.resume(source.pk, by=actor)
    messages.success(request, _("已恢复「%(name)s」") % {"name": source.name})
    return redirect("intake:show", source_id)


def _shown(request: HttpRequest, source: Source, *, secret: str = "") -> HttpResponse:
    address = links.absolute(reverse("intake:hook", args=[source.pk]))
    context: dict[str, Any] = {
        "source": source,
        "target": queries.label_of(source.target),
        "address": address,
        "secret": secret,
        "snippet": snippet(source, address, secret),
        "posts": queries.posts(source),
        "firing": queries.firing(source),
        "now": clock.now(),
    }
    return render(request, "intake/source.html", context)


def _edited(request: HttpRequest, form: SourceForm, source: Source | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "source": source}
    return render(request, "intake/edit.html", context, status=status)


def _mark(form: SourceForm, error: SourceError) -> None:
    for field, why in error.errors.items():
        form.add_error(field, why)
