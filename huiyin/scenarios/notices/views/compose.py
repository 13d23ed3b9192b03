"""Writing a notice: saved without asking, checked while typing, published after one more look."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.models import Person
from huiyin.kit.ids import new_id
from huiyin.obligations.guards import Refused
from huiyin.scenarios.notices import actions, checks, composing, hold, picking
from huiyin.scenarios.notices.draft_form import DraftForm
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.origins import drafting
from huiyin.scenarios.notices.views import drafted
from huiyin.scenarios.notices.views.pages import go, is_partial, open_case, page, shown

PICKERS = {"to", "except", "key", "copy", "tell"}
"""The fields that are filled by searching for people."""


@require_safe
@page(Action.WRITE_NOTICE)
def new(request: HttpRequest) -> HttpResponse:
    """An empty form; the draft begins with the first word that is saved."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    blank = Notice(pk=new_id(), initiator=actor, department=actor.department, scenario="notices")
    drafting.begin(blank, request.GET, actor)
    return shown(request, "notices/compose.html", drafted.context(blank, actor))


@require_safe
@page(Action.EDIT)
def edit(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """A draft, as it was left."""
    actor, notice = open_case(request, notice_id, Action.EDIT)
    if notice.state != NoticeState.DRAFT:
        return HttpResponseRedirect(reverse("notices:echo", args=[notice.pk]))
    if hold.is_held(notice):
        return HttpResponseRedirect(reverse("signoff:sign", args=[notice.pk]))
    return shown(request, "notices/compose.html", drafted.context(notice, actor))


@require_POST
@page(Action.EDIT)
def save(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Keep the draft (begun here when it is new); answers what is still missing."""
    actor = actor_of(request)
    notice = actions.create_draft(by=actor, notice_id=notice_id)
    form = DraftForm(request.POST)
    form.is_valid()
    values = drafted.values(form, request.POST)
    values |= drafting.posted(notice, request.POST, actor)
    try:
        notice = actions.save_draft(notice_id, values, by=actor)
    except actions.NotDraft:
        return go(request, reverse("notices:echo", args=[notice_id]))
    except hold.Held:
        return go(request, reverse("signoff:sign", args=[notice_id]))
    composing.keep(notice, request.POST, actor)
    if is_partial(request):
        return _saved(request, notice, actor, form)
    if form.errors:
        context = drafted.context(notice, actor) | {"form": form}
        return shown(request, "notices/compose.html", context, status=422)
    then = "publish" if request.POST.get("then") == "publish" else "edit"
    return HttpResponseRedirect(reverse(f"notices:{then}", args=[notice.pk]))


@require_safe
@page(Action.WRITE_NOTICE)
def recipients(request: HttpRequest) -> HttpResponse:
    """What the picker offers for the words typed so far."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    name = request.GET.get("kind", "to")
    name = name if name in PICKERS else "to"
    text = request.GET.get(f"{name}_q", "")
    context = {
        "found": picking.found(text, actor, exceptions=name == "except"),
        "name": name,
        "text": text.strip(),
    }
    return shown(request, "notices/_found.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.PUBLISH)
def publish(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One more look (how many people, which channels), then it goes out once."""
    actor, notice = open_case(request, notice_id, Action.PUBLISH)
    if notice.state != NoticeState.DRAFT:
        return go(request, reverse("notices:echo", args=[notice.pk]))
    if hold.is_held(notice):
        return go(request, reverse("signoff:sign", args=[notice.pk]))
    if request.method != "POST":
        return shown(request, "notices/publish.html", drafted.last_look(notice, actor))
    return _send(request, notice, actor)


@require_POST
@page(Action.EDIT)
def discard(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    actor, notice = open_case(request, notice_id, Action.EDIT)
    try:
        actions.discard_draft(notice.pk, by=actor)
        messages.success(request, _("草稿已删除"))
    except actions.NotDraft:
        messages.error(request, _("已发布的通知不能删除"))
    return go(request, reverse("notices:list") + "?tab=drafts")


def _send(request: HttpRequest, notice: Notice, actor: Person) -> HttpResponse:
    try:
        done = actions.publish(notice.pk, by=actor)
    except checks.NotReady:
        return _not_sent(request, notice, actor, _("还有必须改的地方，没有发出"))
    except PermissionDenied:
        return _not_sent(request, notice, actor, _("接收人超出你可以发布的范围，没有发出"))
    except Refused as refused:
        return _not_sent(request, notice, actor, str(refused))
    messages.success(request, _("已发布，编号 %(number)s") % {"number": done.notice.number})
    return go(request, reverse("notices:echo", args=[notice.pk]))


def _not_sent(request: HttpRequest, notice: Notice, actor: Person, why: str) -> HttpResponse:
    context = drafted.last_look(notice, actor) | {"problem": why}
    return shown(request, "notices/publish.html", context, status=422)


def _saved(request: HttpRequest, notice: Notice, actor: Person, form: DraftForm) -> HttpResponse:
    context = drafted.context(notice, actor) | {"form": form}
    status = 422 if form.errors else 200
    response = shown(request, "notices/_saved.html", context, status=status)
    if not request.headers.get("HX-Current-URL", "").endswith("/edit"):
        response["HX-Replace-Url"] = reverse("notices:edit", args=[notice.pk])
    return response
