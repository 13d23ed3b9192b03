"""``doctor``: the invariants of the tables, asked in SQL."""

import click

from huiyin.config.commands.ground import FINDINGS, product


@click.command()
def doctor() -> None:
    """Check that nothing was lost or doubled; names what is wrong (exit code 1)."""
    with product():
        from huiyin.obligations.doctor import findings

        found = findings()
    for finding in found:
        click.echo(finding)
    if found:
        raise SystemExit(FINDINGS)
    click.echo("0 findings")
