"""The evidence lattice: what a receipt proves, and nothing more (design 5, Z03)."""

from enum import IntEnum


class Evidence(IntEnum):
    """How far a message got with one person; the state is the maximum ever seen."""

    NONE = 0
    SENT = 1
    DELIVERED = 2
    OPENED = 3
    ACKNOWLEDGED = 4
    UNDERSTOOD = 5


class Channel(IntEnum):
    """Where a message went or a receipt came from. Codes are stored; never renumber."""

    INBOX = 1
    MAIL = 2
    PHONE = 3
    FACE = 4
    SMS = 5
    WECOM = 6
    DINGTALK = 7
    FEISHU = 8
    WEBPUSH = 9


class Proof(IntEnum):
    """What kind of thing was received. Codes are stored; never renumber."""

    SUBMITTED = 1
    PROVIDER_DELIVERED = 2
    PIXEL = 3
    DISPOSITION = 4
    PROVIDER_READ = 5
    PAGE_OPENED = 6
    BUTTON = 7
    SIGNED_LINK = 8
    REPLY = 9
    KEYPRESS = 10
    SPOKEN = 11
    TEACH_BACK = 12
    QUIZ = 13


_CEILING = {
    Proof.SUBMITTED: Evidence.SENT,
    Proof.PROVIDER_DELIVERED: Evidence.DELIVERED,
    Proof.PIXEL: Evidence.OPENED,
    Proof.DISPOSITION: Evidence.OPENED,
    Proof.PROVIDER_READ: Evidence.OPENED,
    Proof.PAGE_OPENED: Evidence.OPENED,
    Proof.BUTTON: Evidence.ACKNOWLEDGED,
    Proof.SIGNED_LINK: Evidence.ACKNOWLEDGED,
    Proof.REPLY: Evidence.ACKNOWLEDGED,
    Proof.KEYPRESS: Evidence.ACKNOWLEDGED,
    Proof.SPOKEN: Evidence.UNDERSTOOD,
    Proof.TEACH_BACK: Evidence.UNDERSTOOD,
    Proof.QUIZ: Evidence.UNDERSTOOD,
}


def worth(proof: Proof, channel: Channel) -> Evidence:
    """The most that ``proof`` shows when it comes through ``channel``.

    Web push is a convenience and proves nothing about reach.
    """
    return Evidence.NONE if channel is Channel.WEBPUSH else _CEILING[proof]


def join(left: Evidence, right: Evidence) -> Evidence:
    """Least upper bound: commutative, associative, idempotent, so any order converges."""
    return max(left, right)
