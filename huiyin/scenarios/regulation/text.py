"""What is signed of an amendment: the difference clause by clause, from when, and the source's seal."""

from uuid import UUID

from django.utils.translation import gettext_noop

from huiyin.cases.signoff.registry import Text
from huiyin.scenarios.regulation.models import Amendment
from huiyin.ui import zh


def describe(amendment_id: UUID) -> Text:
    """The amendment as it would come into force; nothing in it depends on who looks, or when."""
    rows = Amendment.objects.select_related("binds", "base", "restores")
    amendment = rows.get(pk=amendment_id)
    return Text(
        title=amendment.title,
        parts=((gettext_noop("修订理由"), amendment.reason),),
        facts=tuple((name, words) for name, words in _facts(amendment) if words),
        seal=amendment.digest,
    )


def _facts(amendment: Amendment) -> list[tuple[str, str]]:
    starts = amendment.wanted_from
    return [
        (gettext_noop("适用范围"), amendment.binds.name if amendment.binds else "全公司"),
        (gettext_noop("生效时间"), zh.moment(starts) if starts else "公告后立即"),
        (gettext_noop("底稿"), f"第 {amendment.base_id} 版" if amendment.base_id else ""),
    ]
