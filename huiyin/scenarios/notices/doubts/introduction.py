"""Questions introduce themselves to the pages of a notice."""

from huiyin.scenarios.notices import showing
from huiyin.scenarios.notices.doubts import asking


def introduce() -> None:
    """Called when applications are ready."""
    showing.part("above", "notices/doubts/_first.html", asking.first)
    showing.part("below", "notices/doubts/_questions.html", asking.shown)
    showing.part("panel", "notices/doubts/_unclear.html", asking.unclear)
    showing.part("echo", "notices/doubts/_echo.html", asking.of_publisher)
