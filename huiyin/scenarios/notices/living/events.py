"""What a living audience records."""

from django.utils.translation import gettext_lazy as _

JOINED = "notices.audience_joined"
LEFT = "notices.audience_left"

EVENTS = (JOINED, LEFT)

EVENT_WORDS = {
    JOINED: _("后来加入接收范围"),
    LEFT: _("离开接收范围"),
}
