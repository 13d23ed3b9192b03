"""What is signed of a notice: its words, what they are tied to, and every file."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.attachments import of_case
from huiyin.cases.comprehension import queries as comprehension
from huiyin.cases.comprehension.models import QuestionKind, QuizQuestion
from huiyin.cases.facts import quoting
from huiyin.cases.signoff.registry import Text
from huiyin.directory.audience import Audience, AudienceError
from huiyin.directory.models import Department
from huiyin.kit import digest
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.subject import bare
from huiyin.scenarios.notices.understanding.matter import NoticeMatter
from huiyin.ui import zh

PARTS = (
    ("gist", gettext_noop("要点")),
    ("background", gettext_noop("背景")),
    ("items", gettext_noop("具体事项")),
    ("requirements", gettext_noop("执行要求")),
    ("contact", gettext_noop("联系人")),
)
_SEALED = (
    "urgency", "classification", "kind", "stage", "complexity", "confirm_mode", "audience",
    "key_people", "copies", "follow", "cascade", "copy_to", "reply_by", "sources", "concerned",
    "effect", "effect_measure", "effect_target", "effect_by", "topic", "pinned_until",
)  # fmt: skip


def describe(notice_id: UUID) -> Text:
    """The notice as it would go out now: facts that it quotes stand in their present value."""
    notice = Notice.objects.select_related("initiator").get(pk=notice_id)
    texts = {field: getattr(notice, field) for field, _name in PARTS}
    quotes = quoting.live_in(texts, reader=notice.initiator)
    return Text(
        title=bare(notice.title),
        parts=(
            *((name, quotes.filled(texts[field])) for field, name in PARTS),
            *_asked_for(notice),
        ),
        facts=tuple((name, words) for name, words in _facts(notice) if words),
        files=tuple((file.name, file.sha256) for file in of_case(notice)),
        seal=digest.sha256_hex(digest.canonical({name: getattr(notice, name) for name in _SEALED})),
    )


def _asked_for(notice: Notice) -> Iterator[tuple[str, str]]:
    """What readers will have to restate and to answer, right answers marked: signed like the text."""
    revision = NoticeMatter().revision(notice)
    points = [one.text for one in comprehension.points(notice.pk, revision)]
    if points:
        yield gettext_noop("须复述的要点"), "\n".join(f"- {text}" for text in points)
    questions = comprehension.questions(notice.pk, revision)
    if questions:
        yield gettext_noop("小测题目"), "\n\n".join(map(_question, questions))


def _question(one: QuizQuestion) -> str:
    right = set(one.answer)
    options = (
        f"- {text}{' ✓' if place in right and one.kind != QuestionKind.ORDERING else ''}"
        for place, text in enumerate(one.options)
    )
    return "\n".join((one.text, *options))


def _facts(notice: Notice) -> list[tuple[str, str]]:
    return [
        (gettext_noop("紧急程度"), notice.get_urgency_display()),
        (gettext_noop("密级"), notice.get_classification_display()),
        (gettext_noop("类型"), notice.get_kind_display()),
        (gettext_noop("接收人"), _people(notice.audience)),
        (gettext_noop("重点人员"), _people(notice.key_people)),
        (gettext_noop("抄送"), _people(notice.copies) or notice.copy_to),
        (gettext_noop("回复截止"), zh.moment(notice.reply_by) if notice.reply_by else ""),
        (gettext_noop("数据来源"), _departments(notice.sources)),
        (gettext_noop("会签部门"), _departments(notice.concerned)),
    ]


def _people(value: Any) -> str:
    try:
        audience = Audience.from_json(value or {})
    except AudienceError:
        return ""
    return "" if audience.names_nobody() else audience.describe()


def _departments(ids: Iterable[int]) -> str:
    found = Department.objects.in_bulk(list(ids))
    return _("、").join(found[pk].name for pk in ids if pk in found)
