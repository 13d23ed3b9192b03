"""What an incident gives to a formal notice about its end, and what it hears of what follows it."""

from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases import proposals
from huiyin.cases.following import Draft, Follower
from huiyin.directory.models import Person
from huiyin.scenarios.incidents.afterwards import actions, drafting
from huiyin.scenarios.incidents.afterwards.telling import everybody_told
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.review import outcome

PRE_NOTICE = "pre_notice"
MOST = 500
"""Whom a notice is addressed to by name; a wider circle is chosen by whoever writes it."""


def draft_of(incident_id: UUID) -> Draft:
    """Title, text and all who were told."""
    rows = Incident.objects.select_related("kind", "commander", "initiator")
    incident = rows.get(pk=incident_id)
    ended = incident.resolved_at is not None
    title = _("关于%(matter)s已解决") if ended else _("关于%(matter)s")
    text = drafting.announcement(incident) if ended else drafting.summary(incident)
    lines = [line for line in text.splitlines() if line.strip()]
    sql, params = everybody_told(incident)
    people = Person.objects.raw(
        f"SELECT person_id AS id FROM ({sql}) t LIMIT {MOST}",  # noqa: S608 - SQL of our own
        params,
    )
    return Draft(
        title=title % {"matter": incident.title[:40]},
        background=_("突发事件 %(number)s") % {"number": incident.number},
        items="\n".join(f"{place}. {line}" for place, line in enumerate(lines, 1)),
        urgency=incident.urgency,
        classification=incident.classification,
        people=tuple(person.pk for person in people),
        contact=incident.commander.name,
    )


def followed(incident_id: UUID, follower: Follower) -> None:
    """A notice about it is out: that is the announcement, once.

    An amendment that follows from it is in force: the process was changed.
    """
    stage = str(follower.facts.get("stage") or "")
    if stage == proposals.IN_FORCE:
        outcome.changed_by(incident_id, follower.case.title, by=follower.by)
        return
    incident = Incident.objects.get(pk=incident_id)
    if stage == PRE_NOTICE or incident.state not in actions.OVER:
        return
    if not actions.said_since(incident).exists():
        actions.announce(incident_id, follower.case.title, by=follower.by, notice=follower.case.pk)
