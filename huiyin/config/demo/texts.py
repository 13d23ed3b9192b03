"""What the demo company says: its notices, word for word (data, therefore not translated)."""

from dataclasses import dataclass
from typing import Any

from huiyin.config.demo.temperament import Matter


@dataclass(frozen=True, slots=True)
class Text:
    """One notice as its author writes it."""

    author: str
    title: str
    urgency: str
    gist: str
    background: str
    items: str
    requirements: str
    contact: str
    copy_to: str = ""
    classification: str = "internal"
    wants_reply: bool = False

    def values(self) -> dict[str, Any]:
        """The fields of the draft."""
        names = (
            "title", "urgency", "classification", "copy_to", "gist", "background", "items",
            "requirements", "contact",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    def matter(self) -> Matter:
        """What decides how soon people react."""
        return Matter(self.title, self.urgency, self.wants_reply)


DUTY = Text(
    author="林若溪",
    title="双十二大促值班安排",
    urgency="important",
    gist="12 月 11 日 20:00 至 13 日 10:00 全程值守，故障先打值守组长电话，调休 12 月 9 日前登记。",
    background="双十二预计流量为平日的 6 倍。去年同期有两次故障因值守人不清楚而晚了 20 分钟处理。",
    items="- 值守时段：12 月 11 日 20:00 至 12 月 13 日 10:00，每班 8 小时，班表见各部门排班。\n"
    "- 故障电话：先打值守组长（分机 8420），10 分钟无人接听再打部门主管。\n"
    "- 值守后 7 天内安排调休，每班折算 1 天。",
    requirements="- 各部门主管于 12 月 8 日 18:00 前确认本部门班表。\n"
    "- 值守人员于 12 月 9 日 18:00 前登记调休，由本人在考勤页完成。",
    contact="林若溪（运营部），分机 8301",
    copy_to="总经理、人力资源部",
)
TRAVEL = Text(
    author="叶蓁",
    title="差旅报销统一走 OA 审批，12 月 1 日起执行",
    urgency="important",
    gist="12 月 1 日起只受理 OA 审批单；手里的纸质单请在 11 月 30 日 18:00 前交到财务部。",
    background="10 月退回的差旅报销单中，多数缺出差审批号。管理层沟通会决定统一改走 OA 审批，缩短到账时间。",
    items="- 12 月 1 日起，差旅报销只受理 OA 审批单。\n"
    "- 11 月已发生的纸质单，11 月 30 日 18:00 前交财务部 2 楼窗口。\n"
    "- 单笔满 5,000 元的，须先有出差审批号。",
    requirements="请本人回复：手中还有几张未交的纸质单；没有的回复“无”。由各部门主管督促在期限前回复。",
    contact="叶蓁（财务部），分机 8206",
    copy_to="各部门负责人",
    wants_reply=True,
)
DRILL = Text(
    author="何青",
    title="11 月消防演练改期",
    urgency="routine",
    gist="原定本周三的消防演练改到周五 15:30，集合点不变。",
    background="周三有暴雨预警，户外集合不安全。",
    items="- 演练时间改为周五 15:30，预计 40 分钟。\n- 集合点仍为东门停车场，各楼层疏散路线不变。",
    requirements="- 全体员工周五 15:30 听到警铃后按路线疏散，由各部门主管清点人数。\n"
    "- 当天有客户到访的，由接待人一并带离。",
    contact="何青（行政部），分机 8101",
    classification="public",
)
CLIENT = Text(
    author="赵衡",
    title="与海岳集团合作谈判的口径",
    urgency="routine",
    gist="签约前对外一律答复“正在接洽，没有可公布的信息”，报价只由总经理给出。",
    background="海岳集团的采购谈判进入最后一轮，对方另有两家备选供应商。",
    items="- 对外口径：正在接洽，没有可公布的信息。\n- 报价、账期、驻场人数不在任何群里讨论。\n"
    "- 媒体来电转市场部江予安，由其统一答复。",
    requirements="各部门主管于本周五 18:00 前只向直接参与谈判的同事口头转达，由本人负责。",
    contact="赵衡，分机 8001",
    classification="confidential",
)
STOCKTAKING = Text(
    author="林若溪",
    title="年终盘点的安排",
    urgency="important",
    gist="",
    background="年末结账需要与仓储组的实物数一致。",
    items="- 盘点日：12 月 28 日，当天 14:00 起停止出入库。\n- 盘点表由仓储组填写，运营部复核。",
    requirements="",
    contact="林若溪（运营部），分机 8301",
)
RETURNS = Text(
    author="苏晴",
    title="退换货答复口径更新",
    urgency="important",
    gist="双十二期间退换货时限从 7 天延长到 15 天，从今天起按新口径答复。",
    background="市场部已在活动页公布 15 天退换，客服答复须与页面一致。",
    items="- 退换货时限：签收后 15 天。\n- 已按 7 天拒绝的工单，由原经办人今天 18:00 前回访。",
    requirements="客服部全体今天起执行，由各班组长抽查当天录音。",
    contact="苏晴（客服部），分机 8110",
)
GATEWAY = Text(
    author="秦朗",
    title="支付网关今晚 22:00 切换，值守人员到岗确认",
    urgency="urgent",
    gist="今晚 22:00 至 23:00 切换支付网关，值守人员 21:30 前到岗，其余人员电话保持畅通。",
    background="现网关证书今晚 24:00 到期，供应商确认 22:00 的切换窗口。",
    items="- 21:30 值守人员到岗，由韩墨点名。\n- 22:00 切换，22:20 验证下单与退款。\n- 22:40 仍未通过则回退。",
    requirements="技术部全体今天确认收到，由韩墨负责切换，由各组组长负责验证。",
    contact="秦朗（技术部），分机 8407",
)
CANTEEN = Text(
    author="何青",
    title="周五 2 号楼食堂提前到 11:15 供餐",
    urgency="routine",
    gist="周五午餐 11:15 开始，12:45 结束，以便下午的演练布置。",
    background="周五下午消防演练需要占用食堂门前通道。",
    items="- 周五午餐时间 11:15 至 12:45。\n- 东门通道 13:00 起封闭。",
    requirements="2 号楼各部门全员周五按新的时间用餐，由各部门主管安排错峰。",
    contact="何青（行政部），分机 8101",
    classification="public",
)
ANSWERS = (
    "无",
    "没有未交的纸质单",
    "1 张，今天交",
    "2 张，周五前交到窗口",
    "无，已全部走 OA",
    "3 张，明天上午交",
)
