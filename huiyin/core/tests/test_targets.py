import pytest

from huiyin.core.linting import lint
from huiyin.core.load import read_policy
from huiyin.core.measure import Target
from huiyin.core.policy import Aim
from huiyin.core.snapshot import snapshot
from huiyin.core.table import PolicyError

pytestmark = pytest.mark.req("Z04")

CLAUSE = '[[clause]]\nid = "R3.1"\ntext = "…"\nkind = "executable"\n'
MOST = '[[clause.target]]\nmeasure = "misinformation"\nat_most = 0.05\n'
LEAST = '[[clause.target]]\nmeasure = "coverage"\nat_least = 0.95\n'


def test_a_clause_sets_targets() -> None:
    policy = read_policy(1, {"r": CLAUSE + MOST + LEAST})
    assert policy.target("misinformation") == Aim("R3.1", "misinformation", Target(at_most=0.05))
    assert policy.target("coverage") == Aim("R3.1", "coverage", Target(at_least=0.95))
    assert policy.target("satisfaction") is None
    assert snapshot(policy) == ["R3.1 | misinformation <= 0.05", "R3.1 | coverage >= 0.95"]
    assert lint(policy) == []


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('measure = "x"\n', "target[0].at_most"),
        ('measure = "x"\nat_most = 0.1\nat_least = 0.2\n', "target[0].at_most"),
        ('measure = "x"\nat_most = 1\n', "target[0].at_most"),
        ('measure = "x"\nat_most = true\n', "target[0].at_most"),
        ('measure = "x"\nat_least = "0.9"\n', "target[0].at_least"),
        ("at_most = 0.1\n", "target[0].measure"),
        ('measure = "x"\nat_most = 0.1\nelse = 1\n', "target[0].else"),
    ],
)
def test_a_slip_is_named(text: str, field: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read_policy(1, {"r": CLAUSE + "[[clause.target]]\n" + text})
    assert (caught.value.clause, caught.value.field) == ("R3.1", field)


def test_two_targets_for_one_measure_are_found() -> None:
    found = lint(read_policy(1, {"r": CLAUSE + MOST + MOST}))
    assert [(one.clause, one.field) for one in found] == [("R3.1", "target")]
