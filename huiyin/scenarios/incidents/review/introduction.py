"""The review introduces itself: to the inbox and to the steps of an incident's life."""

from django.utils.translation import pgettext_lazy

from huiyin.cases import verbs
from huiyin.scenarios.incidents import showing
from huiyin.scenarios.incidents.models import Incident, IncidentState
from huiyin.scenarios.incidents.review.actions import VERB
from huiyin.scenarios.incidents.review.models import Review
from huiyin.scenarios.incidents.showing import Told


def introduce() -> None:
    """Called when applications are ready."""
    showing.step("reviewed", told)
    for verb, label, icon, title in (
        (
            VERB,
            pgettext_lazy("button", "去完成"),
            "list-checks",
            pgettext_lazy("duty", "完成改进项"),
        ),
        (
            "urge_improvement",
            pgettext_lazy("button", "去督促"),
            "bell",
            pgettext_lazy("duty", "督促改进项"),
        ),
    ):
        verbs.register(verb, label, icon, "incidents:review", post=False, title=title)


def told(incident: Incident) -> Told:
    """Whether it was reviewed."""
    if incident.state == IncidentState.REVIEWED:
        return Told("done")
    return Told("wait" if Review.objects.filter(incident=incident).exists() else "todo")
