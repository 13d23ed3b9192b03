"""House rules over one file each: a rule yields what it objects to, a sentence per place."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import Function, Source

BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
BANNED_NAMES |= {"service", "services"}
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create"}
WRITES |= {"update_or_create"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
CLOCKS |= {("timezone", "now")}
NO_EVENT = "no event"
TRANSLATED = re.compile(
    r"\{%\s*(?P<block>blocktranslate|blocktrans|comment|verbatim)\b.*?%\}.*?\{%\s*end(?P=block)\s*%\}"
    r"|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->",
    re.DOTALL,
)
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def one_event_per_action(source: Source) -> Iterator[str]:
    """A public verb (keyword-only ``by``) in ``actions.py`` calls ``record`` exactly once.

    One that changes nothing for others says so: its docstring has the words "no event".
    """
    if source.path.name != "actions.py" or "scenarios" not in source.path.parts:
        return
    for node in source.tree.body:
        if not _is_verb(node):
            continue
        assert isinstance(node, Function)
        recorded = sum(_calls(inner, "record") for inner in ast.walk(node))
        silent = NO_EVENT in (ast.get_docstring(node) or "").lower()
        if recorded != (0 if silent else 1):
            yield f"{source.name}:{node.lineno} {node.name} records {recorded} events"


def views_only_talk(source: Source) -> Iterator[str]:
    """No ORM writes in views: they call an action."""
    if "views" not in (*source.path.parts, source.path.stem):
        return
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in WRITES
            and _is_orm(node.func.value)
        ):
            yield f"{source.name}:{node.lineno} .{node.func.attr}( in a view"


def only_the_clock_tells_time(source: Source) -> Iterator[str]:
    """``datetime.now``, ``timezone.now`` and their like live in ``huiyin/kit/clock.py`` only."""
    if source.name == "huiyin/kit/clock.py":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and (_last(node.value), node.attr) in CLOCKS:
            yield f"{source.name}:{node.lineno} asks for the time itself"


def good_names(source: Source) -> Iterator[str]:
    """A function lives with the noun it serves, never in a drawer."""
    for part in (*source.path.parts[:-1], source.path.stem):
        if part in BANNED_NAMES:
            yield f"{source.name}: {part} says nothing"


def annotated(source: Source) -> Iterator[str]:
    """Every argument and every result has a type."""
    for node in source.functions():
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        arguments += [one for one in (node.args.vararg, node.args.kwarg) if one is not None]
        bare = [one.arg for one in arguments if one.annotation is None]
        bare = [name for name in bare if name not in {"self", "cls"}]
        if bare or node.returns is None:
            yield f"{source.name}:{node.lineno} {node.name} lacks types ({', '.join(bare) or 'result'})"


def chinese_is_translated(source: Source) -> Iterator[str]:
    """Chinese words in a template go through ``translate``."""
    if source.path.suffix not in {".html", ".txt"}:
        return
    bare = TRANSLATED.sub(lambda found: "\n" * found.group().count("\n"), source.text)
    for number, line in enumerate(bare.splitlines(), 1):
        if words := CHINESE.search(line):
            yield f"{source.name}:{number} {words.group()} is not translated"


def _is_verb(node: ast.stmt) -> bool:
    return (
        isinstance(node, Function)
        and not node.name.startswith("_")
        and "by" in [one.arg for one in node.args.kwonlyargs]
    )


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and _last(node.func) == name


def _last(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_orm(receiver: ast.expr) -> bool:
    """Whether ``.save(`` and the like are called on something that looks like a row or a query."""
    text = ast.unparse(receiver)
    return not text.startswith(("self.client", "request.session", "hashlib", "form")) or (
        ".objects" in text
    )
