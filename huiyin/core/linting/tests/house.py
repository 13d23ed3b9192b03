"""A small regulation without a fault, and the house that it is meant for."""

from huiyin.core.linting import MATRIX, Surroundings, path_of
from huiyin.core.load import read_policy
from huiyin.core.policy import Policy

SOUND = """
[[clause]]
id = "1"
text = "发出后一小时内确认。"
kind = "executable"
requirement = ["N15"]

[[clause.guard]]
on = "memos.sent"
when = { has_path = true }
needs = "signed_off"
otherwise = "refuse"
says = "先审签"

[[clause.guard]]
on = "memos.sent"
when = { kind = "policy" }
not_before = "24h after pre_noticed_at"
otherwise = "refuse"
says = "先预告"

[[clause.guard]]
on = "memos.sent"
when = { kind = "policy" }
not_after = "1d before starts_at"
otherwise = "record"
says = "提前一天"

[[clause.rule]]
on = "memos.sent"
when = { urgency = "urgent" }
bearer = "recipients"
owes = "confirm_memo"
within = "4wh"
met_by = "memos.confirmed"
excused_by = "memos.unreachable"
ended_by = "memos.closed"
needs = "as confirm"
ladder = [
  { before_due = "1wh", who = "bearer", do = "remind" },
  { after_due = "2h", who = "initiator", do = "phone_unread", within = "1h" },
]

[[clause.rule]]
on = "memos.sent"
when = { urgency = "routine" }
bearer = "recipients"
owes = "confirm_memo"
within = "2wd"
met_by = "memos.confirmed"
deem = true

[[clause.rule]]
on = "memos.sent"
when = { kind = "policy" }
bearer = "management"
owes = "hear_memo"
within = "6h before starts_at"
met_by = "memos.heard"

[[clause.story]]
title = "两种备忘"
events = [
  "09:00 memos.sent memo:1 by wang recipients=li urgency=urgent kind=notice",
  "09:10 memos.sent memo:2 by wang recipients=li urgency=routine kind=policy",
]
then = []

[[clause]]
id = "2"
text = "发出前审核。"
kind = "executable"

[[clause.sign]]
of = "memos"
step = "review"
who = "management"
mode = "one"

[[clause.sign]]
of = "memos"
when = { kind = "policy" }
step = "approve"
who = "management"
mode = "one"

[[clause.rule]]
on = "signoff.asked"
when = { scenario = "memos", step = "review" }
bearer = "signers"
owes = "sign_memo"
within = "1wd"
met_by = "signoff.signed"

[[clause.rule]]
on = "signoff.asked"
when = { scenario = "memos", step = "approve" }
bearer = "signers"
owes = "sign_memo"
within = "4wh"
met_by = "signoff.signed"

[[clause.rule]]
on = "memos.wanted"
when = { kind = "policy" }
bearer = "initiator"
owes = "send_memo"
within = "3wd"
met_by = "memos.sent"
ladder = [{ after = "1wd", who = "bearer", do = "remind" }]

[[clause.story]]
title = "审核"
events = [
  "09:00 signoff.asked memo:1 by wang signers=li scenario=memos step=review",
  "09:00 signoff.asked memo:1 by wang signers=li scenario=memos step=approve",
  "09:00 memos.wanted memo:1 by wang kind=policy",
]
then = []

[[clause]]
id = "3"
text = "项目每天报进展。"
kind = "executable"
waits_for = "projects"

[[clause.rule]]
on = "projects.begun"
bearer = "task_owner"
owes = "report_progress"
within = "every 1d until projects.closed"
met_by = "projects.reported"

[[clause.story]]
title = "进展"
events = ["09:00 projects.begun project:1 by wang task_owner=li"]
then = []

[[clause]]
id = "4"
text = "事故每半小时通报，目标是少误传。"
kind = "executable"

[[clause.rule]]
on = "memos.sent"
when = { kind = "incident" }
bearer = "initiator"
owes = "update_memo"
within = "every 30min until memos.closed"
met_by = "memos.updated"

[[clause.rule]]
on = "memos.asked"
bearer = "answerer"
owes = "answer_memo"
to = "asker"
within = "by 17:00"
met_by = "memos.answered"
ladder = [{ before_due = "2h", who = "bearer", do = "remind" }]

[[clause.target]]
measure = "misinformation"
at_most = 0.05

[[clause.story]]
title = "事故与提问"
events = [
  "09:00 memos.sent memo:3 by wang urgency=urgent kind=incident",
  "09:00 memos.asked memo:3 by li answerer=wang",
]
then = []

[[clause]]
id = "5"
text = "写得简短。"
kind = "guidance"

[[route]]
when = { classification = "confidential" }
channels = ["inbox", "mail"]
confirm = "acknowledge"
with_text = false

[[route]]
when = { urgency = "urgent" }
channels = ["inbox", "mail"]
confirm = "spoken"

[[route]]
channels = ["inbox"]
confirm = "acknowledge"

[attention]
clause = "5"
budget_per_day = 8
quiet = "21:00-08:00"
digest_at = ["09:00"]
"""

KINDS = ("notice", "policy", "incident")
URGENCY = ("routine", "important", "urgent")
YES_NO = ("true", "false")

HOUSE = Surroundings(
    events={
        "memos.sent", "memos.confirmed", "memos.unreachable", "memos.closed", "memos.heard",
        "memos.wanted", "memos.updated", "memos.asked", "memos.answered", "signoff.asked",
        "signoff.signed",
    },
    roles={
        "recipients", "initiator", "bearer", "management", "signers", "asker", "answerer",
    },
    signers={"management"},
    requirements={"N15"},
    scenarios={"memos"},
    verbs={
        "confirm_memo", "phone_unread", "hear_memo", "sign_memo", "send_memo", "update_memo",
        "answer_memo",
    },
    facts={
        "memos.sent": {
            "urgency": URGENCY,
            "kind": KINDS,
            "confirm": None,
            "has_path": YES_NO,
            "signed_off": YES_NO,
            "pre_noticed_at": None,
            "starts_at": None,
        },
        path_of("memos"): {"kind": KINDS},
        MATRIX: {"urgency": URGENCY, "classification": ("public", "confidential")},
    },
    channels=("inbox", "mail"),
    secret={"confidential": ("mail",)},
    fast=("mail",),
    sizes={"management": 3, "compliance": 1},
    years={2026, 2027},
    needed_years={2026, 2027},
)  # fmt: skip


def read(text: str) -> Policy:
    """The regulation that ``text`` says."""
    return read_policy(1, {"small": text})
