"""云桥科技 on paper: its departments, its cast and their colleagues, as a staff table."""

from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.config.demo import names, temperament
from huiyin.config.demo.temperament import Temperament

ROOT = "云桥科技"
DOMAIN = "yunqiao.invalid"
"""A domain that cannot exist (RFC 2606): nothing that is sent there arrives anywhere."""

MOBILE = "1600"
"""Numbers that no operator hands out."""

HEADER = (
    "工号",
    "姓名",
    "部门",
    "职务",
    "手机",
    "分机",
    "邮箱",
    "直属上级",
    "部门负责人",
    "入职日期",
)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a part: ``head`` leads the department; ``kind`` overrides the drawn temper."""

    name: str
    department: str
    position: str
    extension: str
    head: bool = False
    kind: Temperament | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A department below ``parent`` with ``size`` people of its own, the cast included."""

    name: str
    parent: str
    size: int
    position: str
    line: int


_T = Temperament
CAST = (
    Member("赵衡", ROOT, "总经理", "8001", head=True, kind=_T.READER),
    Member("林若溪", "运营部", "运营部主管", "8301", head=True, kind=_T.READER),
    Member("陈屿", "后端组", "后端工程师", "8412", kind=_T.READER),
    Member("罗一鸣", "数据组", "数据组长", "8315", head=True, kind=_T.PHONE),
    Member("何青", "行政部", "行政部主管", "8101", head=True, kind=_T.PROMPT),
    Member("叶蓁", "财务部", "财务部主管", "8206", head=True, kind=_T.PROMPT),
    Member("秦朗", "技术部", "技术部主管", "8407", head=True, kind=_T.PHONE),
    Member("韩墨", "运维组", "运维组长", "8420", head=True, kind=_T.PROMPT),
    Member("沈言", "产品部", "产品部主管", "8501", head=True, kind=_T.PROMPT),
    Member("白露", "运营部", "运营专员", "8303", kind=_T.PROMPT),
    Member("孟夏", "运营部", "运营专员", "8304", kind=_T.PROMPT),
    Member("江予安", "市场部", "市场部主管", "8312", head=True, kind=_T.PHONE),
    Member("唐果", "市场部", "市场专员", "8309", kind=_T.READER),
    Member("苏晴", "客服部", "客服部主管", "8110", head=True, kind=_T.PROMPT),
    Member("顾北辰", "客服部", "客服专员", "8120", kind=_T.PHONE),
    Member("邱然", "人力资源部", "人力资源部主管", "8601", head=True, kind=_T.PROMPT),
)
TREE = (
    Unit(ROOT, "", 4, "总经理助理", 80),
    Unit("技术部", ROOT, 4, "架构师", 84),
    Unit("后端组", "技术部", 18, "后端工程师", 84),
    Unit("前端组", "技术部", 14, "前端工程师", 84),
    Unit("数据组", "技术部", 8, "数据工程师", 85),
    Unit("测试组", "技术部", 10, "测试工程师", 85),
    Unit("运维组", "技术部", 8, "运维工程师", 85),
    Unit("产品部", ROOT, 22, "产品经理", 86),
    Unit("运营部", ROOT, 16, "运营专员", 83),
    Unit("市场部", ROOT, 18, "市场专员", 83),
    Unit("客服部", ROOT, 44, "客服专员", 81),
    Unit("销售部", ROOT, 38, "客户经理", 87),
    Unit("财务部", ROOT, 14, "会计", 82),
    Unit("行政部", ROOT, 12, "行政专员", 82),
    Unit("人力资源部", ROOT, 10, "人事专员", 88),
    Unit("仓储组", ROOT, 60, "仓储员", 89),
)
_PATHS = {
    unit.name: f"{ROOT}/{unit.parent}/{unit.name}"
    if unit.parent not in {"", ROOT}
    else "/".join(part for part in (unit.parent, unit.name) if part)
    for unit in TREE
}


def number_of(name: str) -> str:
    """The employee number of a member of the cast."""
    return f"YQ{[member.name for member in CAST].index(name) + 1:04}"


def temperament_of(number: str) -> Temperament:
    """The temperament of anybody in the company, by employee number."""
    return _FIXED.get(number) or temperament.of(number)


def rows() -> list[tuple[str, ...]]:
    """Everybody as lines of a staff table under ``HEADER``."""
    found = list(_members())
    heads = {member.department: number for number, member in found if member.head}
    return [_row(number, member, heads) for number, member in found]


def _members() -> Iterator[tuple[str, Member]]:
    """Each with their number: the cast first, then department by department."""
    yield from ((number_of(member.name), member) for member in CAST)
    named = iter(names.people(300, seed=ROOT, without=[member.name for member in CAST]))
    serial = len(CAST)
    for unit in TREE:
        cast = [member for member in CAST if member.department == unit.name]
        led = any(member.head for member in cast)
        for place in range(unit.size - len(cast)):
            serial += 1
            head = not led and place == 0
            position = f"{unit.name}主管" if head else unit.position
            extension = f"{unit.line}{30 + place % 70:02}"
            yield f"YQ{serial:04}", Member(next(named), unit.name, position, extension, head)


def _row(number: str, member: Member, heads: dict[str, str]) -> tuple[str, ...]:
    serial = int(number[2:])
    return (
        number,
        member.name,
        _PATHS[member.department],
        member.position,
        f"{MOBILE}{serial:07}",
        member.extension,
        f"{number.lower()}@{DOMAIN}",
        _manager(member, heads),
        "是" if member.head else "否",
        f"{2016 + serial % 10}-{1 + serial % 12:02}-{1 + serial % 28:02}",
    )


def _manager(member: Member, heads: dict[str, str]) -> str:
    if not member.head:
        return heads[member.department]
    parents = {unit.name: unit.parent for unit in TREE}
    return heads.get(parents[member.department], "")


_FIXED = {number_of(member.name): member.kind for member in CAST if member.kind}
