"""What other channels say about a request."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.translation import gettext as _

from huiyin.delivery.content import Message
from huiyin.obligations.models import Notification
from huiyin.scenarios.notices.requests.models import NoticeRequest


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """A request was agreed to and waits to be written."""
    del people
    asked = NoticeRequest.objects.get(pk=notification.subject)
    text = _("需求单 %(number)s 已同意，请写成通知。") % {"number": asked.number}
    return Message(
        subject=f"{_('沟通需求单')}：{asked.title}",
        plain=f"{text}\n\n{asked.reason}",
        html=format_html("<p>{}</p><p>{}</p>", text, asked.reason),
        action=_("写成通知"),
        may_reply=False,
        classification=asked.classification,
    )
