"""What the board records."""

from django.utils.translation import gettext_lazy as _

PINNED = "notices.pinned"
UNPINNED = "notices.unpinned"

EVENTS = (PINNED, UNPINNED)

EVENT_WORDS = {
    PINNED: _("置顶公告"),
    UNPINNED: _("取消置顶"),
}
