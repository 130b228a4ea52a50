"""Error curves of a labelled set of pairs, and a threshold chosen from them. Scores are higher the more alike.

FMR: share of pairs of different people that score as the same. FNMR: share of pairs of one person that score as
different (ISO/IEC 19795-1).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nextafter

from mingjing.faces.vocab import Held
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no


@dataclass(frozen=True, slots=True)
class Scores:
    """Of pairs of one person and of pairs of different people, each in rising order."""

    same: tuple[float, ...]
    different: tuple[float, ...]

    @classmethod
    def of(cls, same: Sequence[float], different: Sequence[float]) -> "Scores":
        return cls(tuple(sorted(same)), tuple(sorted(different)))

    def fmr(self, threshold: float) -> float:
        """Share of different people at or above; 0 when there were none."""
        return _share(len(self.different) - bisect_left(self.different, threshold), len(self.different))

    def fnmr(self, threshold: float) -> float:
        """Share of pairs of one person below; 0 when there were none."""
        return _share(bisect_left(self.same, threshold), len(self.same))

    def threshold_for(self, most: float) -> float:
        """The lowest threshold at which at most this share of different people passes as the same."""
        spared = int(most * len(self.different))
        if spared >= len(self.different):
            return self.different[0] if self.different else 0.0
        return nextafter(self.different[-1 - spared], inf)

    def floor_for(self, most: float) -> float:
        """The highest score below which at most this share of pairs of one person lies."""
        spared = int(most * len(self.same))
        if spared >= len(self.same):
            return nextafter(self.same[-1], inf) if self.same else 0.0
        return self.same[spared]

    def proposed(self, most_fmr: float, most_fnmr: float) -> tuple[float, float]:
        """(threshold, floor) that keep both shares. Where the curves leave room between them it is called unsure, as
        it is where they cross."""
        strangers, own = self.threshold_for(most_fmr), self.floor_for(most_fnmr)
        return max(strangers, own), min(strangers, own)

    def points(self, count: int = 41) -> list[tuple[float, float, float]]:
        """(threshold, FMR, FNMR), evenly from the lowest score to the highest."""
        every = (*self.same, *self.different)
        low, high = (min(every), max(every)) if every else (0.0, 1.0)
        steps = [low + (high - low) * n / (count - 1) for n in range(count)]
        return [(step, self.fmr(step), self.fnmr(step)) for step in steps]


def judge(score: float, threshold: float, floor: float) -> Held:
    """What the machine says: the same from the threshold on, different below the floor, unsure between them."""
    if score >= threshold:
        return Held.SAME
    return Held.DIFFERENT if score < floor else Held.UNSURE


def at_most(errors: int, pairs: int) -> float:
    """What the true share may still be when none of so many independent pairs failed (rule of three, 95 %)."""
    if not pairs:
        return 1.0
    return min(1.0, 3 / pairs) if errors == 0 else errors / pairs


FEW = Text("测定样本太少：每类至少需要 {n} 对。", "Too few pairs were measured: {n} of each kind are needed.")


def choosable(threshold: float, floor: float, scores: Scores, least: int) -> list[Verdict]:
    """A refusal for every reason why this pair of limits cannot be chosen from these scores."""
    few = min(len(scores.same), len(scores.different))
    return [
        OK if floor <= threshold else no(
            "faces.threshold.order", "“不同”的界限不能高于“同一人”的界限。",
            "The limit for different people cannot lie above the one for the same person.", field="floor",
        ),
        OK if few >= least else Verdict(False, "faces.threshold.few", FEW.format(n=least)),
    ]  # fmt: skip


def _share(count: int, of: int) -> float:
    return count / of if of else 0.0
