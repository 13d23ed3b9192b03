"""A text in Markdown as the sections of a paper: headings, paragraphs, points and tables."""

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from huiyin.cases.papers.paper import Section, Table
from huiyin.ui.markdown import LIMIT

_BREAKS = {"softbreak", "hardbreak"}
_CODE = {"fence", "code_block", "html_block"}
_LISTS = {"bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"}
_STARTS = {"heading_open": "title", "tr_open": "row", "th_open": "cell", "td_open": "cell"}


def sections(text: str) -> list[Section]:
    """``text`` cut into sections: a new one at each heading, and after each list and table.

    Emphasis goes, an address stands in brackets behind its words.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    cut = _Cut()
    for token in reader.parse(text[:LIMIT]):
        cut.take(token)
    cut.end()
    return cut.found


@dataclass(slots=True)
class _Cut:
    """The sections found so far and the one that is being filled."""

    found: list[Section] = field(default_factory=list)
    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    numbered: bool = False
    depth: int = 0
    inside: str = ""

    def take(self, token: Token) -> None:
        """One more token of the stream."""
        if token.type in _STARTS:
            self.inside = _STARTS[token.type]
            self._begin()
        elif token.type in _LISTS:
            self._list(token)
        elif token.type == "table_close":
            self.end()
        elif token.type == "inline":
            self._words(_plain(token))
        elif token.type in _CODE:
            self._words(token.content.rstrip("\n"))

    def end(self) -> None:
        """Close the section that is being filled, unless it says nothing."""
        table = Table(self.rows[0], self.rows[1:]) if self.rows else None
        if self.title or self.paragraphs or self.points or table:
            made = Section(
                self.title, tuple(self.paragraphs), tuple(self.points), table, self.numbered
            )
            self.found.append(made)
        self.title, self.numbered = "", False
        self.paragraphs, self.points, self.rows = [], [], []

    def _words(self, text: str) -> None:
        if self.inside == "title":
            self.title = text
        elif self.inside == "cell":
            self.rows[-1].append(text)
        elif self.depth:
            self.points.append("　" * (self.depth - 1) + text)
        else:
            self.paragraphs.append(text)
        self.inside = ""

    def _begin(self) -> None:
        if self.inside == "title":
            self.end()
        elif self.inside == "row":
            self.rows.append([])

    def _list(self, token: Token) -> None:
        """A list within a list belongs to it; one after another is a section of its own."""
        if token.nesting > 0 and self.depth == 0:
            if self.points:
                self.end()
            self.numbered = token.type.startswith("ordered")
        self.depth += token.nesting
        if self.depth == 0:
            self.end()


def _plain(token: Token) -> str:
    said: list[str] = []
    targets: list[str] = []
    for part in token.children or []:
        if part.type == "link_open":
            targets.append(str(part.attrGet("href") or ""))
        elif part.type == "link_close":
            target = targets.pop()
            said.append(f" ({target})" if target and target != said[-1] else "")
        else:
            said.append("\n" if part.type in _BREAKS else part.content)
    return "".join(said)
