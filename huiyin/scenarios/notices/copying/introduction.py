"""Mail introduces itself: copies go out with the publishing."""

from huiyin.delivery import attention, content
from huiyin.scenarios.notices import publishing
from huiyin.scenarios.notices.copying import copies


def introduce() -> None:
    """Called when applications are ready."""
    publishing.after(copies.tell)
    content.register(copies.SCENARIO, copies.describe)
    attention.register(copies.SCENARIO, copies.facts)
