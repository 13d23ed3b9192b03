"""What an entry gives to the formal text that follows from it, and what it hears of it."""

from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.following import Draft, Follower
from huiyin.scenarios.journal import actions
from huiyin.scenarios.journal.models import Entry, EntryKind
from huiyin.ui import zh

TITLE = 40


def draft_of(entry_id: UUID) -> Draft:
    """Title, text and the people who were told by word of mouth."""
    entry = Entry.objects.select_related("initiator").get(pk=entry_id)
    people = list(entry.parties.select_related("person").order_by("pk"))
    names = _("、").join(
        [*(party.person.name for party in people), *([entry.others] if entry.others else [])]
    )
    background = _origin_words(entry) % {
        "at": zh.moment(entry.happened_at),
        "name": entry.initiator.name,
        "with": names or _("有关人员"),
        "how": entry.get_kind_display(),
    }
    content = " ".join(entry.content.split())
    items = f"1. {content}"
    if entry.result:
        items += "\n2. " + _("结果：%(result)s") % {"result": entry.result}
    return Draft(
        title=_("关于%(matter)s") % {"matter": content[:TITLE]},
        background=background,
        items=items,
        urgency=entry.urgency,
        classification=entry.classification,
        people=tuple(party.person_id for party in people),
    )


def followed(entry_id: UUID, follower: Follower) -> None:
    """A formal text about the entry is out: what was owed for it is met."""
    stage = str(follower.facts.get("stage") or "")
    actions.take_follower(entry_id, stage, follower.case.pk, at=follower.at, by=follower.by)


def _origin_words(entry: Entry) -> str:
    if entry.kind == EntryKind.OCCURRENCE:
        return _("%(at)s 发生，%(name)s记录。")
    return _("%(at)s %(name)s已以%(how)s告知%(with)s，现以书面确认。")
