"""What a correction of a fact says: its words, and how urgent and secret it must be (Z05)."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.cases.facts import carriers, references
from huiyin.cases.facts.models import Fact, FactValue
from huiyin.cases.models import Classification, Urgency
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.scenarios.notices.models import Notice
from huiyin.ui import zh

RANKS = tuple(Urgency.values)
"""From the least urgent to the most."""


@dataclass(frozen=True, slots=True)
class Originals:
    """The strictest urgency and classification of what stated old values; those that are carried."""

    urgency: str
    classification: str
    values: list[str]


def write(notice: Notice, fact: Fact, live: FactValue) -> None:
    """Give the draft ``notice`` its text, urgency and classification, and keep it."""
    found = originals(fact, live)
    words = {
        "name": fact.name,
        "value": references.refer(fact.name),
        "old": _shortened(_("、").join(found.values)),
        "since": zh.moment(live.live_from),
        "owner": fact.department.name,
        "reason": live.reason,
    }
    notice.urgency, notice.classification = found.urgency, found.classification
    for name, text in _texts().items():
        setattr(notice, name, text % words)
    notice.contact = _contact(notice.initiator)
    notice.saved_at = clock.now()
    notice.save()


def _texts() -> dict[str, str]:
    return {
        "title": _("更正：%(name)s改为 %(value)s"),
        "gist": _("%(name)s由 %(old)s 改为 %(value)s，自 %(since)s 起以新值为准。"),
        "background": _(
            "你收到过的文稿引用了「%(name)s」的原值 %(old)s。%(owner)s已更改这条口径：%(reason)s。"
        ),
        "items": _(
            "1. 原值：%(old)s。\n2. 改为：%(value)s。\n3. 生效：%(since)s。\n4. 归口部门：%(owner)s。"
        ),
        "requirements": _(
            "1. 全体收件人负责：今天起一律使用新值。\n"
            "2. 已转述、打印或转发原值的，由本人今天逐一改正。"
        ),
    }


def _shortened(text: str, most: int = 120) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def originals(fact: Fact, live: FactValue) -> Originals:
    """What was said before, and how urgent and secret the cases were that said it."""
    with connection.cursor() as cursor:
        cursor.execute(_ORIGINALS, [fact.pk, live.value])
        rows = cursor.fetchall()
    carried = carriers.counts(fact.pk)
    classes = list(Classification.values)
    return Originals(
        max((row[0] for row in rows), key=RANKS.index, default=Urgency.ROUTINE),
        max([row[1] for row in rows] + [fact.classification], key=classes.index),
        [FactValue(fact=fact, value=one.value).shown for one in carried if not one.live],
    )


def head(department: Department) -> Person | None:
    """The active head of ``department``, or of the nearest one above it that has one."""
    path = [int(step) for step in department.path.split("/") if step]
    rows = Department.objects.filter(pk__in=path, head__active=True).select_related("head")
    nearest = max(rows, key=lambda one: path.index(one.pk), default=None)
    return nearest.head if nearest is not None else None


def _contact(person: Person) -> str:
    if not person.extension:
        return person.name
    return _("%(name)s，分机 %(extension)s") % {"name": person.name, "extension": person.extension}


_ORIGINALS = """
SELECT DISTINCT c.urgency, c.classification
  FROM facts_value v JOIN facts_quotation q ON q.fact_value_id = v.id
  JOIN cases_case c ON c.id = q.case_id
 WHERE v.fact_id = %s AND v.value <> %s
"""
