"""Every published text is kept: what a revision says, with the values of its facts frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.attachments import of_case
from huiyin.cases.facts import quoting
from huiyin.cases.facts.quoting import Quotes
from huiyin.directory.models import Person
from huiyin.kit import digest
from huiyin.scenarios.notices.checks import TEXTS, NotReady
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.revisions.models import Revision, RevisionKind
from huiyin.scenarios.notices.subject import bare, subject


@dataclass(frozen=True, slots=True)
class Change:
    """What a new revision is and who makes it."""

    kind: str
    by: Person
    at: datetime
    what: str = ""
    cause: str = ""


def first(notice: Notice, at: datetime) -> Revision:
    """Freeze the facts in the texts of ``notice`` and keep them as revision 1.

    For whoever publishes: call it once title and number stand and before the row is saved; it sets
    the texts, ``revision`` and ``digest``. ``NotReady`` when a text outgrows its field.
    """
    change = Change(RevisionKind.ORIGINAL, notice.initiator, at)
    sources = sources_of(notice)
    return keep(notice, 1, sources | {"title": bare(sources["title"])}, change)


def keep(notice: Notice, number: int, sources: Mapping[str, str], change: Change) -> Revision:
    """Make ``sources`` the texts of ``notice``, their facts frozen, and keep them as ``number``."""
    quotes = quoting.live_in(sources, reader=change.by)
    _put(notice, sources, quotes)
    notice.title = subject(notice.title, notice.urgency, notice.reply_by, change.at)
    notice.revision = number
    notice.digest = digest.sha256_hex(digest.canonical(frozen_text(notice)))
    quoting.freeze(notice.pk, number, quotes, change.at)
    return Revision.objects.create(
        notice_id=notice.pk,
        number=number,
        kind=change.kind,
        what=change.what,
        cause=change.cause,
        urgency=notice.urgency,
        texts=sources_of(notice),
        sources=dict(sources),
        by=change.by,
        at=change.at,
        digest=notice.digest,
    )


def sources_of(notice: Notice) -> dict[str, str]:
    """The texts of ``notice`` as they stand in its fields."""
    return {name: getattr(notice, name) for name in TEXTS}


def frozen_text(notice: Notice) -> dict[str, Any]:
    """What the digest in the ledger stands for: every word, and every file by its own digest."""
    return {
        "number": notice.number,
        "title": notice.title,
        "department": notice.department.name,
        "copy_to": notice.copy_to,
        "gist": notice.gist,
        "background": notice.background,
        "items": notice.items,
        "requirements": notice.requirements,
        "contact": notice.contact,
        "reply_by": notice.reply_by,
        "attachments": [[row.name, row.sha256] for row in of_case(notice)],
    }


def _put(notice: Notice, sources: Mapping[str, str], quotes: Quotes) -> None:
    for name, source in sources.items():
        text = quotes.filled(source)
        most = getattr(Notice._meta.get_field(name), "max_length", None)  # noqa: SLF001 - Django's public name
        if most is not None and len(text) > most:
            raise NotReady({name: _("引用口径后超过 %(most)d 字") % {"most": most}})
        setattr(notice, name, text)
