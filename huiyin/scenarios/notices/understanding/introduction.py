"""Brings notices to the part ``comprehension``, and its facts to the regulation."""

from huiyin.cases.comprehension import matters
from huiyin.scenarios.notices import composing, publishing, showing
from huiyin.scenarios.notices.understanding import compose, report
from huiyin.scenarios.notices.understanding.matter import NoticeMatter, has_points


def introduce() -> None:
    """Called when applications are ready."""
    matters.register("notices", NoticeMatter())
    publishing.tells(has_points)
    publishing.before(compose.require)
    composing.section("notices/_points.html", compose.section, keep=compose.keep)
    composing.card("notices/_sample.html", compose.card)
    composing.finding(compose.findings)
    showing.part("echo", "notices/_understanding.html", report.context)
