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


@policy.command()
def show() -> None:
    """Print the shipped regulation as Markdown, in legal order."""
    with rooms():
        from huiyin.core.load import read_policy
        from huiyin.pages.regulation import markdown
        from huiyin.policies import in_force

        text = markdown(read_policy(0, in_force.texts(in_force.shipped_source())))
    click.echo(text, nl=False)
