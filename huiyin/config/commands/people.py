"""``people``: the staff list."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from huiyin.config.commands.ground import FINDINGS, product, say

if TYPE_CHECKING:
    from huiyin.directory.importing import Outcome, Plan

MOST_PROBLEMS = 50


@click.group()
def people() -> None:
    """People and departments."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--complete", is_flag=True, help="The file lists everybody: who is missing has left.")
@click.option(
    "--allow-many-leavers", is_flag=True, help="Believe a file in which many are missing."
)
@click.option("--root", default="", help="Name of the top department, for the first import.")
def import_(
    file: Path, *, dry_run: bool, complete: bool, allow_many_leavers: bool, root: str
) -> None:
    """Import a staff list (CSV or XLSX): all of it, or on any error nothing (exit code 1)."""
    with product():
        from huiyin.cases.people import import_people
        from huiyin.directory.importing import ImportRefused, read_table

        try:
            say(f"Reading {file.name}")
            table = read_table(file.read_bytes(), file.name)
            say(f"Comparing {len(table.lines)} rows with the directory")
            plan, outcome = import_people(
                table,
                by=None,
                dry_run=dry_run,
                complete=complete,
                allow_many_leavers=allow_many_leavers,
                root=root,
            )
        except ImportRefused as refused:
            _tell("error", refused.problems)
            click.echo("Nothing was changed")
            raise SystemExit(FINDINGS) from refused
    _report(plan, outcome, dry_run=dry_run)


def _report(plan: "Plan", outcome: "Outcome", *, dry_run: bool) -> None:
    _tell("warning", plan.warnings)
    _tell("error", plan.errors)
    figures = {
        "new": (plan.added, outcome.joined),
        "changed": (plan.changed, outcome.changed),
        "moved": (plan.moved, outcome.moved),
        "left": (plan.left, outcome.left),
    }
    told = ", ".join(f"{len(pair[0 if dry_run else 1])} {name}" for name, pair in figures.items())
    click.echo(f"{'would be: ' if dry_run else ''}{told}, {plan.unchanged} unchanged")
    if plan.errors:
        raise SystemExit(FINDINGS)


def _tell(kind: str, problems: tuple[object, ...]) -> None:
    for problem in problems[:MOST_PROBLEMS]:
        click.echo(f"{kind}: {problem}")
    if len(problems) > MOST_PROBLEMS:
        click.echo(f"{kind}: and {len(problems) - MOST_PROBLEMS} more")
