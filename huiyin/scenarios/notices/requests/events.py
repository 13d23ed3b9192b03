"""What happens to a request: its public vocabulary."""

from django.utils.translation import gettext_lazy as _

SUBMITTED = "requests.submitted"
DECIDED = "requests.decided"
RETURNED = "requests.returned"
UNNEEDED = "requests.unneeded"
TAKEN_UP = "requests.taken_up"

EVENTS = (SUBMITTED, DECIDED, RETURNED, UNNEEDED, TAKEN_UP)

EVENT_WORDS = {
    SUBMITTED: _("提交沟通需求"),
    DECIDED: _("审核沟通需求"),
    RETURNED: _("退回沟通需求"),
    UNNEEDED: _("不必发通知"),
    TAKEN_UP: _("需求写成通知"),
}
