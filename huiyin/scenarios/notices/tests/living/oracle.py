"""What should be so, in plain Python: people, a group and notices as dictionaries and sets."""

from dataclasses import dataclass, field

OPEN, MET, OUT = "open", "met", "out"


@dataclass(frozen=True)
class Aim:
    """Whom a notice or a group means: places, the group, names."""

    places: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    group: bool = False


@dataclass
class Told:
    """One published notice: how each person stands who ever belonged to it."""

    aim: Aim
    follow: bool
    stands: dict[int, str] = field(default_factory=dict)

    def owing_or_done(self) -> dict[int, str]:
        """The open and the met, person by person."""
        return {who: state for who, state in self.stands.items() if state != OUT}


@dataclass
class Oracle:
    """``where`` says in which place somebody works; who left the company is not in it."""

    where: dict[int, int] = field(default_factory=dict)
    group: Aim | None = None
    notices: dict[int, Told] = field(default_factory=dict)

    def meant(self, aim: Aim) -> set[int]:
        """Who belongs to ``aim`` now."""
        found = {who for who, place in self.where.items() if place in aim.places}
        found |= aim.people & set(self.where)
        if aim.group and self.group is not None:
            found |= self.meant(self.group)
        return found

    def publish(self, key: int, aim: Aim, *, follow: bool) -> None:
        """Everybody meant now owes an answer."""
        self.notices[key] = Told(aim, follow, dict.fromkeys(self.meant(aim), OPEN))

    def settle(self) -> None:
        """After any change of the directory, one notice and one person after the other."""
        for told in self.notices.values():
            belongs = self.meant(told.aim)
            for who in set(told.stands) | belongs:
                stays = who in self.where and (who in belongs or not told.follow)
                if told.stands.get(who) == OPEN and not stays:
                    told.stands[who] = OUT
                elif told.follow and who in belongs and told.stands.get(who, OUT) == OUT:
                    told.stands[who] = OPEN
