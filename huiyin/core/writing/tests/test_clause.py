from hypothesis import given

from huiyin.core.policy import Clause
from huiyin.core.writing.clause import clause_toml
from huiyin.core.writing.source import read_clause
from huiyin.core.writing.tests.strategies import clauses


@given(clauses())
def test_what_is_written_reads_back_the_same(clause: Clause) -> None:
    toml = clause_toml(clause)
    assert read_clause(toml) == clause
    assert clause_toml(read_clause(toml)) == toml
