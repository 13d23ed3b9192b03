"""Every address with ids of the demo company in it: real ones, of its own kind and of others."""

import re
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import Any

from django.apps import apps
from django.urls import reverse

from huiyin.cases.models import Case
from tests.architecture import arguments, sweep
from tests.architecture.bodies import PLACES

PLACE = re.compile(r"<(\w+):(\w+)>|\{(\w+)\}")
MOST = 4
"""Objects asked about by address, the newest first."""

MODELS = {
    "absence_id": "directory.Absence", "action_id": "meetings.ActionItem",
    "matter_id": "meetings.Blocked", "attendee_id": "meetings.Attendee", "amendment_id": "regulation.Amendment",
    "assertion_id": "comprehension.Assertion", "attachment_id": "cases.Attachment",
    "blocked_id": "meetings.Blocked", "calendar_id": "worktime.WorkCalendar",
    "cause_id": "incidents.Cause", "department_id": "directory.Department",
    "fact_id": "facts.Fact", "file_id": "notices.ReplyFile", "group_id": "directory.Group",
    "incident_id": "incidents.Incident", "kind_id": "incidents.IncidentKind",
    "link_id": "problems.Link", "mailbox_id": "problems.Mailbox",
    "meeting_id": "meetings.Meeting", "month_id": "problems.Month", "notice_id": "notices.Notice",
    "obligation_id": "obligations.Obligation", "period_id": "meetings.Period",
    "person_id": "directory.Person", "problem_id": "problems.Problem",
    "question_id": "questions.Question", "request_id": "notices.NoticeRequest",
    "resolution_id": "meetings.Resolution", "review_id": "regulation.Review",
    "run_id": "backtest.Run", "seat_id": "meetings.Attendee", "source_id": "intake.Source",
    "statement_id": "incidents.Statement", "step_id": "problems.PlanStep",
    "talk_id": "meetings.Talk", "term_id": "glossary.Term", "text_id": "drafting.ImportedText",
    "token_id": "api.ApiToken", "tracker_id": "problems.Tracker", "watch_id": "incidents.Watch",
    "word_id": "problems.Word",
}  # fmt: skip
"""What an id in an address is the key of. A new one belongs here."""

CASES = {
    "incidents": "incidents.Incident", "journal": "journal.Entry", "journal:explain": "journal.Week",
    "meetings:table": "problems.Problem", "meetings": "meetings.Meeting", "comprehension": "notices.Notice",
    "questions": "notices.Notice", "signoff": "notices.Notice", "pages": "notices.Notice",
    "api": "notices.Notice",
}  # fmt: skip
"""Which cases ``case_id`` means, by address or room."""

ITEMS = {
    "meetings:agenda_item": "meetings.AgendaItem", "meetings:run_item": "meetings.AgendaItem",
    "meetings:todo": "meetings.ActionItem", "meetings:item_end": "meetings.ActionItem",
}  # fmt: skip

WORDS: dict[str, list[Any]] = {
    "clause_id": ["3.3.1"], "kind": ["csv", "xlsx"], "ending": ["pdf", "docx"], "order": [1],
    "number": [1, 0], "old": [1], "new": [2], "year": [2026], "day": ["2026-12-24"],
    "token": ["forged"], "secret": ["forged"], "key": ["a-key"], "uidb36": ["a"],
    "assertion": [1],
}  # fmt: skip
"""What else stands in addresses."""


def names(address: str) -> list[str]:
    """The arguments of an address or operation, in order."""
    return [found[1] or found[2] for found in PLACE.findall(_pattern(address))]


def model_of(address: str, name: str) -> str:
    """The table that an argument is a key of; empty when it is no key."""
    if name == "case_id":
        return CASES.get(address) or CASES[address.partition(":")[0].partition(" ")[0]]
    if name == "item_id":
        return ITEMS.get(address, "meetings.AgendaItem")
    return MODELS.get(name, "")


def unknown() -> list[str]:
    """Arguments of addresses that nobody has said anything about."""
    every = [*sweep.addresses(), *sweep.operations()]
    return sorted(
        {
            f"{address} {name}"
            for address in every
            if not address.startswith(("^", "account_"))
            for name in names(address)
            if name not in MODELS and name not in WORDS and name not in {"case_id", "item_id"}
        }
    )


def paths(address: str, most: int = MOST, *, strangers: bool = False) -> Iterator[str]:
    """Paths of ``address`` about real objects; with ``strangers`` also about cases of other kinds."""
    if address in arguments.FIXED and address.startswith("account_"):
        yield reverse(address, args=arguments.FIXED[address])
        return
    wanted = names(address)
    pools = [_pool(address, name, most) for name in wanted]
    if strangers and wanted and model_of(address, wanted[0]):
        pools[0] += _other_kinds(model_of(address, wanted[0]))
    if any(not pool for pool in pools):
        return
    if not wanted:
        yield _path(address, [], [])
    for row in islice(zip_longest(*pools), most + (2 if strangers else 0)):
        values = [pool[0] if one is None else one for one, pool in zip(row, pools, strict=True)]
        yield _path(address, wanted, values)


def _pool(address: str, name: str, most: int) -> list[Any]:
    label = model_of(address, name)
    if not label:
        return [*WORDS[name]]
    model = apps.get_model(label)
    return list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:most])


def _other_kinds(label: str) -> list[Any]:
    model = apps.get_model(label)
    if not issubclass(model, Case):
        return []
    own = model._default_manager.values("pk")
    kinds = Case.objects.exclude(pk__in=own).order_by("scenario", "-pk").distinct("scenario")
    return list(kinds.values_list("pk", flat=True))[:2]


def _pattern(address: str) -> str:
    if address.startswith("api "):
        return sweep.operations()[address][1]
    return sweep.addresses()[address]


def _path(address: str, wanted: list[str], values: list[Any]) -> str:
    if not address.startswith("api "):
        return reverse(address, args=values) if values else PLACES.get(address) or reverse(address)
    path = _pattern(address)
    for name, value in zip(wanted, values, strict=True):
        path = path.replace(f"{{{name}}}", str(value))
    return sweep.API + path
