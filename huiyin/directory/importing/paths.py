"""Department columns: ``公司/研发部/后端`` (WeCom, Feishu), ``公司-研发部`` (DingTalk)."""

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from huiyin.directory.importing.cells import plain
from huiyin.directory.names import fold

Path = tuple[str, ...]
Key = tuple[str, ...]

_SEVERAL = re.compile(r"[;；,，\n]")
_SLASHES = re.compile(r"[/／\\＼>＞]")
_DASH = "-"
_DEEPEST = 20
_LONGEST = 120


def key_of(path: Path) -> Key:
    """The form in which two paths compare."""
    return tuple(fold(name) for name in path)


def dashes_part(cells: Iterable[str]) -> bool:
    """Whether ``-`` parts the levels here.

    Only when no cell has a slash and all cells with a dash begin with the same department, which
    also stands alone or leads at least half of the cells; else a dash is part of a name.
    """
    texts = [_main(cell) for cell in cells if cell.strip()]
    if any(_SLASHES.search(text) for text in texts):
        return False
    dashed = [text for text in texts if _DASH in text]
    tops = {text.split(_DASH)[0].strip() for text in dashed}
    return len(tops) == 1 and (2 * len(dashed) >= len(texts) or bool(tops & set(texts)))


def split(cell: str, *, by_dash: bool, tops: Sequence[str]) -> Path:
    """The main department of a cell as a path from the top; empty for an empty cell.

    With exactly one top department a path that does not begin with it is put below it.
    ``ValueError`` says what is wrong.
    """
    text = _main(cell)
    pieces = text.split(_DASH) if by_dash else _SLASHES.split(text)
    path = tuple(name for name in (plain(piece, _LONGEST) for piece in pieces) if name)
    if path and len(tops) == 1 and fold(path[0]) != fold(tops[0]):
        path = (tops[0], *path)
    if len(path) > _DEEPEST:
        raise ValueError(_("部门层级超过 %(limit)d 级") % {"limit": _DEEPEST})
    return path


def has_several(cell: str) -> bool:
    """Whether a cell names more than one department; the first one counts."""
    return len([part for part in _SEVERAL.split(cell.strip()) if part.strip()]) > 1


def with_parents(paths: Iterable[Path]) -> list[Path]:
    """The paths and all paths above them, each once (as folded), parents first."""
    found: dict[Key, Path] = {}
    for path in paths:
        for depth in range(1, len(path) + 1):
            found.setdefault(key_of(path[:depth]), path[:depth])
    return sorted(found.values(), key=lambda path: (len(path), path))


def _main(cell: str) -> str:
    parts = [part.strip() for part in _SEVERAL.split(cell.strip())]
    return next((part for part in parts if part), "")
