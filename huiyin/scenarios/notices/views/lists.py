"""The lists of notices."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action, actor_of, may
from huiyin.directory.models import Person
from huiyin.scenarios.notices import queries
from huiyin.scenarios.notices.views.pages import page, shown

TABS = ("waiting", "received", "issued", "drafts", "all")
MOST = 300


@require_safe
@page(Action.WRITE_NOTICE)
def index(request: HttpRequest) -> HttpResponse:
    """Mine to confirm, what I received, what I issued, my drafts, whatever I may see."""
    actor = actor_of(request)
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    limit = _limit(request)
    lines = _lines(tab, actor, limit + 1)
    context = {
        "tab": tab,
        "tabs": _tabs(),
        "lines": lines[:limit],
        "more": limit + queries.PAGE if len(lines) > limit else 0,
        "drafts": queries.drafts(actor) if tab == "drafts" else [],
        "waiting": queries.waiting_count(actor)[0],
        "covered": tab in {"issued", "all"},
        "may_write": may(actor, Action.WRITE_NOTICE),
    }
    partial = request.headers.get("HX-Target") == "notices"
    return shown(request, "notices/_list.html" if partial else "notices/list.html", context)


def _lines(tab: str, actor: Person, limit: int) -> list[queries.Line]:
    match tab:
        case "waiting" | "received":
            return queries.received(actor, waiting=tab == "waiting", limit=limit)
        case "issued":
            return queries.issued(actor, limit=limit)
        case "all":
            return queries.all_visible(actor, limit=limit)
        case _:
            return []


def _tabs() -> list[tuple[str, str]]:
    names = (_("待我确认"), _("我收到的"), _("我发布的"), _("草稿"), _("全部"))
    return list(zip(TABS, names, strict=True))


def _limit(request: HttpRequest) -> int:
    wanted = request.GET.get("limit", "")
    return min(int(wanted), MOST) if wanted.isascii() and wanted.isdigit() else queries.PAGE
