"""List every requirement with the tests that carry its id and the stories of its clauses.

Stories of clauses that wait for their scenario are listed as such: what is only told is not done.
``--missing`` lists only those that nothing shows yet.
"""

import ast
import csv
import sys
import textwrap
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = 100


def main() -> None:
    """Print one block per requirement and a sum."""
    shown, told = evidence(), awaited()
    rows = requirements()
    only_missing = "--missing" in sys.argv
    for name, text in rows.items():
        if only_missing and shown.get(name):
            continue
        print(f"{name}  {text[:TEXT]}")
        for place in sorted(shown.get(name, ())):
            print(f"       {place}")
        for scenario, place in sorted(told.get(name, ())):
            print(f"       waits for {scenario}: {place}")
    waiting = [name for name in rows if not shown.get(name) and told.get(name)]
    missing = [name for name in rows if not shown.get(name) and not told.get(name)]
    done = len(rows) - len(missing) - len(waiting)
    print(f"\n{done} of {len(rows)} are shown by a test or a story of a clause that acts.")
    print("Told by stories that wait for their scenario:")
    print(textwrap.fill(" ".join(waiting), TEXT))
    print("Not yet:")
    print(textwrap.fill(" ".join(missing), TEXT))


def requirements() -> dict[str, str]:
    """Id and wording of ``docs/requirements.tsv``."""
    with (ROOT / "docs" / "requirements.tsv").open(encoding="utf-8") as file:
        return {row["id"]: row["requirement"] for row in csv.DictReader(file, delimiter="\t")}


def evidence() -> dict[str, set[str]]:
    """Tests and stories by requirement."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for base in ("huiyin", "tests"):
        for file in (ROOT / base).rglob("test_*.py"):
            for name, place in _tests(file):
                found[name].add(place)
    for scenario, name, place in _stories():
        if not scenario:
            found[name].add(place)
    return found


def awaited() -> dict[str, set[tuple[str, str]]]:
    """Stories of clauses that wait, by requirement: the scenario and the place."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for scenario, name, place in _stories():
        if scenario:
            found[name].add((scenario, place))
    return found


def _tests(file: Path) -> Iterator[tuple[str, str]]:
    place = file.relative_to(ROOT)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                for name in _marked(decorator):
                    yield name, f"{place}::{node.name}"
        elif isinstance(node, ast.Assign) and _is_pytestmark(node):
            for call in ast.walk(node.value):
                for name in _marked(call):
                    yield name, str(place)


def _is_pytestmark(node: ast.Assign) -> bool:
    return any(isinstance(name, ast.Name) and name.id == "pytestmark" for name in node.targets)


def _marked(node: ast.AST) -> list[str]:
    """The ids of ``pytest.mark.req("N16", "N17")``."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return []
    if node.func.attr != "req":
        return []
    return [str(value.value) for value in node.args if isinstance(value, ast.Constant)]


def _stories() -> Iterator[tuple[str, str, str]]:
    """Scenario waited for (or nothing), requirement, place."""
    for file in sorted((ROOT / "huiyin").rglob("clauses/*.toml")):
        for clause in tomllib.loads(file.read_text(encoding="utf-8")).get("clause", []):
            for name in clause.get("requirement", []):
                for story in clause.get("story", []):
                    place = f"{file.relative_to(ROOT)} {clause['id']} {story.get('title', '')}"
                    yield clause.get("waits_for", ""), name, place


if __name__ == "__main__":
    main()
