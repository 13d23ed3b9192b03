"""What the sweep sends along: parameters, forms and JSON bodies, by address."""

from typing import Any

ON_BEHALF = {
    "notices:confirm",
    "notices:reply",
    "api confirmNotice",
    "api replyToNotice",
    "comprehension:show",
    "comprehension:coverage",
    "comprehension:restate",
    "comprehension:quiz",
    "api restate",
    "api answerQuiz",
}
PLACES = {"^api/v1(?:/.*)?$": "/api/v1/nothing"}
QUERIES: dict[str, dict[str, str]] = {
    "pages:search": {"q": "kanari"},
    "pages:palette": {"q": "kanari"},
    "pages:fresh": {"seen": "0"},
    "notices:recipients": {"to_q": "白露"},
    "pages:group_found": {"to_q": "白露"},
    "pages:colleagues": {"delegate": "白露"},
}
PAGE_BODIES: dict[str, dict[str, str]] = {
    "pages:drafting_decide": {"verdict": "accepted"},
    "pages:backtest_start": {"draft": "v0", "span": "month"},
    "notices:reply": {"text": "明白"},
    "signoff:act": {"seat": "1", "decision": "approve"},
    "signoff:transfer": {"seat": "1", "person": "白露"},
    "signoff:add": {"step": "1", "person": "白露"},
    "notices:board_mark": {"do": "keep"},
    "notices:board_pin": {"days": "7"},
    "notices:call": {"outcome": "understood"},
    "pages:quiet": {"starts": "20:00", "ends": "08:30"},
    "pages:leave": {"starts_at": "2026-12-01T09:00", "ends_at": "2026-12-02T09:00"},
    "api:tokens": {"name": "报表", "days": "30"},
    "set_language": {"language": "en"},
    "comprehension:restate": {"words": "明白"},
    "comprehension:overrule": {"verdict": "right", "reason": "问过"},
    "questions:ask": {"text": "发票抬头写什么"},
    "questions:answer": {"text": "写公司全称", "to": "all"},
    "pages:editor_restore": {"clause": "3.3.1"},
    "pages:editor_remove": {"clause": "3.3.1"},
    "regulation:details": {"title": "在改", "reason": "试"},
    "journal:new": {"line": "和白露 14:20 电话 口径按新表 已同意"},
    "journal:drop": {"reason": "误报"},
    "journal:explain": {"text": "周一面谈"},
}
ROUTE = '[[route]]\nwhen = {}\nchannels = ["inbox"]\nconfirm = "none"\n'
"""The shortest regulation that can be read."""

API_BODIES: dict[str, dict[str, Any]] = {
    "api declareIncident": {"kind": "unheard_of", "title": "官网打不开"},
    "api updateIncident": {"known": "连接池溢出"},
    "api noteIncident": {"text": "厂商在查"},
    "api standDownIncident": {"reason": "误报"},
    "api setWorkingDay": {"title": "停电", "hours": "", "dry_run": True},
    "api supplyWorkingYear": {"text": "2026-01-01 休 元旦", "dry_run": True},
    "api draftPolicy": {"text": "第一条 接收人应在2小时内确认。"},
    "api putDraftClause": {"toml": "[[clause]]"},
    "api checkPolicy": {"source": ROUTE},
    "api startBacktest": {"source": ROUTE, "first": "2026-09-01", "last": "2026-09-02"},
    "api createNotice": {"title": "新"},
    "api createAmendment": {"title": "新"},
    "api saveAmendment": {"source": ROUTE, "seen": "0"},
    "api submitAmendment": {},
    "api withdrawAmendment": {},
    "api changeNotice": {"contact": "何青"},
    "api replyToNotice": {"text": "明白"},
    "api recordCall": {"outcome": "understood"},
    "api restate": {"text": "明白"},
    "api answerQuiz": {"answers": []},
    "api overruleAssertion": {"verdict": "right", "reason": "问过"},
    "api askQuestion": {"text": "发票抬头写什么"},
    "api answerQuestion": {"text": "写公司全称"},
    "api approveSignOff": {"seat": 1},
    "api returnSignOff": {"seat": 1, "reason": "日期不对"},
    "api rejectSignOff": {"seat": 1, "reason": "不必发"},
    "api transferSignature": {"seat": 1, "person": 1},
    "api addSigner": {"person": 1},
}
