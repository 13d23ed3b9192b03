"""The inbox as a channel: always there, reaches everybody, pushes nothing."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from huiyin.core.evidence import Channel as Code
from huiyin.delivery.channel import Outcome, Outgoing, Result, Retry


class InboxChannel:
    """Whoever owes something sees it in their inbox the moment the row exists."""

    code = Code.INBOX
    name = "inbox"
    pushes = False
    retry = Retry(())

    def available(self) -> bool:
        return True

    def reachable(self) -> Q:
        return Q()

    def distrust(self, person_ids: Sequence[int]) -> None:
        """An inbox has no address that could be wrong."""

    def send(self, batch: Iterable[Outgoing]) -> Iterator[Result]:
        """Already there: each is said to be sent, should anybody ask."""
        for outgoing in batch:
            yield Result(outgoing.person.pk, Outcome.SENT)
