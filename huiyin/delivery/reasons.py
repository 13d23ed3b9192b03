"""Why a delivery stands where it stands: stored in Chinese, shown in the reader's language."""

from django.utils.translation import gettext, gettext_noop

MAYBE_SENT = gettext_noop("可能已发送")
NOT_DUE = gettext_noop("已无需发送")
NO_ADDRESS = gettext_noop("没有可用的地址")
REFUSED = gettext_noop("对方服务器拒收")
BOUNCED = gettext_noop("被退回")
LATER = gettext_noop("暂时无法送达")
UNREACHABLE = gettext_noop("连接不上通道")
GIVEN_UP = gettext_noop("多次重试未成功")
NOTHING_TO_SAY = gettext_noop("没有可发送的内容")
ONLY_INBOX = gettext_noop("仅站内送达")
QUIET = gettext_noop("静默时段，稍后送出")
OVER_BUDGET = gettext_noop("今日打扰已达上限，随汇总送出")

SEPARATOR = "："
ALSO = "；"
LONGEST = 300


def told(reason: str, detail: str = "") -> str:
    """``reason`` with the other side's own words behind it, on one line, as it is stored."""
    plain = "".join(c if c.isprintable() and c != ALSO else " " for c in detail)
    words = " ".join(plain.split())[: LONGEST - 40]
    return (f"{reason}{SEPARATOR}{words}" if words else reason)[:LONGEST]


def shown(stored: str) -> str:
    """A stored reason in the language of the reader; the other side's words stay as they are."""
    return ALSO.join(_translated(part) for part in stored.split(ALSO) if part)


def _translated(part: str) -> str:
    head, separator, detail = part.partition(SEPARATOR)
    return f"{gettext(head)}{separator}{detail}"
