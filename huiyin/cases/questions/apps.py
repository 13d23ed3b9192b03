"""The part ``questions`` introduces itself to the rooms below it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from huiyin.cases.questions.events import (
    ANSWER,
    ANSWERED,
    ASKED,
    EVENTS,
    FOLLOWED,
    READ,
    READ_ANSWER,
    URGE,
    WITHDRAWN,
)


class QuestionsConfig(AppConfig):
    """Registers its events, its verbs and its words."""

    name = "huiyin.cases.questions"
    label = "questions"
    events = EVENTS
    fact_values = "huiyin.cases.questions.factvalues:FACTS"
    api = "huiyin.cases.questions.api:router"
    event_words = {
        ASKED: _("提问"),
        FOLLOWED: _("同问"),
        ANSWERED: _("答复提问"),
        READ: _("看明白答复"),
        WITHDRAWN: _("撤回提问"),
    }
    fact_words = {
        "asker": _("提问人"),
        "answerer": _("答复人"),
        "doubters": _("可能有同样疑问的人"),
        "shared": _("答复公开"),
        "correction": _("更正"),
    }

    def ready(self) -> None:
        from huiyin.cases import verbs
        from huiyin.cases.questions import doubts, outgoing
        from huiyin.delivery import content, replies
        from huiyin.obligations import confirm

        confirm.unless(doubts.HAS_OPEN_QUESTION)
        content.register("questions", outgoing.describe)
        replies.register("questions", outgoing.on_confirm, outgoing.on_reply)
        page = "questions:board"
        verbs.register(ANSWER, _("去答复"), "circle-help", page, post=False, title=_("答复提问"))
        verbs.register(READ_ANSWER, _("看答复"), "circle-help", page, post=False, title=_("看答复"))
        verbs.register(URGE, _("去督促"), "circle-help", page, post=False, title=_("督促答复提问"))
