"""The register as a list, as a board and as a workbook."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.cases.spreadsheets import XLSX
from huiyin.directory.access import Action, actor_of
from huiyin.scenarios.problems import board as columns
from huiyin.scenarios.problems import queries, register_xlsx
from huiyin.scenarios.problems.forms import FilterForm
from huiyin.scenarios.problems.models import Nature, ProblemState, Source
from huiyin.scenarios.problems.pages import is_partial, page, shown
from huiyin.ui.downloads import download

PAGE = 50
MOST = 5000


@require_safe
@page(Action.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """What the viewer may see, the newest first, by page."""
    context = _context(request, "list")
    rows = queries.register(actor_of(request), context["wanted"])
    pages = Paginator(rows, PAGE)
    context["page"] = pages.get_page(request.GET.get("page"))
    context["rows"] = columns.cards(context["page"].object_list)
    part = is_partial(request) and request.headers.get("HX-Target") == "register"
    return shown(request, "problems/_rows.html" if part else "problems/list.html", context)


@require_safe
@page(Action.SEE)
def board(request: HttpRequest) -> HttpResponse:
    """The same as columns, one for each state."""
    context = _context(request, "board")
    context["columns"] = columns.columns(actor_of(request), context["wanted"])
    return shown(request, "problems/board.html", context)


@require_safe
@page(Action.SEE)
def export(request: HttpRequest) -> HttpResponse:
    """The rows that fit the filter, as a workbook."""
    actor = actor_of(request)
    wanted = FilterForm(request.GET).wanted()
    data = register_xlsx.write(list(queries.register(actor, wanted)[:MOST]))
    return download(data, XLSX, f"{_('问题登记表')}.xlsx")


def _context(request: HttpRequest, here: str) -> dict[str, Any]:
    wanted = FilterForm(request.GET).wanted()
    query = {name: value for name, value in request.GET.items() if value and name != "page"}
    return {
        "wanted": wanted,
        "here": here,
        "query": urlencode(query),
        "show": request.GET.get("show", ""),
        "natures": Nature.choices,
        "sources": Source.choices,
        "states": [(state.value, state.label) for state in ProblemState],
    }
