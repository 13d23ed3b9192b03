"""A notice that is out tells the case that it follows from."""

from collections.abc import Mapping

from huiyin.cases import following
from huiyin.core.event import Fact
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.notices import publishing
from huiyin.scenarios.notices.models import Notice


def introduce() -> None:
    """Called when applications are ready."""
    following.register_composer("notices:new")
    publishing.after(tell)


def tell(notice: Notice, by: Person, sets: Mapping[str, PeopleSql]) -> None:
    """The origin hears that its formal text is out."""
    del sets
    facts: dict[str, Fact] = {"stage": notice.stage, "kind": notice.kind, "number": notice.number}
    following.tell(notice, facts, by=by, at=notice.published_at or clock.now())
