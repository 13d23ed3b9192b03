"""What this scenario records: its public vocabulary, past tense."""

from django.utils.translation import gettext_lazy as _

DRAFTED = "notices.drafted"
PUBLISHED = "notices.published"
CONFIRMED = "notices.confirmed"
REPLIED = "notices.replied"
CALLED = "notices.call_failed"
UNREACHABLE = "notices.unreachable"
REMINDED = "notices.reminded"
CLOSED = "notices.closed"
SCHEDULED = "notices.scheduled"
HELD_BACK = "notices.held_back"

EVENTS = (
    DRAFTED, PUBLISHED, CONFIRMED, REPLIED, CALLED, UNREACHABLE, REMINDED, CLOSED, SCHEDULED,
    HELD_BACK,
)  # fmt: skip

EVENT_WORDS = {
    DRAFTED: _("起草通知"),
    PUBLISHED: _("通知发布"),
    CONFIRMED: _("确认收到"),
    REPLIED: _("回复"),
    CALLED: _("致电未接通"),
    UNREACHABLE: _("确认无法触达"),
    REMINDED: _("手动催办"),
    CLOSED: _("通知闭环"),
    SCHEDULED: _("约定到时发布"),
    HELD_BACK: _("到时未能发布"),
}
"""The same in people's words."""
