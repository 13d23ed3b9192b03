"""``ledger``: check that the record is whole."""

import click

from huiyin.config.commands.ground import FINDINGS, product, say


@click.group()
def ledger() -> None:
    """The append-only record."""


@ledger.command()
def verify() -> None:
    """Check every entry, seal and checkpoint; names the first bad place (exit code 1)."""
    with product():
        from huiyin.ledger.check import verify_database

        report = verify_database(lambda done: say(f"{done} entries checked"))
    for line in report.lines:
        click.echo(line)
    if not report.ok:
        raise SystemExit(FINDINGS)
