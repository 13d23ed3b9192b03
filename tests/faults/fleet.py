"""Several nodes on one database, each a process with a home of its own, as on machines of their own."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.faults import instance, proxy
from tests.faults.instance import ROOT, Instance
from tests.faults.proxy import Proxy

SECRET = "the-same-secret-on-every-node-of-the-fleet"
DRAIN = 1.5
AHEAD = "HUIYIN_FAULTS_AHEAD"
SHIFTED = ROOT / "tests" / "faults" / "shifted"


@dataclass(slots=True)
class Node:
    """One process of the product: what it is, where it answers, and who keeps it."""

    kind: str
    port: int
    pid: int
    keeper: "subprocess.Popen[str]"
    log: Path

    @property
    def processes(self) -> list[psutil.Process]:
        """It and what it started."""
        with contextlib.suppress(psutil.NoSuchProcess):
            first = psutil.Process(self.pid)
            return [first, *first.children(recursive=True)]
        return []

    def is_gone(self) -> bool:
        """Whether its process has ended."""
        with contextlib.suppress(psutil.NoSuchProcess):
            return bool(psutil.Process(self.pid).status() == psutil.STATUS_ZOMBIE)
        return True

    def kill(self) -> None:
        """SIGKILL for all of it."""
        instance.kill(self.processes)

    def stop(self) -> None:
        """SIGTERM, as systemd does it."""
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(self.pid).send_signal(signal.SIGTERM)


class Fleet:
    """The nodes, the proxy in front, and the product as the tests' other tools know it."""

    def __init__(self, product: Instance, front: Proxy) -> None:
        self.product = product
        self.front = front
        self.nodes: list[Node] = []
        self._shared = product.folder / "shared"
        self._shared.mkdir(mode=0o711)
        product.port = front.port
        product.environment |= {
            "HUIYIN_SECRET": SECRET,
            "HUIYIN_LEDGER_KEY_FILE": str(self._shared / "ledger.key"),
            "HUIYIN_MEDIA": str(self._shared / "media"),
            "HUIYIN_LIVE_PER_CLIENT": "10000",
        }

    def start(
        self,
        kind: str,
        *,
        code: Path = ROOT,
        ahead: float = 0.0,
        over: Sequence[str] = (),
        **settings: str,
    ) -> Node:
        """Start ``huiyin <kind>`` with a home of its own, from the source in ``code``.

        The clock of its machine is ``ahead`` by so many seconds; ``over`` is the command that runs
        it on another machine, which the proxy does not reach.
        """
        home = self.product.folder / f"{kind}{len(self.nodes)}"
        home.mkdir(mode=0o711)
        port = instance.free_ports()
        environment = self.product.environment | {
            "HUIYIN_HOME": str(home),
            "HUIYIN_NODE": f"{kind}{len(self.nodes)}",
            "PORT": str(port),
            "HUIYIN_LIVE_PORT": str(port),
            "HUIYIN_WORKER_PORT": str(port),
            "HUIYIN_DRAIN": str(DRAIN),
            "PYTHONPATH": str(code),
            **settings,
        }
        log = home / "log"
        keeper = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.faults.keeper", str(home), str(log)),
                *(*over, sys.executable, "-m", "huiyin.config.cli", kind),
            ],
            env=environment | {"PYTHONPATH": _path(code, ahead), AHEAD: str(ahead)},
            cwd=code,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        assert keeper.stdout is not None
        node = Node(kind, port, int(keeper.stdout.readline()), keeper, log)
        self.nodes.append(node)
        if kind == "web" and not over:
            self.front.nodes.append(proxy.Node(port))
        return node

    def takes(self, node: Node) -> bool:
        """Whether the proxy sends people to ``node``."""
        return any(one.takes for one in self.front.nodes if one.port == node.port)

    def await_workers(self, number: int) -> None:
        """Until so many workers do jobs."""
        self.product.until(
            lambda: self.product.one(_WORKERS) == number, f"{number} workers", instance.START
        )

    def end(self) -> None:
        """Stop every node."""
        for node in self.nodes:
            assert node.keeper.stdin is not None
            node.keeper.stdin.close()
        for node in self.nodes:
            node.keeper.wait(150)
            assert node.keeper.stdout is not None
            node.keeper.stdout.close()

    def said(self) -> str:
        """What the nodes' logs say."""
        return "\n".join(
            f"--- {node.kind} {node.port}\n{node.log.read_text(errors='replace')[-1500:]}"
            for node in self.nodes
            if node.log.exists()
        )


def _path(code: Path, ahead: float) -> str:
    """Where its Python looks first: a machine whose clock is off has a module that sees to it."""
    folders = [code, ROOT]
    return os.pathsep.join(str(one) for one in ([SHIFTED, *folders] if ahead else folders))


@contextmanager
def running(**settings: str) -> Iterator[Fleet]:
    """A migrated database beside, a proxy, and no node yet."""
    folder = Path(tempfile.mkdtemp(prefix="hyfleet-"))
    folder.chmod(0o711)
    product = Instance(folder, settings)
    fleet: Fleet | None = None
    try:
        with proxy.running([]) as front:
            product.use_server_beside()
            fleet = Fleet(product, front)
            done = product.huiyin("migrate")
            assert done.code == 0, done.out
            yield fleet
            fleet.end()
    finally:
        if fleet is not None:
            fleet.end()
        product.stop()
        shutil.rmtree(folder, ignore_errors=True)


_WORKERS = """
SELECT count(*) FROM config_node
 WHERE kind = 'worker' AND now() - seen_at < interval '12 s'
"""
