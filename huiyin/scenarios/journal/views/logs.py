"""The log of the person who is signed in, on the page and as a workbook."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.cases.spreadsheets import XLSX
from huiyin.directory.access import Action, actor_of, require
from huiyin.scenarios.journal import log, log_xlsx
from huiyin.scenarios.journal.forms import FilterForm
from huiyin.scenarios.journal.logline import NOTED, SAID, TOLD
from huiyin.scenarios.journal.views.pages import page, shown
from huiyin.ui.downloads import download


@require_safe
@page(Action.WRITE_NOTICE)
def index(request: HttpRequest) -> HttpResponse:
    """What I said, was told and wrote down, the newest first, filtered."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    wanted = FilterForm(request.GET).wanted()
    kinds = zip(("", SAID, TOLD, NOTED), _kinds(), strict=True)
    context = {
        "lines": log.lines(actor, wanted),
        "wanted": wanted,
        "kinds": list(kinds),
        "query": request.GET.urlencode(),
    }
    partial = request.headers.get("HX-Target") == "log"
    return shown(request, "journal/_lines.html" if partial else "journal/log.html", context)


@require_safe
@page(Action.WRITE_NOTICE)
def workbook(request: HttpRequest) -> HttpResponse:
    """The same lines as XLSX."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    wanted = FilterForm(request.GET).wanted()
    content = log_xlsx.write(actor, wanted, log.lines(actor, wanted))
    return download(content, XLSX, log_xlsx.file_name(actor))


def _kinds() -> tuple[str, ...]:
    return (_("全部"), _("我说的"), _("告知我的"), _("随手记"))
