"""The wording of a notice, judged by the rules of ``core.wording`` and weighed by the policy."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from huiyin.cases.attachments import of_case
from huiyin.cases.facts.findings import Fault
from huiyin.cases.glossary import known, phrases
from huiyin.cases.models import Classification
from huiyin.core import wording
from huiyin.core.due import after
from huiyin.core.policy import Lint
from huiyin.core.wording import Draft, Level, Rules
from huiyin.core.wording.sensitive import check as sensitive_in
from huiyin.directory.models import Person
from huiyin.policies import in_force
from huiyin.scenarios.notices.finding import Finding
from huiyin.scenarios.notices.models import Complexity, Notice
from huiyin.worktime import calendars

_TABLE = re.compile(r"^\s*\|.*\|\s*\n\s*\|[\s:|-]+\|\s*$", re.MULTILINE)
_FIGURES = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.、)）])\s*(?=.*\d)", re.MULTILINE)
_LIST = 3
_TICK = timedelta(microseconds=1)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_MOBILE = re.compile(r"1[3-9]\d")
_BODY = ("background", "items", "requirements")


def of_text(notice: Notice, at: datetime) -> list[Finding]:
    """What is to be mended in the words of ``notice``, in the order of reading."""
    lints = in_force.current().lints()
    draft = draft_of(notice)
    found = wording.check(draft, known.terms(), rules(notice, at, lints))
    told = (_finding(one, draft, lints.get(one.code)) for one in found)
    return [one for one in told if one is not None]


def facts(notice: Notice) -> dict[str, bool]:
    """What guards ask: is there an aid, is there anything sensitive (N06, N26)."""
    open_text = replace(draft_of(notice), classification=Classification.INTERNAL)
    return {
        "has_aid": open_text.has_aid,
        "has_sensitive": any(sensitive_in(open_text)),
        "is_confidential": notice.classification == Classification.CONFIDENTIAL,
    }


def has_aid(notice: Notice) -> bool:
    """Whether a file, a table, or a list with figures goes with the words (N06)."""
    text = "\n".join(plain(getattr(notice, field)) for field in _BODY)
    listed = len(_FIGURES.findall(plain(notice.items))) >= _LIST
    return bool(of_case(notice)) or listed or _TABLE.search(text) is not None


def draft_of(notice: Notice) -> Draft:
    """The notice as the rules read it."""
    texts = {field: plain(getattr(notice, field)) for field in wording.FIELDS}
    return Draft(
        **texts,
        classification=notice.classification,
        complex=notice.complexity == Complexity.COMPLEX,
        has_aid=has_aid(notice),
        reply_by=notice.reply_by,
        extension=_extension(texts["contact"]),
    )


def rules(notice: Notice, at: datetime, lints: Mapping[str, Lint]) -> Rules:
    """The measures; what replaces a vague time is the reply date, or the clause's own length."""
    local = timezone.localtime(at)
    vague = lints.get("vague_time")
    if notice.reply_by is not None and notice.reply_by > at:
        return Rules(at=local, instead=_before(notice.reply_by))
    if vague is None or vague.within is None:
        return Rules(at=local)
    calendar = calendars.current()
    day = timezone.localtime(after(at, vague.within, calendar).at)
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    closing = calendar.take_working_time(midnight, _TICK).at + _TICK
    return Rules(at=local, instead=_before(closing))


def placed(fault: Fault, notice: Notice) -> Finding:
    """A fault of a quoted fact, with its place where the text shows it."""
    start = plain(getattr(notice, fault.field)).find(fault.wrong) if fault.wrong else -1
    return Finding(
        fault.field,
        True,
        fault.title,
        fault.hint,
        icon="book-open",
        button="",
        code="fact",
        start=start,
        end=start + len(fault.wrong) if start >= 0 else -1,
        was=fault.wrong,
        mend=fault.mend or None,
    )


def mended(notice: Notice, found: list[Finding], key: str) -> dict[str, Any]:
    """The field with the finding called ``key`` put right; empty when it is there no more."""
    one = next((each for each in found if each.key == key and each.mendable), None)
    if one is None or one.mend is None:
        return {}
    text = plain(getattr(notice, one.field))
    return {one.field: text[: one.start] + one.mend + text[one.end :]}


def plain(text: str) -> str:
    """``text`` with plain line ends, as a browser counts its places."""
    return text.replace("\r\n", "\n")


def _finding(one: wording.Finding, draft: Draft, lint: Lint | None) -> Finding | None:
    level = lint.level if lint else one.level
    if level is Level.OFF:
        return None
    return Finding(
        one.field,
        level is Level.MUST,
        phrases.title(one),
        phrases.hint(one),
        icon=phrases.icon(one),
        button=phrases.button(one),
        code=one.code,
        start=one.start,
        end=one.end,
        was=draft.text(one.field)[one.start : one.end],
        mend=one.mend,
        clause=lint.clause if lint else "",
    )


def _before(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.month} 月 {local.day} 日 {local:%H:%M} 前"


def _extension(contact: str) -> str:
    """The office number of whoever is named beside a private one."""
    if not _MOBILE.search(contact):
        return ""
    named = Person.objects.filter(name__in=set(_names(contact)), active=True).exclude(extension="")
    return named.values_list("extension", flat=True).first() or ""


def _names(text: str) -> Iterator[str]:
    """Every run of two to four Chinese signs: one of them may be a name."""
    for found in _HAN.finditer(text):
        run = found.group()
        for size in (2, 3, 4):
            yield from (run[at : at + size] for at in range(len(run) - size + 1))
