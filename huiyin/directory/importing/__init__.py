"""People and departments from a table: read it, see what would change, change it.

``read_table`` understands CSV and XLSX as WeCom, DingTalk, Feishu and HR systems export them;
``plan`` compares it with the directory and writes nothing; ``apply`` carries a plan out, all or
nothing.
"""

from huiyin.directory.importing.apply import Outcome, apply
from huiyin.directory.importing.plan import Plan, plan
from huiyin.directory.importing.reading import read_lines, read_table
from huiyin.directory.importing.table import ImportRefused, Line, Problem, Table

__all__ = [
    "ImportRefused",
    "Line",
    "Outcome",
    "Plan",
    "Problem",
    "Table",
    "apply",
    "plan",
    "read_lines",
    "read_table",
]
