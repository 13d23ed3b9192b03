"""The statement by e-mail: to people outside by the outbox for outsiders, once each."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from huiyin.delivery import outsiders
from huiyin.delivery.content import Message
from huiyin.delivery.models import DeliveryState, OutsideMail
from huiyin.directory.models import Person
from huiyin.scenarios.incidents.clients import public, text
from huiyin.scenarios.incidents.clients.models import SCENARIO, Statement

PURPOSE = f"{SCENARIO}.sent"
_THERE = frozenset({DeliveryState.SENT, DeliveryState.DELIVERED})
_LOST = frozenset({DeliveryState.FAILED, DeliveryState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who is told by e-mail. ``party``: whose contact they are; ``state`` how far it is.

    ``planned`` before it goes out, then ``waiting``, ``sent`` or ``failed``.
    """

    name: str
    address: str
    party: str
    state: str = "planned"


def recipients(statement: Statement) -> list[Told]:
    """Whom it goes to, each address once: those named, then the contacts of its parties."""
    rows = statement.clients.order_by("pk").values_list("name", "address")
    people = [Told(name, address, "") for name, address in rows]
    contacts = Person.objects.filter(active=True, party__in=statement.parties).exclude(email="")
    people += [
        Told(name, address, party)
        for name, address, party in contacts.order_by("party", "sort_key", "pk").values_list(
            "name", "email", "party"
        )
    ]
    once: dict[str, Told] = {}
    for one in people:
        once.setdefault(one.address.lower(), one)
    return list(once.values())


def send(statement: Statement) -> int:
    """Queue one mail for each recipient, in the transaction in which it goes out; how many."""
    message = compose(statement)
    people = recipients(statement)
    for one in people:
        key = f"{SCENARIO}:{statement.pk}:{one.address}"
        outsiders.tell(one.address, one.name, message, key, purpose=PURPOSE, subject=statement.pk)
    return len(people)


def count(statement: Statement) -> int:
    """How many are told by mail: those who were, once it is out."""
    if statement.sent_at is not None:
        return _mails(statement).count()
    return len(recipients(statement))


def told(statement: Statement) -> list[Told]:
    """Each who is told by mail and how far that is; what went out stays as it went."""
    planned = recipients(statement)
    if statement.sent_at is None:
        return planned
    parties = {one.address.lower(): one.party for one in planned}
    rows = _mails(statement).order_by("pk").values_list("name", "address", "state")
    return [
        Told(name, address, parties.get(address.lower(), ""), _word(state))
        for name, address, state in rows
    ]


def states(statement: Statement) -> dict[str, int]:
    """How far the mails are: how many were ``sent``, ``failed``, or are ``waiting``."""
    found = Counter(_word(state) for state in _mails(statement).values_list("state", flat=True))
    return {name: found[name] for name in ("sent", "failed", "waiting")}


def _mails(statement: Statement) -> QuerySet[OutsideMail]:
    return OutsideMail.objects.filter(purpose=PURPOSE, subject=statement.pk)


def _word(state: int) -> str:
    if state in _THERE:
        return "sent"
    return "failed" if state in _LOST else "waiting"


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
