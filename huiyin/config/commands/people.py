"""``people``: the staff list."""

from pathlib import Path

import click

from huiyin.config.commands.ground import FINDINGS, product


@click.group()
def people() -> None:
    """People and departments."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def import_(file: Path, dry_run: bool) -> None:
    """Import a staff list (CSV or XLSX): all of it, or on any error nothing (exit code 1)."""
    with product():
        from huiyin.cases.people import import_people

        result = import_people(file, dry_run=dry_run)
    for line in result.lines():
        click.echo(line)
    if result.errors:
        raise SystemExit(FINDINGS)
