"""``account``: who can sign in."""

import secrets
import sys

import click

from huiyin.config.commands.ground import product

LENGTH = 12
"""Bytes of chance in a password made here."""


@click.group()
def account() -> None:
    """Accounts and roles of people."""


@account.command()
@click.option("--employee", "employee_no", required=True, help="Employee number of the person.")
@click.option("--username", default="", help="Name to sign in with (default: the number).")
@click.option(
    "--role",
    "names",
    multiple=True,
    type=click.Choice(["administrator", "publisher", "auditor"]),
    help="Role to hold; may be given several times.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(
    employee_no: str, username: str, names: tuple[str, ...], *, password_stdin: bool
) -> None:
    """Let a person sign in. Without a given password one is made and printed once."""
    with product():
        from huiyin.cases.accounts import AccountRefused, open_account
        from huiyin.directory.models import Person, Role

        person = Person.objects.filter(employee_no=employee_no, active=True).first()
        if person is None:
            raise click.BadParameter(
                f"no active person has the number {employee_no}", param_hint="--employee"
            )
        given = _read() if password_stdin else ""
        password = given or secrets.token_urlsafe(LENGTH)
        try:
            made = open_account(
                person,
                username or employee_no,
                password,
                by=None,
                given=[Role(name) for name in names],
            )
        except AccountRefused as refused:
            raise click.ClickException(str(refused)) from refused
    click.echo(f"{made.username} is {person.name}")
    if not given:
        click.echo(f"password: {password}")


@account.command("create-all")
def create_all() -> None:
    """Give everybody who lacks one an account; they set their password by mail."""
    with product():
        from huiyin.cases.accounts import open_for_all

        click.echo(f"{open_for_all(by=None)} accounts opened")


def _read() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise click.UsageError("--password-stdin was given, but standard input is empty")
    return password
