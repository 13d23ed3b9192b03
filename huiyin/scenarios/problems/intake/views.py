"""Problems that are perhaps the same, letters about a problem, and the mailboxes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.directory.access import Action, actor_of, require
from huiyin.scenarios.problems import queries, refusals
from huiyin.scenarios.problems.actions import ProblemRefused
from huiyin.scenarios.problems.intake import actions, duplicates, words
from huiyin.scenarios.problems.intake.forms import MailboxForm
from huiyin.scenarios.problems.intake.models import Mailbox, Word
from huiyin.scenarios.problems.pages import go, page, shown
from huiyin.scenarios.problems.views.acts import again

_LONGEST = 400


@require_safe
@page(Action.WRITE_NOTICE)
def alike(request: HttpRequest) -> HttpResponse:
    """Problems that say what is being typed."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    title, text = (request.GET.get(name, "")[:_LONGEST] for name in ("title", "text"))
    found = duplicates.of_text(title, text, actor)
    return shown(request, "problems/_alike.html", {"alike": found})


@require_POST
@page(Action.SEE)
def word(request: HttpRequest, problem_id: UUID, word_id: int) -> HttpResponse:
    """A letter was read; with a text it is answered by mail."""
    actor = actor_of(request)
    problem = queries.find(problem_id, actor)
    letter = get_object_or_404(Word, pk=word_id, problem=problem)
    try:
        words.see(letter.pk, request.POST.get("reply", ""), by=actor)
    except refusals.REFUSALS as error:
        return again(request, problem_id, error)
    messages.success(request, _("已记下，来信看过了"))
    return go(reverse("problems:show", args=[problem_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.ADMINISTER)
def mailboxes(request: HttpRequest) -> HttpResponse:
    """The addresses whose mail becomes problems, and one more."""
    actor = actor_of(request)
    require(actor, Action.ADMINISTER)
    form = MailboxForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.set_mailbox(**form.cleaned_data, by=actor)
        except ProblemRefused as error:
            form.add_error(error.field, _("填写的内容不对"))
        else:
            messages.success(request, _("已设置，发到这个地址的信会登记为问题"))
            return go(reverse("problems:mailboxes"))
    rows = Mailbox.objects.select_related("keeper").order_by("stopped_at", "address")
    status = 422 if form.is_bound else 200
    context = {"form": form, "rows": rows}
    return shown(request, "problems/mailboxes.html", context, status=status)


@require_POST
@page(Action.ADMINISTER)
def stop_mailbox(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Its mail is no problem any more."""
    actor = actor_of(request)
    require(actor, Action.ADMINISTER)
    mailbox = get_object_or_404(Mailbox, pk=mailbox_id)
    actions.stop_mailbox(mailbox.pk, by=actor)
    messages.success(request, _("已停用 %(address)s") % {"address": mailbox.address})
    return go(reverse("problems:mailboxes"))
