"""What the reader's page shows when a button is not enough."""

from huiyin.cases.comprehension import cards
from huiyin.cases.comprehension.cards import Card
from huiyin.core.evidence import Evidence
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.queries import Duty, Reading


def card(notice: Notice, reading: Reading, actor: Person) -> Card | None:
    """The steps that are still asked of ``actor``, or of the colleague they stand in for.

    ``None`` when a button is enough, when all is done, or when a deputy may not read it.
    """
    duty = reading.confirm
    if duty is None or not duty.open or duty.needs < Evidence.UNDERSTOOD:
        return None
    if not may(actor, Action.CONFIRM, notice):
        return None
    return cards.card(notice, duty.acting_for or actor, by=actor)


def received(duty: Duty | None) -> bool:
    """Whether it was confirmed as received, and understanding is what is left."""
    return duty is not None and duty.open and duty.share.evidence >= Evidence.ACKNOWLEDGED
