"""What every paper about an incident says: its facts, its timeline, the state of the ledger."""

from django.utils.translation import gettext as _

from huiyin.cases.models import Classification
from huiyin.cases.papers.paper import Section, Table
from huiyin.kit import clock
from huiyin.ledger.models import Checkpoint
from huiyin.scenarios.incidents import kinds
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.room import timeline
from huiyin.ui import zh


def head(incident: Incident) -> list[tuple[str, str]]:
    """What every paper about an incident says first."""
    now = clock.now()
    ended = incident.resolved_at or incident.closed_at
    return [
        (_("种类"), kinds.name_of(incident.kind)),
        (_("等级"), kinds.level(incident.kind, incident.severity).name),
        (_("发生时间"), zh.full_moment(incident.happened_at)),
        (_("解决时间"), zh.full_moment(ended) if ended else _("处理中")),
        (_("持续时间"), zh.duration(incident.lasted(now))),
        (_("影响范围"), incident.scope or "—"),
        (_("影响客户"), _("是") if incident.clients_affected else _("否")),
        (_("应急负责人"), incident.commander.name),
    ]


def course(incident: Incident) -> Section:
    """The timeline, the oldest first."""
    lines = reversed(timeline.read(incident, clock.now()))
    rows = [
        [zh.moment(line.at), line.who, " ".join(one for one in (line.title, line.text) if one)]
        for line in lines
    ]
    return Section(_("时间线"), table=Table((_("时间"), _("谁"), _("内容")), rows, (22, 14, 64)))


def foot() -> str:
    """The state of the ledger when the paper was made."""
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None:
        return ""
    told = {"size": newest.size, "root": bytes(newest.root).hex()}
    return _("台账 %(size)d 条，根 %(root)s") % told


def classification(incident: Incident) -> str:
    """The word that stands beside the number; empty when everybody may read it."""
    shown = incident.classification != Classification.PUBLIC
    return str(Classification(incident.classification).label) if shown else ""
