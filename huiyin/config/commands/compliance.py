"""``compliance``: how each clause is kept."""

import json
from dataclasses import asdict

import click

from huiyin.config.commands.ground import product


@click.group()
def compliance() -> None:
    """Duties by clause: in time, late, excused, open, overdue."""


@compliance.command()
@click.option("--period", default="", help="2026-W47, 2026-11, 2026-Q4, 2026-H2, 2026, or a..b.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
def show(period: str, *, as_json: bool) -> None:
    """Print the figures of every clause in a period (default: this quarter)."""
    with product():
        from huiyin.insight.compliance import periods, queries, reading, scope
        from huiyin.kit import clock

        try:
            asked = periods.parse(period) if period else None
        except periods.BadPeriod as error:
            raise click.BadParameter(f"{error} names no period", param_hint="--period") from error
        span = asked or periods.of("quarter", reading.today_of(clock.now()))
        table = queries.table(span, scope.everything())
    if as_json:
        found = {clause: asdict(one) for clause, one in sorted(table.clauses.items())}
        document = {"period": span.name, "whole": asdict(table.whole), "clauses": found}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    names = list(asdict(table.whole))
    click.echo("  ".join([f"{'clause':<12}", "rate", *(f"{name:>8}" for name in names)]))
    for clause, one in [*sorted(table.clauses.items()), ("all", table.whole)]:
        rate = "   –" if one.rate is None else f"{one.rate:>3}%"
        counts = (f"{number:>8}" for number in asdict(one).values())
        click.echo("  ".join([f"{clause:<12}", rate, *counts]))


@compliance.command()
def rebuild() -> None:
    """Make the roll-up anew from the duties and the ledger, in one transaction."""
    with product():
        from huiyin.insight.compliance.rebuilding import rebuild as make

        cells = make()
    click.echo(f"{cells} cells by day")
