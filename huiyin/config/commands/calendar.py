"""``calendar``: working time, its own days, and years that are published."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huiyin.config.commands.ground import FINDINGS, product

if TYPE_CHECKING:
    from huiyin.obligations.moving import Moves


@click.group()
def calendar() -> None:
    """Working time: days off, make-up workdays, own days."""


@calendar.command()
@click.argument("year", type=click.IntRange(2000, 2100))
def show(year: int) -> None:
    """Print a year's differing days (exit code 1 while the year is not published)."""
    with product():
        from huiyin.cases.workdays import queries
        from huiyin.worktime.models import WorkCalendar

        found = queries.year_of(WorkCalendar.objects.filter(main=True).first(), year)
    for one in found.stretches:
        span = f"{one.first}" if one.first == one.last else f"{one.first}~{one.last}"
        click.echo(f"{span}\t{one.kind}\t{one.title}")
    click.echo(
        f"{found.worked} working days, {'published' if found.published else 'NOT PUBLISHED'}"
    )
    if not found.published:
        raise SystemExit(FINDINGS)


@calendar.command("add-day")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--title", required=True, help="What the day is called.")
@click.option("--hours", default="", help="09:00-12:00; empty: nobody works.")
@click.option("--as-usual", is_flag=True, help="A day that would be off is worked.")
@click.option("--dry-run", is_flag=True, help="Only say what would move.")
def add_day(day: datetime, title: str, hours: str, *, as_usual: bool, dry_run: bool) -> None:
    """Set a day of the organisation's calendar; open duties follow."""
    with product():
        from huiyin.cases.workdays import actions
        from huiyin.worktime.hours import HoursError, parse

        try:
            spans = None if as_usual else parse(hours)
        except HoursError as error:
            raise click.BadParameter(str(error), param_hint="--hours") from error

        def change() -> "Moves":
            return actions.set_day(None, day.date(), spans, title, by=None)

        _say(actions.looked_at(change) if dry_run else change())


@calendar.command()
@click.argument("year", type=click.IntRange(2000, 2100))
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Lines such as “2027-10-01~2027-10-07 休 国庆节”; without it the library must know the year.",
)
def publish(year: int, file: Path | None) -> None:
    """Let a year that was announced be known: provisional due times become certain."""
    with product():
        from huiyin.cases.workdays import actions
        from huiyin.cases.workdays.pasted import PastedWrong, year_days

        try:
            if file is None:
                _say(actions.publish(year, by=None))
            else:
                days = year_days(file.read_text(encoding="utf-8-sig"), year)
                _say(actions.supply_year(year, days, by=None))
        except PastedWrong as wrong:
            for one in wrong.problems:
                click.echo(f"{file} {one.row} {one.field}: {one.message}", err=True)
            raise SystemExit(FINDINGS) from wrong
        except actions.CalendarRefused as refused:
            raise click.ClickException(str(refused)) from refused


def _say(moves: "Moves") -> None:
    click.echo(f"{moves.duties} duties moved, {moves.settled} became certain")
