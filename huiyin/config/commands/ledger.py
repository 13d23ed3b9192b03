"""``ledger``: check that the record is whole."""

import click

from huiyin.config.commands.ground import FINDINGS, product


@click.group()
def ledger() -> None:
    """The append-only record."""


@ledger.command()
def verify() -> None:
    """Check every entry, seal and checkpoint; names the first bad place (exit code 1)."""
    with product():
        from huiyin.ledger.check import verify_database

        found = list(verify_database())
    for finding in found:
        click.echo(finding)
    if found:
        raise SystemExit(FINDINGS)
    click.echo("intact")
