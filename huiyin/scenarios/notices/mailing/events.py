"""What happens when people are told without owing an answer."""

from django.utils.translation import gettext_lazy as _

COPIED = "notices.copied"

EVENTS = (COPIED,)

EVENT_WORDS = {COPIED: _("抄送")}
