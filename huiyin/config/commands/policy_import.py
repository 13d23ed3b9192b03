"""``policy import``: a regulation in prose as a draft in TOML."""

from pathlib import Path

import click

from huiyin.config.commands.ground import rooms, say


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sure", is_flag=True, help="Only rules that are sure; the others stay words.")
def import_text(file: Path, sure: bool) -> None:
    """Read FILE (TXT, DOCX, PDF) and print the draft policy that it says (TOML).

    What could not be read is listed on standard error. Nothing is kept and no database is needed.
    """
    with rooms():
        from huiyin.cases.drafting.printing import draft_toml
        from huiyin.cases.drafting.reading.files import LARGEST_FILE, read_file
        from huiyin.cases.drafting.reading.refusal import Unreadable

        with file.open("rb") as opened:
            data = opened.read(LARGEST_FILE + 1)
        try:
            brought = read_file(file.name, data)
        except Unreadable as refusal:
            pages = f" (pages {', '.join(map(str, refusal.pages))})" if refusal.pages else ""
            raise click.ClickException(f"{file}: {refusal.problem}{pages}") from refusal
        printed = draft_toml(brought.text, sure=sure)
    click.echo(printed.toml, nl=False)
    for page in brought.without_text:
        say(f"page {page}: pictures only, needs OCR")
    for one in printed.unread:
        say(f"not read: {one.clause}: {' '.join(one.words.split())}")
    say(
        f"{printed.clauses} clauses, {printed.rules} rules, {len(printed.unread)} sentences not read"
    )
