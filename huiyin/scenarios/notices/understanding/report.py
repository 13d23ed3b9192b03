"""The publisher's side: how much arrived wrongly, with its interval, and who to talk to."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.comprehension import findings, rate
from huiyin.cases.comprehension import queries as comprehension
from huiyin.cases.comprehension.rate import By, Rate
from huiyin.core.measure import Verdict
from huiyin.directory.access import Action, may
from huiyin.directory.models import Department, Person
from huiyin.policies import in_force
from huiyin.scenarios.notices import publisher, words
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.understanding.matter import NoticeMatter

TONES = {Verdict.PASS: "done", Verdict.FAIL: "late", Verdict.UNDECIDED: "soon"}


@dataclass(frozen=True, slots=True)
class Split:
    """One row of a table: a department, a channel or a hop, and its rate."""

    name: str
    rate: Rate


def context(notice: Notice, actor: Person) -> dict[str, Any]:
    """What ``notices/_understanding.html`` needs; ``understood`` is ``None`` without anything to show."""
    revision = NoticeMatter().revision(notice)
    asked = comprehension.points(notice.pk, revision) or comprehension.questions(
        notice.pk, revision
    )
    if not asked:
        return {"understood": None}
    policy = in_force.current()
    whole = rate.whole(policy, notice.pk, revision)
    aim = policy.target(rate.MEASURE)
    named = may(actor, Action.SEE_UNREAD_NAMES, notice) and may(actor, Action.READ, notice)
    within = publisher.reach(notice, actor) if named else []
    return {
        "understood": whole,
        "understood_tone": TONES[whole.verdict] if whole.verdict else "",
        "understood_verdict": verdict_words(whole.verdict),
        "understood_aim": aim,
        "understood_bar": _bar(whole),
        "understood_things": findings.things(notice.pk, revision)
        if may(actor, Action.READ, notice)
        else [],
        "understood_departments": _departments(notice, revision),
        "understood_channels": _named(By.CHANNEL, notice, revision),
        "understood_hops": _named(By.HOP, notice, revision),
        "said_wrongly": findings.said_wrongly(notice.pk, revision, department_ids=within)
        if named
        else [],
        "may_judge": may(actor, Action.EDIT, notice),
    }


def verdict_words(verdict: Verdict | None) -> str:
    """What an interval says about the target."""
    return {
        Verdict.PASS: _("达标"),
        Verdict.FAIL: _("未达标"),
        Verdict.UNDECIDED: _("尚不能判定"),
        None: "",
    }[verdict]


def _bar(whole: Rate) -> dict[str, str]:
    """Left end, width and target of the drawn interval, in percent of its track."""
    interval, limit = whole.interval, whole.target.limit if whole.target else 0.0
    top = max(interval.high, limit) * 1.1 or 1.0
    return {
        "left": f"{100 * interval.low / top:.2f}",
        "width": f"{100 * (interval.high - interval.low) / top:.2f}",
        "target": f"{100 * limit / top:.2f}",
    }


def _departments(notice: Notice, revision: int) -> list[Split]:
    rows = rate.split(in_force.current(), By.DEPARTMENT, case_id=notice.pk, revision=revision)
    names = dict(
        Department.objects.filter(pk__in=[row.key for row in rows]).values_list("pk", "name")
    )
    found = [Split(names.get(row.key, "—"), row) for row in rows]
    return sorted(found, key=lambda one: (-(one.rate.share or 0), one.name))


def _named(by: By, notice: Notice, revision: int) -> list[Split]:
    """Channels or hops; a single one says no more than the whole does."""
    rows = rate.split(in_force.current(), by, case_id=notice.pk, revision=revision)
    if len(rows) < 2:  # noqa: PLR2004 - one row is the whole
        return []
    if by is By.CHANNEL:
        return [Split(str(words.CHANNELS.get(row.key, row.key)), row) for row in rows]
    return [
        Split(_("直接收到") if not row.key else _("第 %(hop)d 手") % {"hop": row.key}, row)
        for row in rows
    ]
