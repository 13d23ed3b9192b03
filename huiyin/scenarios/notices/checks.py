"""What a notice must say before it goes out (template of N08), field by field."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.facts import findings as facts
from huiyin.cases.models import Classification, Urgency
from huiyin.scenarios.notices import kinds, linting, required
from huiyin.scenarios.notices.finding import Finding
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.subject import bare

TITLE_LIMIT = 80
TEXTS = ("title", "gist", "background", "items", "requirements", "contact", "copy_to")
"""The fields that people read, and that may quote facts."""


class NotReady(Exception):
    """A notice lacks what the template asks; ``errors`` says what, by field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


def findings(notice: Notice, people: int, at: datetime) -> list[Finding]:
    """Everything to mend in ``notice``, addressed to ``people`` people, what must be first."""
    wrong = [*_missing(notice, people), *_wrong(notice, at), *_facts(notice)]
    found = [*wrong, *linting.of_text(notice, at)]
    return sorted(found, key=lambda one: not one.must)


def require(notice: Notice, people: int, at: datetime) -> None:
    """Raise ``NotReady`` when something must be mended before publishing."""
    errors = {one.field: one.title for one in findings(notice, people, at) if one.must}
    if errors:
        raise NotReady(errors)


def require_choices(values: Mapping[str, Any]) -> None:
    """Refuse an urgency or classification that does not exist: it decides who may see the draft."""
    errors = {}
    if values.get("urgency", Urgency.ROUTINE) not in Urgency.values:
        errors["urgency"] = _("没有这种紧急程度")
    if values.get("classification", Classification.INTERNAL) not in Classification.values:
        errors["classification"] = _("没有这种密级")
    if errors:
        raise NotReady(errors)


def _missing(notice: Notice, people: int) -> Iterator[Finding]:
    if not bare(notice.title).strip():
        yield Finding("title", True, _("缺少标题"), _("一句话写清事项，如：关于年终盘点的安排"))
    if people == 0:
        yield Finding("audience", True, _("还没有接收人"), _("选择全公司、部门、岗位或人员"))
    if kinds.only_read(notice):
        yield from required.missing(notice)
        return
    if not notice.background.strip():
        yield Finding("background", True, _("缺少背景"), _("写明为什么发这条通知、依据是什么"))
    if not notice.items.strip():
        yield Finding("items", True, _("缺少具体事项"), _("每条一件事，写明数据和日期"))
    if not notice.requirements.strip():
        yield Finding("requirements", True, _("缺少执行要求"), _("写明时间、负责人和注意事项"))
    if not notice.contact.strip():
        yield Finding("contact", True, _("缺少联系人"), _("写明姓名和分机"))


def _wrong(notice: Notice, at: datetime) -> Iterator[Finding]:
    if len(bare(notice.title)) > TITLE_LIMIT:
        text = _("标题超过 %(most)d 字") % {"most": TITLE_LIMIT}
        yield Finding("title", True, text, _("把细节移到正文"))
    if notice.reply_by is not None and notice.reply_by <= at:
        yield Finding("reply_by", True, _("回复截止时间已过"), _("改为将来的时间，或留空"))


def _facts(notice: Notice) -> Iterator[Finding]:
    """Facts that nobody knows, or with another value than the agreed one (Z05)."""
    found = facts.faults(
        {name: getattr(notice, name) for name in TEXTS},
        classification=notice.classification,
        author=notice.initiator,
    )
    for fault in found:
        yield linting.placed(fault, notice)
