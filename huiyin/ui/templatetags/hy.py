"""Template tags and filters of the visual language (installed as builtins)."""

from datetime import datetime
from urllib.parse import quote

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.core.why_english import in_english
from huiyin.kit import clock as kit_clock
from huiyin.ui import markdown as md
from huiyin.ui import zh
from huiyin.ui.clocks import ClockFace
from huiyin.ui.phrasing import in_words

register = template.Library()

FRAME = (
    "M12 2.5H15.5A6 6 0 0 1 21.5 8.5V15.5A6 6 0 0 1 15.5 21.5H4A1.5 1.5 0 0 1 2.5 20V8.5"
    "A6 6 0 0 1 8.5 2.5Z"
)
ECHO = (
    "M10.6 8H15.4A.6.6 0 0 1 16 8.6V13.4A2.6 2.6 0 0 1 13.4 16H10.6A2.6 2.6 0 0 1 8 13.4V10.6"
    "A2.6 2.6 0 0 1 10.6 8Z"
)
STATES = {
    "sent": gettext_lazy("已送达"),
    "read": gettext_lazy("已读"),
    "wait": gettext_lazy("待确认"),
    "soon": gettext_lazy("将到期"),
    "late": gettext_lazy("已逾期"),
    "esc": gettext_lazy("已升级"),
    "done": gettext_lazy("已闭环"),
    "half": gettext_lazy("进行中"),
}
CLOCK_ICONS = {
    "ok": "clock",
    "soon": "hourglass",
    "late": "circle-alert",
    "esc": "trending-up",
    "done": "circle-check",
}
URGENCIES = {
    "routine": ("", "", gettext_lazy("常规")),
    "important": ("tag--major", "flag", gettext_lazy("重要")),
    "urgent": ("tag--urgent", "zap", gettext_lazy("紧急")),
}
CLASSIFICATIONS = {
    "public": ("tag--line", "globe", gettext_lazy("公开")),
    "internal": ("tag--line", "building-2", gettext_lazy("内部")),
    "confidential": ("tag--secret", "lock", gettext_lazy("机密")),
}


register.filter("in_words", in_words)


@register.simple_tag
def icon(name: str, cls: str = "") -> SafeString:
    """One symbol of the sprite; names are those of ``sources/icons.json``."""
    return format_html(
        '<svg class="i {}" aria-hidden="true"><use href="{}#{}"/></svg>',
        cls,
        static("huiyin/icons.svg"),
        name,
    )


@register.simple_tag
def mark(cls: str = "") -> SafeString:
    """The mark: the outer frame is a message, the inner block its echo."""
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><path d="{}" fill="none" '
        'stroke="currentColor" stroke-width="2.4"/><path d="{}" fill="currentColor"/></svg>',
        cls,
        FRAME,
        ECHO,
    )


@register.simple_tag
def hui(state: str, pct: float | str | None = None, label: str = "") -> SafeString:
    """The 回 glyph: status everywhere. ``pct`` draws the frame as progress, 0 to 100."""
    arc: SafeString | str = ""
    if pct not in {None, ""}:
        arc = format_html(
            '<path class="p" d="{}" pathLength="100" stroke-dasharray="{} 100"/>', FRAME, pct
        )
    return format_html(
        '<svg class="hui hui--{}" viewBox="0 0 24 24" role="img" aria-label="{}">'
        '<path class="o" d="{}"/>{}<path class="c" d="{}"/></svg>',
        state,
        label or STATES.get(state, state),
        FRAME,
        arc,
        ECHO,
    )


@register.simple_tag
def av(name: str, cls: str = "") -> SafeString:
    """An avatar from the name: its last two signs (one when small), a colour that stays."""
    small = "av--s" in cls.split()
    hue = sum(map(ord, name)) % 6 + 1
    return format_html(
        '<span class="av a{} {}" aria-hidden="true">{}</span>',
        hue,
        cls,
        name[-1:] if small else name[-2:],
    )


@register.simple_tag
def clock(face: ClockFace) -> SafeString:
    """A deadline: icon, what is left, the fuse, the moment. The browser keeps the words fresh."""
    live: SafeString | str = ""
    if face.due_at is not None and face.born_at is not None:
        live = format_html(
            ' data-due="{}" data-born="{}"', _milliseconds(face.due_at), _milliseconds(face.born_at)
        )
    return format_html(
        '<span class="clock is-{}"{}><b>{}<span data-left>{}</span></b>'
        '<svg class="fuse" aria-hidden="true"><rect width="{}%" height="3"/></svg>'
        "<small>{}</small></span>",
        face.state,
        live,
        icon(CLOCK_ICONS[face.state]),
        face.main,
        face.pct,
        face.sub,
    )


@register.simple_tag
def urg(urgency: str) -> SafeString:
    """The urgency (``routine``, ``important``, ``urgent``) by weight: grey, outline, solid."""
    return _tag(*URGENCIES[urgency])


@register.simple_tag
def cls_tag(classification: str) -> SafeString:
    """The classification (``public``, ``internal``, ``confidential``) by shape."""
    return _tag(*CLASSIFICATIONS[classification])


@register.filter
def left(due_at: datetime | None) -> str:
    """What is left in words: ``剩 38 分``, ``逾期 1 小时 22 分``."""
    return _("不限时") if due_at is None else zh.left(due_at, kit_clock.now())


@register.filter
def moment(at: datetime | None) -> str:
    """``11 月 30 日 18:00`` in the viewer's zone; nothing for None."""
    return "" if at is None else zh.moment(at)


@register.filter
def reason(line: str) -> str:
    """A line of why something is due then, in the viewer's language."""
    return in_english(line) if (get_language() or "").startswith("en") else line


@register.filter
def near(at: datetime | None) -> str:
    """The shortest clear name of a moment: ``15:00``, ``明日 09:30``, ``周五 17:00``."""
    return "" if at is None else zh.near_moment(at, kit_clock.now())


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as safe HTML (``huiyin.ui.markdown``)."""
    return md.render(text)


@register.filter
def clause(words: str, text: str = "") -> SafeString:
    """A clause under an item: short words, dotted underline; ``text`` in full on hover."""
    return format_html('<span class="clause" title="{}">{}</span>', text, words)


@register.filter
def tel(number: str) -> str:
    """A phone number as ``tel:`` address (RFC 3966), spaces and signs that it lacks removed."""
    return "tel:" + quote("".join(sign for sign in number if sign.isdigit() or sign in "+*#,;"))


def _tag(cls: str, symbol: str, words: object) -> SafeString:
    return format_html(
        '<span class="tag {}">{}{}</span>', cls, icon(symbol) if symbol else "", words
    )


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
