"""A notification with its people, and a channel that does what a test tells it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import Q

from huiyin.core.evidence import Channel as Code
from huiyin.delivery.channel import Outcome, Outgoing, Result, Retry
from huiyin.delivery.content import Message
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import make_department, make_person
from huiyin.kit import clock
from huiyin.obligations.models import Bearer, Notification, Obligation

RETRY = Retry(tuple(timedelta(minutes=wait) for wait in (1, 5, 15)))

SAY = Message(subject="【重要】盘点", plain="请确认。", html="<p>请确认。</p>", action="确认收到")


@dataclass
class FakeChannel:
    """Sends into a list; ``plan`` says what comes of it, per person id."""

    code: Code = Code.SMS
    name: str = "sms"
    pushes: bool = True
    retry: Retry = RETRY
    configured: bool = True
    sent: list[int] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    distrusted: list[int] = field(default_factory=list)
    plan: dict[int, Result] = field(default_factory=dict)
    before: Callable[[int], object] = lambda _: None

    def available(self) -> bool:
        return self.configured

    def reachable(self) -> Q:
        return ~Q(mobile="")

    def distrust(self, person_ids: Sequence[int]) -> None:
        self.distrusted += person_ids

    def send(self, batch: Iterable[Outgoing]) -> Iterator[Result]:
        for outgoing in batch:
            person_id = outgoing.person.pk
            self.before(person_id)
            self.sent.append(person_id)
            self.links.append(outgoing.link)
            yield self.plan.get(person_id, Result(person_id, Outcome.SENT))


def make_people(count: int, **over: str) -> list[Person]:
    department = make_department()
    return [
        make_person(department=department, **({"mobile": f"1380000{at:04}"} | over))
        for at in range(count)
    ]


def make_notification(
    people: Sequence[Person],
    *,
    channels: Sequence[str] = ("inbox", "sms"),
    met_by: str = "notices.confirmed",
    subject: UUID | None = None,
) -> Notification:
    """A cohort whose open bearers are ``people``, and the ping about it (not expanded yet)."""
    obligation = Obligation.objects.create(
        subject=subject or uuid4(),
        rule="3.3.1/0",
        clause="3.3.1",
        policy_version=1,
        verb="confirm_notice",
        bearer_role="recipients",
        met_by=met_by,
        born_at=clock.now(),
        total=len(people),
    )
    Bearer.objects.bulk_create(
        Bearer(obligation_id=obligation.pk, person_id=one.pk, department_id=one.department_id)
        for one in people
    )
    return Notification.objects.create(
        obligation_id=obligation.pk,
        subject=obligation.subject,
        step=0,
        purpose="announce",
        channels=list(channels),
        created_at=clock.now(),
        total=len(people),
    )
