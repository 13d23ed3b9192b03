"""The way into the API: what happens before and after every operation, however it ends."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from huiyin.api import errors
from huiyin.cases import uploads
from huiyin.cases.rest.problem import Refusal
from huiyin.directory.access import open_to_all

View = Callable[..., HttpResponseBase]


def guarded(view: View) -> View:
    """Wrap a view of the API: whatever goes wrong is a problem, and nothing is kept by caches."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if uploads.stopped(request):
                raise errors.too_large()  # noqa: TRY301 - one place turns errors into answers
            response = view(request, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - nothing may leave as a page of HTML
            response = errors.answer(request, error)
        if isinstance(response, HttpResponseNotAllowed):
            response = _not_allowed(request, response)
        response["Cache-Control"] = "private, no-store"
        return response

    answer.names_fields = True  # type: ignore[attr-defined]  # what is wrong is said by its schema
    return csrf_exempt(open_to_all("each operation asks for a token and names its action")(answer))


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Any address below the API that is none."""
    return errors.render(request, errors.not_found())


def _not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    allowed = {"Allow": response["Allow"]}
    return errors.render(request, Refusal(405, _("不支持这个方法"), headers=allowed))
