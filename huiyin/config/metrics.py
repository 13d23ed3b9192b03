"""``/metrics``: what an operations team watches, in the text format of Prometheus; counts, no names.

Answers only with ``HUIYIN_METRICS_TOKEN`` as a bearer token; without that variable there is no such
page. What the database knows is asked when it is scraped, so that any web process tells the same; how
long requests took is counted by the processes of this node.
"""

import logging
import secrets
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from huiyin.config import figures, watching, webfolder
from huiyin.directory.access import open_to_all

log = logging.getLogger(__name__)


@open_to_all("monitoring has no account; a token of the operator's own is asked for instead")
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures of now; 404 without a token in the environment or with another one."""
    if not allows(request.headers.get("Authorization", "")):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Figures())
    if webfolder.figures():
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's own
    else:
        registry.register(watching.SECONDS)
    response = HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    response["Cache-Control"] = "no-store"
    return response


def allows(header: str) -> bool:
    """Whether ``header`` (an ``Authorization``) carries the operator's token."""
    token = settings.ENV.metrics_token
    wanted = f"Bearer {token}".encode()
    return bool(token) and secrets.compare_digest(header.encode(errors="replace"), wanted)


class Figures(Collector):
    """Asked anew for each scrape."""

    def collect(self) -> Iterator[Metric]:
        """Every family of figures; one whose question took too long is left out."""
        for family in figures.FAMILIES:
            try:
                yield from list(family())
            except DatabaseError:
                log.warning("figures took longer than %s: %s", figures.LONGEST, family.__name__)
