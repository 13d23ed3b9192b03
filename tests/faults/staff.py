"""Staff lists as large as asked."""

from pathlib import Path

HEAD = "工号,姓名,部门,职务,手机,邮箱,部门负责人"


def write(file: Path, people: int, per_department: int = 50) -> Path:
    """A list of ``people`` in departments of ``per_department``, each with a head and a mailbox."""
    lines = [HEAD, *(_line(number, per_department) for number in range(people))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def number(place: int) -> str:
    """The employee number of the person at ``place`` (from 0)."""
    return f"F{place:06}"


def _line(place: int, per_department: int) -> str:
    department = f"云桥科技/部门{place // per_department:04}"
    head = "是" if place % per_department == 0 else ""
    address = f"f{place:06}@yunqiao.test"
    return f"{number(place)},员工{place:06},{department},专员,138{place:08},{address},{head}"
