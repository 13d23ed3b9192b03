"""Names: what may stand in one, how two compare, and the keys that sort and find them.

The embedded PostgreSQL has no ICU, so the order of Chinese names is a stored pinyin key.
"""

import unicodedata

from pypinyin import Style, lazy_pinyin

_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "查": "zha", "仇": "qiu", "朴": "piao",
    "区": "ou", "任": "ren", "盖": "ge", "华": "hua", "翟": "zhai", "缪": "miao",
    "宁": "ning", "洗": "xian", "冼": "xian", "乐": "yue", "覃": "qin", "尉": "wei",
    "召": "shao", "繁": "po", "种": "chong", "黑": "he", "重": "chong", "秘": "bi",
    "员": "yun", "晁": "chao", "隗": "wei", "郗": "xi", "臧": "zang", "逄": "pang",
    "卜": "bu", "车": "che", "祭": "zhai", "折": "she", "能": "nai", "那": "na",
    "曲": "qu", "长": "chang", "盛": "sheng", "应": "ying", "柏": "bai", "贾": "jia",
    "沈": "shen", "石": "shi", "宓": "mi", "乜": "nie", "瞿": "qu", "哈": "ha",
}  # fmt: skip
_COMPOUND_SURNAMES = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"), "单于": ("chan", "yu"), "令狐": ("ling", "hu"),
    "宿勤": ("su", "qin"), "皇甫": ("huang", "fu"), "鲜于": ("xian", "yu"),
}  # fmt: skip
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_LONGEST_SORT_KEY = 720
_LONGEST_SEARCH_KEY = 900
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


def fold(text: str) -> str:
    """The form in which two names are compared: NFKC, case folded, runs of space as one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def invisible(text: str) -> str:
    """The first control, bidi or zero-width character as ``U+202E``; empty when there is none."""
    for character in text:
        category = unicodedata.category(character)
        if category in _REFUSED_CATEGORIES or character in _INVISIBLE_LETTERS:
            return f"U+{ord(character):04X}"
    return ""


def person_sort_key(name: str) -> str:
    """Pinyin of a person's name, syllables apart, the surname read as a surname."""
    return " ".join(_person_syllables(fold(name)))[:_LONGEST_SORT_KEY]


def department_sort_key(name: str) -> str:
    """Pinyin of any other name, syllables apart."""
    return " ".join(_syllables(fold(name)))[:_LONGEST_SORT_KEY]


def search_key(name: str, sort_key: str) -> str:
    """What a picker looks into: the name, its whole pinyin and its initials, space between."""
    syllables = sort_key.split()
    initials = "".join(syllable[0] for syllable in syllables)
    key = " ".join(dict.fromkeys([fold(name), "".join(syllables), initials]))
    return key[:_LONGEST_SEARCH_KEY]


def _person_syllables(name: str) -> list[str]:
    if name[:2] in _COMPOUND_SURNAMES:
        return [*_COMPOUND_SURNAMES[name[:2]], *_syllables(name[2:])]
    if name[:1] in _SURNAMES:
        return [_SURNAMES[name[0]], *_syllables(name[1:])]
    return _syllables(name)


def _syllables(text: str) -> list[str]:
    pieces = lazy_pinyin(text, style=Style.NORMAL)
    return [word for piece in pieces for word in piece.split()]
