"""Whether somebody's own words are a plain confirmation: 收到, 已读, OK, 知道了, received.

Only a text that is nothing but a confirmation counts as one; everything else is a reply, which the
case shows to the initiator. (A reply acknowledges too, so nothing is lost by being strict.)
"""

import re
import unicodedata

_GREETING = r"(?:各位|同事|您好|你好|老师|领导|大家好|hi|hello|dear|all|hey)"
_YES = r"(?:好的?|嗯+|恩|是的|行|可以|没问题|yes|sure|noproblem|ok(?:ay)?|okey)"
_SEEN = (
    r"(?:(?:我|我们|本人|部门|i|we|have|ive)*(?:已经|已|均|都)?"
    r"(?:收到|收悉|收讫|收|读|阅|阅读|知悉|获悉|悉知|知晓|知道|了解|明白|明确|清楚|确认|查收|签收)"
    r"(?:邮件|通知|确认|知悉|阅读|此件)?(?:了|啦|咯)?"
    r"|received?|confirm(?:ed)?|acknowledged?|ack|noted|gotit|understood|read|roger(?:that)?"
    r"|copy(?:that)?|willdo)"
)
_THANKS = r"(?:谢谢|多谢|感谢|谢了|辛苦了?|您|你|通知|提醒|告知|了|thanks?(?:you)?|thankyou|thx|tks|regards|best)"
_CONFIRMATION = re.compile(rf"{_GREETING}*(?:{_YES}|{_SEEN}|1){{1,4}}{_THANKS}*")
_ASKING = re.compile(r"[?？吗么呢]")
_CLOSING = re.compile(r"(?:此致|敬礼|祝好|顺祝商祺|以上|best(?:regards)?|regards|br|thanks?|谢谢)")
_CONTACT = re.compile(r"@|https?:|(?:\d[\d\s-]{6,})|(?:电话|手机|邮箱|地址|tel|mobile|mail)")
_LONGEST = 60
_SIGNATURE_LINES = 8


def confirms(text: str, sender_name: str = "") -> bool:
    """Whether ``text`` (already without quote) only says that it was received or read.

    A signature below it, known by the sender's own name or its contact data, is left aside.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return False
    said, below = lines[0], lines[1 : _SIGNATURE_LINES + 1]
    for end in range(len(below), -1, -1):
        rest = lines[1 + end :]
        whole = " ".join([said, *below[:end]])
        if _plain(whole) and _is_signature(rest, sender_name):
            return True
    return False


def _plain(text: str) -> bool:
    if len(text) > _LONGEST or _ASKING.search(text):
        return False
    return _CONFIRMATION.fullmatch(_bare(text)) is not None


def _is_signature(lines: list[str], sender_name: str) -> bool:
    if len(lines) > _SIGNATURE_LINES:
        return False
    name = _bare(sender_name)
    named = False
    for line in lines:
        bare = _bare(line)
        here = bool(name) and name in bare and len(bare) <= len(name) + 12
        known = here or not bare or _CLOSING.fullmatch(bare) or _CONTACT.search(line.lower())
        if not known and not named:
            return False
        named = named or here
    return True


def _bare(text: str) -> str:
    """Letters and digits alone, case folded, full width made half width."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN")
