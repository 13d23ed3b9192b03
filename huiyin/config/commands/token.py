"""``token``: bearer tokens for the REST API."""

import click

from huiyin.config.commands.ground import product


@click.group()
def token() -> None:
    """Bearer tokens for the REST API."""


@token.command()
@click.option(
    "--person", "person_id", type=int, required=True, help="Id of the person it acts for."
)
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
def create(person_id: int, name: str) -> None:
    """Make a token; it is printed once and kept only as a digest."""
    with product():
        from huiyin.api.tokens import create_token
        from huiyin.directory.models import Person

        person = Person.objects.filter(pk=person_id, active=True).first()
        if person is None:
            raise click.BadParameter(
                f"no active person has the id {person_id}", param_hint="--person"
            )
        click.echo(create_token(person, name))
