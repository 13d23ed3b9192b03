"""How the views of the room answer: on to where the form wants."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from huiyin.scenarios.incidents.saying import WRONG, why
from huiyin.scenarios.incidents.views.pages import go

__all__ = ["WRONG", "back", "why"]


def back(request: HttpRequest, case_id: UUID, *, said: str = "", part: str = "") -> HttpResponse:
    """On to where the form wants, else to the room, with a word."""
    if said:
        messages.success(request, said)
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        wanted = reverse("incidents:room", args=[case_id]) + part
    return go(wanted)
