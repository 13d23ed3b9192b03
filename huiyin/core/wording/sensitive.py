"""What may leave under a confidential heading only: whose number, whose pay, which key (N26)."""

import re
from collections.abc import Iterator

from huiyin.core.wording import numbers
from huiyin.core.wording.draft import FIELDS, Draft
from huiyin.core.wording.finding import Finding
from huiyin.core.wording.reading import half, sentences

CONFIDENTIAL = "confidential"

_LIST = 3
_PAY = re.compile(
    r"(?<!最低)(?:工资|薪资|薪酬|薪水|月薪|年薪|底薪|日薪|时薪|年终奖|绩效奖金|季度奖金|奖金发放|提成)(?!标准)"
    r"[^。；\n]{0,24}?(?<![\d-])\d[\d,]*(?:\.\d+)?\s*(?:元|万|千元|块|[kK](?![\w]))"
)
_SECRET = re.compile(
    r"(?:密码|口令|密钥|验证码|pass(?:word|wd)?|pwd|secret|token|(?:api|access)[ _-]?key)"
    r"\s*(?:是|为|[:：=])?\s*(?P<value>[A-Za-z0-9!@#$%^&*_.+/=-]{4,})",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bsk-[A-Za-z0-9_-]{20,}|\bgh[pousr]_[A-Za-z0-9]{30,}"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.ASCII)
_OFFICE = re.compile(r"分机|转\s*\d{3,5}|内线")
_SEPARATORS = "，,、；; /"


def check(draft: Draft) -> Iterator[Finding]:
    """Everything sensitive, unless the text is confidential."""
    if draft.classification == CONFIDENTIAL:
        return
    for field in FIELDS:
        text = half(draft.text(field))
        if text:
            yield from _digits(field, text, draft)
            yield from _words(field, text)


def _digits(field: str, text: str, draft: Draft) -> Iterator[Finding]:
    for kind, (start, end) in numbers.long_numbers(text):
        tail = re.sub(r"[ -]", "", text[start:end])[-4:]
        yield Finding(f"sensitive_{kind}", field, start, end, {"tail": tail}, f"尾号 {tail}")
    mobiles = numbers.mobiles(text)
    phones = sorted([*mobiles, *numbers.landlines(text)])
    if mobiles and len(phones) >= _LIST:
        facts = {"count": len(phones)}
        yield Finding("phone_list", field, phones[0][0], phones[-1][1], facts)
        return
    for start, end in mobiles:
        yield _mobile(field, text, start, end, draft.extension)


def _mobile(field: str, text: str, start: int, end: int, extension: str) -> Finding:
    """Replaced by the office number; taken out where that stands there already."""
    mend = None
    if _OFFICE.search(text):
        while start > 0 and text[start - 1] in _SEPARATORS:
            start -= 1
        mend = ""
    elif extension:
        mend = f"分机 {extension}"
    return Finding("sensitive_mobile", field, start, end, {}, mend)


def _words(field: str, text: str) -> Iterator[Finding]:
    for sentence in sentences(text):
        for found in _PAY.finditer(sentence.text):
            start, end = (sentence.start + place for place in found.span())
            yield Finding("sensitive_salary", field, start, end)
    for found in _SECRET.finditer(text):
        if any(sign.isdigit() for sign in found["value"]):
            yield Finding("sensitive_secret", field, *found.span("value"))
    for found in _KEY.finditer(text):
        yield Finding("sensitive_secret", field, *found.span())
    emails = [found.span() for found in _EMAIL.finditer(text)] if "@" in text else []
    if len(emails) >= _LIST:
        facts = {"count": len(emails)}
        yield Finding("email_list", field, emails[0][0], emails[-1][1], facts)
