"""The page behind the link in an answer to somebody outside: solved, or not."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.directory.access import NotVisible, open_to_all
from huiyin.scenarios.problems import outside, refusals
from huiyin.scenarios.problems.pages import go, shown


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all("the signed link itself names the answer that somebody outside was given")
@login_not_required
@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A forged link is 404; nothing changes on GET, which mail scanners follow."""
    asked = outside.read(token)
    if asked is None:
        raise NotVisible
    wrong: list[str] = []
    if request.method == "POST":
        try:
            solved = request.POST.get("solved") == "yes"
            outside.respond(token, request.POST.get("words", ""), solved=solved)
        except refusals.REFUSALS as error:
            wrong = refusals.words(error)
        else:
            return go(request.path)
    context = {"asked": asked, "problems": wrong}
    return shown(request, "problems/answered.html", context, status=422 if wrong else 200)
