"""Brings notices to the part ``comprehension``, and its facts to the regulation."""

from django.utils.translation import gettext_lazy as _

from huiyin.cases import verbs
from huiyin.cases.comprehension import matters
from huiyin.core.evidence import Evidence
from huiyin.scenarios.notices import composing, publishing, showing, words
from huiyin.scenarios.notices.understanding import compose, report
from huiyin.scenarios.notices.understanding.matter import NoticeMatter, has_points


def introduce() -> None:
    """Called when applications are ready."""
    matters.register("notices", NoticeMatter())
    understood = int(Evidence.UNDERSTOOD)
    label = _("去确认理解")
    verbs.register_shown(words.CONFIRM, understood, label, "pen-line", "notices:show")
    publishing.tells(has_points)
    publishing.before(compose.require)
    composing.section("notices/_points.html", compose.section, keep=compose.keep)
    composing.card("notices/_sample.html", compose.card)
    composing.finding(compose.findings)
    showing.part("echo", "notices/_understanding.html", report.context)
