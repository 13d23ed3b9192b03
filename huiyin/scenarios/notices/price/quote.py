"""The price of a notice before it is sent: people, minutes, interruptions, and what it repeats."""

import math
from dataclasses import dataclass

from huiyin.core import route
from huiyin.delivery import attention
from huiyin.delivery.burden import Burden, burden
from huiyin.directory.models import Person
from huiyin.policies import in_force
from huiyin.scenarios.notices import mode, published
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.price.similar import Similar, similar
from huiyin.ui.markdown import plain

CHARACTERS_PER_MINUTE = 255
"""Reading speed of adults in Chinese: the International Reading Speed Texts (IReST, 2012) found 255
characters a minute on average for ordinary prose; a notice is read no faster than that."""


@dataclass(frozen=True, slots=True)
class Band:
    """So many people have had ``least`` to ``most`` pushes today; ``most`` is open at the end."""

    least: int
    most: int | None
    people: int


@dataclass(frozen=True, slots=True)
class Price:
    """What sending now would cost. ``exempt``: the class is never held; ``overridden``: by reason."""

    burden: Burden
    characters: int
    similar: list[Similar]
    exempt: bool
    overridden: bool

    @property
    def minutes_each(self) -> int:
        """Minutes for one person, whole and at least one."""
        return max(1, math.ceil(self.characters / CHARACTERS_PER_MINUTE))

    @property
    def minutes(self) -> int:
        """Minutes of all people together."""
        return math.ceil(self.characters * self.burden.people / CHARACTERS_PER_MINUTE)

    @property
    def hours(self) -> int:
        """The same in whole hours."""
        return round(self.minutes / 60)

    @property
    def in_hours(self) -> bool:
        """Whether minutes would be too fine a measure."""
        return self.hours > 1

    @property
    def held(self) -> int:
        """How many would get the push later; nobody when the class or a reason lets it through."""
        return 0 if self.exempt or self.overridden else self.burden.held

    @property
    def bands(self) -> list[Band]:
        """How many people have had how many pushes today: none, some, many, no budget left."""
        budget = self.burden.budget
        if not budget:
            return []
        half = max(1, budget // 2)
        edges: list[tuple[int, int | None]] = [(0, 0), (1, half)]
        edges += [(half + 1, budget - 1)] if budget - 1 > half else []
        edges.append((max(budget, half + 1), None))
        return [Band(least, most, self._between(least, most)) for least, most in edges]

    def _between(self, least: int, most: int | None) -> int:
        had = self.burden.had.items()
        return sum(n for count, n in had if least <= count and (most is None or count <= most))


def quote(notice: Notice, *, by: Person) -> Price:
    """The price of ``notice`` as it stands, for whoever writes it."""
    people = published.audience_of(notice).select_sql()
    facts = mode.matrix_facts(notice)
    try:
        channels = mode.row(facts).channels
    except route.NoRouteError:
        channels = ()
    rules = in_force.current().attention
    return Price(
        burden=burden(people, channels),
        characters=_characters(notice),
        similar=similar(notice, people, by=by),
        exempt=rules is None or attention.is_exempt(rules, facts),
        overridden=bool(notice.override_reason.strip()),
    )


def _characters(notice: Notice) -> int:
    """What has to be read, without marks of formatting and without spaces."""
    texts = (
        notice.title,
        notice.gist,
        notice.background,
        notice.items,
        notice.requirements,
        notice.contact,
    )
    return sum(len("".join(plain(text).split())) for text in texts)
