"""The product's sources as the architecture tests read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ROOT / "huiyin"
NOT_OURS = {"migrations", "node_modules", "__pycache__"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file: where it is and what it says."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file, parsed."""
        return ast.parse(self.text)

    @property
    def name(self) -> str:
        """The path as a reader would write it."""
        return str(self.path.relative_to(ROOT)) if self.path.is_absolute() else str(self.path)

    @property
    def is_test(self) -> bool:
        """Whether the file belongs to the tests."""
        return "tests" in self.path.parts or self.path.name.startswith(("test_", "conftest"))

    def functions(self) -> Iterator[Function]:
        """Every function and method."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def sample(text: str, path: str = "huiyin/room/file.py") -> Source:
    """A made-up file, to show that a rule bites."""
    return Source(Path(path), text)


@lru_cache(maxsize=1)
def everything() -> tuple[Source, ...]:
    """All Python files of ``huiyin``, ``tests`` and ``scripts``."""
    folders = (PRODUCT, ROOT / "tests", ROOT / "scripts")
    paths = [ROOT / "conftest.py"]
    for folder in folders:
        paths += [path for path in folder.rglob("*.py") if not NOT_OURS & set(path.parts)]
    return tuple(Source(path, path.read_text(encoding="utf-8")) for path in sorted(paths))


def product() -> list[Source]:
    """The files that run in production."""
    return [
        source
        for source in everything()
        if source.path.is_relative_to(PRODUCT) and not source.is_test
    ]


def templates() -> list[Source]:
    """Every template, as a text."""
    return [
        Source(path, path.read_text(encoding="utf-8"))
        for path in sorted(PRODUCT.rglob("templates/**/*"))
        if path.is_file() and not NOT_OURS & set(path.parts)
    ]


def length(node: Function) -> int:
    """Lines of a function, its docstring not counted."""
    first, last = node.lineno, node.end_lineno or node.lineno
    doc = node.body[0]
    is_doc = (
        isinstance(doc, ast.Expr)
        and isinstance(doc.value, ast.Constant)
        and isinstance(doc.value.value, str)
    )
    spoken = (doc.end_lineno or doc.lineno) - doc.lineno + 1 if is_doc else 0
    return last - first + 1 - spoken
