"""面谈: planned, held, noted, confirmed; seen by the two alone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases import picking
from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings import owed
from huiyin.scenarios.meetings.models import Period, PeriodKind, Talk, TalkState
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.talks import actions, queries
from huiyin.scenarios.meetings.talks.forms import CourseForm, PlanForm, begun, filled
from huiyin.scenarios.meetings.views.pages import go, page, shown
from huiyin.ui import live


@require_safe
@page(Action.WRITE_NOTICE)
def index(request: HttpRequest) -> HttpResponse:
    """My talks, and how far I am with those of the quarter."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    period = Period.objects.filter(kind=PeriodKind.QUARTER).order_by("-begins").first()
    context = {
        "talks": queries.mine(actor)[:100],
        "period": period,
        "progress": queries.progress(period, actor) if period else None,
    }
    return shown(request, "meetings/talks/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.WRITE_NOTICE)
def new(request: HttpRequest) -> HttpResponse:
    """Plan a talk; ``?partner=`` names with whom."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    if request.method != "POST":
        form = PlanForm(initial={"planned_at": clock.now()})
        return shown(request, "meetings/talks/form.html", _planning(form, request.GET, actor))
    return _planned(request, actor, None)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def edit(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """Plan it anew, before it is held."""
    actor = actor_of(request)
    talk = queries.find(talk_id, actor)
    if talk.initiator_id != actor.pk or talk.state != TalkState.PLANNED:
        return go(reverse("meetings:talk", args=[talk_id]))
    if request.method != "POST":
        form = PlanForm(initial=filled(talk))
        given = QueryDict(f"partner=person:{talk.partner_id}" if talk.partner_id else "")
        context = _planning(form, given, actor) | {"talk": talk}
        return shown(request, "meetings/talks/form.html", context)
    return _planned(request, actor, talk)


@require_safe
@page(Action.READ)
def show(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """One talk and what is to be done about it."""
    actor = actor_of(request)
    return shown(request, "meetings/talks/show.html", _context(queries.find(talk_id, actor), actor))


@require_POST
@page(Action.READ)
def hold(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """It was held."""
    actor = actor_of(request)
    talk = queries.find(talk_id, actor)
    form = CourseForm(request.POST)
    if form.is_valid():
        try:
            actions.hold(talk_id, form.course(), by=actor)
            messages.success(request, _("已记下，接着写要点"))
            return go(reverse("meetings:talk", args=[talk_id]))
        except WordsRefused:
            form.add_error("held_at", _("时间还没有到"))
    context = _context(talk, actor) | {"course_form": form}
    return shown(request, "meetings/talks/show.html", context, status=422)


@require_POST
@page(Action.READ)
def notes(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """What was said."""
    actor = actor_of(request)
    queries.find(talk_id, actor)
    return _done(
        request,
        talk_id,
        lambda: actions.keep_notes(talk_id, request.POST.get("notes", ""), by=actor),
        _("要点已记下"),
    )


@require_POST
@page(Action.READ)
def confirm(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """The notes are right, or what is wrong in them."""
    actor = actor_of(request)
    queries.find(talk_id, actor)
    words = request.POST.get("doubt", "")
    if "wrong" in request.POST:
        act, said = (lambda: actions.doubt(talk_id, words, by=actor)), _("已告诉对方")
    else:
        act, said = (lambda: actions.confirm(talk_id, by=actor)), _("已确认要点")
    return _done(request, talk_id, act, said)


def _done(request: HttpRequest, talk_id: UUID, act: Any, said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except WordsRefused:
        messages.error(request, _("写明内容"))
    except WrongState:
        messages.error(request, _("这次面谈不在这一步"))
    return go(reverse("meetings:talk", args=[talk_id]))


def _planned(request: HttpRequest, actor: Person, talk: Talk | None) -> HttpResponse:
    form = PlanForm(request.POST)
    problem = ""
    if form.is_valid():
        people = picking.named(request.POST, "partner").people
        partner = Person.objects.filter(pk__in=people[:1], active=True).first()
        try:
            made = actions.plan(form.plan(partner), by=actor, talk_id=talk.pk if talk else None)
            return go(reverse("meetings:talk", args=[made.pk]))
        except WordsRefused as refused:
            problem = _WRONG[refused.code]()
    context = _planning(form, request.POST, actor) | {
        "talk": talk,
        "partner_errors": [problem] if problem else [],
    }
    return shown(request, "meetings/talks/form.html", context, status=422)


def _planning(form: PlanForm, given: QueryDict, actor: Person) -> dict[str, Any]:
    chosen: Audience = picking.named(given, "partner")
    return {"form": form, "partner_chips": picking.chips(chosen, actor)[0][:1]}


def _context(talk: Talk, actor: Person) -> dict[str, Any]:
    holds = talk.initiator_id == actor.pk
    return {
        "talk": talk,
        "holds": holds,
        "partner": talk.partner_id == actor.pk,
        "duties": [row for row in owed.by(talk.pk, actor) if row.open],
        "course_form": CourseForm(initial=begun(talk, clock.now())),
        "live_topics": live.topics(actor, f"case:{talk.pk}", f"person:{actor.pk}"),
    }


_WRONG = {
    "empty": lambda: _("写明和谁谈"),
    "self": lambda: _("不能和自己谈"),
}
