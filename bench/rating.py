"""
Rating alone: a graduated table of five tiers, one measure at a time, ours beside plain Decimal ones, in one run.

    python bench/rating.py [--measures 200000] [--rounds 5]

The Decimal loops do the same work: find what each tier earns of the measure, add it up and round half up to the fen.
One goes through all tiers, the other through those that are reached.
All must come to the same fen for every measure, or the run fails.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from rural_taobao.commission import Graduated, Tier
from rural_taobao.commission.rating import rounded_curve
from rural_taobao.exact import Rate, Rounding
from rural_taobao.money import Money

TIERS = ((0, 10_000, 12_500), (10_000, 50_000, 15_000), (50_000, 200_000, 20_000), (200_000, 800_000, 25_000))
LAST = (800_000, 30_000)
CENT = Decimal("0.01")


def made_table() -> Graduated:
    """Make the table; its rates are made up."""
    tiers = [Tier(Money(start), Rate(rate), Money(end)) for start, end, rate in TIERS]
    return Graduated(tiers=[*tiers, Tier(Money(LAST[0]), Rate(LAST[1]))], boundary="upper_inclusive")


def ours(measures: Sequence[int]) -> list[int]:
    """Rate in whole numbers, exactly."""
    earned = rounded_curve(made_table(), Rounding.HALF_UP)
    return [earned(measure) for measure in measures]


def through_all(measures: Sequence[int]) -> list[int]:
    """Rate in Decimal, tier by tier."""
    tiers = [(Decimal(start) / 100, Decimal(end) / 100, Decimal(rate) / 1_000_000) for start, end, rate in TIERS]
    tiers.append((Decimal(LAST[0]) / 100, Decimal("Infinity"), Decimal(LAST[1]) / 1_000_000))
    found = []
    for amount in [Decimal(measure) / 100 for measure in measures]:
        earned = sum((max(min(amount, end) - start, Decimal(0)) * rate for start, end, rate in tiers), Decimal(0))
        found.append(int(earned.quantize(CENT, ROUND_HALF_UP) * 100))
    return found


def through_reached(measures: Sequence[int]) -> list[int]:
    """Rate in Decimal, and stop at the tier that is reached."""
    tiers = [(Decimal(start) / 100, Decimal(end) / 100, Decimal(rate) / 1_000_000) for start, end, rate in TIERS]
    tiers.append((Decimal(LAST[0]) / 100, Decimal("Infinity"), Decimal(LAST[1]) / 1_000_000))
    found = []
    for amount in [Decimal(measure) / 100 for measure in measures]:
        earned = Decimal(0)
        for start, end, rate in tiers:
            if amount <= end:
                earned += (amount - start) * rate
                break
            earned += (end - start) * rate
        found.append(int(earned.quantize(CENT, ROUND_HALF_UP) * 100))
    return found


WAYS: tuple[Callable[[Sequence[int]], list[int]], ...] = (ours, through_all, through_reached)


def main() -> int:
    """Run all ways side by side and print the best time of each."""
    parser = argparse.ArgumentParser(description="Rating alone, beside Decimal.")
    parser.add_argument("--measures", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    rng = random.Random(5)
    measures = [int(rng.random() ** 3 * 1_500_000) for _ in range(given.measures)]
    best = dict.fromkeys(WAYS, float("inf"))
    results: dict[Callable[[Sequence[int]], list[int]], list[int]] = {}
    for _ in range(given.rounds):
        for way in WAYS:
            start = time.perf_counter()
            results[way] = way(measures)
            best[way] = min(best[way], time.perf_counter() - start)
    if any(results[way] != results[ours] for way in WAYS):
        print("the ways do not come to the same fen", file=sys.stderr)
        return 1
    for way in WAYS:
        ratio = best[way] / best[ours]
        print(
            f"{way.__name__:16} {given.measures / best[way] / 1e6:6.2f} M measures/s   {ratio:4.1f} x the time of ours"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
