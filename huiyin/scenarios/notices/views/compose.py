"""Writing a notice: saved without asking, checked while typing, published after one more look."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases import attachments, uploads
from huiyin.directory.access import Action, actor_of, may_address, require
from huiyin.directory.models import Person
from huiyin.directory.queries import department_tree
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.scenarios.notices import actions, checks, matrix, picking, published
from huiyin.scenarios.notices.forms import DraftForm
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.origins import drafting
from huiyin.scenarios.notices.subject import subject
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
    return shown(request, "notices/compose.html", _context(blank, actor))


@require_safe
@page(Action.EDIT)
def edit(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """A draft, as it was left."""
    actor, notice = open_case(request, notice_id, Action.EDIT)
    if notice.state != NoticeState.DRAFT:
        return HttpResponseRedirect(reverse("notices:echo", args=[notice.pk]))
    return shown(request, "notices/compose.html", _context(notice, actor))


@require_POST
@page(Action.EDIT)
def save(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Keep the draft (begun here when it is new); answers what is still missing."""
    actor = actor_of(request)
    notice = actions.create_draft(by=actor, notice_id=notice_id)
    form = DraftForm(request.POST)
    form.is_valid()
    values = {name: form.cleaned_data[name] for name in form.cleaned_data}
    values["audience"] = picking.chosen(request.POST).to_json()
    values |= drafting.posted(notice, request.POST, actor)
    try:
        notice = actions.save_draft(notice_id, values, by=actor)
    except actions.NotDraft:
        return go(request, reverse("notices:echo", args=[notice_id]))
    if is_partial(request):
        return _saved(request, notice, actor, form)
    if form.errors:
        context = _context(notice, actor) | {"form": form}
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


@require_POST
@page(Action.EDIT)
def attach(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One or more files; what is refused is said, the others are kept."""
    actor = actor_of(request)
    notice = actions.create_draft(by=actor, notice_id=notice_id)
    errors: list[str] = []
    if notice.state != NoticeState.DRAFT:
        errors.append(_("已发布的通知不能再加附件"))
    elif uploads.stopped(request):
        errors += attachments.too_large().messages
    else:
        for upload in request.FILES.getlist("files"):
            try:
                attachments.attach(notice, upload, by=actor)
            except ValidationError as error:
                errors += error.messages
    return _files(request, notice, errors)


@require_POST
@page(Action.EDIT)
def detach(request: HttpRequest, notice_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Take a file off the draft again."""
    _actor, notice = open_case(request, notice_id, Action.EDIT)
    if notice.state == NoticeState.DRAFT:
        attachments.detach(notice, str(attachment_id))
    return _files(request, notice, [])


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.PUBLISH)
def publish(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One more look (how many people, which channels), then it goes out once."""
    actor, notice = open_case(request, notice_id, Action.PUBLISH)
    if notice.state != NoticeState.DRAFT:
        return go(request, reverse("notices:echo", args=[notice.pk]))
    if request.method != "POST":
        return shown(request, "notices/publish.html", _publish_context(notice, actor))
    try:
        done = actions.publish(notice.pk, by=actor)
    except checks.NotReady:
        return _not_sent(request, notice, actor, _("还有必须改的地方，没有发出"))
    except PermissionDenied:
        return _not_sent(request, notice, actor, _("接收人超出你可以发布的范围，没有发出"))
    messages.success(request, _("已发布，编号 %(number)s") % {"number": done.notice.number})
    return go(request, reverse("notices:echo", args=[notice.pk]))


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


def _not_sent(request: HttpRequest, notice: Notice, actor: Person, why: str) -> HttpResponse:
    context = _publish_context(notice, actor) | {"problem": why}
    return shown(request, "notices/publish.html", context, status=422)


def _saved(request: HttpRequest, notice: Notice, actor: Person, form: DraftForm) -> HttpResponse:
    context = _context(notice, actor) | {"form": form}
    status = 422 if form.errors else 200
    response = shown(request, "notices/_saved.html", context, status=status)
    if not request.headers.get("HX-Current-URL", "").endswith("/edit"):
        response["HX-Replace-Url"] = reverse("notices:edit", args=[notice.pk])
    return response


def _files(request: HttpRequest, notice: Notice, errors: list[str]) -> HttpResponse:
    if is_partial(request):
        context = {
            "notice": notice,
            "attachments": attachments.of_case(notice),
            "upload_errors": errors,
            "limit": uploads.limit(),
        }
        status = 422 if errors else 200
        return shown(request, "notices/_files.html", context, status=status)
    for error in errors:
        messages.error(request, error)
    return HttpResponseRedirect(reverse("notices:edit", args=[notice.pk]))


def _context(notice: Notice, actor: Person) -> dict[str, Any]:
    audience = published.audience_of(notice)
    head = picking.head(audience)
    to, left_out = picking.chips(audience, actor)
    found = checks.findings(notice, head.people, clock.now())
    initial = {name: getattr(notice, name) for name in actions.FIELDS if name != "audience"}
    beyond = not audience.names_nobody() and not may_address(actor, audience)
    return {
        "notice": notice,
        "form": DraftForm(initial=initial),
        "audience": audience,
        "to": to,
        "left_out": left_out,
        "head": head,
        "findings": found,
        "beyond": beyond,
        "must": sum(one.must for one in found) + int(beyond),
        "tree": department_tree(actor),
        "matrix": matrix.preview(notice.urgency, notice.classification),
        "attachments": attachments.of_case(notice),
        "limit": uploads.limit(),
        "preview_title": subject(notice.title, notice.urgency, notice.reply_by, clock.now()),
    }


def _publish_context(notice: Notice, actor: Person) -> dict[str, Any]:
    context = _context(notice, actor)
    return context | {"audience_words": context["audience"].describe()}
