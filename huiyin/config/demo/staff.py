"""A staff list as an administrator downloads it from WeCom, of people who do not exist."""

from pathlib import Path

from openpyxl import Workbook

from huiyin.config.demo import cast, names

HEADER = (
    "姓名", "账号", "别名", "职务", "部门", "性别", "手机", "座机", "企业邮箱", "直属上级", "部门负责人", "激活状态",
)  # fmt: skip
UNITS = ("华东区", "华南区", "华北区", "西南区", "海外区")
GROUPS = ("直营组", "渠道组", "售后组", "配送组")


def workbook(path: Path, people: int = 1000, *, domain: str = cast.DOMAIN) -> Path:
    """Write ``people`` people in regions of 云桥科技 to ``path`` (XLSX); nobody of the demo is in.

    Names and numbers are unique, the first of each group heads it, and reports to nobody.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("成员列表")
    sheet.append(HEADER)
    known = [row[1] for row in cast.rows()]
    for serial, name in enumerate(names.people(people, seed="staff", without=known)):
        sheet.append(_row(serial, name, domain))
    book.save(path)
    return path


def _row(serial: int, name: str, domain: str) -> tuple[str, ...]:
    place = serial % (len(UNITS) * len(GROUPS))
    unit, group = UNITS[place % len(UNITS)], GROUPS[place // len(UNITS)]
    head = serial < len(UNITS) * len(GROUPS)
    number = f"HQ{serial + 1:05}"
    return (
        name,
        number,
        "",
        f"{group}组长" if head else "专员",
        f"{cast.ROOT}/{unit}/{group}",
        "男" if serial % 2 else "女",
        f"1610{serial + 1:07}",
        f"9{serial % 1000:03}",
        f"{number.lower()}@{domain}",
        "" if head else f"HQ{place + 1:05}",
        "是" if head else "否",
        "已激活",
    )
