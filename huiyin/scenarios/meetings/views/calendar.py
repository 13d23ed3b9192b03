"""日历: a week or a day of one's own meetings and deadlines, the list of meetings, the feed."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.delivery import links
from huiyin.directory.access import Action, actor_of, may, open_to_all
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings import queries, showing
from huiyin.scenarios.meetings.calendar import feeds
from huiyin.scenarios.meetings.calendar import month as months
from huiyin.scenarios.meetings.calendar import week as grid
from huiyin.scenarios.meetings.views.pages import go, page, shown
from huiyin.ui import live

PAGE = 200
_VIEWS = ("day", "week", "month")


@require_safe
@page(Action.SEE)
def week(request: HttpRequest) -> HttpResponse:
    """A week, or with ``view`` a ``day`` or a ``month``; from which day on says ``day``.

    ``with`` names a colleague whose busy times stand beside one's own.
    """
    actor = actor_of(request)
    view = request.GET.get("view", "")
    view = view if view in _VIEWS else "week"
    asked, others = _day(request.GET.get("day", "")), _others(request, actor)
    context = {
        "asked": asked,
        "view": view,
        "single": view == "day",
        "others": others,
        "unknown": bool(request.GET.get("with", "").strip()) and not others,
        "with_name": request.GET.get("with", "")[:40],
        "may_arrange": may(actor, Action.WRITE_NOTICE),
        "next": queries.next_of(actor, clock.now()),
        "live_topics": live.topics(actor, f"person:{actor.pk}"),
        **showing.beside_context(actor),
    }
    if view == "month":
        context["month"] = context["span"] = months.month(actor, asked, others)
        return shown(request, "meetings/month.html", context)
    context["week"] = context["span"] = grid.week(actor, asked, single=view == "day", others=others)
    return shown(request, "meetings/calendar.html", context)


@require_safe
@page(Action.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Every meeting that the viewer may see: those to come, then the latest."""
    actor, now = actor_of(request), clock.now()
    rows = queries.visible_to(actor)
    coming = rows.filter(ends_at__gte=now).order_by("starts_at", "pk")[:PAGE]
    past = rows.filter(ends_at__lt=now).order_by("-starts_at", "-pk")[:PAGE]
    context = {
        "coming": coming,
        "past": past,
        "view": "list",
        "may_arrange": may(actor, Action.WRITE_NOTICE),
    }
    return shown(request, "meetings/list.html", context)


@require_safe
@page(Action.SEE)
def subscription(request: HttpRequest) -> HttpResponse:
    """The private feed: whether there is one, and how to have it."""
    actor = actor_of(request)
    return shown(request, "meetings/subscription.html", {"feed": feeds.of(actor)})


@require_POST
@page(Action.SEE)
def subscribe(request: HttpRequest) -> HttpResponse:
    """A new secret address, shown this once; the one before answers no more."""
    actor = actor_of(request)
    address = links.absolute(feeds.make(by=actor))
    return shown(
        request, "meetings/subscription.html", {"feed": feeds.of(actor), "address": address}
    )


@require_POST
@page(Action.SEE)
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """The address answers no more."""
    if feeds.take_back(by=actor_of(request)):
        messages.success(request, _("订阅地址已作废"))
    return go(reverse("meetings:subscription"))


@require_safe
@open_to_all("the address itself is the secret")
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar program fetches; an address that was taken back is not there."""
    del request
    body = feeds.fetch(secret)
    if body is None:
        raise Http404
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="huiyin.ics"'
    return response


def _others(request: HttpRequest, actor: Person) -> list[Person]:
    """The colleague who is named, if there is just one of that name."""
    name = request.GET.get("with", "").strip()[:40]
    if not name:
        return []
    found = list(Person.objects.filter(name=name, active=True, party="").exclude(pk=actor.pk)[:2])
    return found if len(found) == 1 else []


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return timezone.localdate(clock.now())
    return found if 2000 <= found.year <= 2100 else timezone.localdate(clock.now())  # noqa: PLR2004 - a calendar's bounds
