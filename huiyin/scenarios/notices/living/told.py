"""Who is told of a notice at publishing without owing anything: copies, and all of what is read."""

from collections.abc import Mapping

from huiyin.cases import readers
from huiyin.directory.models import Person
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.notices import published
from huiyin.scenarios.notices.living.membership import only_read
from huiyin.scenarios.notices.models import Notice


def tell(notice: Notice, by: Person, sets: Mapping[str, PeopleSql]) -> None:
    """Let the copies read it, and everybody when the clauses ask nothing of them."""
    del by
    told = list(sets.values()) if only_read(notice) else []
    copies = published.read(notice.copies)
    if not copies.names_nobody():
        told.append(copies.select_sql())
    for people in told:
        readers.tell(notice.pk, people)
