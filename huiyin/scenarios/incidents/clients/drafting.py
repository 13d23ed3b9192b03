"""The first words of a statement, from what the room knows."""

from django.utils.translation import gettext as _

from huiyin.cases.models import Classification
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.incidents.clients.models import SCENARIO, Client, Statement
from huiyin.scenarios.incidents.models import Incident
from huiyin.ui import zh

WORDING = 200


def draft(incident: Incident, by: Person) -> Statement:
    """A new draft; a later statement about the incident begins with the words of the last."""
    last = Statement.objects.filter(incident=incident).order_by("-created_at").first()
    made = Statement(
        scenario=SCENARIO,
        title=_("关于%(matter)s的说明") % {"matter": incident.title[:40]},
        initiator=by,
        department=by.department,
        urgency=incident.urgency,
        classification=Classification.INTERNAL,
        origin=incident.pk,
        created_at=clock.now(),
        incident=incident,
        happened=happened(incident),
        measures=incident.measures_taken or incident.measures,
        apology=_("给您带来不便，我们深表歉意。"),
        compensation=last.compensation if last else "",
        contact=last.contact if last else "",
        wording=wording(incident),
        fact=last.fact if last else None,
        parties=last.parties if last else [],
    )
    made.save()
    if last is not None:
        Client.objects.bulk_create(
            Client(statement=made, name=client.name, address=client.address)
            for client in last.clients.all()
        )
    return made


def happened(incident: Incident) -> str:
    """From when to when what was the matter."""
    told = {"at": zh.moment(incident.happened_at), "what": incident.title}
    said = _("%(at)s 起，%(what)s。") % told
    if incident.scope:
        said += _("影响范围：%(scope)s。") % {"scope": incident.scope.rstrip("。")}
    if incident.resolved_at is not None:
        span = zh.duration(incident.lasted(incident.resolved_at))
        said += _("%(at)s 已恢复，历时 %(span)s。") % {
            "at": zh.moment(incident.resolved_at),
            "span": span,
        }
    return said


def wording(incident: Incident) -> str:
    """One sentence for the telephone."""
    told = {"at": zh.moment(incident.happened_at), "what": incident.title}
    said = _("%(at)s %(what)s") % told
    if incident.resolved_at is not None:
        said += _("，%(at)s 已恢复，请您重试；给您带来不便，深表歉意。") % {
            "at": zh.clock_time(incident.resolved_at)
        }
    else:
        said += _("，正在处理；给您带来不便，深表歉意。")
    return said[:WORDING]
