"""A revision in a message: what changed stands first, before the whole text."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.revisions.difference import DELETED, INSERTED, Piece
from huiyin.scenarios.notices.revisions.models import Revision, RevisionKind, number_of
from huiyin.scenarios.notices.revisions.queries import FieldChange, compared


@dataclass(frozen=True, slots=True)
class Step:
    """A revision and what it changed in the one before."""

    revision: Revision
    fields: list[FieldChange]


def step(notice: Notice, part: str) -> Step | None:
    """The revision that a duty about ``part`` of a notice is about; ``None`` for the first text."""
    number = number_of(part)
    if not number:
        return None
    rows = Revision.objects.filter(notice=notice, number__lte=number).order_by("-number")[:2]
    found = list(rows)
    if len(found) < 2 or found[0].part != part:  # noqa: PLR2004 - the one before is needed too
        return None
    return Step(found[0], compared(found[1], found[0]))


def subject(title: str, shown: Step | None) -> str:
    """The title with what it is now: 更正 or 修订, once."""
    if shown is None:
        return title
    kind = RevisionKind(shown.revision.kind).label
    return _("%(title)s（%(kind)s，第 %(n)d 版）") % {
        "title": title,
        "kind": kind,
        "n": shown.revision.number,
    }


def plain(shown: Step) -> str:
    """What changed as plain text: the sentence of the author, then old and new, field by field."""
    lines = [_head(shown), *(f"{one.label}：{said(one.pieces)}" for one in shown.fields)]
    return "\n".join(lines)


def html(shown: Step) -> SafeString:
    """The same as a fragment, with ``<del>`` and ``<ins>``."""
    fields = format_html_join(
        "",
        "<p><strong>{}</strong><br>{}</p>",
        ((one.label, marked(one.pieces)) for one in shown.fields),
    )
    return format_html("<p><strong>{}</strong></p>{}<hr>", _head(shown), fields)


def marked(pieces: list[Piece]) -> SafeString:
    """Pieces as text with ``<del>`` and ``<ins>``, each named for who hears instead of sees."""
    return format_html_join("", "{}", ((_piece(one),) for one in pieces))


def said(pieces: list[Piece]) -> str:
    """The changes in words: 「旧」改为「新」."""
    found, gone = [], ""
    for piece in [*pieces, Piece("", "")]:
        if piece.kind == DELETED:
            gone = piece.text.strip()
            continue
        come = piece.text.strip() if piece.kind == INSERTED else ""
        if gone or come:
            found.append(_change(gone, come))
        gone = ""
    return _("；").join(found)


def _head(shown: Step) -> str:
    kind = RevisionKind(shown.revision.kind).label
    return _("%(kind)s：%(what)s") % {"kind": kind, "what": shown.revision.what}


def _change(gone: str, come: str) -> str:
    if gone and come:
        return _("「%(old)s」改为「%(new)s」") % {"old": gone, "new": come}
    if come:
        return _("新增「%(new)s」") % {"new": come}
    return _("删去「%(old)s」") % {"old": gone}


def _piece(piece: Piece) -> SafeString:
    lines = format_html_join(SafeString("<br>"), "{}", ((line,) for line in piece.text.split("\n")))
    if piece.kind == DELETED:
        return format_html("<del>{}</del>", lines)
    if piece.kind == INSERTED:
        return format_html("<ins>{}</ins>", lines)
    return lines
