"""A person's own quiet hours: longer than those of the regulation, never into working time (Z13)."""

from django.utils.translation import gettext as _

from huiyin.core.attention import Attention, Quiet
from huiyin.delivery.models import QuietHours
from huiyin.directory.models import Person
from huiyin.policies import in_force
from huiyin.worktime.calendars import OFFICE_HOURS

WORKING = Quiet(OFFICE_HOURS[0][0], OFFICE_HOURS[-1][1])
"""From the first to the last working hour of a day: whoever is at work can be reached."""


class QuietRefused(ValueError):
    """These hours may not be chosen; the words say why."""


def rules() -> Attention | None:
    """What the regulation in force says about attention."""
    return in_force.current().attention


def own(person: Person) -> Quiet | None:
    """The hours that ``person`` chose; ``None`` when those of the regulation hold."""
    row = QuietHours.objects.filter(pk=person.pk).first()
    return Quiet(row.starts, row.ends) if row else None


def choose(person: Person, quiet: Quiet) -> None:
    """Keep ``quiet`` for ``person``; those of the regulation itself are no choice of one's own.

    Raises ``QuietRefused`` when it is shorter than the regulation's or reaches into working time.
    """
    least = rules()
    if least is None or quiet == least.quiet:
        forget(person)
        return
    if quiet.starts == quiet.ends or not quiet.covers(least.quiet):
        span = {"from": f"{least.quiet.starts:%H:%M}", "to": f"{least.quiet.ends:%H:%M}"}
        raise QuietRefused(_("要包含规定的静默时段 %(from)s 至次日 %(to)s") % span)
    if quiet.meets(WORKING):
        span = {"from": f"{WORKING.starts:%H:%M}", "to": f"{WORKING.ends:%H:%M}"}
        raise QuietRefused(_("工作时间 %(from)s–%(to)s 不能静默") % span)
    values = {"starts": quiet.starts, "ends": quiet.ends}
    QuietHours.objects.update_or_create(person_id=person.pk, defaults=values)


def forget(person: Person) -> None:
    """The hours of the regulation hold again."""
    QuietHours.objects.filter(pk=person.pk).delete()
