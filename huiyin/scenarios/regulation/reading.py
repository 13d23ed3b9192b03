"""Sources of amendments: what is in force for whom, read strictly."""

from functools import lru_cache

from django.utils.translation import gettext as _

from huiyin.core import overlay
from huiyin.core.load import read_policy
from huiyin.core.policy import Policy
from huiyin.core.table import PolicyError
from huiyin.directory.models import Department
from huiyin.policies import in_force
from huiyin.policies.models import Overlay, PolicyVersion


def read(source: str, binds: Department | None) -> Policy:
    """The policy that ``source`` says; ``PolicyError`` also for what a department cannot write."""
    policy = parsed(source)
    if binds is not None:
        overlay.refuse_beyond(policy)
    elif not policy.clauses:
        raise PolicyError("", "", "clause", "规定里没有任何条款")
    return policy


@lru_cache(maxsize=32)
def parsed(source: str) -> Policy:
    """The policy of a source, read once; ``PolicyError``."""
    return read_policy(0, in_force.texts(source))


def in_force_for(version: PolicyVersion | None, binds: Department | None) -> str:
    """What a version says for the company, or for one department (empty when it had nothing)."""
    if version is None:
        return ""
    if binds is None:
        return version.source
    own = overlay_of(version, binds.pk)
    return own.source if own is not None else empty(binds)


def overlay_of(version: PolicyVersion, department: int) -> Overlay | None:
    """The own rules of a department that stand on a version."""
    return Overlay.objects.filter(pk__in=version.overlays, department_id=department).first()


def empty(binds: Department) -> str:
    """A department's own rules before there are any: one file without clauses."""
    return f"{in_force.MARK}department/{binds.pk}\n"


def default_title(binds: Department | None) -> str:
    """What an amendment is called until somebody names it."""
    if binds is None:
        return _("沟通规定修订")
    return _("%(department)s实施细则") % {"department": binds.name}


def roll_back_title(version: PolicyVersion) -> str:
    """What a roll back is called."""
    return _("恢复第 %(number)d 版") % {"number": version.pk}
