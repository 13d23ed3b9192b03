"""What is signed of an amendment: the difference clause by clause, from when, and the source's seal."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.signoff.registry import Text
from huiyin.directory.models import Person
from huiyin.scenarios.regulation import queries
from huiyin.scenarios.regulation.models import Amendment
from huiyin.scenarios.regulation.words.changes import heading, sentences, words_of_change
from huiyin.ui import zh


def describe(amendment_id: UUID) -> Text:
    """The amendment as it would come into force; nothing in it depends on who looks, or when."""
    rows = Amendment.objects.select_related("binds", "base")
    amendment = rows.get(pk=amendment_id)
    changed = words_of_change(*queries.before_and_after(amendment))
    return Text(
        title=amendment.title,
        parts=(
            (gettext_noop("修订理由"), amendment.reason),
            *_despite(amendment),
            *((heading(one), sentences(one)) for one in changed),
        ),
        facts=tuple((name, words) for name, words in _facts(amendment) if words),
        seal=amendment.digest,
    )


def _despite(amendment: Amendment) -> list[tuple[str, str]]:
    """Why it is put forward although examples do not come true."""
    said = amendment.despite
    return [(gettext_noop("例子不成立仍提交的理由"), said)] if said else []


def _facts(amendment: Amendment) -> list[tuple[str, str]]:
    starts, base = amendment.wanted_from, amendment.base_id
    return [
        (gettext_noop("适用范围"), amendment.binds.name if amendment.binds else _("全公司")),
        (gettext_noop("生效时间"), zh.moment(starts) if starts else _("公告后立即生效")),
        (gettext_noop("底稿"), _("第 %(number)d 版") % {"number": base} if base else ""),
        *((gettext_noop("豁免"), _waiver(one)) for one in amendment.waivers),
    ]


def _waiver(waiver: dict[str, str]) -> str:
    asked = Person.objects.filter(pk=waiver["asked_by"]).first()
    told = {
        "clause": waiver["clause"],
        "until": waiver["until"],
        "reason": waiver["reason"],
        "who": asked.name if asked else "",
    }
    return _("%(clause)s 放宽到 %(until)s：%(reason)s（%(who)s）") % told
