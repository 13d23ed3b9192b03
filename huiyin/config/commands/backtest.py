"""``policy backtest``: what a draft would have done to the organisation's own history."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huiyin.config.commands.ground import product, say

if TYPE_CHECKING:
    from huiyin.insight.backtest.models import Run

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_SHOWN = ("duties", "created", "dropped", "moved", "breaches", "calls", "called", "rungs", "pushes",
          "refusals", "guarded", "signings")  # fmt: skip


@click.command()
@click.argument(
    "draft", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--amendment", type=click.UUID, help="An amendment of this installation instead.")
@click.option("--patch", is_flag=True, help="The file replaces single clauses of what is in force.")
@click.option("--from", "first", type=_DAY, required=True, help="First day, YYYY-MM-DD.")
@click.option("--to", "last", type=_DAY, required=True, help="Last day, included.")
@click.option("--json", "as_json", is_flag=True, help="The whole report as canonical JSON.")
def backtest(
    draft: Path | None,
    amendment: Any,
    patch: bool,
    first: datetime,
    last: datetime,
    as_json: bool,
) -> None:
    """Try DRAFT.toml, or an amendment, on the ledger from one day to another.

    Nothing is sent and nothing is written. Numbers are before -> after [at least, at most].
    """
    if (draft is None) == (amendment is None):
        raise click.UsageError("name either a DRAFT.toml or an --amendment")
    with product():
        from huiyin.core.table import PolicyError
        from huiyin.insight.backtest.actions import SpanError
        from huiyin.insight.backtest.computing import compute

        try:
            run = _prepared(draft, amendment, first, last, patch=patch)
            found, digest = compute(run, _meter())
        except (PolicyError, SpanError) as error:
            raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(found | {"hash": digest}, ensure_ascii=False, sort_keys=True))
        return
    for line in lines(found):
        click.echo(line)
    click.echo(f"hash {digest}")


def lines(report: dict[str, Any]) -> list[str]:
    """The report in a few lines."""
    counts = report["counts"]
    head = "{entries} entries, {cases} cases; {recorded} duties replayed, {differences} differences"
    found = [head.format(**counts)]
    for name in _SHOWN:
        before, after, least, most = report["figures"].get(name, (0, 0, 0, 0))
        bound = "" if least == most else f" [{least}, {most}]"
        if before or most:
            found.append(f"{name:>9} {before} -> {after}{bound}")
    open_ones = ("unknown_roles", "missing_facts", "recounted")
    return found + [
        f"{name} {counts[name]}, not in the figures" for name in open_ones if counts[name]
    ]


def _prepared(
    draft: Path | None, amendment: Any, first: datetime, last: datetime, *, patch: bool
) -> "Run":
    from huiyin.core.writing.clause import clause_toml
    from huiyin.core.writing.source import read_source, with_clause
    from huiyin.insight.backtest.actions import prepare
    from huiyin.policies import in_force
    from huiyin.scenarios.regulation.models import Amendment

    begin, end = first.date(), last.date()
    if draft is None:
        row = Amendment.objects.filter(pk=amendment).first()
        if row is None:
            raise click.ClickException("there is no such amendment")
        return prepare(row.source, title=row.title, binds=row.binds_id, first=begin, last=end)
    source = draft.read_text(encoding="utf-8")
    now = in_force.latest()
    if patch and now is not None:
        clauses = read_source(source).clauses
        source = now.source
        for clause in clauses:
            source = with_clause(source, clause.id, clause_toml(clause))
    return prepare(source, title=draft.name, first=begin, last=end)


def _meter() -> Any:
    """Says each tenth that is done."""
    told = [0]

    def tell(share: float) -> None:
        if int(share * 10) > told[0]:
            told[0] = int(share * 10)
            say(f"{told[0]}0 %")

    return tell
