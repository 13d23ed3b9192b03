"""The part ``comprehension`` introduces itself to the rooms below it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from huiyin.cases.comprehension.events import (
    EVENTS,
    OVERRULED,
    PROPOSED,
    QUIZZED,
    READ_BACK,
    RESTATED,
)


class ComprehensionConfig(AppConfig):
    """Registers its events and its words; scenarios bring their side by ``matters.register``."""

    name = "huiyin.cases.comprehension"
    label = "comprehension"
    events = EVENTS
    api = "huiyin.cases.comprehension.api:router"
    event_words = {
        RESTATED: _("复述要点"),
        QUIZZED: _("回答小测"),
        READ_BACK: _("口头复述"),
        OVERRULED: _("人工改判"),
        PROPOSED: _("语言模型给出建议"),
    }
    fact_words = {
        "attempt": _("第几次"),
        "about": _("针对"),
        "verdicts": _("逐项判定"),
        "hop": _("转述层级"),
        "before": _("改判前"),
        "verdict": _("判定"),
        "point": _("要点"),
        "model": _("模型"),
        "has_points": _("写了要点"),
        "has_questions": _("出了题"),
    }
