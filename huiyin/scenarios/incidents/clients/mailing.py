"""The statement by e-mail: to people outside by the outbox for outsiders, once each."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from huiyin.delivery import outsiders
from huiyin.delivery.content import Message
from huiyin.delivery.models import DeliveryState, OutsideMail
from huiyin.scenarios.incidents.clients import public, text
from huiyin.scenarios.incidents.clients.models import SCENARIO, Statement

PURPOSE = f"{SCENARIO}.sent"
_THERE = frozenset({DeliveryState.SENT, DeliveryState.DELIVERED})
_LOST = frozenset({DeliveryState.FAILED, DeliveryState.UNKNOWN})


def send(statement: Statement) -> int:
    """Queue one mail for each client, in the transaction in which it goes out; how many."""
    message = compose(statement)
    people = list(statement.clients.order_by("pk"))
    for client in people:
        key = f"{SCENARIO}:{statement.pk}:{client.address}"
        outsiders.tell(
            client.address, client.name, message, key, purpose=PURPOSE, subject=statement.pk
        )
    return len(people)


def count(statement: Statement) -> int:
    """How many clients are told by mail."""
    return statement.clients.count()


def states(statement: Statement) -> dict[str, int]:
    """How far the mails are: how many were ``sent``, ``failed``, or are ``waiting``."""
    rows = OutsideMail.objects.filter(purpose=PURPOSE, subject=statement.pk)
    found = list(rows.values_list("state", flat=True))
    sent = sum(state in _THERE for state in found)
    failed = sum(state in _LOST for state in found)
    return {"sent": sent, "failed": failed, "waiting": len(found) - sent - failed}


def compose(statement: Statement) -> Message:
    """The parts of the statement; nothing of the wording for client service, and no link inside."""
    said = text.parts(statement)
    body = format_html_join(
        "", "<h3>{}</h3>{}", ((name, _paragraphs(words)) for name, words in said)
    )
    foot = _("编号 %(number)s") % {"number": statement.number}
    return Message(
        subject=statement.title,
        plain="\n\n".join([*(f"{name}\n{words}" for name, words in said), foot]),
        html=format_html("{}<p>{}</p>", body, foot),
        action=_("在线查看"),
        link_path=reverse("incidents:statement_public", args=[public.token(statement)]),
        may_reply=False,
        classification="public",
        topic=str(statement.pk),
    )


def _paragraphs(words: str) -> str:
    return format_html_join("", "<p>{}</p>", ((line,) for line in words.splitlines() if line))
