"""The headings of WeCom, DingTalk, Feishu and HR exports, and what each means here."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from huiyin.directory.importing.table import ImportRefused, Line, Problem, refuse
from huiyin.directory.names import fold

FIELDS: dict[str, tuple[str, ...]] = {
    "employee_no": (
        "工号", "员工工号", "员工编号", "员工号", "人员编号", "编号", "employee no", "employee id",
        "employee number", "staff no", "staff id", "员工userid", "userid", "user id", "用户id",
        "账号", "帐号", "account", "id",
    ),
    "name": ("姓名", "员工姓名", "名字", "成员名称", "name", "full name", "display name"),
    "department": (
        "部门", "所在部门", "所属部门", "主部门", "部门名称", "部门路径", "组织", "department",
        "department path", "dept", "org",
    ),
    "position": ("职务", "职位", "岗位", "position", "title", "job title"),
    "mobile": (
        "手机", "手机号", "手机号码", "移动电话", "mobile", "mobile phone", "mobile number",
        "cell phone", "phone",
    ),
    "email": (
        "企业邮箱", "工作邮箱", "办公邮箱", "邮箱", "电子邮箱", "电子邮件", "邮件", "email",
        "e-mail", "work email", "business email", "mail",
    ),
    "extension": ("分机", "分机号", "座机", "办公电话", "extension", "ext", "ext."),
    "manager": (
        "直属上级", "直接主管", "直属主管", "直接上级", "上级", "汇报对象", "上级工号",
        "直属上级工号", "manager", "direct manager", "reports to", "supervisor",
    ),
    "head": (
        "部门负责人", "是否部门负责人", "是否部门主管", "部门主管", "是否主管", "主管",
        "是否为部门负责人", "department head", "is head", "is department head", "head",
    ),
    "joined": (
        "入职日期", "入职时间", "加入日期", "hire date", "hired on", "join date", "joined",
        "start date",
    ),
    "status": (
        "状态", "员工状态", "在职状态", "人员状态", "激活状态", "status", "employee status",
        "employment status",
    ),
}  # fmt: skip
REQUIRED = ("employee_no", "name")
_SEARCHED = 30
_TRIMMED = "*:\ufeff \t\r\n"


def recognise(cells: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """The place of each field, and the headings that mean nothing.

    When two headings mean one field, the more telling one (earlier in ``FIELDS``) is taken.
    """
    known = [_heading(cell) for cell in cells]
    columns: dict[str, int] = {}
    for field, words in FIELDS.items():
        for word in words:
            if word in known:
                columns[field] = known.index(word)
                break
    used = set(columns.values())
    ignored = (cell.strip() for at, cell in enumerate(cells) if at not in used)
    return columns, tuple(cell for cell in ignored if cell)


def find_header(lines: Sequence[Line]) -> int:
    """The place of the heading line (exports carry notes above it); ``ImportRefused`` if none."""
    if not lines:
        raise refuse(_("文件是空的"))
    scores = [len(recognise(line.cells)[0]) for line in lines[:_SEARCHED]]
    place = scores.index(max(scores))
    columns, ignored = recognise(lines[place].cells)
    missing = [field for field in REQUIRED if field not in columns]
    if missing:
        row = lines[place].row
        problems = [Problem(row, FIELDS[field][0], _("缺少这一列")) for field in missing]
        found = _("、").join(ignored[:12]) or _("无")
        raise ImportRefused(*problems, Problem(row, _("未识别的列"), found))
    return place


def _heading(cell: str) -> str:
    word = fold(cell).strip(_TRIMMED).replace("_", " ")
    return word.removesuffix("(必填)").removesuffix("(选填)").strip(_TRIMMED)
