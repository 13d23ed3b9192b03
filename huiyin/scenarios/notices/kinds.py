"""Which notices stand on the board, and how each kind looks (N10, N25)."""

from huiyin.scenarios.notices.models import Notice, NoticeKind

READ_ONLY = (NoticeKind.NEWS, NoticeKind.RECOGNITION, NoticeKind.EVENT, NoticeKind.DOWNLOAD)
"""Kinds that nobody owes an answer for: the matrix asks no confirmation of them."""

ON_BOARD = (NoticeKind.NOTICE, NoticeKind.OPERATING, NoticeKind.POLICY, *READ_ONLY)
"""Emergencies interrupt and do not stand here; nor does anything confidential."""

_ICONS = {
    NoticeKind.NEWS: "newspaper",
    NoticeKind.RECOGNITION: "award",
    NoticeKind.EVENT: "calendar",
    NoticeKind.DOWNLOAD: "download",
    NoticeKind.POLICY: "scale",
    NoticeKind.OPERATING: "chart-no-axes-column",
}


def icon(kind: str) -> str:
    """The icon of a kind of notice."""
    return _ICONS.get(NoticeKind(kind), "megaphone")


def only_read(notice: Notice) -> bool:
    """Whether a notice asks nobody for anything, so that it needs no instructions either."""
    return notice.kind in READ_ONLY
