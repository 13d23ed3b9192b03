"""What people do about trackers: set one up, stop it, try a link again, let go of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.cases.wrongs import WrongFields
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Department, Person
from huiyin.kit import clock, outbound
from huiyin.obligations.record import record
from huiyin.scenarios.problems import authority, duties, events
from huiyin.scenarios.problems.models import ProblemState
from huiyin.scenarios.problems.trackers import keys, mirroring
from huiyin.scenarios.problems.trackers.models import Link, LinkState, Tracker, TrackerKind
from huiyin.scenarios.problems.trackers.syncing import mended

STATUSES: Mapping[str, str] = {
    ProblemState.REGISTERED.value: "To Do",
    ProblemState.ASSIGNED.value: "In Progress",
    ProblemState.REPORTED_SOLUTION.value: "In Progress",
    ProblemState.DOING.value: "In Progress",
    ProblemState.SOLVED.value: "Done",
    ProblemState.TOLD.value: "Done",
    ProblemState.CLOSED.value: "Done",
    ProblemState.WITHDRAWN.value: "Done",
    ProblemState.MERGED.value: "Done",
}
"""What the states are called in a new project of Jira."""


class TrackerError(WrongFields):
    """A tracker cannot stand like this."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A tracker as it is to be; an empty ``token`` keeps the one that there is."""

    name: str
    kind: str
    url: str
    actor: Person
    project: str = ""
    issue_type: str = "Task"
    account: str = ""
    token: str = ""
    api: int = 3
    department: Department | None = None
    statuses: Mapping[str, str] = field(default_factory=lambda: dict(STATUSES))

    def errors(self, known: Tracker | None) -> dict[str, str]:
        """What is wrong, by field; empty when nothing is."""
        found: dict[str, str] = {}
        if not self.name.strip():
            found["name"] = _("请填写名称")
        same = Tracker.objects.filter(name=self.name.strip())
        if (same.exclude(pk=known.pk) if known else same).exists():
            found["name"] = _("已经有这个名称的任务工具")
        try:
            outbound.check(self.url)
        except outbound.Forbidden:
            found["url"] = _("应为 http(s) 地址，不能是内网地址；内网的由运维在配置里放行")
        if self.kind == TrackerKind.JIRA:
            found |= self._jira_errors(known)
        return found

    def _jira_errors(self, known: Tracker | None) -> dict[str, str]:
        found: dict[str, str] = {}
        if not self.project.strip():
            found["project"] = _("请填写项目代号")
        if not self.token and not (known and known.token):
            found["token"] = _("请填写令牌")
        return found


@action(events.TRACKER_SET)
def set_tracker(plan: Plan, *, by: Person, tracker_id: UUID | None = None) -> tuple[Tracker, str]:
    """A new tracker and the secret that both sides sign with (told once), or a change of one."""
    require(by, Action.ADMINISTER)
    rows = Tracker.objects.select_for_update(of=("self",))
    known = rows.get(pk=tracker_id) if tracker_id else None
    wrong = plan.errors(known)
    if wrong:
        raise TrackerError(wrong)
    tracker = known or Tracker()
    secret = "" if known else keys.give_secret(tracker)
    _fill(tracker, plan)
    tracker.save()
    record(_event(events.TRACKER_SET, tracker, by))
    return tracker, secret


@action(events.TRACKER_STOPPED)
def stop_tracker(tracker_id: UUID, *, by: Person) -> bool:
    """Nothing is told to it or heard from it any more; ``False`` when it was so before."""
    require(by, Action.ADMINISTER)
    tracker = Tracker.objects.select_for_update(of=("self",)).get(pk=tracker_id)
    if tracker.stopped_at is not None:
        return False
    tracker.stopped_at = clock.now()
    tracker.save(update_fields=["stopped_at"])
    record(_event(events.TRACKER_STOPPED, tracker, by))
    return True


def try_again(link: Link, *, by: Person) -> None:
    """Tell the tracker once more how the problem is: here it is right. No event of its own."""
    authority.demand(by, link.problem, allowed=may_mend(by, link))
    mirroring.again(link)


@action(events.SYNCED)
def let_go(link: Link, *, by: Person) -> None:
    """This problem is not shown there any more; nothing is owed for it. No event beyond that."""
    authority.demand(by, link.problem, allowed=may_mend(by, link))
    link.state = LinkState.SYNCED
    mended(link, "let_go", by=by)
    link.delete()


def may_mend(actor: Person, link: Link) -> bool:
    """Whoever owes it, the desk, and the owner."""
    problem, part = link.problem, f"link{link.pk}"
    if duties.answers_for(problem.pk, events.MEND_SYNC, actor, part):
        return True
    return authority.may_register(actor, problem) or authority.may_own(actor, problem)


def _fill(tracker: Tracker, plan: Plan) -> None:
    tracker.name, tracker.kind, tracker.url = plan.name.strip(), plan.kind, plan.url.strip()
    tracker.project, tracker.issue_type = plan.project.strip(), plan.issue_type.strip() or "Task"
    tracker.account, tracker.api = plan.account.strip(), plan.api
    tracker.department, tracker.actor = plan.department, plan.actor
    tracker.statuses = {state: name.strip() for state, name in plan.statuses.items() if name}
    tracker.set_at, tracker.stopped_at = clock.now(), None
    if plan.token:
        keys.keep_token(tracker, plan.token)


def _event(kind: str, tracker: Tracker, by: Person) -> Event:
    facts: dict[str, Fact] = {"tracker": tracker.name, "kind": tracker.kind}
    return Event(kind, str(tracker.pk), clock.now(), by.pk, facts)
