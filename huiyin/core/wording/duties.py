"""Whether each requirement says who does it and by when, and whom to ask (Kit 3.1)."""

import re
from collections.abc import Iterator

from huiyin.core.wording.draft import Draft
from huiyin.core.wording.finding import Finding
from huiyin.core.wording.moments import TIME
from huiyin.core.wording.reading import half, items

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁沈姚卢姜崔钟谭"
    "陆汪范石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔白汤温康施庄葛欧柯蓝芦"
)
_ACTS = "负责|完成|提交|汇总|回传|于|在|把|将|组织|更新|确认|核对|复核|发|上报|报|填|登记|抽查|整理|准备|通知|每|本|今|明|前|后|周|安排|和|、|，|（|\\(|\\s|\\d"
_ROLE = (
    "部|组|室|岗|中心|主管|经理|负责人|专员|人员|组长|班长|员工|同事|总监|助理|会计|出纳|成员|"
    "参会人|参训人|接待人|申请人|经办人|联系人|责任人|保管人|代理人|店长|秘书|客服|前台|保安|司机|驾驶员|工程师|设计师|导师|老师|管理员|操作员|值班员|团队|门店|分公司|供应商|总经理"
)
_TOWARDS = "报送给至到向发交找与和同"
_OWNER = re.compile(
    r"负责人|责任人\s*[:：]|由(?!于|此|来)[\u4e00-\u9fff]{2,}(?<!引起)(?<!造成)(?<!导致)"
    r"|[^，。；]{1,12}负责|各部门|各组|各班组|各门店|本人|全员|全体|每人|每位|各位|大家|所有人"
    rf"|(?:^|[，。；：:、\s由请]|(?<=\d))(?:请\s*)?[^\s，。；：:、{_TOWARDS}]{{0,8}}?(?:{_ROLE})(?=[^）)]|$)"
    rf"|(?:^|[，。；：:、由请])\s*(?!周[一二三四五六日末内])[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?={_ACTS})"
)
_VAGUE = re.compile(
    r"(?:各)?(?:相关|有关)(?:部门|单位|人员|同事|员工|负责人|责任人|领导)(?!\s*[（(：:])|专人"
)
_OBJECT = re.compile(
    rf"(?:提交|报送|抄送|反馈|汇总|上报|[{_TOWARDS}])(?:到|至|给)?[^\s，。；由请]{{1,8}}(?:部|组|室|中心|主管|经理|前台|负责人)"
)
_CAUTION = re.compile(
    r"^(?:请)?(?:勿|切勿|不得|不要|禁止|严禁|注意|如|若|遇|凡|逾期|未|有疑问|有问题|联系人|咨询|附件)"
    r"|^[^，。]{0,10}(?:不得|请勿|严禁|禁止|切勿)|[：:]$|^[^，。]{2,24}的，"
)
_DELIVERS = re.compile(
    r"完成|提交|上交|上报|报送|填报|汇总|回传|上传|填|核[对查]|复核|整理|归档|更新|写明|编制|制定|落实|整改"
    r"|反馈|回复|登记|统计|清点|盘点|[检自]查|抽查|发[出送]|传达|签[署收字]|确认|学习|安装|办理|缴|领取|负责|名单"
    r"|报(?=[^警名销刊道考到废])|交(?=[^流通谈付班接叉易])"
)
"""An item without any of these asks for conduct (请携带工牌), not for a result by a time."""

_REACH = re.compile(r"\d{3}|[\w-]@[\w-]")


def check(draft: Draft) -> Iterator[Finding]:
    """Requirements without owner or time, each by its number; a contact that cannot be reached."""
    for number, item in enumerate(items(half(draft.requirements)), 1):
        if _CAUTION.search(item.text) or not _DELIVERS.search(item.text):
            continue
        lacks = _lacks(item.text)
        if lacks:
            facts = {"item": number}
            yield Finding(lacks, "requirements", item.start, item.end, facts)
    contact = half(draft.contact)
    if contact.strip() and not _REACH.search(contact):
        yield Finding("no_contact", "contact", 0, len(contact))


def _lacks(text: str) -> str:
    named = _OWNER.search(_OBJECT.sub("，", _VAGUE.sub("，", text)))
    if not TIME.search(text):
        return "no_time" if named else "no_owner_time"
    return "" if named else "no_owner"
