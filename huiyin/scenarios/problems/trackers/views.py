"""Trackers as an administrator keeps them, links as the desk mends them, and the trackers' door."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases.intake import signing
from huiyin.cases.intake.views.hook import answered, body_of, hooked
from huiyin.cases.rest.problem import Refusal
from huiyin.delivery import links as addresses
from huiyin.directory.access import Action, NotVisible, actor_of, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.problems import queries
from huiyin.scenarios.problems.pages import go, page, shown
from huiyin.scenarios.problems.trackers import actions, hearing, keys
from huiyin.scenarios.problems.trackers import messages as read_messages
from huiyin.scenarios.problems.trackers.actions import TrackerError
from huiyin.scenarios.problems.trackers.forms import TrackerForm, initial_of
from huiyin.scenarios.problems.trackers.models import Link, Tracker

LARGEST = 1_000_000
"""Bytes of one message of a tracker."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.ADMINISTER)
def index(request: HttpRequest) -> HttpResponse:
    """All trackers, and one more; its secret is shown this once."""
    actor = _administrator(request)
    form = TrackerForm(
        request.POST if request.method == "POST" else None, initial={"actor": actor.employee_no}
    )
    made, secret = _set(form, actor, None)
    if made is not None:
        return _page(request, TrackerForm(initial={"actor": actor.employee_no}), made, secret)
    return _page(request, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.ADMINISTER)
def edit(request: HttpRequest, tracker_id: UUID) -> HttpResponse:
    """Change a tracker."""
    actor = _administrator(request)
    tracker = get_object_or_404(Tracker.objects.select_related("actor"), pk=tracker_id)
    form = TrackerForm(
        request.POST if request.method == "POST" else None, initial=initial_of(tracker)
    )
    made, _secret = _set(form, actor, tracker)
    if made is not None:
        messages.success(request, _("已保存「%(name)s」") % {"name": made.name})
        return go(reverse("problems:trackers"))
    context = {"form": form, "tracker": tracker}
    status = 422 if form.is_bound else 200
    return shown(request, "problems/trackers/edit.html", context, status=status)


@require_POST
@page(Action.ADMINISTER)
def stop(request: HttpRequest, tracker_id: UUID) -> HttpResponse:
    """Nothing is told to it any more."""
    actor = _administrator(request)
    tracker = get_object_or_404(Tracker, pk=tracker_id)
    actions.stop_tracker(tracker.pk, by=actor)
    messages.success(request, _("已停用「%(name)s」，不再同步") % {"name": tracker.name})
    return go(reverse("problems:trackers"))


@require_POST
@page(Action.SEE)
def again(request: HttpRequest, problem_id: UUID, link_id: int) -> HttpResponse:
    """Tell the tracker once more: here it is right."""
    actor, link = _link(request, problem_id, link_id)
    actions.try_again(link, by=actor)
    messages.success(request, _("正在同步到 %(name)s") % {"name": link.tracker.name})
    return go(reverse("problems:show", args=[problem_id]))


@require_POST
@page(Action.SEE)
def let_go(request: HttpRequest, problem_id: UUID, link_id: int) -> HttpResponse:
    """Not shown there any more."""
    actor, link = _link(request, problem_id, link_id)
    actions.let_go(link, by=actor)
    messages.success(request, _("已解除关联"))
    return go(reverse("problems:show", args=[problem_id]))


@hooked
def hear(request: HttpRequest, tracker_id: UUID) -> HttpResponse:
    """What a tracker says; answered at once, and the same whether it was here before or not."""
    tracker = Tracker.objects.select_related("actor").filter(pk=tracker_id, stopped_at=None).first()
    if tracker is None:
        raise Refusal(404, _("没有这个任务工具，或已停用"), kind="no-tracker")
    body, now = body_of(request, LARGEST), clock.now()
    try:
        name = read_messages.prove(
            tracker.kind, keys.secret_of(tracker), request.headers, body, now
        )
        change = read_messages.read(tracker.kind, body)
    except signing.Unproved:
        raise Refusal(401, _("签名不对"), kind="unsigned") from None
    except signing.Stale:
        raise Refusal(401, _("时间与本系统相差超过 5 分钟"), kind="stale") from None
    except read_messages.Unreadable:
        raise Refusal(422, _("不是有效的 JSON"), kind="malformed") from None
    return answered({"outcome": hearing.follow(tracker, name, change)})


def _administrator(request: HttpRequest) -> Person:
    actor = actor_of(request)
    require(actor, Action.ADMINISTER)
    return actor


def _set(form: TrackerForm, actor: Person, known: Tracker | None) -> tuple[Tracker | None, str]:
    if not form.is_valid():
        return None, ""
    try:
        return actions.set_tracker(form.plan(), by=actor, tracker_id=known.pk if known else None)
    except TrackerError as error:
        for field, why in error.errors.items():
            form.add_error(field, why)
        return None, ""


def _page(
    request: HttpRequest, form: TrackerForm, made: Tracker | None = None, secret: str = ""
) -> HttpResponse:
    rows = [
        (one, addresses.absolute(reverse("problems:tracker_hook", args=[one.pk])))
        for one in Tracker.objects.select_related("department", "actor").order_by("name")
    ]
    context = {"form": form, "rows": rows, "made": made, "secret": secret}
    return shown(
        request, "problems/trackers/list.html", context, status=422 if form.is_bound else 200
    )


def _link(request: HttpRequest, problem_id: UUID, link_id: int) -> tuple[Person, Link]:
    actor = actor_of(request)
    queries.find(problem_id, actor)
    link = hearing.link_of(problem_id, link_id)
    if link is None:
        raise NotVisible
    return actor, link
