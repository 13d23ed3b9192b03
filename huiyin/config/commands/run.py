"""``run``: everything on one machine with one command."""

import contextlib
import http
import http.client
import os
import socket
import threading
import time
from collections.abc import Callable

import click

from huiyin.config import embedded
from huiyin.config.commands.ground import product, say
from huiyin.config.supervisor import Supervisor, huiyin

LOOK_EVERY = 1.0


@click.command()
@click.option("--host", default="127.0.0.1", envvar="HUIYIN_HOST", show_default=True)
@click.option("--port", type=int, default=8000, envvar="PORT", show_default=True)
def run(host: str, port: int) -> None:
    """Run the product: database, pages, live updates and worker, until Ctrl-C.

    The first start creates a demo company; HUIYIN_DEMO=0 starts empty.
    """
    for number in (port, port + 1):
        _refuse_taken(host, number)
    with product(own=True) as server:
        from huiyin.config.preparation import prepare

        prepare(say)
        os.environ.setdefault("HUIYIN_LIVE_URL", f":{port + 1}/live")
        address = {"HUIYIN_HOST": host, "PORT": str(port), "HUIYIN_LIVE_PORT": str(port + 1)}
        children = [huiyin(name, **address) for name in ("web", "live", "worker")]
        supervisor = Supervisor(children, say, _keeper(server))
        threading.Thread(target=_greet, args=(host, port, supervisor), daemon=True).start()
        supervisor.run()
        say("Stopping")


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} cannot be used ({error.strerror}). Choose another: PORT=8080 huiyin run"
            ) from error


def _keeper(server: embedded.Server | None) -> Callable[[], None]:
    """Looks every second whether the embedded server lives, and starts it again if not."""
    looked = time.monotonic()

    def keep() -> None:
        nonlocal looked
        if server is None or time.monotonic() - looked < LOOK_EVERY:
            return
        if not server.is_running():
            say("The database ended; starting it again")
            with contextlib.suppress(embedded.DatabaseWontStart):
                server.start()
        looked = time.monotonic()

    return keep


def _greet(host: str, port: int, supervisor: Supervisor) -> None:
    """Say where the product is once it answers."""
    while not supervisor.stopping.is_set():
        if _answers(host, port):
            break
        supervisor.stopping.wait(0.1)
    else:
        return
    click.echo(f"\n  回音 Huiyin   http://{_reachable_name(host)}:{port}/   (Ctrl-C stops it)\n")
    for line in _accounts():
        click.echo(f"  {line}")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Connection": "close"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _reachable_name(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def _accounts() -> list[str]:
    if os.environ.get("HUIYIN_DEMO") == "0":
        return []
    from django.db import connections

    from huiyin.config.demo import company

    try:
        return [f"{login:<12}{password:<16}{who}" for login, password, who in company.accounts()]
    finally:
        connections.close_all()
