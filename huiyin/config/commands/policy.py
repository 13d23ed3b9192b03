"""``policy``: whether the regulation is sound."""

import json

import click

from huiyin.config.commands.backtest import backtest
from huiyin.config.commands.ground import FINDINGS, rooms
from huiyin.config.commands.policy_import import import_text
from huiyin.config.commands.policy_versions import diff, export, versions


@click.group()
def policy() -> None:
    """The regulation: clauses, rules and their stories."""


policy.add_command(backtest)


@policy.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
def check(as_json: bool) -> None:
    """Read, lint and rehearse the shipped policy (exit code 1 when there are errors)."""
    with rooms():
        from huiyin.config import policychecks

        found = policychecks.findings()
    if as_json:
        every = [policychecks.plain(finding) for finding in found]
        click.echo(json.dumps(every, ensure_ascii=False, indent=2))
    else:
        for finding in found:
            click.echo(policychecks.line(finding))
        click.echo(_counted([str(finding.weight) for finding in found]))
    if any(finding.weight == "error" for finding in found):
        raise SystemExit(FINDINGS)


def _counted(weights: list[str]) -> str:
    """``0 errors, 1 warning, 6 notes``."""
    parts = ((name, weights.count(name)) for name in ("error", "warning", "note"))
    return ", ".join(f"{number} {name}{'' if number == 1 else 's'}" for name, number in parts)


@policy.command()
def show() -> None:
    """Print the shipped regulation as Markdown, in legal order."""
    with rooms():
        from huiyin.core.load import read_policy
        from huiyin.pages.policy.document import markdown
        from huiyin.policies import in_force

        text = markdown(read_policy(0, in_force.texts(in_force.shipped_source())))
    click.echo(text, nl=False)


policy.add_command(import_text)
policy.add_command(versions)
policy.add_command(diff)
policy.add_command(export)
