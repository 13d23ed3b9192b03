"""运行状态: for administrators only; for others the page does not exist."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.delivery.again import try_again
from huiyin.delivery.registry import by_code
from huiyin.directory.access import Action
from huiyin.pages import findings, ledger_reads, status, vitals
from huiyin.pages.views.door import admit, page, page_or_part


@page(Action.ADMINISTER)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is late and why; nodes, queue, clock, deliveries, ledger; the part refreshes itself."""
    admit(request, Action.ADMINISTER)
    return page_or_part(request, "pages/status.html", "pages/_status.html", _context())


@page(Action.ADMINISTER)
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Send what failed through one channel once more, and show how things stand now."""
    actor = admit(request, Action.ADMINISTER)
    try:
        channel = by_code(int(request.POST.get("channel", "")))
    except (KeyError, ValueError) as error:
        raise Http404 from error
    count = try_again(int(channel.code), by=actor)
    said = _("%(n)s 次投递重新排队") % {"n": count}
    return render(request, "pages/_status.html", {**_context(), "said": said})


def _context() -> dict[str, Any]:
    seen = findings.read()
    return {
        "seen": seen,
        "findings": findings.found(seen),
        "nodes": [node for node in seen.nodes if node.alive],
        "workers": seen.workers,
        "queue": seen.queue,
        "lateness": seen.lateness,
        "deliveries": status.deliveries(),
        "tree": ledger_reads.tree(),
        "pages_open": sum(node.pages or 0 for node in seen.nodes if node.alive),
        "made": vitals.ago(seen.made),
        "proved": vitals.ago(seen.proved),
    }
