"""A company under a regulation with every way for a duty to end."""

from collections.abc import Iterator
from typing import Any

import pytest

from huiyin.directory.tests.factories import Company, make_company
from huiyin.obligations.tests.conftest import install
from huiyin.policies import in_force

RULES: dict[str, dict[str, Any]] = {
    "1/0": {"on": "t.told", "within": "1h", "met_by": "t.confirmed", "excused_by": "t.excused"},
    "2/0": {"on": "t.told", "within": "3h", "met_by": "t.answered", "deem": True},
    "3/0": {"on": "t.asked", "within": "", "met_by": "t.answered", "ended_by": "t.ended"},
    "3/1": {"on": "t.asked", "within": "1wd", "met_by": "t.confirmed", "excused_by": "t.excused"},
    "4/0": {"on": "t.joined", "within": "by 17:00", "met_by": "t.confirmed", "ended_by": "t.ended"},
}
"""Rule key -> rule; clause 4 asks those who joined later."""

GUARD = """
[[clause]]
id = "5"
text = "先说明来由，再提问。"
kind = "executable"

[[clause.guard]]
on = "t.asked"
when = { strict = ["true"] }
needs = "explained"
otherwise = "record"
says = "请先说明来由"

[[clause.guard]]
on = "t.asked"
when = { strict = ["very"] }
needs = "explained"
otherwise = "refuse"
says = "请先说明来由"
"""


def regulation() -> str:
    """The rules as TOML, with a ladder above the first, and two guards."""
    parts = ['[[route]]\nwhen = {}\nchannels = ["inbox"]\nconfirm = "acknowledge"\n']
    last = ""
    for key, rule in RULES.items():
        clause = key.partition("/")[0]
        if clause != last:
            parts.append(
                f'[[clause]]\nid = "{clause}"\ntext = "第 {clause} 条"\nkind = "executable"'
            )
        last = clause
        lines = [
            "[[clause.rule]]",
            f'on = "{rule["on"]}"',
            'bearer = "recipients"',
            f'owes = "act_{clause}_{key[-1]}"',
            f'met_by = "{rule["met_by"]}"',
        ]
        lines += [f'within = "{rule["within"]}"'] if rule["within"] else []
        lines += [f'{name} = "{rule[name]}"' for name in ("excused_by", "ended_by") if name in rule]
        lines += ["deem = true"] if rule.get("deem") else []
        if key == "1/0":
            lines.append('ladder = [{ after = "2h", who = "initiator", do = "phone_unread" }]')
        parts.append("\n".join(lines))
    return "\n".join([*parts, GUARD])


@pytest.fixture
def company(db: None, clock: Any) -> Iterator[Company]:
    """The cast, under the regulation above."""
    del db, clock
    install(regulation())
    yield make_company()
    in_force.forget()
