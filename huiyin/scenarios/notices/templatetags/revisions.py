"""How revisions are shown: differences, and texts with their facts marked."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.cases.facts import quoting
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.revisions.difference import DELETED, INSERTED, Piece
from huiyin.scenarios.notices.revisions.models import Revision
from huiyin.ui.markdown import render

register = template.Library()


@register.filter
def difference(pieces: Sequence[Piece]) -> SafeString:
    """Pieces with ``<del>`` and ``<ins>``, each named for who hears the page."""
    return format_html_join("", "{}", ((_piece(one),) for one in pieces))


@register.simple_tag
def notice_field(notice: Notice, name: str) -> SafeString:
    """A text of a notice as HTML: its facts marked with owner and date, its lists with boxes.

    A published one shows the values that were frozen, a draft the live ones.
    """
    revision = _newest(notice)
    if revision is None:
        text = getattr(notice, name)
        return shown(text, quoting.live_in({name: text}, reader=notice.initiator))
    return shown(revision.sources.get(name, ""), quoting.stated(notice.pk, revision.number))


@register.simple_tag
def revision_field(revision: Revision, name: str) -> SafeString:
    """A text of an older revision, as it was published."""
    return shown(
        revision.sources.get(name, ""), quoting.stated(revision.notice_id, revision.number)
    )


def shown(text: str, quotes: quoting.Quotes) -> SafeString:
    """Markdown with its facts marked, numbered lists as items with a number in a box."""
    html = quoting.marked(render(quoting.prepared(text)), text, quotes)
    html = SafeString(html.replace("<ol>", '<ol class="items">'))
    return SafeString(html.replace("<ol start", '<ol class="items" start'))


def _newest(notice: Notice) -> Revision | None:
    if notice.state == NoticeState.DRAFT:
        return None
    return Revision.objects.filter(notice=notice).order_by("-number").first()


def _piece(piece: Piece) -> SafeString:
    lines = format_html_join(SafeString("<br>"), "{}", ((line,) for line in piece.text.split("\n")))
    if piece.kind == DELETED:
        return format_html('<del><span class="sr">{}</span>{}</del>', _("删去："), lines)
    if piece.kind == INSERTED:
        return format_html('<ins><span class="sr">{}</span>{}</ins>', _("新增："), lines)
    return lines
