"""Brings notices to the part ``comprehension``, and its facts to the regulation."""

from huiyin.cases.comprehension import matters
from huiyin.scenarios.notices import publishing
from huiyin.scenarios.notices.understanding.matter import NoticeMatter, has_points


def introduce() -> None:
    """Called when applications are ready."""
    matters.register("notices", NoticeMatter())
    publishing.tells(has_points)
