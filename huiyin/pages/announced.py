"""On the notice that announces an amendment: what changes for its reader, clause by clause (G04)."""

from typing import Any

from huiyin.core.table import PolicyError
from huiyin.directory.models import Person
from huiyin.scenarios.notices import showing
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.regulation import concerning, queries
from huiyin.scenarios.regulation.models import Amendment
from huiyin.scenarios.regulation.words.changes import words_of_change


def introduce() -> None:
    """Called when applications are ready."""
    showing.part("below", "pages/_announced.html", context)


def context(notice: Notice, actor: Person) -> dict[str, Any]:
    """``announced``: the amendment, the changes that bind the reader, and the others."""
    rows = Amendment.objects.select_related("binds", "base", "version")
    amendment = rows.filter(pk=notice.origin).first() if notice.origin else None
    if amendment is None:
        return {}
    try:
        old, new = queries.before_and_after(amendment)
    except PolicyError:
        return {}
    changed = words_of_change(old, new)
    bound = concerning.binding(actor, old, new)
    return {
        "announced": {
            "amendment": amendment,
            "mine": [one for one in changed if one.clause in bound or not one.clause],
            "others": [one for one in changed if one.clause and one.clause not in bound],
        }
    }
