"""Action items introduce themselves: to the composer, to publishing, to the inbox."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases import verbs
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.notices import composing, publishing, showing
from huiyin.scenarios.notices.assigned import actions, queries
from huiyin.scenarios.notices.assigned.models import ActionItem
from huiyin.scenarios.notices.checks import NotReady
from huiyin.scenarios.notices.effect_form import WhenField
from huiyin.scenarios.notices.finding import Finding
from huiyin.scenarios.notices.models import Notice

_FIELDS = ("action_text", "action_owner", "action_due")


def introduce() -> None:
    """Called when applications are ready."""
    composing.section("notices/_actions_section.html", section, keep=keep)
    composing.card("notices/_actions_card.html", card)
    composing.finding(findings)
    showing.part("panel", "notices/_actions.html", mine)
    showing.part("echo_side", "notices/_actions.html", everybodys)
    publishing.before(require)
    publishing.after(actions.follow)
    verbs.register(
        actions.VERB,
        gettext_lazy("去完成"),
        "list-checks",
        "notices:show",
        post=False,
        title=gettext_lazy("完成分派给你的行动项"),
    )
    verbs.register(
        "chase_action",
        gettext_lazy("去跟进"),
        "users",
        "notices:show",
        post=False,
        title=gettext_lazy("下属的行动项已逾期"),
    )


def section(notice: Notice, actor: Person) -> dict[str, Any]:
    """The rows of the form."""
    del actor
    return {"action_rows": list(ActionItem.objects.filter(notice=notice).order_by("order"))}


def card(notice: Notice, actor: Person) -> dict[str, Any]:
    """What will be assigned, as it was understood."""
    del actor
    return {"planned_actions": queries.planned(notice, clock.now())}


def everybodys(notice: Notice, actor: Person) -> dict[str, Any]:
    """What was assigned, and which of it the viewer may mark as done."""
    finish = {item.order for item, _due in actions.open_of(notice, actor)}
    return {"assigned": queries.of_notice(notice), "may_finish": finish, "now": clock.now()}


def mine(notice: Notice, actor: Person) -> dict[str, Any]:
    """The same for the reader: their own items, and those they stand in for."""
    found = everybodys(notice, actor)
    own = [
        item
        for item in found["assigned"]
        if item.owner_id == actor.pk or item.order in found["may_finish"]
    ]
    return found | {"assigned": own}


def keep(notice: Notice, data: QueryDict, actor: Person) -> None:
    """The posted rows; a form without them keeps what there was."""
    del actor
    if "action_text" not in data:
        return
    when = WhenField(required=False)
    rows = [
        {"text": text, "named": named, "due_at": _moment(when, due)}
        for text, named, due in zip(*(data.getlist(name) for name in _FIELDS), strict=False)
    ]
    actions.write(notice, rows)


def findings(notice: Notice, actor: Person) -> Iterator[Finding]:
    """Items that nobody could be held to."""
    del actor
    for one in queries.planned(notice, clock.now()):
        if one.problem:
            text = _("行动项 %(order)d：%(problem)s") % {"order": one.order, "problem": one.problem}
            yield Finding("actions", True, text)


def require(notice: Notice, by: Person) -> None:
    """Before publishing: every item has an owner and a time to come."""
    errors = {one.field: one.title for one in findings(notice, by)}
    if errors:
        raise NotReady(errors)


def _moment(field: WhenField, text: str) -> Any:
    try:
        return field.clean(text)
    except ValidationError:
        return None
