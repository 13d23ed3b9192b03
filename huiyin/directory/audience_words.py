"""An audience in words: what its ids are called."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.directory.models import Department, Group, Person

_NAMED = 3


def group_names(ids: tuple[int, ...]) -> list[str]:
    """The groups by name, each said to be one."""
    found = Group.objects.in_bulk(list(ids))
    return [_("群组“%(name)s”") % {"name": found[pk].name} for pk in ids if pk in found]


def department_names(ids: tuple[int, ...]) -> list[str]:
    """The departments by name, in the order in which they were chosen."""
    found = Department.objects.in_bulk(list(ids))
    return [found[pk].name for pk in ids if pk in found]


def people_names(ids: tuple[int, ...]) -> list[str]:
    """The first people by name, and how many more there are."""
    shown = Person.objects.in_bulk(list(ids[:_NAMED]))
    names = [shown[pk].name for pk in ids[:_NAMED] if pk in shown]
    more = len(ids) - _NAMED
    if more > 0:
        names[-1:] = [
            ngettext("%(name)s等另外 %(n)d 人", "%(name)s等另外 %(n)d 人", more)
            % {"name": name, "n": more}
            for name in names[-1:]
        ]
    return names
