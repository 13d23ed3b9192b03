"""The lines and sentences of a story as people say them."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.naming import word
from huiyin.core.evidence import Evidence
from huiyin.core.rehearsal import Outcome
from huiyin.pages.clauses import duty
from huiyin.ui.phrasing import in_words

Say = Callable[[re.Match[str]], str]

_LINE = re.compile(
    r"((?P<day>[^\s:]+)\s+)?(?P<clock>\d\d:\d\d(:\d\d)?)\s+(?P<kind>[a-z_]+\.[a-z_]+)(?P<rest>.*)"
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def event_words(line: str) -> str:
    """``09:00 notices.published notice:7 by wang urgency=important`` as a sentence."""
    match = _LINE.fullmatch(line.strip())
    if match is None:
        return line
    when = f"{_day(match['day'] or '')} {match['clock']}".strip()
    if match["kind"] == "clock.passed":
        return _("时间到 %(when)s") % {"when": when}
    words = match["rest"].split()
    who = words[words.index("by") + 1] if "by" in words[:-1] else ""
    facts = [one for one in words if "=" in one]
    said = _("%(when)s %(who)s：%(event)s") if who else _("%(when)s %(event)s")
    told = said % {"when": when, "who": who, "event": word(match["kind"])}
    return f"{told}（{_('，').join(map(_fact, facts))}）" if facts else told


def _day(day: str) -> str:
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    if day in _DAYS:
        return str(names[_DAYS.index(day)])
    if day.startswith("+"):
        return (
            _("第 %(number)d 天") % {"number": int(day[1:-1]) + 1} if day[1:-1].isdigit() else day
        )
    return day


def _fact(pair: str) -> str:
    name, _sign, value = pair.partition("=")
    if name == "heads":
        return _("主管：%(who)s") % {"who": value.replace(":", "→").replace(",", _("、"))}
    values = [word(one) for one in value.split(",")]
    return f"{word(name)}{_('：')}{_('、').join(values)}"


def sentence_words(outcome: Outcome) -> str:
    """A sentence of ``then`` in words; unreadable ones as they are."""
    for pattern, say in _SENTENCES:
        match = pattern.fullmatch(outcome.sentence)
        if match is not None:
            return say(match)
    return outcome.sentence


def instead_words(outcome: Outcome) -> str:
    """What is so instead of a sentence that is not true."""
    said = in_words(outcome.instead)
    for name in ("open", "met_late", "met", "deemed", "excused"):
        said = re.sub(rf"(?<![a-z_]){name}(?![a-z_])", str(_states()[name]), said)
    for verb in re.findall(r"[a-z][a-z]*(?:_[a-z]+)+", said):
        said = said.replace(verb, duty(verb)) if duty(verb) != verb else said
    return said


def _states() -> dict[str, str]:
    return {
        "open": _("还没有回音"),
        "met": _("已按时完成"),
        "met_late": _("已完成，但迟了"),
        "deemed": _("逾期视为同意"),
        "excused": _("已免除"),
    }


def _owes(match: re.Match[str]) -> str:
    facts = {"who": match["who"], "duty": duty(match["verb"]), "by": _moment(match["by"] or "")}
    if match["by"]:
        return _("%(who)s 应在 %(by)s 前“%(duty)s”") % facts
    return _("%(who)s 有“%(duty)s”的待办") % facts


def _moment(words: str) -> str:
    day, _space, clock = words.rpartition(" ")
    return f"{_day(day)} {clock}".strip()


def _plain(form: str) -> Say:
    def say(match: re.Match[str]) -> str:
        found = match.groupdict()
        verb = found.get("verb")
        return _(form) % {**found, "duty": duty(verb) if verb else ""}

    return say


def _reminded(match: re.Match[str]) -> str:
    if match["never"]:
        return _("%(who)s 没有被提醒") % {"who": match["who"]}
    if match["times"]:
        return _("%(who)s 被提醒 %(times)s 次") % {"who": match["who"], "times": match["times"]}
    return _("%(who)s 被提醒") % {"who": match["who"]}


def _seen(match: re.Match[str]) -> str:
    level = match["evidence"].upper()
    names = {
        "SENT": _("已发出"), "DELIVERED": _("已送达"), "OPENED": _("已读"),
        "ACKNOWLEDGED": _("已确认"), "UNDERSTOOD": _("已理解"),
    }  # fmt: skip
    known = level in Evidence.__members__
    return _("%(who)s 记为“%(level)s”") % {
        "who": match["who"],
        "level": names.get(level, match["evidence"]) if known else match["evidence"],
    }


def _act(match: re.Match[str]) -> str:
    facts = {"act": word(match["kind"]), "subject": match["subject"]}
    if match["breach"]:
        return _("“%(act)s”照常进行，但记为未满足规定") % facts
    return (_("“%(act)s”没有被拦下") if match["never"] else _("“%(act)s”被拦下")) % facts


_ACT = (
    r"(?P<kind>[a-z_]+\.[a-z_]+) (?P<subject>\S+) is "
    r"((?P<never>not )?refused( by \S+)?|(?P<breach>recorded as a breach))"
)

_FORMS: tuple[tuple[str, Say], ...] = (
    (r"WHO owes nothing", _plain(gettext_noop("%(who)s 没有待办"))),
    (r"WHO still owes VERB", _plain(gettext_noop("%(who)s 的“%(duty)s”还没有回音"))),
    (r"WHO owes VERB( by (?P<by>(\S+ )?\d\d:\d\d))?", _owes),
    (r"WHO met VERB late", _plain(gettext_noop("%(who)s 完成了“%(duty)s”，但迟了"))),
    (r"WHO met VERB", _plain(gettext_noop("%(who)s 按时完成了“%(duty)s”"))),
    (r"WHO is excused from VERB", _plain(gettext_noop("%(who)s 免除了“%(duty)s”"))),
    (r"WHO is deemed VERB", _plain(gettext_noop("%(who)s 的“%(duty)s”逾期视为同意"))),
    (r"WHO must VERB (?P<about>\S+)", _plain(gettext_noop("%(who)s 须为 %(about)s“%(duty)s”"))),
    (r"WHO is (?P<never>not )?reminded( (?P<times>\d+) times)?", _reminded),
    (r"WHO is seen as (?P<evidence>[a-z]+)", _seen),
    (_ACT, _act),
)

_SENTENCES = tuple(
    (
        re.compile(form.replace("WHO", r"(?P<who>\S+)").replace("VERB", r"(?P<verb>[a-z_]+)")),
        say,
    )
    for form, say in _FORMS
)
