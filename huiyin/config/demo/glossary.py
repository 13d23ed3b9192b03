"""The words of the demo company: what is written how, and how its reports are laid out."""

from datetime import date

from huiyin.cases.glossary.actions import set_term
from huiyin.cases.glossary.entry import Entry
from huiyin.cases.glossary.models import TermKind
from huiyin.directory.models import Person

SINCE = date(2026, 7, 1)
TERMS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    (
        "OA审批",
        ("OA报批", "OA申批", "OA送审"),
        (),
        "在 OA 系统里提交并由审批人办理，纸质签字不算。",
    ),
    ("登录", ("登陆",), ("登陆作战", "登陆演习", "台风登陆"), "进入系统。登陆指上岸。"),
    ("账户", ("帐户",), (), "银行和系统的账户一律用“账”。"),
    ("账号", ("帐号",), (), "登录系统或收款用的号码。"),
    ("台账", ("台帐",), (), "逐笔登记的底账。"),
    ("双十二大促", ("双12大促", "1212大促"), (), "12 月 12 日前后的促销活动。"),
    ("企业微信", ("企微",), (), "对外文稿不用简称。"),
    ("值守组长", ("值班长", "值班组长"), (), "大促期间每班的第一联系人。"),
)
FORMATS: tuple[tuple[str, str], ...] = (
    (
        "周报",
        "1. 本周完成：每项写结果和数据\n2. 未完成：原因和新的完成日期\n3. 下周计划：负责人和日期\n4. 需要的支持",
    ),
    (
        "故障报告",
        "1. 结论：影响范围、起止时间、损失\n2. 经过：逐条写时间和动作\n3. 原因\n4. 改进措施：负责人和完成日期",
    ),
)


def install(by: Person) -> int:
    """Enter the terms and formats in the name of ``by``; how many there are."""
    own = by.department
    for word, variants, unless, meaning in TERMS:
        entry = Entry(word, own, SINCE, TermKind.TERM, variants, unless, meaning)
        set_term(entry, by=by)
    for word, meaning in FORMATS:
        set_term(Entry(word, own, SINCE, TermKind.FORMAT, meaning=meaning), by=by)
    return len(TERMS) + len(FORMATS)
