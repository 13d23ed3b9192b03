"""The head's necessity review of a request, through the shared sign-off (N02)."""

from typing import Any
from uuid import UUID

from django.db import transaction

from huiyin.cases.attachments import of_case
from huiyin.cases.models import Case
from huiyin.cases.signoff import forecast, queries, rounds
from huiyin.cases.signoff.models import RoundState
from huiyin.cases.signoff.offices import Request
from huiyin.cases.signoff.registry import Text
from huiyin.core.event import Fact
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.scenarios.notices.effect_form import effect_of
from huiyin.scenarios.notices.requests import actions
from huiyin.scenarios.notices.requests.models import NoticeRequest, RequestState


@transaction.atomic
def submit(request_id: UUID, *, by: Person) -> NoticeRequest:
    """Hand the form in and ask the head; twice is once. Raises ``checks.Incomplete``."""
    fresh = NoticeRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    asked = actions.submit(request_id, by=by)
    if fresh.state == RequestState.DRAFT:
        _begin(asked, by=by)
        asked.refresh_from_db()
    return asked


def _begin(asked: NoticeRequest, *, by: Person) -> None:
    """Where the regulation asks nobody, it is agreed to at once."""
    try:
        rounds.start(Case.objects.get(pk=asked.pk), _request(asked), _facts(asked), by=by)
    except rounds.NothingToSign:
        actions.decide(asked.pk, approved=True, words="", by=by)


def agreed(case_id: UUID, by: Person) -> None:
    """Everybody asked has signed."""
    actions.decide(case_id, approved=True, words=_words(case_id), by=by)


def returned(case_id: UUID, by: Person) -> None:
    """Sent back to be mended, or turned down."""
    asked = NoticeRequest.objects.get(pk=case_id)
    last = queries.of_case(asked)
    if last is not None and last.state == RoundState.RETURNED:
        actions.give_back(case_id, words=last.reason, by=by)
    else:
        actions.decide(case_id, approved=False, words=_words(case_id), by=by)


def describe(case_id: UUID) -> Text:
    """What the head signs: the form, word by word."""
    asked = NoticeRequest.objects.get(pk=case_id)
    audience = Audience.from_json(asked.audience or {}).describe()
    effect = effect_of(asked).sentence(audience)
    parts = (("沟通原因", asked.reason), ("预期效果", asked.effect or effect))
    facts = (("沟通对象", audience), ("衡量", effect), ("紧急程度", asked.get_urgency_display()))
    return Text(
        title=asked.title,
        parts=tuple(part for part in parts if part[1]),
        facts=tuple(fact for fact in facts if fact[1]),
        files=tuple((file.name, file.sha256) for file in of_case(asked)),
    )


def card(asked: NoticeRequest, author: Person) -> dict[str, Any]:
    """The path, as it would be or as far as it is."""
    last = queries.of_case(asked) if asked.opened_at else None
    if last is not None:
        return {"signing": forecast.shown(last)}
    found = forecast.forecast(actions.SCENARIO, _facts(asked), _request(asked), author)
    return {"signing": found}


def _words(case_id: UUID) -> str:
    last = queries.of_case(NoticeRequest.objects.get(pk=case_id))
    return last.reason if last is not None else ""


def _request(asked: NoticeRequest) -> Request:
    return Request(asked.initiator_id, asked.department_id)


def _facts(asked: NoticeRequest) -> dict[str, Fact]:
    return {"urgency": asked.urgency, "classification": asked.classification}
