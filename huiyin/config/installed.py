"""THE registry: what is installed. A new scenario or channel is one folder and one line here."""

PARTS: tuple[str, ...] = (
    "huiyin.cases.comprehension",
    "huiyin.cases.drafting",
    "huiyin.cases.facts",
    "huiyin.cases.finding",
    "huiyin.cases.glossary",
    "huiyin.cases.intake",
    "huiyin.cases.questions",
    "huiyin.cases.signoff",
    "huiyin.cases.workdays",
)
"""What scenarios share and keeps tables of its own (sign-off, questions, facts …)."""

SCENARIOS: tuple[str, ...] = (
    "huiyin.scenarios.notices",
    "huiyin.scenarios.meetings",
    "huiyin.scenarios.problems",
    "huiyin.scenarios.incidents",
    "huiyin.scenarios.journal",
    "huiyin.scenarios.regulation",
)

INSIGHT: tuple[str, ...] = ("huiyin.insight.backtest", "huiyin.insight.compliance")
"""Rooms of insight that keep tables of their own (compliance, backtests)."""

CHANNELS: tuple[str, ...] = ("huiyin.channels.inbox", "huiyin.channels.mail")
