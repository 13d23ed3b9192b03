"""One recipient's page: read, confirm, reply."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.comprehension.cards import Card
from huiyin.directory.access import Action, NotVisible, may
from huiyin.directory.models import Person
from huiyin.scenarios.notices import answers, queries, showing
from huiyin.scenarios.notices.actions import NotOpen
from huiyin.scenarios.notices.board import marks
from huiyin.scenarios.notices.doubts import asking
from huiyin.scenarios.notices.forms import ReplyForm
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.revisions.queries import news_for
from huiyin.scenarios.notices.understanding import panel
from huiyin.scenarios.notices.views.pages import (
    go,
    is_partial,
    listening,
    open_case,
    page,
    shown,
    to_page,
    wanted_next,
)


@require_safe
@page(Action.SEE)
def show(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """The notice. Opening it is a receipt; who may only know of it sees its head."""
    actor, notice = open_case(request, notice_id, Action.SEE)
    if notice.state == NoticeState.DRAFT:
        place = "notices:edit" if may(actor, Action.EDIT, notice) else "signoff:sign"
        return HttpResponseRedirect(reverse(place, args=[notice.pk]))
    if not may(actor, Action.READ, notice):
        return shown(request, "notices/sealed.html", _context(request, actor, notice))
    if not is_partial(request):
        answers.open_notice(notice, by=actor)
        marks.see(notice, by=actor)
    template = "notices/_panel.html" if is_partial(request) else "notices/read.html"
    return shown(request, template, _context(request, actor, notice))


@require_POST
@page(Action.CONFIRM)
def confirm(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """收到: once, however often it is pressed; for a colleague when ``person`` names one."""
    actor, notice = open_case(request, notice_id, Action.CONFIRM)
    if asking.asks_first(request, notice, actor):
        return to_page(request, reverse("notices:show", args=[notice.pk]) + "?ask=1")
    about = request.POST.get("person", "")
    try:
        answers.confirm(notice.pk, by=actor, person_id=int(about) if about.isdecimal() else None)
    except answers.NotConcerned as error:
        raise NotVisible from error
    card = panel.card(notice, queries.reading(notice, actor), actor)
    if card is None:
        return _answered(request, actor, notice, _("已确认收到，发布人已看到"))
    messages.warning(request, _still_asked(card))
    return to_page(request, reverse("notices:show", args=[notice.pk]))


@require_POST
@page(Action.REPLY)
def reply(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """An answer in words (N24); 422 shows the form again with what is wrong."""
    actor, notice = open_case(request, notice_id, Action.REPLY)
    form = ReplyForm(request.POST)
    about = request.POST.get("person", "")
    if form.is_valid():
        try:
            answers.reply(
                notice.pk,
                form.cleaned_data["text"],
                by=actor,
                person_id=int(about) if about.isdecimal() else None,
            )
            return _answered(request, actor, notice, _("已回复，发布人已看到"))
        except answers.NotConcerned as error:
            raise NotVisible from error
        except NotOpen:
            form.add_error("text", _("这条通知已经结束，不再接受回复"))
    context = _context(request, actor, notice) | {"form": form}
    template = "notices/_panel.html" if is_partial(request) else "notices/read.html"
    return shown(request, template, context, status=422)


def _still_asked(card: Card) -> str:
    """What a press of a button leaves open."""
    if card.spoken:
        return _("已记下收到；这条通知还要口头复述，发布人会来电")
    if card.has_words:
        return _("已记下收到；这条通知还要复述要点")
    return _("已记下收到；这条通知还要答几道题")


def _answered(request: HttpRequest, actor: Person, notice: Notice, said: str) -> HttpResponse:
    if is_partial(request) and not wanted_next(request):
        return shown(request, "notices/_panel.html", _context(request, actor, notice))
    messages.success(request, said)
    return go(request, reverse("notices:show", args=[notice.pk]))


def _context(request: HttpRequest, actor: Person, notice: Notice) -> dict[str, object]:
    reading = queries.reading(notice, actor)
    written = {"text": reading.reply.text} if reading.reply else None
    return {
        "notice": notice,
        "reading": reading,
        "form": ReplyForm(initial=written),
        "news": news_for(notice, actor),
        "card": panel.card(notice, reading, actor),
        "received": panel.received(reading.confirm),
        "may_cover": may(actor, Action.SEE_COVERAGE, notice),
        "live_topics": listening(request, notice),
        **showing.context(showing.READER, notice, actor),
    }
