"""Strategies for splits: shares in every form, waterfalls, and either within the other."""

from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission.portions import Remaining
from rural_taobao.commission.splits import Helper, Kept, Receiver, Share, Shared, Split, Step, Waterfall
from rural_taobao.currencies import Currency
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.identifiers import Party
from rural_taobao.money import Money
from rural_taobao.testing.strategies import allocations, currencies

__all__ = ["sharings", "splits"]

_FEW = 3
_LEAVES = 6
_MANY = 10**30
_YES = st.booleans()
_PARTS = st.integers(0, _MANY)
_SIZES = st.integers(min_value=0)
_ALLOCATIONS = allocations()
_CURRENCIES = currencies()
_RECEIVERS: SearchStrategy[Receiver] = st.sampled_from(
    [*(party for party in Party if party is not Party.HELPER), Kept(), Helper("partner"), Helper(Kept())]
)


def _named(receiver: Receiver) -> Receiver:
    """Give what a split may have one share for: a party, the helper among them, and whatever else it is."""
    return Party.HELPER if isinstance(receiver, Helper) else receiver


@st.composite
def _splits(draw: st.DrawFn, receiver: SearchStrategy[Receiver]) -> Split:
    receivers = draw(st.lists(receiver, min_size=1, max_size=len(Party), unique_by=_named))
    sizes: list[Rate | int | Remaining]
    if draw(_YES):
        sizes = [draw(_PARTS) for _ in receivers]
        sizes[draw(st.integers(0, len(sizes) - 1))] = draw(st.integers(1, _MANY))
    else:
        cuts = sorted(draw(st.integers(0, MILLIONTHS)) for _ in receivers[1:])
        sizes = [Rate(end - start) for start, end in pairwise([0, *cuts, MILLIONTHS])]
        if draw(_YES):
            sizes[draw(st.integers(0, len(sizes) - 1))] = Remaining()
    mode = draw(_ALLOCATIONS)
    rest = draw(receiver) if mode.keeps_rest_apart else None
    return Split([Share(to, size) for to, size in zip(receivers, sizes, strict=True)], mode, rest)


@st.composite
def _waterfalls(draw: st.DrawFn, receiver: SearchStrategy[Receiver], currency: Currency) -> Waterfall:
    step = st.builds(Step, receiver, st.builds(Money, _SIZES, st.just(currency)))
    return Waterfall(draw(st.lists(step, min_size=1, max_size=_FEW)), draw(receiver))


def splits() -> SearchStrategy[Split]:
    """Draw splits over parties or nobody, by percentages and by parts, in every mode; some may take nothing."""
    return _splits(_RECEIVERS)


@st.composite
def _sharings(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> Shared:
    paid_in = draw(currency)

    def either(receiver: SearchStrategy[Receiver]) -> SearchStrategy[Shared]:
        return _splits(receiver) | _waterfalls(receiver, paid_in)

    return draw(either(st.recursive(_RECEIVERS, either, max_leaves=_LEAVES)))


def sharings(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[Shared]:
    """
    Draw splits and waterfalls, in each other and not.

    Args:
        currency: The currency of the maxima; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> from rural_taobao.commission.sharing import kept_of
        >>> @given(sharings(), st.integers(), st.booleans())
        ... def test_the_parts_and_what_is_kept_make_the_whole(shared, commission, helped):
        ...     paid = sum(shared.parts(commission, helped=helped))
        ...     assert paid + kept_of(shared, commission, helped=helped) == commission
        >>> test_the_parts_and_what_is_kept_make_the_whole()
    """
    return _sharings(_CURRENCIES if currency is None else currency)
