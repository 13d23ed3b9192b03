"""D07, W1: a company imported through the importer itself, beside COPY of the same rows.

Read, planned and written as an administrator does it: the CSV with departments as paths, everything
checked, one transaction. The limit is COPY into a table with the same two unique keys.
"""

from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.db import connection

from huiyin.directory import importing
from huiyin.kit import clock
from tests.benchmarks import limits, sizes, world

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗"
NAMES = "若溪蓁青予安一鸣果北辰朗露夏然衡言墨晴岚屿"

TABLE = """
DROP TABLE IF EXISTS bench_person;
CREATE TABLE bench_person (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  employee_no text UNIQUE, name text, department text, mobile text, email text)
"""
COPY = "COPY bench_person (employee_no, name, department, mobile, email) FROM STDIN (FORMAT csv, HEADER)"


def lines(size: sizes.Size) -> Iterator[dict[str, Any]]:
    """A line for everybody new, and one for the same file again: nobody changes."""
    for people in sorted(
        {size.of(tiny=200, quick=20_000, full=each) for each in (20_000, 200_000)}
    ):
        text = written(people)
        limits.run(TABLE)
        bound = world.measure(lambda data=text: _copied(data))  # type: ignore[misc]
        for what in ("imported", "imported again, unchanged"):
            mine = world.measure(lambda data=text: _imported(data))  # type: ignore[misc]
            yield {
                "name": f"{people} people {what}",
                "value": round(mine.wall, 2),
                "unit": "s",
                "limit": round(bound.wall, 2),
                "ratio": round(bound.wall / mine.wall, 3),
                "people_a_second": round(people / mine.wall),
            }


def written(people: int) -> str:
    """The file: ten divisions of a hundred departments, everybody in one."""
    rows = ["工号,姓名,部门,手机,邮箱"]
    for number in range(people):
        place = number % 1000
        name = SURNAMES[number % 20] + NAMES[number // 20 % 20] + NAMES[number // 400 % 20]
        rows.append(
            f"C{number:06},{name},云桥科技/事业部 {place % 10 + 1}/部门 {place + 1},"
            f"138{number:08},p{number}@bench.invalid"
        )
    return "\n".join(rows) + "\n"


def _imported(text: str) -> None:
    table = importing.read_table(text.encode(), "people.csv")
    plan = importing.plan(table, complete=True)
    if plan.errors:
        raise RuntimeError(str(plan.errors[:3]))
    importing.apply(plan, by=None, at=clock.now(), allow_many_leavers=True)


def _copied(text: str) -> None:
    with connection.cursor() as cursor, cursor.cursor.copy(COPY) as copy:
        copy.write(StringIO(text).read())
