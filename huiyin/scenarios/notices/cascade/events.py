"""What happens while a notice is passed on level by level."""

from django.utils.translation import gettext_lazy as _

PASSED_ON = "notices.passed_on"
RELAYED = "notices.relayed"
ISLAND_REACHED = "notices.island_reached"

EVENTS = (PASSED_ON, RELAYED, ISLAND_REACHED)
"""``passed_on``: one more team has the text; its ``part`` names the relay it came by."""

EVENT_WORDS = {
    PASSED_ON: _("下一级收到转达"),
    RELAYED: _("向团队转达"),
    ISLAND_REACHED: _("越级直达孤岛"),
}

FACT_WORDS = {
    "team": _("刚收到转达的团队"),
    "relayers": _("还要往下转达的负责人"),
    "relayer": _("转达人"),
    "hop": _("经过的转达次数"),
    "cascade": _("逐级转达"),
}
