from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.commission.edges import (
    Boundary,
    FirstFlat,
    MixedTiers,
    Overflow,
    TierBackwards,
    TierBelowZero,
    TierOpenInTheMiddle,
    Underflow,
)
from rural_taobao.commission.rates import Graduated, WholeAmount
from rural_taobao.commission.tiers import NoTiers, Outside, Tier, TierChoiceMissing, TierGap, TiersNotAscending
from rural_taobao.currencies import CNY, Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import Money, UnitPrice
from rural_taobao.testing.plan_strategies import tables, tiers
from tests.odd_values import OUTRAGEOUS, Wrong

USD = Currency("USD")
HORIZON = 12
"""No edge of the small rows lies above this one; the coin after it tells what is past every end."""
Row = tuple[int, int | None]
FORMS: list[Callable[..., Any]] = [Graduated, WholeAmount]

rows = st.lists(
    st.tuples(st.integers(0, HORIZON), st.none() | st.integers(0, HORIZON)),
    max_size=4,
)
"""Rows that a clerk may write down in any order: where a band starts and where it ends, if it does."""
overlapping = st.tuples(st.sets(st.integers(0, HORIZON), min_size=3, max_size=5), st.integers(-2, 2)).map(
    lambda drawn: [
        (start, end + drawn[1] * (place == 0)) for place, (start, end) in enumerate(pairwise(sorted(drawn[0])))
    ]
)
"""Rows that rise and meet, but for the first, whose end may be moved off its place."""


def yuan(amount: str) -> Money:
    return Money.parse(amount, CNY)


def of_units(listed: Sequence[Row]) -> list[Tier]:
    return [Tier(start, UnitPrice(place), end) for place, (start, end) in enumerate(listed)]


def of_money(listed: Sequence[Row]) -> list[Tier]:
    return [
        Tier(Money(start), Rate(place), None if end is None else Money(end))
        for place, (start, end) in enumerate(listed)
    ]


def coins(row: Row) -> set[int]:
    """The coins that a row names a rate for: the seventh coin is the one from 6 to 7."""
    start, end = row
    return set(range(start + 1, (HORIZON + 1 if end is None else end) + 1))


def answers_once(listed: Sequence[Row]) -> bool:
    """Whether a clerk who goes through the rows finds each coin from the first to the last in exactly one, in turn."""
    named = [coin for row in listed for coin in sorted(coins(row))]
    return bool(named) and named == list(range(named[0], named[-1] + 1))


class TestTables:
    """Overlapping or gapped tables cannot be built."""

    @given(rows | overlapping, st.sampled_from([of_units, of_money]), st.sampled_from(FORMS))
    @example([(0, None)], of_units, Graduated)
    @example([(0, 3), (3, None)], of_money, WholeAmount)
    @example([(0, None), (3, 5)], of_money, Graduated)
    @example([(0, 3), (4, 5)], of_money, Graduated)
    @example([(0, 4), (3, 5)], of_money, Graduated)
    @example([(3, 5), (0, 3)], of_money, Graduated)
    @example([(0, 5), (0, 5)], of_money, Graduated)
    @example([(0, None), (0, None)], of_units, WholeAmount)
    def test_a_table_is_built_exactly_if_every_coin_from_its_first_to_its_last_has_one_rate(
        self, listed: list[Row], measured: Callable[[Sequence[Row]], list[Tier]], form: Callable[..., Any]
    ) -> None:
        if any(end is not None and end <= start for start, end in listed):
            with pytest.raises(TierBackwards):
                measured(listed)
            return
        drawn = measured(listed)
        outside = {"overflow": "error", "underflow": "error"}
        if answers_once(listed):
            assert form(tiers=drawn, boundary="upper_inclusive", **outside).tiers == tuple(drawn)
        else:
            with pytest.raises((NoTiers, TiersNotAscending, TierGap, TierOpenInTheMiddle)):
                form(tiers=drawn, boundary="upper_inclusive", **outside)

    @given(tables())
    def test_tiers_meet_and_only_the_last_may_be_open(self, table: Graduated | WholeAmount) -> None:
        for earlier, later in pairwise(table.tiers):
            assert earlier.end == later.start
            assert earlier.last == later.first
        assert all(tier.last is None or tier.last > tier.first >= 0 for tier in table.tiers)

    @given(tables())
    def test_a_table_answers_for_what_lies_outside_its_tiers(self, table: Graduated | WholeAmount) -> None:
        assert table.tiers[-1].last is None or table.overflow in set(Overflow)
        assert table.tiers[0].first == 0 or table.underflow in set(Underflow)

    @given(tiers())
    def test_a_tier_of_money_pays_a_share_and_one_of_units_or_of_packages_a_price(self, tier: Tier) -> None:
        if isinstance(tier.start, Money):
            assert isinstance(tier.rate, Rate if tier.package is None else UnitPrice)
            assert tier.first == tier.start.minor
            assert tier.end is None or (isinstance(tier.end, Money) and tier.last == tier.end.minor)
        else:
            assert isinstance(tier.rate, UnitPrice)
            assert (tier.first, tier.last) == (tier.start, tier.end)


class TestChoices:
    """
    Each such choice is a required field without a default: tier boundary (upper or lower inclusive),
    overflow past a bounded last tier (error, last tier, nothing), underflow below a first band (error, nothing).
    """

    @pytest.mark.parametrize("form", FORMS)
    def test_the_boundary_has_no_default(self, form: Callable[..., Any]) -> None:
        with pytest.raises(TypeError, match="boundary"):
            form(tiers=of_units([(0, None)]))

    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("measured", [of_units, of_money])
    def test_a_last_tier_that_ends_needs_an_overflow(
        self, form: Callable[..., Any], measured: Callable[[Sequence[Row]], list[Tier]]
    ) -> None:
        table = measured([(0, 5), (5, 8)])
        with pytest.raises(TierChoiceMissing) as refused:
            form(tiers=table, boundary="upper_inclusive")
        assert refused.value.choice is Outside.OVERFLOW
        assert refused.value.edge == table[-1].end
        for overflow in Overflow:
            assert form(tiers=table, boundary="upper_inclusive", overflow=overflow).overflow is overflow

    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("measured", [of_units, of_money])
    def test_a_first_tier_above_zero_needs_an_underflow(
        self, form: Callable[..., Any], measured: Callable[[Sequence[Row]], list[Tier]]
    ) -> None:
        table = measured([(1, 5), (5, None)])
        with pytest.raises(TierChoiceMissing) as refused:
            form(tiers=table, boundary="upper_inclusive")
        assert refused.value.choice is Outside.UNDERFLOW
        assert refused.value.edge == table[0].start
        for underflow in Underflow:
            assert form(tiers=table, boundary="upper_inclusive", underflow=underflow).underflow is underflow

    @pytest.mark.parametrize("form", FORMS)
    def test_a_table_from_zero_without_an_end_needs_neither(self, form: Callable[..., Any]) -> None:
        table = form(tiers=of_units([(0, None)]), boundary="lower_inclusive")
        assert (table.overflow, table.underflow) == (None, None)

    @pytest.mark.parametrize("form", FORMS)
    def test_a_choice_given_by_its_name_is_that_choice(self, form: Callable[..., Any]) -> None:
        table = form(tiers=of_units([(1, 5)]), boundary="lower_inclusive", overflow="last_tier", underflow="nothing")
        assert table.boundary is Boundary.LOWER_INCLUSIVE
        assert table.overflow is Overflow.LAST_TIER
        assert table.underflow is Underflow.NOTHING

    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("choice", ["boundary", "overflow", "underflow"])
    def test_a_choice_that_there_is_not_is_refused(self, form: Callable[..., Any], choice: str) -> None:
        choices = {"boundary": "upper_inclusive", "overflow": "error", "underflow": "error", choice: "truncate"}
        with pytest.raises(ValueError, match="truncate"):
            form(tiers=of_units([(1, 5)]), **choices)

    def test_they_are_named_as_plans_name_them(self) -> None:
        assert [each.value for each in Boundary] == ["upper_inclusive", "lower_inclusive"]
        assert [each.value for each in Overflow] == ["error", "last_tier", "nothing"]
        assert [each.value for each in Underflow] == ["error", "nothing"]
        assert [each.value for each in Outside] == ["overflow", "underflow", "first_flat"]
        assert [each.value for each in FirstFlat] == ["at_zero", "above_zero"]


class TestWhatTiersMeasure:
    """Tiers measure money and pay a share of it, or measure units and pay a price for each; in one currency."""

    @pytest.mark.parametrize(
        ("start", "rate", "end", "unlike"),
        [
            (Money(0), UnitPrice(1), None, UnitPrice(1)),
            (0, Rate(1), None, Rate(1)),
            (Money(0), Rate(1), 5, 5),
            (0, UnitPrice(1), Money(5), Money(5)),
            (Money(0), Rate(1), Money(5, USD), Money(5, USD)),
        ],
    )
    def test_a_tier_of_unlike_parts_cannot_be_built(
        self, start: Money | int, rate: Rate | UnitPrice, end: Money | int | None, unlike: object
    ) -> None:
        with pytest.raises(MixedTiers) as refused:
            Tier(start, rate, end)
        assert refused.value.args == (start, unlike)

    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize(
        ("second", "unlike"),
        [
            (Tier(5, UnitPrice(1, USD)), (UnitPrice(1), UnitPrice(1, USD))),
            (Tier(Money(5), Rate(1)), (0, Money(5))),
        ],
    )
    def test_unlike_tiers_make_no_table(
        self, form: Callable[..., Any], second: Tier, unlike: tuple[object, ...]
    ) -> None:
        with pytest.raises(MixedTiers) as refused:
            form(tiers=[Tier(0, UnitPrice(1), 5), second], boundary="upper_inclusive")
        assert refused.value.args == unlike

    @pytest.mark.parametrize("form", FORMS)
    def test_money_of_two_currencies_makes_no_table(self, form: Callable[..., Any]) -> None:
        with pytest.raises(MixedTiers) as refused:
            form(tiers=[Tier(Money(0), Rate(1), Money(5)), Tier(Money(5, USD), Rate(1))], boundary="upper_inclusive")
        assert refused.value.args == (Money(0), Money(5, USD))

    @pytest.mark.parametrize("edge", OUTRAGEOUS)
    def test_an_edge_is_money_or_a_whole_number_and_no_float(self, edge: Wrong) -> None:
        if type(edge) is int:
            return
        with pytest.raises(WrongNumber, match=r"start must be Money, or a whole number of units"):
            Tier(edge, UnitPrice(1))
        if edge is not None:
            with pytest.raises(WrongNumber, match=r"end must be Money, or a whole number of units"):
                Tier(0, UnitPrice(1), edge)

    @pytest.mark.parametrize("rate", [5, 0.05, "5 %", None, Money(5)])
    def test_what_a_tier_pays_is_a_rate_or_a_price(self, rate: Wrong) -> None:
        with pytest.raises(WrongKind, match=r"Rate.parse\('2 %'\) or UnitPrice.parse\('0.30'\)"):
            Tier(Money(0), rate)

    @given(st.integers(max_value=-1), st.none() | st.integers())
    def test_no_tier_starts_below_zero(self, start: int, end: int | None) -> None:
        for edge in (start, Money(start)):
            with pytest.raises(TierBelowZero) as refused:
                Tier(edge, Rate(1) if isinstance(edge, Money) else UnitPrice(1), _like(edge, end))
            assert refused.value.start == edge

    @given(st.integers(min_value=0), st.integers(min_value=0))
    def test_no_tier_ends_at_its_start_or_before(self, start: int, back: int) -> None:
        for edge in (start, Money(start)):
            with pytest.raises(TierBackwards) as refused:
                Tier(edge, Rate(1) if isinstance(edge, Money) else UnitPrice(1), _like(edge, start - back))
            assert refused.value.start == edge
            assert refused.value.end == _like(edge, start - back)


def _like(edge: Money | int, size: int | None) -> Money | int | None:
    return Money(size) if isinstance(edge, Money) and size is not None else size


class TestRefusals:
    """An error says what must hold, what was given and what to do."""

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                TierBackwards(yuan("5.00"), yuan("3.00")),
                "a tier, band or step must end above its start, but one starts at ¥5.00 and ends at ¥3.00; swap them",
            ),
            (
                TierBelowZero(yuan("-1.00")),
                "a tier must start at 0 or more, but -¥1.00 was given; start the first tier at 0",
            ),
            (
                MixedTiers(yuan("0"), 5),
                (
                    "tiers must be all of money with percentages or all of units with prices, in one currency, "
                    "but ¥0.00 stands beside 5; make them alike"
                ),
            ),
            (
                NoTiers(),
                (
                    "a table must have at least one tier, band, point or step, but none was given; "
                    "state one, or the one rate in place of a table"
                ),
            ),
            (
                TiersNotAscending(yuan("5.00"), yuan("3.00")),
                (
                    "tiers must start at rising amounts where the one before ends, but ¥3.00 follows ¥5.00; "
                    "sort the tiers by 'from' and let none overlap"
                ),
            ),
            (
                TierGap(30, 31),
                (
                    "tiers must meet, but nothing is said between 30 and 31; let the next tier start where the one "
                    "before ends, and 'boundary' say which of the two owns that amount"
                ),
            ),
            (
                TierOpenInTheMiddle(yuan("0")),
                "a tier, band or step must end where another follows, but one from ¥0.00 has no end; end it",
            ),
            (
                TierChoiceMissing(Outside.OVERFLOW, yuan("1000.00"), tuple(Overflow)),
                (
                    "a table must say what is earned above ¥1,000.00, but 'overflow' is missing; "
                    "state one of error, last_tier, nothing"
                ),
            ),
            (
                TierChoiceMissing(Outside.UNDERFLOW, 3, tuple(Underflow)),
                "a table must say what is earned below 3, but 'underflow' is missing; state one of error, nothing",
            ),
        ],
    )
    def test_each_has_its_sentence(self, error: RuralTaobaoError, message: str) -> None:
        assert str(error) == message

    @pytest.mark.parametrize(
        ("listed", "error"),
        [
            ([], NoTiers()),
            ([(0, 5), (5, 9), (3, None)], TiersNotAscending(Money(5), Money(3))),
            ([(0, 5), (0, None)], TiersNotAscending(Money(0), Money(0))),
            ([(0, 5), (4, None)], TiersNotAscending(Money(5), Money(4))),
            ([(0, 5), (6, None)], TierGap(Money(5), Money(6))),
            ([(0, None), (6, None)], TierOpenInTheMiddle(Money(0))),
            ([(0, 5)], TierChoiceMissing(Outside.OVERFLOW, Money(5), tuple(Overflow))),
            ([(1, None)], TierChoiceMissing(Outside.UNDERFLOW, Money(1), tuple(Underflow))),
        ],
    )
    @pytest.mark.parametrize("form", FORMS)
    def test_each_names_the_tiers_it_is_about(
        self, form: Callable[..., Any], listed: list[Row], error: RuralTaobaoError
    ) -> None:
        with pytest.raises(type(error)) as refused:
            form(tiers=of_money(listed), boundary="upper_inclusive")
        assert refused.value.args == error.args
