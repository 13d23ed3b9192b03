import pytest

from huiyin.core.load import read_policy
from huiyin.core.policy import Anchor, Kind, Route, Rung, Story
from huiyin.core.table import PolicyError
from huiyin.core.terms import At, Duration, Unit, Within

pytestmark = pytest.mark.req("Z01")

FULL = """
[[clause]]
id = "3.3.1"
requirement = ["N15"]
text = "条款"
kind = "executable"
[[clause.rule]]
on = "notices.published"
when = { urgency = ["important", "urgent"], level = 2, has_reply_by = true }
bearer = "recipients"
owes = "confirm_notice"
to = "recorder"
within = "1h"
met_by = "notices.confirmed"
excused_by = "notices.unreachable"
deem = true
ladder = [
  { after = "2h", who = "initiator", do = "phone_unread", within = "1h" },
  { before_due = "1d", who = "head_of(bearer)", do = "escalate" },
]
[[clause.rule]]
on = "notices.published"
bearer = "recipients"
owes = "reply_notice"
within = "by reply_by"
[[clause.story]]
title = "例子"
events = ["09:00 a.b"]
then = ["li owes nothing"]
[[clause]]
id = "4.1"
text = "另一条"
kind = "out_of_scope"
reason = "纸面事务"
[[route]]
when = { classification = "confidential" }
channels = ["inbox", "mail"]
confirm = "acknowledge"
with_text = false
"""


def test_everything_a_text_can_say() -> None:
    policy = read_policy(3, {"notices": FULL})
    clause = policy.clause("3.3.1")
    first, second = clause.rules
    assert policy.version == 3
    assert (clause.kind, clause.requirement, first.clause) == (Kind.EXECUTABLE, ("N15",), "3.3.1")
    assert (first.key, second.key) == ("3.3.1/0", "3.3.1/1")
    assert policy.rule("3.3.1/0") is first
    assert policy.rules_on("notices.published") == (first, second)
    assert policy.rules_on("notices.closed") == ()
    assert first.when == {
        "urgency": ("important", "urgent"),
        "level": ("2",),
        "has_reply_by": ("true",),
    }
    assert (first.within, second.within) == (Within(Duration(1, Unit.HOUR)), At("reply_by"))
    assert (first.to, second.to, first.deem, second.deem) == ("recorder", "initiator", True, False)
    assert (second.met_by, second.excused_by, second.ladder) == ("", "", ())
    assert first.ladder == (
        Rung(Duration(2, Unit.HOUR), "initiator", "phone_unread", within=Duration(1, Unit.HOUR)),
        Rung(Duration(1, Unit.DAY), "head_of(bearer)", "escalate", Anchor.BEFORE_DUE),
    )
    assert clause.stories == (Story("3.3.1", "例子", ("09:00 a.b",), ("li owes nothing",)),)
    assert policy.clause("4.1").reason == "纸面事务"
    confidential = {"classification": ("confidential",)}
    assert policy.matrix == (Route(confidential, ("inbox", "mail"), "acknowledge", False),)


def test_what_a_version_lacks_is_a_key_error() -> None:
    policy = read_policy(1, {})
    with pytest.raises(KeyError):
        policy.clause("9")
    with pytest.raises(KeyError):
        policy.rule("9/0")


@pytest.mark.parametrize(
    ("old", "new", "clause", "field"),
    [
        ('id = "3.3.1"', "", "", "clause[0].id"),
        ('id = "3.3.1"', "id = 3", "", "clause[0].id"),
        ('id = "4.1"', 'id = "3.3.1"', "3.3.1", "id"),
        ('text = "条款"', 'text = " "', "3.3.1", "text"),
        ('kind = "executable"', 'kind = "magic"', "3.3.1", "kind"),
        ('requirement = ["N15"]', "requirement = 15", "3.3.1", "requirement"),
        ('requirement = ["N15"]', "requirement = [15]", "3.3.1", "requirement"),
        ('requirement = ["N15"]', 'requirements = ["N15"]', "3.3.1", "requirements"),
        ('on = "notices.published"\nwhen', 'on = "published"\nwhen', "3.3.1", "rule[0].on"),
        (
            'bearer = "recipients"\nowes = "c',
            'bearer = "head of"\nowes = "c',
            "3.3.1",
            "rule[0].bearer",
        ),
        ('within = "1h"\nmet', 'within = "soon"\nmet', "3.3.1", "rule[0].within"),
        ("deem = true", "deem = 1", "3.3.1", "rule[0].deem"),
        ("deem = true", "color = 1", "3.3.1", "rule[0].color"),
        ("level = 2", "level = 2.5", "3.3.1", "rule[0].when.level"),
        ("level = 2", "level = []", "3.3.1", "rule[0].when.level"),
        ('{ after = "2h"', '{ after = "2x"', "3.3.1", "rule[0].ladder[0].after"),
        ('{ after = "2h",', "{", "3.3.1", "rule[0].ladder[0].after"),
        ('{ after = "2h"', '{ after = "2h", after_due = "1h"', "3.3.1", "rule[0].ladder[0].after"),
        ('within = "1h" }', 'within = "by 17:00" }', "3.3.1", "rule[0].ladder[0].within"),
        ('within = "1h" }', 'hard = "1h" }', "3.3.1", "rule[0].ladder[0].hard"),
        ('title = "例子"', 'title = "例子"\nwhy = "x"', "3.3.1", "story[0].why"),
        ('reason = "纸面事务"', "", "4.1", "reason"),
        ('channels = ["inbox", "mail"]', 'channels = ["pigeon"]', "", "route[0].channels"),
        ('channels = ["inbox", "mail"]', "", "", "route[0].channels"),
        ('when = { classification = "confidential" }', "when = 1", "", "route[0].when"),
        ('confirm = "acknowledge"', 'confirm = "shout"', "", "route[0].confirm"),
        ("with_text = false", "text = false", "", "route[0].text"),
        ("[[route]]", "[route]", "", "route"),
        ("[[route]]", "[[rout]]", "", "rout"),
        ("[[route]]", "[[route", "", ""),
    ],
)
def test_a_slip_names_file_clause_and_field(old: str, new: str, clause: str, field: str) -> None:
    assert old in FULL
    with pytest.raises(PolicyError) as caught:
        read_policy(1, {"notices": FULL.replace(old, new, 1)})
    error = caught.value
    assert (error.file, error.clause, error.field) == ("notices", clause, field)
    assert str(error).startswith("notices")
    assert error.problem in str(error)


def test_the_same_number_in_two_files_is_refused() -> None:
    text = '[[clause]]\nid = "1"\ntext = "x"\nkind = "guidance"\n'
    with pytest.raises(PolicyError, match="重复"):
        read_policy(1, {"a": text, "b": text})


CHAPTERS = """
[[chapter]]
id = "3"
title = "职责"
[[chapter]]
id = "3.3"
title = "员工职责"
[[clause]]
id = "3.3.1"
title = "收到后确认"
text = "t"
kind = "guidance"
"""


def test_headings_of_chapters_and_clauses() -> None:
    policy = read_policy(1, {"a": CHAPTERS})
    assert [(one.id, one.title) for one in policy.chapters] == [("3", "职责"), ("3.3", "员工职责")]
    assert policy.clause("3.3.1").title == "收到后确认"
    assert policy.awake().chapters == policy.chapters


@pytest.mark.parametrize(
    ("old", "new"), [('id = "3.3"', 'id = "3"'), ('id = "3"', 'id = "三"'), ("title", "name")]
)
def test_a_bad_chapter_is_named(old: str, new: str) -> None:
    with pytest.raises(PolicyError):
        read_policy(1, {"a": CHAPTERS.replace(old, new, 1)})
