"""The statement as clients read it: by a signed address, once it was sent."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.directory.access import open_to_all
from huiyin.scenarios.incidents.clients import text
from huiyin.scenarios.incidents.clients.models import Statement

SALT = "huiyin.incidents.statement"


def token(statement: Statement) -> str:
    """What the address of a statement ends with."""
    return signing.Signer(salt=SALT).sign(str(statement.pk))


@require_safe
@open_to_all("a statement to clients, behind a signed address, once it was sent")
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The parts of a statement that went out; anything else does not exist."""
    try:
        pk = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature as error:
        raise Http404 from error
    found = Statement.objects.filter(pk=pk, sent_at__isnull=False).first()
    if found is None:
        raise Http404
    context = {"statement": found, "parts": text.parts(found)}
    response = render(request, "incidents/clients/public.html", context)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
