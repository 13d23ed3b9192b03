"""The board joins in when a notice goes out."""

from huiyin.scenarios.notices import publishing
from huiyin.scenarios.notices.board import pinning


def introduce() -> None:
    """Called when applications are ready."""
    publishing.before(pinning.at_publishing)
