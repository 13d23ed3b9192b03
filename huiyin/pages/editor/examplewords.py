"""A rule by example, in words with real dates: what follows if its event happened next Monday."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.naming import word
from huiyin.core.due import say
from huiyin.core.event import Fact
from huiyin.core.policy import Rule
from huiyin.core.rehearsal import Moment, Step, Worked, work_out
from huiyin.core.terms import Every, TermError
from huiyin.kit import clock
from huiyin.pages.clauses import duty
from huiyin.ui.phrasing import in_words
from huiyin.ui.templatetags.hy import reason
from huiyin.worktime import calendars

_START = 9
_LATER = gettext_lazy("仍未回音，由%(who)s“%(duty)s”，%(by)s 前完成")
_TONES = {Step.OWED: "ok", Step.REMINDED: "soon", Step.RUNG: "late", Step.DEEMED: "done"}


@dataclass(frozen=True, slots=True)
class Line:
    """One moment: when, what, in the tone of a clock."""

    at: str
    what: str
    tone: str


@dataclass(frozen=True, slots=True)
class Example:
    """``若于 11 月 23 日 周一 09:00 发布通知：`` and what follows; ``why`` derives the deadline."""

    opening: str
    lines: tuple[Line, ...]
    why: tuple[str, ...]
    trouble: str = ""


def example(rule: Rule) -> Example:
    """``rule`` acting alone on its event, at nine on the next Monday."""
    calendar = calendars.current()
    start = _next_monday(clock.now().astimezone(calendar.zone))
    try:
        worked = work_out(rule, start, calendar)
    except (TermError, ValueError) as error:
        return Example("", (), (), in_words(error))
    lines = [_line(moment, start) for moment in worked.moments]
    if isinstance(rule.within, Every):
        lines.append(Line("…", _("直到“%(event)s”") % {"event": word(rule.within.until)}, "done"))
    return Example(_opening(worked, rule), tuple(lines), tuple(map(reason, worked.why)))


def _next_monday(now: datetime) -> datetime:
    monday = now + timedelta(days=7 - now.weekday())
    return monday.replace(hour=_START, minute=0, second=0, microsecond=0)


def _opening(worked: Worked, rule: Rule) -> str:
    event, at = word(rule.on), say(worked.start, calendars.current())
    facts = [f"{word(name)}{_('：')}{_value(value)}" for name, value in worked.facts.items()]
    said = {"at": at, "event": event, "facts": _("，").join(facts)}
    if facts:
        return _("若于 %(at)s “%(event)s”（%(facts)s）：") % said
    return _("若于 %(at)s “%(event)s”：") % said


def _value(value: Fact) -> str:
    if isinstance(value, datetime):
        return say(value, calendars.current())
    return word(str(value).lower() if isinstance(value, bool) else str(value))


def _line(moment: Moment, start: datetime) -> Line:
    at = _at(moment.at, start)
    said = {"who": word(moment.who), "duty": duty(moment.verb)}
    tone = "esc" if moment.who.startswith("head_of(") else _TONES[moment.step]
    if moment.step is Step.REMINDED:
        return Line(at, _("仍未回音的，提醒%(who)s") % said, tone)
    if moment.step is Step.DEEMED:
        return Line(at, _("仍未回音的，视为同意"), tone)
    if moment.due_at is not None:
        said["by"] = _at(moment.due_at, moment.at)
        owed = moment.step is Step.OWED
        form = _("%(who)s应在 %(by)s 前“%(duty)s”") if owed else _LATER
        return Line(at, str(form) % said, tone)
    if moment.step is Step.OWED:
        return Line(at, _("%(who)s须“%(duty)s”，没有期限") % said, tone)
    return Line(at, _("仍未回音，由%(who)s“%(duty)s”") % said, tone)


def _at(at: datetime, beside: datetime) -> str:
    """The time alone on the same day, else the day too."""
    calendar = calendars.current()
    local, other = at.astimezone(calendar.zone), beside.astimezone(calendar.zone)
    words = say(at, calendar)
    return words.rpartition(" ")[2] if local.date() == other.date() else words
