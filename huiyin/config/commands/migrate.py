"""``migrate``: bring the database's tables up to date."""

import click

from huiyin.config.commands.ground import product, say


@click.command()
@click.option("--check", is_flag=True, help="Only say whether something is pending (exit code 1).")
def migrate(check: bool) -> None:
    """Apply pending migrations and put the shipped policy in force.

    While nodes of the version before run, only the tables change: the policy follows by itself when
    the last of them has ended.
    """
    with product():
        from huiyin.config import preparation, probes, steps

        steps.refuse_newer()
        if check:
            pending = probes.pending_migrations()
            click.echo(f"{pending} pending")
            raise SystemExit(1 if pending else 0)
        applied = preparation.migrate(say)
        older = steps.older_nodes()
        if older:
            say(
                f"{older} nodes of the version before are running; the policy follows when they end"
            )
        else:
            preparation.install_policy()
            preparation.follow_working_time()
        click.echo(f"{applied} applied")
