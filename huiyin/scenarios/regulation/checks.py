"""What stands against putting an amendment forward, in words."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.core import path as paths
from huiyin.core.diff import compare
from huiyin.core.policy import Policy
from huiyin.core.table import PolicyError
from huiyin.kit import clock
from huiyin.policies import in_force
from huiyin.scenarios.regulation import enacting, findings, path, queries, reading
from huiyin.scenarios.regulation.models import Amendment
from huiyin.ui.phrasing import in_words


def problems(amendment: Amendment, wanted_from: datetime | None) -> list[str]:
    """Why it cannot be put forward; empty when nothing stands against it."""
    found: list[str] = []
    if not amendment.reason.strip():
        found.append(_("请写明为什么修订"))
    if wanted_from is not None and wanted_from <= clock.now():
        found.append(_("生效时间已经过去"))
    if enacting.is_overtaken(amendment, in_force.latest()):
        found.append(_("底稿已经不是现行版本，请先并入现行版本"))
    try:
        policy = reading.read(amendment.source, amendment.binds)
    except PolicyError as error:
        return [*found, in_words(error)]
    return [*found, *_about(amendment, policy)]


def _about(amendment: Amendment, policy: Policy) -> list[str]:
    found: list[str] = []
    if not compare(*queries.before_and_after(amendment)):
        found.append(_("和现行版本没有差别"))
    for one in findings.errors(amendment):
        problem = in_words(one.problem)
        told = {"clause": one.clause, "problem": problem}
        found.append(_("%(clause)s：%(problem)s") % told if one.clause else problem)
    if not amendment.despite and (failing := findings.untrue_of(amendment)):
        found.append(_untrue(len(failing)))
    return [*found, *_way_back(amendment, policy)]


def _untrue(count: int) -> str:
    return ngettext(
        "有 %(count)d 个例子按草案不成立：请改规则或例子，或写明为什么仍要提交",
        "有 %(count)d 个例子按草案不成立：请改规则或例子，或写明为什么仍要提交",
        count,
    ) % {"count": count}


def _way_back(amendment: Amendment, policy: Policy) -> list[str]:
    """A regulation that nobody has to sign could never be changed in order again."""
    if amendment.binds_id is None and not paths.path(policy, path.OF, path.facts(amendment)):
        return [_("新版本里没有修订规定本身的审签步骤")]
    return []
