"""Markdown is shown to everybody: nothing that runs, nothing that leaks, nothing that pretends."""

import re
from html.parser import HTMLParser

import pytest

from huiyin.ui import markdown

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\x0c=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><use href='data:image/svg+xml,x'/></svg>",
    "<svg><foreignObject><script>alert(1)</script></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<math href=javascript:alert(1)>x</math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/a.css>",
    "<style>@import '//evil.example/a.css';</style>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<p style=position:fixed;inset:0>covers the page</p>",
    "<form action=//evil.example><input name=password></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<select onfocus=alert(1) autofocus></select>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a hx-get=/logout hx-trigger=load>x</a>",
    "<div hx-on:click=alert(1)>x</div>",
    "<div data-hx-post=/notices hx-trigger=load>x</div>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x73;cript:alert(1))",
    "[x](&#106;&#97;&#118;ascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml;base64,PHN2Zy8+)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://huiyin.example/1)",
    "[x](filesystem:https://huiyin.example/1)",
    "[x](view-source:javascript:alert(1))",
    "[x](feed:javascript:alert(1))",
    "[x](jar:javascript:alert(1))",
    "[x](about:blank)",
    "[x](intent://x#Intent;scheme=javascript;end)",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "[x]( javascript:alert(1) 'title')",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "[x][r]\n\n[r]: <javascript:alert(1)> 'y'",
    "<javascript:alert(1)>",
    "<javascript://x.example/%0aalert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://tracker.example/pixel.gif)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    '![x" onerror="alert(1)](x.png)',
    "![x][r]\n\n[r]: https://tracker.example/p.gif",
    '```"><script>alert(1)</script>\nx\n```',
    "``` html onclick=alert(1)\nx\n```",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "| <script>alert(1)</script> |\n|-|\n| <img src=x onerror=alert(1)> |",
    "# <img src=x onerror=alert(1)>",
    "> <iframe src=//evil.example>",
    "* <svg/onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<img/src='x'/onerror=alert(1)//",
    "<a href='//evil.example' target=_top>x</a>",
    "{{ request.user.password }} {% debug %}",
    '<p id=words>["clobbered"]</p>',
    "<img name=cookie><form name=body>",
    "\u202e<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
]
ALLOWED = {"a": {"href", "title", "rel"}, "ol": {"start"}}
SAFE_LINK = re.compile(r"(https?://|mailto:|tel:|[/#?]|[\w.-]+(?:[/?#]|$))", re.IGNORECASE)


class Reader(HTMLParser):
    """Collects the tags and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(markdown.render(text))
    reader.close()
    return reader


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_runs_loads_or_submits(payload: str) -> None:
    for tag, attributes in read(payload).seen:
        assert tag in markdown.TAGS, f"<{tag}> got through"
        assert set(attributes) <= ALLOWED.get(tag, set()), f"{tag} {attributes}"
        if "href" in attributes:
            assert SAFE_LINK.match(attributes["href"]), attributes["href"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_plain_words_carry_no_markup(payload: str) -> None:
    assert "\n" not in markdown.plain(payload)


def test_what_people_write_is_shown() -> None:
    html = markdown.render(
        "**12 月 1 日**起\n\n1. 第一条\n2. 第二条\n\n| 甲 | 乙 |\n|-|-|\n| 1 | 2 |"
    )
    assert "<strong>12 月 1 日</strong>" in html
    assert html.count("<li>") == 2
    assert "<td>1</td>" in html


def test_headings_start_below_the_page() -> None:
    tags = [tag for tag, _ in read("# a\n\n## b\n\n##### e").seen]
    assert tags == ["h3", "h4", "h6"]


def test_links_without_a_scheme_of_their_own_become_https() -> None:
    assert read("[x](//host.example/a)").seen[1] == (
        "a",
        {"href": "https://host.example/a", "rel": "noopener noreferrer nofollow"},
    )


@pytest.mark.parametrize("address", ["https://a.example/x?y=1", "mailto:a@b.example", "tel:8206"])
def test_ordinary_links_stay(address: str) -> None:
    assert read(f"[x]({address})").seen[1][1]["href"] == address


def test_images_become_links_or_words_never_requests() -> None:
    assert "<img" not in markdown.render("![图](https://tracker.example/p.gif)")


def test_escaped_words_are_shown_as_written() -> None:
    assert read("<b>不是标签</b>").text.strip() == "<b>不是标签</b>"
    assert markdown.plain('**a** < b & "c"\n\n下一段') == 'a < b & "c" 下一段'


def test_endless_text_is_cut() -> None:
    assert len(markdown.render("字" * 300_000)) < markdown.LIMIT + 100
