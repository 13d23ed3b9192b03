"""Writing a line into the log, and the page of one entry."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases import following
from huiyin.directory.access import Action, NotVisible, actor_of, may, require
from huiyin.directory.models import Person
from huiyin.kit.ids import new_id
from huiyin.scenarios.journal import actions, events, queries
from huiyin.scenarios.journal.forms import EntryForm, filled
from huiyin.scenarios.journal.models import Entry, Week
from huiyin.scenarios.journal.views.pages import go, page, shown


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.WRITE_NOTICE)
def new(request: HttpRequest) -> HttpResponse:
    """One line is enough; its fields stand below and can be put right."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    if request.method == "POST":
        return _record(request, actor)
    line = request.GET.get("line", "")
    context = {
        "line": line,
        "form": filled(queries.preview(line, actor)) if line else None,
        "entry_id": new_id(),
    }
    return shown(request, "journal/new.html", context)


@require_safe
@page(Action.WRITE_NOTICE)
def preview(request: HttpRequest) -> HttpResponse:
    """What the line typed so far says."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    line = request.GET.get("line", "")
    form = filled(queries.preview(line, actor)) if line.strip() else None
    return shown(request, "journal/_fields.html", {"form": form})


@require_safe
@page(Action.SEE)
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One entry with what it owes; a week's list for a week."""
    actor = actor_of(request)
    if Week.objects.filter(pk=case_id).exists():
        return HttpResponseRedirect(reverse("journal:week"))
    entry = _entry(actor, case_id, Action.SEE)
    return shown(request, "journal/entry.html", _context(entry, actor))


@require_safe
@page(Action.READ)
def formal(request: HttpRequest, case_id: UUID, verb: str) -> HttpResponse:
    """On to the formal text that discharges ``verb``, begun with the entry's words."""
    actor = actor_of(request)
    entry = _entry(actor, case_id, Action.READ)
    address = following.compose_address(entry.pk, events.STAGES[verb])
    return HttpResponseRedirect(address or reverse("journal:show", args=[entry.pk]))


@require_POST
@page(Action.READ)
def drop(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """No formal text follows: with a reason."""
    actor = actor_of(request)
    entry = _entry(actor, case_id, Action.READ)
    try:
        actions.drop(entry.pk, request.POST.get("reason", ""), by=actor)
    except actions.EntryRefused:
        context = _context(entry, actor) | {"problem": _("写明不再通报的原因")}
        return shown(request, "journal/entry.html", context, status=422)
    messages.success(request, _("已说明原因"))
    return go(reverse("journal:show", args=[entry.pk]))


def _record(request: HttpRequest, actor: Person) -> HttpResponse:
    line = request.POST.get("line", "")
    form = EntryForm(request.POST)
    if "content" not in request.POST and line.strip():
        form = EntryForm(_as_posted(filled(queries.preview(line, actor))))
    if form.is_valid():
        try:
            wanted = _uuid(request.POST.get("entry", ""))
            entry = actions.record_entry(form.words(actor), by=actor, entry_id=wanted)
        except actions.EntryRefused as error:
            form.add_error(error.field, _why_not(error))
        else:
            owed = queries.owed(entry, actor)
            said = _("已记入日志 %(number)s") % {"number": entry.number}
            messages.success(request, said)
            return go(reverse("journal:show" if owed else "journal:log", args=_args(entry, owed)))
    context = {"line": line, "form": form, "entry_id": request.POST.get("entry", new_id())}
    return shown(request, "journal/new.html", context, status=422)


def _args(entry: Entry, owed: list[queries.Owed]) -> list[UUID]:
    return [entry.pk] if owed else []


def _as_posted(form: EntryForm) -> dict[str, Any]:
    """The fields of a line as if they had been sent: for browsers without scripts."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in {None, False, ""}}


def _why_not(error: actions.EntryRefused) -> str:
    words = {
        ("content", "empty"): _("写明说了什么"),
        ("content", "long"): _("内容太长"),
        ("happened_at", "future"): _("时间不能晚于现在"),
        ("people", "unknown"): _("名单里有不认识的人"),
    }
    return words[error.field, error.code]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _entry(actor: Person, case_id: UUID, action: Action) -> Entry:
    rows = Entry.objects.select_related("initiator", "department")
    entry = rows.prefetch_related("parties__person").filter(pk=case_id).first()
    if entry is None:
        raise NotVisible
    require(actor, action, entry)
    return entry


def _context(entry: Entry, actor: Person) -> dict[str, Any]:
    return {
        "entry": entry,
        "may_read": may(actor, Action.READ, entry),
        "owed": queries.owed(entry, actor),
        "mine": entry.initiator_id == actor.pk,
        "follow_ups": queries.follow_ups(entry, actor),
    }
