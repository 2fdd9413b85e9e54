"""Overrides: what each level of a rule earns of one event, and how it came about."""

from collections.abc import Collection, Iterator
from typing import NamedTuple, assert_never, final

from rural_taobao.commission.levels import LevelMode, Levels
from rural_taobao.commission.operands import Units
from rural_taobao.commission.rating import curve, scale, term
from rural_taobao.commission.terms import Levelled, Rounded, Term
from rural_taobao.exact import Rounding, rounded

__all__ = ["Ladder"]


class _Rung(NamedTuple):
    """What one level is measured and earns."""

    place: int
    measure: int
    off: int
    below: int
    earned: int


@final
class Ladder:
    """
    The levels of a rule, made ready for many events.

    Args:
        levels: The levels.
        rounding: How what each earns becomes whole minor units, once.

    Example:
        >>> from rural_taobao.commission.levels import Level
        >>> from rural_taobao.commission.rates import Percentage
        >>> from rural_taobao.exact import Rate
        >>> tenth = Percentage(Rate.parse("10 %"))
        >>> levels = [Level("helper", tenth), Level("partner", tenth), Level("county_centre", tenth)]
        >>> ladder = Ladder(Levels("subtract_lower", "skip", levels), Rounding.HALF_UP)
        >>> ladder.earned(1110_00, ["helper", "partner", "county_centre"])
        (11100, 9990, 8991)
        >>> ladder.earned(1110_00, ["partner", "county_centre"])
        (0, 11100, 9990)
    """

    def __init__(self, levels: Levels, rounding: Rounding) -> None:
        self._levels = levels
        self._rounding = rounding
        self._rates = [(curve(level.rate), scale(level.rate)) for level in levels.levels]

    def earned(self, basis: int, present: Collection[str]) -> tuple[int, ...]:
        """
        Give what each level earns, in minor units, the lowest first; one that is skipped earns nothing.

        Args:
            basis: What is measured of the event, 0 or more.
            present: The parties that there is somebody for.
        """
        earned = [0] * len(self._rates)
        for rung in self._rungs(basis, present):
            earned[rung.place] = rung.earned
        return tuple(earned)

    def term(self, basis: int, present: Collection[str], place: int) -> Term:
        """Give how what one level earns came about, by the place of a level that is not skipped."""
        [rung] = [rung for rung in self._rungs(basis, present) if rung.place == place]
        level = self._levels.levels[place]
        exact = term(level.rate, rung.measure)
        own = exact if isinstance(exact, Units) else Rounded(exact, self._rounding)
        return Levelled(own, level.party, rung.off, rung.below)

    def _rungs(self, basis: int, present: Collection[str]) -> Iterator[_Rung]:
        """Climb the levels that are not skipped, the lowest first."""
        off = below = 0
        for place, (along, over) in enumerate(self._rates):
            if self._levels.levels[place].party not in present:
                continue
            measure = max(basis - off, 0)
            own = rounded(along(measure), over, self._rounding)
            earned = max(own - below, 0)
            yield _Rung(place, measure, off, below, earned)
            match self._levels.mode:
                case LevelMode.ADDITIVE:
                    pass
                case LevelMode.SUBTRACT_LOWER:
                    off += earned
                case LevelMode.DIFFERENTIAL:
                    below = max(below, own)
                case _:
                    assert_never(self._levels.mode)
