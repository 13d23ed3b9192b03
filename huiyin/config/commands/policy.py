"""``policy``: whether the regulation is sound."""

import click

from huiyin.config.commands.ground import FINDINGS, rooms


@click.group()
def policy() -> None:
    """The regulation: clauses, rules and their stories."""


@policy.command()
def check() -> None:
    """Read, lint and rehearse the shipped policy; names what is wrong (exit code 1)."""
    with rooms():
        from huiyin.config.policychecks import findings

        found = findings()
    for finding in found:
        click.echo(finding)
    if found:
        raise SystemExit(FINDINGS)
    click.echo("0 findings")
