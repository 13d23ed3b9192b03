"""``backup`` and ``restore``: everything in one encrypted file, and back."""

from pathlib import Path

import click
import pyrage

from huiyin.config.commands.ground import FINDINGS, product, say


@click.group()
def backup() -> None:
    """Everything in one encrypted file: database, attached files, keys, checkpoints."""


@backup.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def key(file: Path) -> None:
    """Make a key pair: the private key goes to FILE (keep it elsewhere), the public one is printed."""
    if file.exists():
        raise click.ClickException(f"{file} exists; a key is never written over")
    made = pyrage.x25519.Identity.generate()
    public = made.to_public()
    file.touch(mode=0o600)
    file.write_text(f"# public key: {public}\n{made}\n", encoding="utf-8")
    say(
        f"The private key is in {file}. Keep it away from this machine: without it no backup opens."
    )
    click.echo(str(public))


@backup.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--to",
    envvar="HUIYIN_BACKUP_KEY",
    required=True,
    help="The public key (age1…) of ``backup key``.",
)
def make(file: Path, to: str) -> None:
    """Write a backup to FILE while everybody works."""
    if file.exists():
        raise click.ClickException(f"{file} exists; name a new file for each backup")
    with product():
        from huiyin.config import marks
        from huiyin.config.backup import archive, making, postgres

        try:
            manifest = making.make(file.absolute(), to, say=say)
        except (archive.Unreadable, postgres.ToolFailed, OSError) as error:
            raise click.ClickException(str(error)) from error
        marks.put(marks.BACKUP_MADE, entries=manifest["ledger"]["size"])
    ledger = manifest["ledger"]
    click.echo(f"{file}: {file.stat().st_size} bytes, {len(manifest['members'])} files")
    click.echo(f"ledger {ledger['size']} {ledger['root']}")


@backup.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    "key_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file with the private key.",
)
def prove(file: Path, key_file: Path) -> None:
    """Open FILE, check every byte of it and its place in this ledger; nothing is changed (exit code 1)."""
    with product():
        from huiyin.config import marks
        from huiyin.config.backup import archive, proving

        try:
            proved = proving.prove(file.absolute(), key_file.read_text("utf-8"))
        except archive.Unreadable as error:
            raise click.ClickException(str(error)) from error
        if not proved.findings:
            marks.put(marks.BACKUP_PROVED, entries=proved.size)
    for finding in proved.findings:
        click.echo(finding)
    if proved.findings:
        raise SystemExit(FINDINGS)
    click.echo(f"{file}: whole, {proved.members} files, ledger {proved.size}, 0 findings")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    "key_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file with the private key.",
)
@click.option("--reason", default="restore", help="Why; it is written into the ledger.")
def restore(file: Path, key_file: Path, reason: str) -> None:
    """Put the backup FILE into an empty database and HUIYIN_HOME, and verify it (exit code 1)."""
    with product():
        from huiyin.config.backup import archive, postgres, restoring

        try:
            done = restoring.restore(file.absolute(), key_file.read_text("utf-8"), say=say)
        except (archive.Unreadable, restoring.NotEmpty, postgres.ToolFailed) as error:
            raise click.ClickException(str(error)) from error
        if not done.findings:
            restoring.go_on(done, reason)
    for finding in done.findings:
        click.echo(finding)
    if done.findings:
        raise SystemExit(FINDINGS)
    ledger = done.manifest["ledger"]
    click.echo(
        f"Restored to {done.manifest['made_at']}; ledger {ledger['size']} {ledger['root']}, 0 findings"
    )
