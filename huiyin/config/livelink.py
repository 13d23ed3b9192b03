"""Where the live application is, as seen from the page that asks."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def seen_from(scheme: str, host: str, live_url: str) -> str:
    """``live_url`` as an absolute address; ``:8001/live`` means this host, another port."""
    if not live_url.startswith(":"):
        return live_url
    name = host.rsplit(":", 1)[0] if host.rpartition(":")[2].isdigit() else host
    return f"{scheme}://{name}{live_url}"


class LiveLink:
    """Gives each request ``live_url``, and lets its page connect there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the live address among those the page may connect to."""
        url = seen_from(request.scheme or "http", request.get_host(), settings.LIVE_URL)
        setattr(request, "live_url", url)  # noqa: B010 - requests have no such type
        response = self._get_response(request)
        if settings.LIVE_URL.startswith(":"):
            setattr(response, "_csp_update", {"connect-src": url})  # noqa: B010 - django-csp's name
        return response
