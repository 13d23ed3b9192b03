"""What the notice itself adds to composing and publishing: the conditions of the regulation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.cases import verbs
from huiyin.directory.models import Person
from huiyin.scenarios.notices import composing, conditions, outcome, publishing, showing
from huiyin.scenarios.notices.models import Notice


def introduce() -> None:
    """Called when applications are ready, before the topics."""
    verbs.register(
        "release_by_hand",
        _("去发布"),
        "send",
        "notices:edit",
        post=False,
        title=_("到时没能自动发布的通知"),
    )
    publishing.tells(conditions.facts_of)
    publishing.before(conditions.require)
    composing.finding(conditions.findings)
    showing.part("echo_side", "notices/_outcome.html", effect)


def effect(notice: Notice, actor: Person) -> dict[str, Any]:
    """The expected effect against what has come of it so far."""
    del actor
    return {"outcome": outcome.of(notice)}
