"""Strategies for what the rules of small worlds share: splits, waterfalls and levels that their amounts reach."""

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.commission.levels import Level, LevelMode, Levels
from rural_taobao.commission.rates import MeasuredForm, Percentage
from rural_taobao.commission.splits import Helper, Kept, Receiver, Share, Shared, Split, Step, Waterfall
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.identifiers import Party
from rural_taobao.money import Allocation, Money

__all__ = ["small_levels", "small_sharings"]

_PARTIES = (Party.PARTNER, Party.COUNTY_CENTRE, Party.PLATFORM)
_ENDS: SearchStrategy[Receiver] = st.sampled_from([*_PARTIES, Kept(), Helper("partner"), Helper(Kept())])


@st.composite
def _splits(draw: DrawFn, receivers: SearchStrategy[Receiver] | None = None) -> Split:
    cuts = sorted(draw(st.lists(st.integers(0, 20), min_size=2, max_size=2)))
    weights = [cuts[0], cuts[1] - cuts[0], 20 - cuts[1]]
    parties = draw(st.permutations(_PARTIES))
    mode = draw(st.sampled_from(Allocation))
    others: list[Receiver] = [to if receivers is None or draw(st.booleans()) else draw(receivers) for to in parties]
    first = next((place for place, to in enumerate(others) if isinstance(to, Helper)), None)
    others = [Kept() if isinstance(to, Helper) and place != first else to for place, to in enumerate(others)]
    by_parts = draw(st.booleans())
    shares = [
        Share(to, weight if by_parts else Rate(weight * MILLIONTHS // 20))
        for to, weight in zip(others, weights, strict=True)
    ]
    rest = draw(_ENDS) if mode.keeps_rest_apart else None
    return Split(shares, mode, rest)


@st.composite
def _waterfalls(draw: DrawFn) -> Waterfall:
    maxima = st.sampled_from([0, 7, 200, 900]).map(Money)
    steps = draw(st.lists(st.builds(Step, _ENDS | _splits(), maxima), min_size=1, max_size=2))
    return Waterfall(steps, draw(_ENDS | _splits()))


def small_sharings() -> SearchStrategy[Shared]:
    """Make splits and waterfalls, one within another at most, of maxima small enough to be reached."""
    helpers: SearchStrategy[Receiver] = st.sampled_from([Kept(), Helper("partner"), Helper(Kept())])
    return st.one_of(_splits(), _splits(), _splits(st.one_of(_waterfalls(), _splits(), helpers)), _waterfalls())


@st.composite
def small_levels(draw: DrawFn, rate: SearchStrategy[MeasuredForm], *, money: bool) -> Levels:
    """
    Make levels of some parties, of which one that there is nobody for is skipped.

    Args:
        draw: Given by Hypothesis.
        rate: The rate of a level, where it earns on all of the basis.
        money: Whether the basis is money, so that what others earned can be taken off it.
    """
    mode = draw(st.sampled_from(LevelMode) if money else st.sampled_from([LevelMode.ADDITIVE, LevelMode.DIFFERENTIAL]))
    each = st.builds(Percentage, st.builds(Rate, st.integers(0, 120_000)))
    chosen = draw(st.permutations(list(Party)))[: draw(st.integers(1, len(Party)))]
    listed = [Level(party, draw(each if mode is LevelMode.SUBTRACT_LOWER else rate)) for party in chosen]
    return Levels(mode, "skip", listed)
