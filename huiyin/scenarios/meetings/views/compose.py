"""约会议: the form of a meeting; while it is filled, who has no time and what would fit."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases import picking
from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.guards import Refused
from huiyin.scenarios.meetings import actions, queries, showing
from huiyin.scenarios.meetings.authority import require_lead
from huiyin.scenarios.meetings.busy import looking
from huiyin.scenarios.meetings.forms import LOCAL, Asked, MeetingForm
from huiyin.scenarios.meetings.models import Meeting, MeetingKind, MeetingState
from huiyin.scenarios.meetings.plan import Plan, PlanRefused
from huiyin.scenarios.meetings.rooms import queries as rooms
from huiyin.scenarios.meetings.series import beginning
from huiyin.scenarios.meetings.series.reach import Scope
from huiyin.scenarios.meetings.views import origins, scoped, written
from huiyin.scenarios.meetings.views.origins import Origin
from huiyin.scenarios.meetings.views.pages import go, page, shown

PICKERS = {"required", "optional", "chair", "recorder"}
DEFAULT_KIND = "weekly_meeting"
NOTICE = timedelta(days=4)
"""The day that an empty form proposes: far enough ahead to announce it in time."""


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.WRITE_NOTICE)
def new(request: HttpRequest) -> HttpResponse:
    """An empty form, or one that is sent."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    if request.method == "POST":
        return _posted(request, actor, None)
    kinds = MeetingKind.objects.filter(active=True)
    kind = kinds.filter(key=request.GET.get("kind", DEFAULT_KIND)).first() or kinds.first()
    origin = origins.read(request.GET.get("origin", ""), actor)
    form = MeetingForm(
        initial={
            "kind": kind,
            "minutes": kind.length_minutes if kind else 60,
            "starts_at": _start(request.GET.get("at", "")),
            "title": request.GET.get("title", "")[:200],
            "confidential": bool(kind and kind.confidential),
            **(origin.fields() if origin else {}),
        }
    )
    named = origin.people() if origin else _named(request.GET)
    chips = written.chips_of(named, actor)
    context = _context(form, chips, meeting_id=new_id(), origin=origin)
    context |= looked(written.as_sent(form, chips, None), actor)
    return shown(request, "meetings/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def edit(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A meeting that is planned anew."""
    actor = actor_of(request)
    meeting = queries.find(meeting_id, actor)
    require_lead(meeting, actor)
    if meeting.state not in actions.BEFORE:
        messages.error(request, _("会议已经开始或已取消，不能再改"))
        return go(reverse("meetings:show", args=[meeting.pk]))
    if request.method == "POST":
        return _posted(request, actor, meeting)
    values = written.initial(meeting)
    if request.GET.get("at"):
        values["starts_at"] = _start(request.GET["at"])
    form = MeetingForm(initial=values)
    chips = written.chips_of(written.people_of(meeting), actor)
    context = _context(form, chips, meeting_id=meeting.pk, meeting=meeting)
    context |= looked(written.as_sent(form, chips, meeting), actor)
    return shown(request, "meetings/new.html", context)


@require_safe
@page(Action.WRITE_NOTICE)
def people(request: HttpRequest) -> HttpResponse:
    """What the picker offers for the words typed so far."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    name = request.GET.get("kind", "required")
    name = name if name in PICKERS else "required"
    text = request.GET.get(f"{name}_q", "")
    found = picking.found(text, actor, exceptions=False)
    if name in {"chair", "recorder"}:
        found = [one for one in found if one[1].kind == "person"]
    context = {"found": found, "name": name, "text": text.strip()}
    return shown(request, "ui/picker/_found.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.WRITE_NOTICE)
def look(request: HttpRequest) -> HttpResponse:
    """Who is busy then, free times, rooms, and what the regulation says to it."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    data = request.POST if request.method == "POST" else request.GET
    return shown(request, "meetings/_look.html", looked(data, actor))


def looked(data: QueryDict, actor: Person) -> dict[str, Any]:
    """What the form shows besides its fields."""
    form = MeetingForm(data)
    form.is_valid()
    if not {"starts_at", "minutes", "kind"} <= set(form.cleaned_data):
        return {}
    asked = Asked(data, actor)
    without = written.as_uuid(data.get("meeting", ""))
    plan = replace(form.plan(asked), anew=without)
    standing = Meeting.objects.filter(pk=without).first() if without else None
    named = Person.objects.in_bulk([*plan.required, *plan.optional, plan.chair.pk])
    must = [named[pk] for pk in dict.fromkeys((plan.chair.pk, *plan.required)) if pk in named]
    may = [named[pk] for pk in plan.optional if pk in named and named[pk] not in must]
    seats = len(must) + len(may) + len(plan.guests)
    return {
        "look": looking.look(plan.starts_at, plan.ends_at, must, may, without=without),
        "rooms": rooms.choices(actor, plan.starts_at, plan.ends_at, seats, without),
        "chosen_room": data.get("room", ""),
        "seats": seats,
        "plan": plan,
        "reason": data.get("reason", ""),
        "late": written.late(plan, actor, recurring=False),
        **scoped.context(data, plan, standing),
        **showing.before_context(plan, actor),
    }


def _posted(request: HttpRequest, actor: Person, meeting: Meeting | None) -> HttpResponse:
    form = MeetingForm(request.POST)
    key = meeting.pk if meeting else written.as_uuid(request.POST.get("meeting", ""))
    if form.is_valid():
        origin = origins.read(request.POST.get("origin", ""), actor)
        plan = form.plan(Asked(request.POST, actor))
        plan = replace(plan, origin=origin.case.pk if origin else None)
        try:
            done = _done(form, plan, actor, meeting, key, request.POST)
        except scoped.NotSeen:
            form.add_error(None, _("先看清会改哪几次、会告诉谁，再发出"))
        except PlanRefused as refused:
            written.tell(form, refused.errors)
        except Refused as refused:
            form.add_error(written.field_of(refused), str(refused))
        else:
            messages.success(request, written.said(done))
            return go(reverse("meetings:show", args=[done.pk]))
    chips = written.chips_of(_named(request.POST), actor)
    origin = origins.read(request.POST.get("origin", ""), actor)
    context = _context(form, chips, meeting_id=key or new_id(), meeting=meeting, origin=origin)
    context |= looked(request.POST, actor)
    context |= {
        "scope": scoped.scope_of(request.POST, meeting).value,
        "same_agenda": bool(request.POST.get("same_agenda")),
    }
    return shown(request, "meetings/new.html", context, status=422)


def _done(
    form: MeetingForm,
    plan: Plan,
    actor: Person,
    meeting: Meeting | None,
    key: UUID | None,
    data: QueryDict,
) -> Meeting:
    reason, send = form.cleaned_data["reason"], "draft" not in data
    if meeting is not None and meeting.state == MeetingState.ANNOUNCED:
        if scoped.scope_of(data, meeting) != Scope.THIS:
            return scoped.change(meeting, plan, data, actor, reason)
        return actions.change(meeting.pk, plan, by=actor, reason=reason)
    rule = form.rrule() if meeting is None or meeting.series_id is None else ""
    return beginning.begun(plan, rule, form.last(), reason, by=actor, key=key, send=send)


def _context(
    form: MeetingForm,
    chips: dict[str, Any],
    *,
    meeting_id: UUID,
    meeting: Meeting | None = None,
    origin: Origin | None = None,
) -> dict[str, Any]:
    kinds = MeetingKind.objects.filter(active=True)
    return {
        "form": form,
        "kinds": kinds,
        "meeting_id": meeting_id,
        "meeting": meeting,
        "origin": origin,
        "scope": Scope.THIS.value,
        "scopes": scoped.choices(meeting) if meeting is not None else [],
        "announced": meeting is not None and meeting.state == MeetingState.ANNOUNCED,
        **chips,
    }


def _start(asked: str) -> datetime:
    """The time that was clicked in the calendar, or ten o'clock on a day far enough ahead."""
    try:
        return datetime.strptime(asked, LOCAL)  # noqa: DTZ007 - wall time for the form
    except ValueError:
        local = timezone.localtime(clock.now()) + NOTICE
        return local.replace(hour=10, minute=0, second=0, microsecond=0, tzinfo=None)


def _named(data: QueryDict) -> dict[str, Audience]:
    return {name: picking.named(data, name) for name in PICKERS}
