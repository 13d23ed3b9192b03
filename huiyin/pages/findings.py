"""What is late and why, in words, and what to do about it: the head of the administrator's page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.delivery import again
from huiyin.delivery.again import Failures
from huiyin.kit import clock
from huiyin.pages import status, vitals
from huiyin.ui import zh

SILENT = timedelta(minutes=2)
"""A loop that did not look at its stop for so long hangs or works on something very long."""

UNSEALED = timedelta(minutes=1)
BACKUP = timedelta(hours=26)
PROOF = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    title: str
    why: str
    todo: str
    grave: bool = True
    url: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was read for one showing of the page."""

    nodes: list[vitals.Node]
    workers: list[status.Worker]
    queue: status.Queue
    lateness: status.Clock
    failures: list[Failures]
    seal_age: timedelta
    made: datetime | None
    proved: datetime | None
    database: vitals.Database
    missing: list[int]
    wrong: list[status.NodeClock]

    @property
    def has_worker(self) -> bool:
        """Whether somebody does the background work."""
        return any(worker.alive for worker in self.workers)


def read() -> Seen:
    """Look at everything once."""
    return Seen(
        nodes=vitals.nodes(),
        workers=status.workers(),
        queue=status.queue(),
        lateness=status.lateness(),
        failures=again.failures(),
        seal_age=vitals.seal_age(),
        made=vitals.last("backup.made"),
        proved=vitals.last("backup.proved"),
        database=vitals.database(),
        missing=vitals.missing_years(),
        wrong=status.wrong_clocks(),
    )


def found(seen: Seen) -> list[Finding]:
    """Everything that is late or missing, the gravest first."""
    every = [
        *_work(seen),
        *_loops(seen),
        *_nodes(seen),
        *_deliveries(seen),
        *_backups(seen),
        *_ground(seen),
    ]
    return sorted(every, key=lambda one: not one.grave)


def _work(seen: Seen) -> Iterator[Finding]:
    start = _("在任一节点上启动 huiyin worker")
    nobody = _("没有工作进程在运行")
    busy = _("工作进程忙不过来，或数据库变慢")
    more = _("再启动一个 huiyin worker；看数据库的负载")
    if not seen.has_worker:
        yield Finding(nobody, _("通知不会发出，时限不会触发"), start)
    if seen.queue.slow:
        title = _("最早的任务已等待 %(span)s") % {"span": zh.duration(seen.queue.oldest)}
        yield Finding(
            title, busy if seen.has_worker else nobody, more if seen.has_worker else start
        )
    if seen.queue.failed:
        title = ngettext("%(n)s 个任务失败", "%(n)s 个任务失败", seen.queue.failed) % {
            "n": seen.queue.failed
        }
        why = _("任务出错后不再重试")
        yield Finding(title, why, _("看工作进程的日志中 ERROR 一行；改正后重新发起那一步"))
    if seen.lateness.slow:
        title = _("时限处理晚了 %(span)s") % {"span": zh.duration(seen.lateness.behind)}
        yield Finding(
            title, busy if seen.has_worker else nobody, more if seen.has_worker else start
        )
    if seen.seal_age > UNSEALED:
        title = _("台账已有 %(span)s没有封存") % {"span": zh.duration(seen.seal_age)}
        why = _("封存停止，或与外部检查点不符") if seen.has_worker else nobody
        yield Finding(title, why, _("运行 huiyin ledger verify，看它指出的第一条"))


def _loops(seen: Seen) -> Iterator[Finding]:
    for node in seen.nodes:
        for loop in node.loops if node.alive else ():
            told = {"loop": loop.name, "node": node.name, "span": loop.words}
            if loop.trouble:
                why = _("出错（%(error)s），会自动重新开始") % {"error": loop.trouble}
                title = _("「%(loop)s」在 %(node)s 上反复出错") % told
                yield Finding(title, why, _("看该节点的日志"))
            elif loop.silent > SILENT:
                title = _("「%(loop)s」在 %(node)s 上已 %(span)s没有动静") % told
                yield Finding(
                    title, _("卡在一步上，或这一步很长"), _("看该节点的日志；必要时重启该进程")
                )


def _nodes(seen: Seen) -> Iterator[Finding]:
    alive = [node for node in seen.nodes if node.alive]
    versions = sorted({f"{node.version} ({node.step})" for node in alive})
    if len(versions) > 1:
        title = _("节点的版本不同：%(all)s") % {"all": " / ".join(versions)}
        todo = _("逐个替换旧节点；全部替换后新制度自动生效")
        yield Finding(title, _("正在升级"), todo, grave=False)
    if len({node.keys for node in alive}) > 1:
        why = _("登录、链接、保存的密码和台账签名在各节点之间互不相认")
        todo = _("在每个节点上设同一个 HUIYIN_SECRET 和同一份 HUIYIN_LEDGER_KEY_FILE")
        yield Finding(_("节点的密钥不同"), why, todo)
    for node in (node for node in seen.nodes if not node.alive):
        told = {"work": node.work, "node": node.name, "span": node.words}
        title = _("%(work)s节点 %(node)s 已 %(span)s没有消息") % told
        why = _("进程结束而没有道别，或连不上数据库")
        yield Finding(title, why, _("看该机器；确实停用的一天后不再列出"), grave=False)
    for node in (node for node in alive if node.nearly_full):
        title = _("%(node)s 的磁盘只剩 %(free)s GB") % {"node": node.name, "free": node.free}
        yield Finding(title, _("附件、日志或备份占满"), _("清理或扩容，存满后上传会失败"))
    for one in seen.wrong:
        title = _("%(node)s 的时钟差 %(off)s 秒") % {"node": one.name, "off": one.words}
        why = _("时限仍按数据库的时钟；日志的时间会对不上")
        yield Finding(
            title, why, _("在该机器上打开时间同步（chrony 或 systemd-timesyncd）"), grave=False
        )


def _deliveries(seen: Seen) -> Iterator[Finding]:
    for one in seen.failures:
        told = {"n": one.count, "channel": one.name}
        title = ngettext(
            "%(channel)s 有 %(n)s 次投递失败", "%(channel)s 有 %(n)s 次投递失败", one.count
        )
        todo = _("消除原因后在下方“投递失败”中重试")
        yield Finding(title % told, one.words or _("没有说明原因"), todo, grave=False)


def _backups(seen: Seen) -> Iterator[Finding]:
    now = clock.real_now()
    if seen.made is None:
        why = _("机器损坏时什么都找不回")
        yield Finding(_("还没有备份"), why, _("每天运行 huiyin backup make"))
        return
    if now - seen.made > BACKUP:
        title = _("最近的备份在 %(ago)s") % {"ago": vitals.ago(seen.made)}
        yield Finding(
            title, _("每天的备份没有完成"), _("看备份任务的日志，再运行 huiyin backup make")
        )
    if seen.proved is None or now - seen.proved > PROOF:
        title = _("备份还没有验证过") if seen.proved is None else _("备份已超过一个月没有验证")
        todo = _("在保管私钥的机器上运行 huiyin backup prove")
        yield Finding(title, _("打不开的备份等于没有"), todo, grave=False)


def _ground(seen: Seen) -> Iterator[Finding]:
    base = seen.database
    if base.old:
        title = _("数据库版本 %(version)s 过旧") % {"version": base.version}
        yield Finding(title, _("只支持 PostgreSQL 15 及以上"), _("升级数据库"))
    if base.crowded:
        told = {"used": base.connections, "most": base.most}
        title = _("数据库连接已用 %(used)s / %(most)s") % told
        todo = _("减少每个节点的线程，或调高 max_connections")
        yield Finding(title, _("节点或线程太多"), todo)
    for year in seen.missing:
        title = _("%(year)s 年的放假安排还没有录入") % {"year": year}
        why = _("落在该年的时限只能暂定")
        url = reverse("workdays:supply")
        yield Finding(title, why, _("录入国务院公布的安排"), grave=False, url=url)
