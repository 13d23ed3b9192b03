"""What happens to the action items of a notice; each carries the item as its ``part``."""

from django.utils.translation import gettext_lazy as _

ASSIGNED = "notices.action_assigned"
DONE = "notices.action_done"

EVENTS = (ASSIGNED, DONE)

EVENT_WORDS = {ASSIGNED: _("分派行动项"), DONE: _("完成行动项")}

FACT_WORDS = {
    "action_owner": _("行动项负责人"),
    "action_due": _("行动项的截止"),
}
