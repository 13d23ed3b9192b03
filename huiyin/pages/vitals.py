"""What the processes and the machines say of themselves, read for the administrator's page.

Ages are by the database's clock, as the nodes write them.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kit import clock
from huiyin.ui import zh
from huiyin.worktime import calendars

FRESH = timedelta(seconds=30)
"""A node that said nothing for longer is taken for gone."""

GIGABYTE = 1 << 30

KINDS = {
    "web": gettext_lazy("页面"),
    "live": gettext_lazy("实时更新"),
    "worker": gettext_lazy("后台工作"),
}

LOOPS = {
    "huiyin.obligations.clock:run": gettext_lazy("时限"),
    "huiyin.obligations.coverage:run": gettext_lazy("覆盖统计"),
    "huiyin.delivery.loops:run": gettext_lazy("重试与汇总"),
    "huiyin.config.housekeeping:run": gettext_lazy("任务队列整理"),
    "huiyin.config.sealing:run": gettext_lazy("台账封存"),
    "huiyin.config.upgrading:run": gettext_lazy("升级收尾"),
    "huiyin.channels.mail.inbound:run": gettext_lazy("收取邮件"),
    "huiyin.cases.absence:run": gettext_lazy("请假与代理"),
    "huiyin.cases.signoff.standins:run": gettext_lazy("会签代理"),
}
"""Words for the loops that somebody asks about; the others go by their names."""


@dataclass(frozen=True, slots=True)
class Loop:
    """One loop of one worker: how long it has been silent, what it failed with."""

    path: str
    silent: timedelta
    trouble: str

    @property
    def name(self) -> str:
        """What people call it."""
        return str(LOOPS.get(self.path, self.path.removeprefix("huiyin.").partition(":")[0]))

    @property
    def words(self) -> str:
        """How long it has been silent."""
        return zh.duration(self.silent)


@dataclass(frozen=True, slots=True)
class Node:
    """One process, as it last described itself."""

    kind: str
    name: str
    version: str
    step: int
    keys: str
    since: datetime
    silent: timedelta
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def alive(self) -> bool:
        """Whether it spoke lately."""
        return self.silent <= FRESH

    @property
    def work(self) -> str:
        """What it does, in words."""
        return str(KINDS.get(self.kind, self.kind))

    @property
    def words(self) -> str:
        """How long it has been silent."""
        return zh.duration(self.silent)

    @property
    def pages(self) -> int | None:
        """Open pages that listen, of a live node."""
        return self.facts.get("pages")

    @property
    def free(self) -> float | None:
        """Gigabytes free where its data folder is."""
        found = self.facts.get("disk_free")
        return None if found is None else round(found / GIGABYTE, 1)

    @property
    def nearly_full(self) -> bool:
        """Less than a tenth, or less than two gigabytes."""
        free, total = self.facts.get("disk_free"), self.facts.get("disk_total")
        return bool(total) and free is not None and (free < 2 * GIGABYTE or free * 10 < total)

    @property
    def loops(self) -> list[Loop]:
        """A worker's loops, the most silent first."""
        told = self.facts.get("loops", {})
        found = [
            Loop(path, timedelta(seconds=state["silent"]) + self.silent, state["trouble"])
            for path, state in told.items()
        ]
        return sorted(found, key=lambda loop: (-loop.silent, loop.path))


@dataclass(frozen=True, slots=True)
class Database:
    """The server that everything stands on."""

    version: str
    megabytes: int
    connections: int
    most: int
    standbys: list[tuple[str, str, int]]

    @property
    def crowded(self) -> bool:
        """More than four fifths of the connections are taken."""
        return self.connections * 5 > self.most * 4

    @property
    def old(self) -> bool:
        """A version that is not tested any more."""
        return int(self.version.split(".", 1)[0]) < 15  # noqa: PLR2004 - the oldest one tested


def nodes() -> list[Node]:
    """All processes seen within a day, by kind and name."""
    return [Node(*(*row[:-1], json.loads(row[-1]))) for row in _all(_NODES)]


def last(mark: str) -> datetime | None:
    """When ``backup.made`` or ``backup.proved`` was last; ``None`` when never."""
    rows = _all("SELECT at FROM config_mark WHERE name = %s", [mark])
    return rows[0][0] if rows else None


def seal_age() -> timedelta:
    """How long the oldest entry has been waiting to be sealed."""
    oldest = _all(_UNSEALED)[0][0]
    return max(clock.now() - oldest, timedelta()) if oldest else timedelta()


def database() -> Database:
    """Version, size, connections and standbys of the server."""
    version, size, connections, most = _all(_DATABASE)[0]
    standbys = [(name, state, behind) for name, state, behind in _all(_STANDBYS)]
    return Database(version.split(" ")[0], size, connections, most, standbys)


def missing_years() -> list[int]:
    """Years whose holidays should be known by now: this one, and the next from December on."""
    today = clock.now()
    wanted = [today.year, *([today.year + 1] if today.month == 12 else [])]  # noqa: PLR2004 - December
    published = calendars.current().published
    return [year for year in wanted if year not in published]


def ago(at: datetime | None) -> str:
    """How long ago, in words; empty for never."""
    return _("%(span)s前") % {"span": zh.duration(clock.real_now() - at)} if at else ""


def _all(sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


_NODES = """
SELECT kind, name, version, step, keys, started_at, now() - seen_at, facts::text FROM config_node
 ORDER BY kind, name, started_at LIMIT 500
"""

_UNSEALED = "SELECT (SELECT at FROM ledger_entry WHERE id = (SELECT min(id) FROM ledger_queue))"

_DATABASE = """
SELECT current_setting('server_version'), pg_database_size(current_database()) / 1048576,
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
       current_setting('max_connections')::int
"""

_STANDBYS = """
SELECT application_name, sync_state,
       coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn), 0)::bigint
  FROM pg_stat_replication WHERE NOT pg_is_in_recovery() ORDER BY 1
"""
