"""Plain text in whatever encoding it was saved: UTF-8, UTF-16, GB18030."""

from huiyin.cases.drafting.reading.refusal import Unreadable

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 4096
_MANY = 0.2


def decode(data: bytes) -> str:
    """``data`` as text; ``Unreadable`` when it is none of the encodings, or no text at all."""
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and not _is_binary(text):
            return text
    raise Unreadable("encoding")


def _candidates(data: bytes) -> list[str]:
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    if marked:
        return marked
    sample = data[:_SAMPLE]
    wide = sample.count(b"\x00") > len(sample) * _MANY / 4
    if wide:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        return ["utf-16-be", "utf-16-le"] if even > odd else ["utf-16-le", "utf-16-be"]
    return ["utf-8", "gb18030"]


def _is_binary(text: str) -> bool:
    odd = sum(char < " " and char not in "\t\n\r\f\v" for char in text[:_SAMPLE])
    return odd > len(text[:_SAMPLE]) * 0.01
