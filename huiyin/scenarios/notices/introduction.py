"""What the notice itself adds to composing and publishing: the conditions of the regulation."""

from huiyin.scenarios.notices import composing, conditions, publishing


def introduce() -> None:
    """Called when applications are ready, before the topics."""
    publishing.tells(conditions.facts_of)
    publishing.before(conditions.require)
    composing.finding(conditions.findings)
