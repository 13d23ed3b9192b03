"""The words of the interface: Chinese in the source, English in catalogues, one per room.

messages.py --check     fail when an English translation is missing or two rooms disagree
messages.py --write     add what is missing, empty, to each room's django.po, sorted
messages.py --compile   write the .mo files; traditional Chinese is converted by OpenCC
"""

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from scripts import catalogs
from scripts.catalogs import Key

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "huiyin"
ENGLISH = Path("locale/en/LC_MESSAGES/django.po")
TRADITIONAL = Path("locale/zh_Hant/LC_MESSAGES/django.mo")
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "phrase"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL = {"ngettext", "ngettext_lazy"}
HAN = re.compile(r"[\u3400-\u9fff]")
PLACE = re.compile(r"%\((\w+)\)[sd]")
TEMPLATE_PLURAL = re.compile(
    r"""\bngettext\(\s*(u?"(?:\\.|[^"\\])*"|u?'(?:\\.|[^'\\])*')\s*,\s*(u?"(?:\\.|[^"\\])*"|u?'(?:\\.|[^'\\])*')"""
)
TEMPLATE_CALL = re.compile(
    r"""\b(p?gettext|_)\(\s*((?:u?"(?:\\.|[^"\\])*"|u?'(?:\\.|[^'\\])*'|\s*,\s*)+)\)"""
)


def main() -> int:
    """Check, write or compile; the exit code."""
    parser = argparse.ArgumentParser(description="The words of the interface.")
    chosen = parser.add_mutually_exclusive_group(required=True)
    for name in ("check", "write", "compile"):
        chosen.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    used = collect()
    if options.compile:
        return compile_all(used)
    return write(used) if options.write else check(used)


def collect() -> dict[Path, dict[Key, str]]:
    """Every msgid by room, each with the first place where it is used."""
    found: defaultdict[Path, dict[Key, str]] = defaultdict(dict)
    for file in sorted(PACKAGE.rglob("*")):
        if file.suffix in {".py", ".html", ".txt"} and not set(file.parts) & {
            "tests", "node_modules", "static", "migrations",
        }:  # fmt: skip
            for key, line in messages_of(file):
                found[room_of(file)].setdefault(key, f"{file.relative_to(ROOT)}:{line}")
    return found


def messages_of(file: Path) -> Iterator[tuple[Key, int]]:
    """The msgids of one source file; only Chinese ones are ours to translate."""
    text = file.read_text(encoding="utf-8")
    if not HAN.search(text):
        return
    if file.suffix == ".py":
        found = in_python(text, str(file))
    elif "templates" in file.parts:
        found = in_template(text)
    else:
        return
    yield from (item for item in found if HAN.search(item[0][1]))


def in_python(text: str, name: str) -> Iterator[tuple[Key, int]]:
    """Calls of gettext and its relatives with literal words."""
    for node in ast.walk(ast.parse(text, name)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            called = node.func.id if isinstance(node.func, ast.Name) else called
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if called in PLURAL and len(words) > 1:
                yield ("", catalogs.PLURAL.join(map(str, words[:2]))), node.lineno
            elif called in PLAIN and words and isinstance(words[0], str):
                yield ("", words[0]), node.lineno
            elif called in WITH_CONTEXT and len(words) > 1:
                yield (str(words[0]), str(words[1])), node.lineno


def in_template(text: str) -> Iterator[tuple[Key, int]]:
    """Translate tags and blocks, read by Django's own reader of templates."""
    from django.utils.translation.template import templatize

    source = templatize(text)
    for call in TEMPLATE_PLURAL.finditer(source):
        forms = map(str, map(ast.literal_eval, call.groups()))
        yield ("", catalogs.PLURAL.join(forms)), source.count("\n", 0, call.start()) + 1
    for call in TEMPLATE_CALL.finditer(source):
        words = ast.literal_eval(f"({call.group(2)},)".replace(",,", ","))
        line = source.count("\n", 0, call.start()) + 1
        key = ("", str(words[0])) if len(words) == 1 else (str(words[0]), str(words[1]))
        yield key, line


def room_of(file: Path) -> Path:
    """The app that owns the file: the nearest folder with ``apps.py``, else the ui room."""
    for folder in file.parents:
        if (folder / "apps.py").exists():
            return folder
        if folder == PACKAGE:
            break
    return PACKAGE / "ui"


def english() -> dict[Path, catalogs.Catalogue]:
    """The English catalogue of every room that has one."""
    return {file.parents[3]: catalogs.read(file) for file in PACKAGE.rglob(str(ENGLISH))}


def check(used: dict[Path, dict[Key, str]]) -> int:
    """Print what lacks English, where rooms disagree, and lost placeholders."""
    known: defaultdict[Key, set[str]] = defaultdict(set)
    for catalogue in english().values():
        for key, text in catalogue.messages.items():
            known[key] |= {text} if text.strip(catalogs.PLURAL) else set()
    problems = []
    for places in used.values():
        for key, place in places.items():
            problems += [f"{place}: {fault}: {shown(key)}" for fault in faults(key, known[key])]
    print("\n".join(sorted(problems)) or "every word has its English")
    return 1 if problems else 0


def shown(key: Key) -> str:
    """A msgid as one line."""
    return key[1].replace(catalogs.PLURAL, " | ").replace("\n", " ")


def faults(key: Key, translations: set[str]) -> list[str]:
    """What is wrong with the translations of one msgid."""
    if not translations:
        return ["no English"]
    if len(translations) > 1:
        return [f"rooms disagree ({' / '.join(sorted(translations))})"]
    wanted = set(PLACE.findall(key[1]))
    given = set(PLACE.findall(next(iter(translations)))) - {"month_name"}
    if given - wanted:
        return [f"unknown placeholder {', '.join(sorted(given - wanted))}"]
    return ["an exclamation mark"] if "!" in next(iter(translations)) else []


def write(used: dict[Path, dict[Key, str]]) -> int:
    """Add missing msgids, empty, to their rooms; drop those that nobody uses any more."""
    known = english()
    translated = {
        key
        for one in known.values()
        for key, text in one.messages.items()
        if text.strip(catalogs.PLURAL)
    }
    for room in sorted({*used, *known}):
        catalogue = known.get(room) or catalogs.Catalogue(room / ENGLISH)
        wanted = used.get(room, {})
        kept = {key: text for key, text in catalogue.messages.items() if key in wanted}
        new = {key: "" for key in wanted if key not in kept and key not in translated}
        if kept | new != catalogue.messages:
            catalogue.messages = kept | new
            catalogue.save()
            print(f"{catalogue.file.relative_to(ROOT)}: {len(new)} new")
    return 0


def compile_all(used: dict[Path, dict[Key, str]]) -> int:
    """Write ``django.mo`` for English and, converted from the msgids, traditional Chinese."""
    for catalogue in english().values():
        catalogs.compile_mo(catalogue.messages, catalogue.file.with_suffix(".mo"))
    import opencc

    converter = opencc.OpenCC("s2twp")
    for room, places in used.items():
        one_form = {key: key[1].split(catalogs.PLURAL)[0] for key in places}
        traditional = {key: converter.convert(text) for key, text in one_form.items()}
        catalogs.compile_mo(traditional, room / TRADITIONAL, catalogs.ONE_FORM)
    return 0


if __name__ == "__main__":
    sys.exit(main())
