"""The board joins in when a notice is written and when it goes out."""

from huiyin.scenarios.notices import composing, publishing
from huiyin.scenarios.notices.board import pinning


def introduce() -> None:
    """Called when applications are ready."""
    publishing.before(pinning.at_publishing)
    composing.finding(pinning.findings)
