"""Where a room keeps the clauses that ship with it: ``clauses/*.toml`` beside its code."""

from pathlib import Path


def clause_files(label: str, folder: Path) -> dict[str, str]:
    """The clause files of the room ``label`` in ``folder``, in name order: name -> text.

    A name is ``label/20_confirming``; empty when the room ships no clauses.
    """
    files = sorted((folder / "clauses").glob("*.toml"))
    return {f"{label}/{file.stem}": file.read_text(encoding="utf-8") for file in files}
