"""``demo``: simulated colleagues live through an afternoon."""

import click

from huiyin.config.commands.ground import product


@click.command()
@click.option(
    "--speed",
    type=click.FloatRange(min=1, max=3600),
    default=60.0,
    show_default=True,
    help="Simulated seconds per second.",
)
def demo(speed: float) -> None:
    """Let the demo company's people confirm, forget and go on leave, through the same door as people."""
    with product():
        from django.db import InterfaceError, OperationalError

        from huiyin.config.demo.run import NotADemo, simulate

        try:
            simulate(speed)
        except NotADemo as error:
            raise click.ClickException(str(error)) from error
        except (OperationalError, InterfaceError) as error:
            raise click.ClickException("The database went away") from error
