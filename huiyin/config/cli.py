"""The command line ``huiyin``. Exit codes: 0 done, 1 findings or failure, 2 wrong usage."""

import importlib
from collections.abc import Iterator

import click

from huiyin import __version__


class Lazy(click.Group):
    """A group whose commands are imported when they are called; ``--help`` stays fast."""

    def __init__(self, commands: dict[str, str], **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]  # click's own keyword arguments
        self._paths = commands

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of their use."""
        del ctx
        return list(self._paths)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        del ctx
        if cmd_name not in self._paths:
            return None
        module, _, attribute = self._paths[cmd_name].partition(":")
        command: click.Command = getattr(
            importlib.import_module(f"huiyin.config.commands.{module}"), attribute
        )
        return command

    def commands_by_path(self) -> Iterator[tuple[str, ...]]:
        """Every command, those of sub-groups included."""
        for name in self._paths:
            command = self.get_command(click.Context(self), name)
            if isinstance(command, click.Group):
                yield from ((name, inner) for inner in command.commands)
            else:
                yield (name,)


_HELP = """Huiyin 回音: closed-loop communication for organisations.

    DATABASE_URL names a PostgreSQL server; without it the embedded one is used, with its data
    under HUIYIN_HOME (default .huiyin). PORT is the address of the pages (default 8000)."""

main = Lazy(
    {
        "run": "run:run",
        "web": "processes:web",
        "live": "processes:live",
        "worker": "processes:worker",
        "migrate": "migrate:migrate",
        "people": "people:people",
        "account": "account:account",
        "calendar": "calendar:calendar",
        "policy": "policy:policy",
        "token": "token:token",
        "ledger": "ledger:ledger",
        "compliance": "compliance:compliance",
        "doctor": "doctor:doctor",
        "backup": "backup:backup",
        "restore": "backup:restore",
        "demo": "demo:demo",
    },
    name="huiyin",
    help=_HELP,
)
click.version_option(__version__, prog_name="huiyin")(main)

if __name__ == "__main__":
    main()
