"""The announcement of an amendment: what it gives to the notice, and what it hears of it."""

from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.following import Draft, Follower
from huiyin.cases.models import Classification, Urgency
from huiyin.core.event import Event, Fact
from huiyin.directory.audience import Audience
from huiyin.obligations.record import record
from huiyin.scenarios.regulation import events, path, queries
from huiyin.scenarios.regulation.models import Amendment, AmendmentState
from huiyin.scenarios.regulation.words.changes import Changed, words_of_change
from huiyin.ui import zh

PRE_NOTICE = "pre_notice"
"""A notice of this stage only says that something is coming: the announcement is still owed."""

MOST = 30
"""So many changes are listed in the text; the page that it leads to has all."""


def draft_of(amendment_id: UUID) -> Draft:
    """Title, reason and what changes: from what to what, in words."""
    amendment = Amendment.objects.select_related("binds", "base", "initiator").get(pk=amendment_id)
    changed = words_of_change(*queries.before_and_after(amendment))
    lines = [f"{_number(one)}{line}" for one in changed for line in _said(one)]
    items = [f"{place}. {line}" for place, line in enumerate(lines[:MOST], 1)]
    if len(lines) > MOST:
        items.append(_("另有 %(count)d 处改动，见修订全文。") % {"count": len(lines) - MOST})
    binds = amendment.binds_id
    return Draft(
        title=_("关于%(matter)s") % {"matter": amendment.title[:40]},
        background=_background(amendment),
        items="\n".join(items),
        urgency=Urgency.IMPORTANT,
        classification=Classification.INTERNAL,
        people=(),
        audience=Audience(departments=(binds,)) if binds else Audience(company=True),
        requirements=_requirements(amendment),
        contact=_contact(amendment),
    )


def followed(amendment_id: UUID, follower: Follower) -> None:
    """A notice about it is out: that is the announcement, once."""
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment_id)
    told = str(follower.facts.get("stage") or "")
    if told == PRE_NOTICE or amendment.announced_at or amendment.state != AmendmentState.APPROVED:
        return
    amendment.announced_at, amendment.announced_by = follower.at, follower.case.pk
    amendment.save(update_fields=["announced_at", "announced_by"])
    facts: dict[str, Fact] = {
        "person": amendment.initiator_id,
        "follower": str(follower.case.pk),
        **path.place(amendment),
    }
    record(Event(events.ANNOUNCED, str(amendment.pk), follower.at, follower.by.pk, facts))


def _background(amendment: Amendment) -> str:
    starts = amendment.wanted_from
    when = _("自 %(at)s 起生效。") % {"at": zh.moment(starts)} if starts else _("公告后立即生效。")
    born = _("此前已经产生的待办仍按原来的规定。")
    return "\n".join(part for part in (amendment.reason, when, born) if part)


def _requirements(amendment: Amendment) -> str:
    starts = amendment.wanted_from
    since = zh.moment(starts) if starts else _("公告发布")
    asked = _("自%(since)s起按新条文执行，由各部门主管负责让本部门知晓。") % {"since": since}
    return f"- {asked}"


def _contact(amendment: Amendment) -> str:
    who = amendment.initiator
    known = {"name": who.name, "extension": who.extension}
    return _("%(name)s，分机 %(extension)s") % known if who.extension else who.name


def _number(changed: Changed) -> str:
    return _("%(clause)s：") % {"clause": changed.clause} if changed.clause else ""


def _said(changed: Changed) -> list[str]:
    """A clause that came, went or reads anew is told by its words; else by what changes."""
    if changed.kind == "removed":
        return [_("取消“%(text)s”") % {"text": changed.old_text}]
    if changed.text_changed:
        return [_("现为“%(text)s”") % {"text": changed.new_text}]
    return [line.words for line in changed.lines]
