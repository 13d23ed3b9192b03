"""Whether two values say the same, contradict each other, or have nothing to do with one another."""

from huiyin.core.restating.values import Bound, Kind, Value

_TURNED = {
    Bound.LEAST: Bound.MOST,
    Bound.MOST: Bound.LEAST,
    Bound.BEFORE: Bound.AFTER,
    Bound.AFTER: Bound.BEFORE,
}
_AMOUNTS = {Kind.MONEY, Kind.COUNT, Kind.NUMBER}
_HALF_DAY = 720


def same(wanted: Value, said: Value) -> bool:
    """Whether ``said`` gives ``wanted``; what it leaves open (a year, 上午) may be anything."""
    if not comparable(wanted, said):
        return False
    match wanted.kind:
        case Kind.DATE:
            return _same_date(wanted, said)
        case Kind.TIME:
            return _same_time(wanted, said)
        case Kind.PERSON:
            return str(wanted.parts[0])[0] == str(said.parts[0]) or wanted.parts == said.parts
        case Kind.MONEY | Kind.COUNT | Kind.NUMBER:
            return wanted.parts[0] == said.parts[0]
        case _:
            return wanted.parts == said.parts


def turned(wanted: Value, said: Value) -> bool:
    """The right value with the wrong side: 以上 said as 以下, 前 as 起."""
    return _TURNED.get(wanted.bound) is said.bound


def comparable(wanted: Value, said: Value) -> bool:
    """Whether one could have been said in place of the other."""
    if wanted.kind is said.kind is Kind.PLACE:
        return wanted.parts[1] == said.parts[1]
    if {wanted.kind, said.kind} <= _AMOUNTS:
        one, other = wanted.parts[1], said.parts[1]
        return one == other or not one or not other
    if wanted.kind is said.kind is Kind.DURATION:
        return wanted.parts[1] == said.parts[1]
    return wanted.kind is said.kind


def contradicts(wanted: Value, said: Value) -> bool:
    """Comparable, not the same, and not so far apart that it must be about something else."""
    if not comparable(wanted, said) or same(wanted, said):
        return False
    if Kind.NUMBER in {wanted.kind, said.kind} and wanted.kind is not said.kind:
        return wanted.kind is Kind.MONEY or len(wanted.text) == len(said.text)
    return True


def _same_date(wanted: Value, said: Value) -> bool:
    for place in (0, 1):
        one, other = wanted.parts[place], said.parts[place]
        if one is not None and other is not None and one != other:
            return False
    first, last = wanted.parts[2], wanted.parts[3]
    low, high = said.parts[2], said.parts[3]
    if not (isinstance(first, int) and isinstance(low, int)):
        return True
    return first <= _int(high) and low <= _int(last)


def _same_time(wanted: Value, said: Value) -> bool:
    at, other = _int(wanted.parts[0]), _int(said.parts[0])
    if wanted.parts[1] and said.parts[1]:
        apart = at - other
        return -_int(wanted.parts[2]) <= apart <= _int(said.parts[2])
    return at % _HALF_DAY == other % _HALF_DAY


def _int(part: object) -> int:
    return part if isinstance(part, int) else 0
