"""The confirmation record as a workbook."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.spreadsheets import Sheet, moment, workbook
from huiyin.scenarios.notices import outcome, record
from huiyin.scenarios.notices.assigned import queries as assigned
from huiyin.scenarios.notices.models import Notice

_WIDTHS = (6, 12, 12, 18, 16, 12, 18, 18, 10, 20, 12, 8, 18, 18, 12, 30, 40, 10)


def write(notice: Notice) -> bytes:
    """The workbook of ``notice``: its head with figures and the ledger's state, then all rows."""
    rows = ([number, *cells(row)] for number, row in enumerate(record.rows(notice), 1))
    head = [*_head(notice), []]
    record_sheet = Sheet(_("通知确认记录表"), columns(), rows, head=head, widths=_WIDTHS)
    return workbook(record_sheet, *_after_all(notice))


def file_name(notice: Notice) -> str:
    """What the download is called."""
    return f"{_('通知确认记录表')}-{notice.number}.xlsx"


def columns() -> list[str]:
    """The headings, in order."""
    return [
        _("序号"), _("工号"), _("姓名"), _("部门"), _("职务"), _("状态"), _("确认期限"),
        _("确认时间"), _("渠道"), _("凭证"), _("代为确认"), _("电话次数"), _("最近电话结果"),
        _("最近电话时间"), _("拨打人"), _("无法触达原因"), _("回复"), _("确认版本"),
    ]  # fmt: skip


def cells(row: record.Row) -> list[Any]:
    """One row under the headings, without its number."""
    answered = row.confirmed_at is not None
    return [
        row.employee_no, row.name, row.department, row.position, row.state_word,
        moment(row.due_at), moment(row.confirmed_at),
        row.channel_word if answered else "", row.proof_word if answered else "",
        row.answered_by, row.calls, row.call_word, moment(row.last_call_at), row.caller,
        row.reason, row.reply, row.revision or "",
    ]  # fmt: skip


def _head(notice: Notice) -> Iterator[list[Any]]:
    sums, anchor = record.figures(notice), record.anchor()
    yield [_("通知确认记录表")]
    yield [_("编号"), notice.number]
    yield [_("标题"), notice.title]
    yield [_("发文部门"), notice.department.name]
    yield [_("发布人"), notice.initiator.name]
    yield [_("发布时间"), moment(notice.published_at)]
    yield [_("应确认"), sums.total]
    yield [_("按时确认"), sums.in_time]
    yield [_("逾期确认"), sums.late]
    yield [_("已列明未达"), sums.excused]
    yield [_("未确认"), sums.open]
    yield [_("制表时间"), moment(record.made_at())]
    yield [_("台账条数"), anchor.size]
    yield [_("台账根"), anchor.root]
    yield [_("正文摘要 SHA-256"), notice.digest]


def _after_all(notice: Notice) -> Iterator[Sheet]:
    """A sheet of what was to come of it: the expected effect, and every action item."""
    found, items = outcome.of(notice), assigned.of_notice(notice)
    if found is None and not items:
        return
    head = []
    if found is not None:
        head = [[_("预期效果"), found.sentence], [_("结果"), f"{found.word}，{found.why}"], []]
    names = (_("序号"), _("行动项"), _("负责人"), _("截止"), _("完成时间"), _("结果"))
    rows = (
        [
            item.order,
            item.text,
            item.owner.name if item.owner else item.named,
            moment(item.due_at),
            moment(item.done_at),
            item.result,
        ]
        for item in items
    )
    yield Sheet(_("效果与行动项"), names, rows, head=head)
