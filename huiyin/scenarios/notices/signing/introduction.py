"""Sign-off of notices introduces itself to the rooms below."""

from django.utils.translation import gettext_lazy as _


def introduce() -> None:
    """How notices are signed, and what their authors then owe."""
    from huiyin.cases import verbs
    from huiyin.cases.signoff import registry
    from huiyin.scenarios.notices import composing, publishing
    from huiyin.scenarios.notices.signing import actions, card, path, text

    composing.card("notices/_signing.html", card.context)
    composing.finding(card.findings)
    publishing.tells(path.facts_at_publishing)
    registry.register("notices", text.describe, on_completed=actions.publish_signed)
    verbs.register(
        "mend_draft",
        _("去修改"),
        "pen-line",
        "notices:edit",
        post=False,
        title=_("修改被退回的通知"),
    )
    verbs.register(
        "publish_signed",
        _("去发布"),
        "send",
        "notices:publish",
        post=False,
        title=_("发布已签完的通知"),
    )
