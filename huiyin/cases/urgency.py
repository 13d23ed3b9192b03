"""How urgent and how secret a case is, for whoever asks whether it may interrupt (Z13)."""

from collections.abc import Mapping

from huiyin.cases.models import Case
from huiyin.core.event import Fact
from huiyin.obligations.models import Notification


def facts(notification: Notification) -> Mapping[str, Fact]:
    """The facts that every case has; none for a notification that is about no case."""
    rows = Case.objects.filter(pk=notification.subject)
    values = rows.values_list("urgency", "classification").first()
    return {} if values is None else {"urgency": values[0], "classification": values[1]}
