"""A number as Word writes it: 1, 01, a, iv, 一, 甲, ①."""

_HAN = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "chineseLegalSimplified", "ideographDigital", "koreanDigital2",
    "taiwaneseDigital", "japaneseDigitalTenThousand",
}  # fmt: skip


def written(value: int, form: str) -> str:  # noqa: PLR0911 - one answer per form
    """``value`` in the number format ``form`` (ECMA-376, 17.18.59); decimal for all others."""
    if form in _CHINESE:
        return han(value)
    if form == "ideographTraditional" and 1 <= value <= len(_STEMS):
        return _STEMS[value - 1]
    if form.startswith("decimalEnclosedCircle") and 1 <= value <= len(_CIRCLED):
        return _CIRCLED[value - 1]
    if form in {"lowerLetter", "upperLetter"} and value >= 1:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 1 <= value < 4000:  # noqa: PLR2004 - beyond it Roman numerals need bars
        return _roman(value) if form == "lowerRoman" else _roman(value).upper()
    if form == "decimalZero":
        return f"{value:02}"
    return "" if form == "none" else str(value)


def han(value: int) -> str:
    """``21`` as 二十一; from 1,000 on as digits."""
    if not 0 <= value < 1000:  # noqa: PLR2004 - as far as it counts
        return str(value)
    if value < 10:  # noqa: PLR2004 - one digit
        return _HAN[value]
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_HAN[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _HAN[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_HAN[ones] if ones else "")


def _roman(value: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        text += sign * count
    return text
