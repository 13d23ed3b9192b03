"""``policy versions``, ``policy diff`` and ``policy export``: what was in force when, and what changed."""

import json
from typing import TYPE_CHECKING

import click

from huiyin.config.commands.ground import FINDINGS, product

if TYPE_CHECKING:
    from huiyin.policies.models import PolicyVersion


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
def versions(*, as_json: bool) -> None:
    """List every version of the regulation, the newest first."""
    with product():
        from huiyin.scenarios.regulation import history

        found = [
            {
                "number": one.row.pk,
                "title": one.row.title,
                "in_force_from": one.row.in_force_from.isoformat(),
                "digest": one.row.digest,
                "amendment": str(one.row.case) if one.row.case else None,
                "current": one.current,
            }
            for one in history.versions()
        ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for each in found:
        mark = "*" if each["current"] else " "
        click.echo(f"{mark} {each['number']:>4}  {each['in_force_from']}  {each['title']}")


@click.command()
@click.argument("old", required=False, type=int)
@click.argument("new", required=False, type=int)
def diff(old: int | None, new: int | None) -> None:
    """Print what changes from version OLD to NEW, clause by clause (exit code 1 when something does).

    Without NEW: to the version in force. Without both: from the one before it.
    """
    with product():
        from huiyin.scenarios.regulation import history
        from huiyin.scenarios.regulation.words.changes import heading, sentences

        known = history.versions()
        first = old or (known[0].previous if known else None) or 0
        last = new or (known[0].row.pk if known else 0)
        changed = history.difference(_version(first), _version(last))
        lines = [f"{heading(one)}\n{sentences(one)}".rstrip() for one in changed]
    for line in lines:
        click.echo(line)
    if lines:
        raise SystemExit(FINDINGS)


@click.command()
@click.argument("number", metavar="[VERSION]", required=False, type=int)
@click.option("--format", "form", type=click.Choice(["toml", "md", "json"]), default="toml")
def export(number: int | None, form: str) -> None:
    """Print the company's regulation of VERSION (default: the one in force)."""
    with product():
        from huiyin.config import policyexport
        from huiyin.policies import in_force

        row = _version(number) if number is not None else in_force.latest()
        if row is None:
            raise click.ClickException("no regulation is in force")
        text = policyexport.FORMS[form](row)
    click.echo(text, nl=not text.endswith("\n"))


def _version(number: int) -> "PolicyVersion":
    from huiyin.policies.models import PolicyVersion

    found = PolicyVersion.objects.filter(pk=number).first()
    if found is None:
        raise click.ClickException(f"there is no version {number}")
    return found
