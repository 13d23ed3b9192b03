"""Names of people who do not exist, the same ones in the same order every time."""

import hashlib
from collections.abc import Iterable
from itertools import islice

SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
GIVEN = (
    "子涵", "梓萱", "欣怡", "浩然", "宇轩", "雨桐", "思远", "嘉怡", "俊杰", "晓雯", "志强", "丽华", "建国", "文博", "佳宁",
    "诗涵", "明哲", "静怡", "天佑", "若彤", "景行", "清越", "书瑶", "云舒", "一诺", "知行", "安然", "望舒", "听澜", "怀瑾",
    "亦凡", "沐阳", "可心", "梦洁", "海涛", "春晖", "立群", "永康", "玉珍", "桂英", "敏", "磊", "洋", "艳", "勇", "军",
    "杰", "娟", "涛", "超", "霞", "平", "刚", "丹", "萍", "辉", "玲", "鹏", "飞", "雪", "倩", "斌", "宁", "岚",
    "琳", "菲", "昊", "晨", "睿", "妍",
)  # fmt: skip


def fraction(*parts: str) -> float:
    """A number in [0, 1) that follows from ``parts`` alone, on every machine."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def people(count: int, *, seed: str, without: Iterable[str] = ()) -> list[str]:
    """``count`` names, each once and none of ``without``; ``ValueError`` for more than there are."""
    taken = set(without)
    every = (surname + given for surname in SURNAMES for given in GIVEN)
    fresh = sorted((name for name in every if name not in taken), key=lambda n: fraction(seed, n))
    found = list(islice(fresh, count))
    if len(found) < count:
        raise ValueError(f"{len(found)} names, {count} wanted")
    return found
