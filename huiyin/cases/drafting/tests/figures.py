"""Recall and precision on regulations of other hands: ``python -m huiyin.cases.drafting.tests.figures``.

``tuned`` were looked at while the grammar was written. ``held_out`` were written before it and are
not looked at. A clock is right when place, kind and value are those of the gold file.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from huiyin.cases.drafting.reading.script import simplified
from huiyin.core.drafting.clock import RUNNING
from huiyin.core.drafting.draft import draft
from huiyin.core.drafting.proposal import Draft, Proposal
from huiyin.core.drafting.vocabulary import Vocabulary

FOLDER = Path(__file__).parent / "regulations"
CLOCKS = tuple(kind.value for kind in RUNNING)


@dataclass(slots=True)
class Score:
    """How many there are, how many were proposed, and how many of these are right."""

    gold: int = 0
    proposed: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 1.0

    def add(self, other: "Score") -> None:
        """Count ``other`` in."""
        self.gold, self.proposed = self.gold + other.gold, self.proposed + other.proposed
        self.right, self.wrong = self.right + other.right, [*self.wrong, *other.wrong]


@dataclass(frozen=True, slots=True)
class Gold:
    """One line of a gold file."""

    start: int
    words: str
    kind: str
    value: str
    bearer: str
    trigger: str

    def meets(self, proposal: Proposal) -> bool:
        """Whether both stand on the same words, in part at least."""
        return self.start < proposal.end and proposal.start < self.start + len(self.words)


def read(path: Path) -> tuple[Draft, list[Gold]]:
    """What the grammar makes of a regulation, and what it says."""
    text = path.read_text(encoding="utf-8")
    with path.with_suffix(".tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    gold = [Gold(int(row.pop("start")), **row) for row in rows]
    return draft(text, Vocabulary(), read_as=simplified(text)), gold


def compare(found: Iterable[Proposal], gold: Iterable[Gold], kinds: Iterable[str]) -> Score:
    """Place, kind and value of each, one to one."""
    wanted = [line for line in gold if line.kind in kinds]
    left = [each for each in found if each.sort.value in kinds]
    score = Score(len(wanted), len(left))
    for line in wanted:
        fit = [
            one
            for one in left
            if line.meets(one) and (one.sort.value, one.value) == (line.kind, line.value)
        ]
        if fit:
            left.remove(fit[0])
            score.right += 1
        else:
            score.wrong.append(f"missed {line.words}: {line.kind} {line.value}")
    score.wrong += [f"wrong {one.words}: {one.sort.value} {one.value}" for one in left]
    return score


def attached(found: Draft, gold: Iterable[Gold], part: str) -> Score:
    """Whether the clocks that were found have the bearer (``trigger``) that the gold file names."""
    score = Score()
    for line in (each for each in gold if each.kind in CLOCKS):
        duty = next((one for one in found.duties if one.timing and line.meets(one.timing)), None)
        said = getattr(duty, part) if duty else None
        words = said.words if said else ""
        wanted = getattr(line, part)
        score.gold += bool(wanted)
        score.proposed += bool(words)
        if wanted and words and (wanted in words or words in wanted):
            score.right += 1
        elif wanted or words:
            score.wrong.append(f"{part} of {line.words}: {wanted or '-'} / {words or '-'}")
    return score


def figures(folder: str) -> dict[str, Score]:
    """All scores over the regulations in ``folder``."""
    scores = {
        name: Score()
        for name in (
            "clocks",
            "lengths and retention",
            "channels",
            "modes",
            "bearers",
            "triggers",
            "clocks as terms",
        )
    }
    for path in sorted((FOLDER / folder).glob("*.txt")):
        found, gold = read(path)
        scores["clocks"].add(compare(found.proposals, gold, CLOCKS))
        scores["lengths and retention"].add(compare(found.proposals, gold, ("length", "retention")))
        scores["channels"].add(compare(found.proposals, gold, ("channel",)))
        scores["modes"].add(compare(found.proposals, gold, ("mode",)))
        scores["bearers"].add(attached(found, gold, "bearer"))
        scores["triggers"].add(attached(found, gold, "trigger"))
        scores["clocks as terms"].add(termed(found, gold))
    return scores


def termed(found: Draft, gold: Iterable[Gold]) -> Score:
    """How many of the clocks a rule can run by as they stand, without asking anybody."""
    running = [each for each in found.proposals if each.sort.value in CLOCKS]
    right = compare([each for each in running if each.term], gold, CLOCKS).right
    wanted = sum(line.kind in CLOCKS for line in gold)
    return Score(wanted, sum(bool(each.term) for each in running), right)


def table(folder: str) -> str:
    """The scores of ``folder`` as lines to print."""
    lines = [f"{folder}:"]
    for name, score in figures(folder).items():
        lines.append(
            f"  {name:22} gold {score.gold:4}  proposed {score.proposed:4}  right {score.right:4}"
            f"  recall {score.recall:6.1%}  precision {score.precision:6.1%}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    import sys

    for each in ("tuned", "held_out"):
        print(table(each))  # noqa: T201 - figures to read
    if "--wrong" in sys.argv:  # only what may be looked at
        for score in figures("tuned").values():
            print(*score.wrong, sep="\n")  # noqa: T201
