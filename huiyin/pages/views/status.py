"""运行状态: for administrators only; for others the page does not exist."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action
from huiyin.kit import clock
from huiyin.pages import ledger_reads, status
from huiyin.pages.views.door import admit, page, page_or_part


@page(Action.ADMINISTER)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Workers, queue, clock, deliveries, ledger; the part refreshes itself."""
    admit(request, Action.ADMINISTER)
    context = {
        "workers": status.workers(),
        "wrong_clocks": status.wrong_clocks(),
        "queue": status.queue(),
        "lateness": status.lateness(),
        "deliveries": status.deliveries(),
        "tree": ledger_reads.tree(),
        "now": clock.now(),
    }
    return page_or_part(request, "pages/status.html", "pages/_status.html", context)
