"""What somebody wrote themselves, without what they quoted and what their client signed with.

The marks are those of Gmail, Outlook, Apple Mail, QQ and WeCom mail, NetEase (163/126), Foxmail,
Aliyun and the phones' clients, Chinese and English.
"""

import re
from html.parser import HTMLParser

_ORIGINAL = re.compile(
    r"""^[\s>*]*(?:
      -{2,}\s*(?:原始邮件|邮件原件|原邮件|回复的原邮件|转发的邮件|original\s+message|original|
                 replied\s+message|forwarded\s+message)\s*-*
    | _{8,} | -{20,}
    | (?:发件人|寄件者|寄件人|from)\s*[:：]\s*\S.*
    | \|\s*(?:发件人|from)\s*\|.*
    | (?:在|于)?\s*\d{4}\s*[-/年.].{4,200}(?:写道|写到|寫道)\s*[:：]?
    | (?:在|于)\s*.{6,200}(?:写道|写到|寫道)\s*[:：]?
    | .{2,120}<[^<>\s]+@[^<>\s]+>\s*(?:于|在)?.{0,80}(?:写道|写到|寫道)\s*[:：]?
    | on\s+.{6,200}\s+wrote\s*[:：]?
    | begin\s+forwarded\s+message:?
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_SIGNED = re.compile(
    r"""^\s*(?:
      --\s? | —{2,}
    | (?:发|發)自(?:我的|於)?.{0,40} | 从我的.{0,30}(?:发送|发出).{0,20} | 发送自.{0,40} | 通过.{1,20}发送
    | 来自.{0,30}(?:邮箱|邮件|手机).{0,20}
    | sent\s+from\s+.{1,60} | sent\s+via\s+.{1,60}
    | get\s+outlook\s+for\s+.{2,40} | 获取\s*outlook.{0,30} | 下载适用于.{0,40}
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_WRAPPED_START = re.compile(r"^\s*(?:on\s|在|于|\d{4}\s*[-/年.])", re.IGNORECASE)
_WRAPPED_LINES = 3
_STOP_CLASSES = ("gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "ntes_", "foxmail")
_STOP_IDS = ("divrplyfwdmsg", "isreplycontent", "appendonsend", "mail-editor-reference", "origbody")
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "table", "h1", "h2", "h3", "hr", "ul", "ol"})
_SILENT = frozenset({"style", "script", "head", "title", "blockquote"})
_LONGEST = 20_000


def own_words(text: str) -> str:
    """The part of ``text`` above the quote and the signature, trimmed; maybe empty."""
    shorter = text[:_LONGEST].replace("\x00", "")
    lines = shorter.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept: list[str] = []
    for at, line in enumerate(lines):
        if _ends_here(lines, at):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.replace("\u200b", "").replace("\ufeff", "").strip())
    return "\n".join(kept).strip()


def text_of_html(html: str) -> str:
    """The visible text of a mail's HTML up to the quote."""
    reader = _Reader()
    reader.feed(html[: _LONGEST * 10])
    reader.close()
    return "".join(reader.pieces)


def _ends_here(lines: list[str], at: int) -> bool:
    line = lines[at][:400]
    if _ORIGINAL.match(line) or _SIGNED.match(line):
        return True
    if not _WRAPPED_START.match(line):
        return False
    wrapped = (lines[at : at + count] for count in range(2, _WRAPPED_LINES + 1))
    return any(_ORIGINAL.match(" ".join(part)[:400]) for part in wrapped)


class _Reader(HTMLParser):
    """Collects text; stops for good where the quote of a known client begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._stopped = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").lower() for name, value in attrs}
        named = given.get("class", "")
        if any(part in named for part in _STOP_CLASSES) or given.get("id", "").startswith(
            _STOP_IDS
        ):
            self._stopped = True
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in _BLOCKS:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        if not self._stopped and not self._silent:
            self.pieces.append(text)
