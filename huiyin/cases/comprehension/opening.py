"""What the views of this part share: the case one may see, and the ways to answer."""

from uuid import UUID

from django.http import HttpRequest

from huiyin.cases.comprehension import matters
from huiyin.cases.models import Case
from huiyin.directory.access import Action, NotVisible, actor_of, require
from huiyin.directory.models import Person
from huiyin.ui.pages import is_partial, page, shown
from huiyin.ui.pages import to_page as go

__all__ = ["about", "go", "is_partial", "open_case", "page", "shown"]


def open_case(request: HttpRequest, case_id: UUID, action: Action) -> tuple[Person, Case]:
    """The actor and the case, when the one may do ``action`` to the other; else 404 or 403."""
    actor = actor_of(request)
    case = Case.objects.select_related("initiator", "department").filter(pk=case_id).first()
    if case is None or not matters.knows(case):
        raise NotVisible
    require(actor, action, case)
    return actor, case


def about(request: HttpRequest, case: Case, actor: Person) -> Person:
    """Whose understanding this is: the actor's, or that of the person they stand in for."""
    named = request.POST.get("person", "") or request.GET.get("person", "")
    person_id = int(named) if named.isdecimal() else actor.pk
    matters.of(case).require_answerer(case, person_id, by=actor)
    return actor if person_id == actor.pk else Person.objects.get(pk=person_id)
