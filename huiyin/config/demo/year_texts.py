"""What the company told its people over a year: subjects and their usual sentences (data)."""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.config.demo.texts import Text


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of notice that comes again and again; ``names`` are the departments it goes to (none: all)."""

    author: str
    title: str
    urgency: str
    matter: str
    asks: str
    names: tuple[str, ...] = ()


SUBJECTS = (
    Subject("林若溪", "{day}促销值守安排", "important", "{day} 20:00 至次日 10:00 值守，故障先打值守组长分机 8420", "值守人员于 {before} 18:00 前在考勤页登记调休", ("技术部", "客服部", "运营部", "市场部")),
    Subject("林若溪", "{day}仓库盘点", "routine", "{day} 09:00 至 18:00 盘点，当天停止出入库", "仓储组长于 {before} 17:00 前提交在途清单", ("仓储组", "运营部", "财务部")),
    Subject("叶蓁", "{day}前提交上月报销单", "important", "上月报销单在 {day} 18:00 前交财务部 2 楼窗口", "各部门主管于 {before} 18:00 前核对本部门单据"),
    Subject("叶蓁", "{day}预算复核会材料", "important", "{day} 14:00 复核下季度预算，材料按 6 号模板填写", "各部门主管于 {before} 12:00 前提交材料", ("技术部", "运营部", "市场部", "产品部", "客服部", "财务部")),
    Subject("何青", "{day}大楼停电检修", "important", "{day} 19:00 至 22:00 全楼停电，服务器机房不受影响", "全体员工于 {day} 18:30 前关闭工位电源，由各部门主管检查"),
    Subject("何青", "{day}门禁系统升级", "routine", "{day} 20:00 至 21:00 门禁改用备用卡", "各部门主管于 {before} 17:00 前领取备用卡"),
    Subject("何青", "{day}年度体检名额", "routine", "{day} 08:00 至 11:00 在三楼体检，空腹到场", "本人于 {before} 18:00 前选定时段"),
    Subject("林若溪", "{day}发货时效调整", "important", "{day} 起华东区次日达订单截单时间改为 16:00", "客服部于 {before} 12:00 前更新应答话术，由苏晴负责", ("客服部", "运营部", "市场部", "产品部")),
    Subject("林若溪", "{day}支付通道切换", "urgent", "{day} 23:00 切换支付通道，期间支付中断不超过 10 分钟", "值班工程师于 {day} 22:30 前到岗，由秦朗负责", ("技术部", "客服部", "运营部")),
    Subject("何青", "{day}食堂供应商更换", "routine", "{day} 起由新供应商供餐，价格不变", "对餐食的意见于 {day} 18:00 前写给行政部何青"),
)  # fmt: skip
"""What is said here was said again every few weeks, with another date."""


def text(subject: Subject, told: date, serial: int) -> Text:
    """The notice about ``subject`` as it was published on ``told``; no two have the same title."""
    day = told + timedelta(days=3 + serial % 9)
    words = {"day": _day(day), "before": _day(day - timedelta(days=1))}
    fact, asks = (part.format(**words) for part in (subject.matter, subject.asks))
    return Text(
        author=subject.author,
        title=f"{subject.title.format(**words)}（{told.year} 年第 {serial} 号）",
        urgency=subject.urgency,
        gist=f"{fact}。",
        background=f"按年度计划，由{subject.author}安排。",
        items=f"- {fact}。",
        requirements=f"- {asks}。",
        contact=f"{subject.author}，分机 8100",
    )


def _day(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"
