from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.levels import (
    Level,
    LevelMissing,
    LevelMode,
    Levels,
    LevelTwice,
    MissingLevel,
    NoLevels,
    NothingToLeave,
)
from rural_taobao.commission.operands import Banded, Units
from rural_taobao.commission.overrides import Ladder
from rural_taobao.commission.rates import Flat, Interpolated, MeasuredForm, Percentage, PerUnit, Point
from rural_taobao.commission.terms import Levelled, Rounded
from rural_taobao.exact import MILLIONTHS, Exact, Rate, Rounding
from rural_taobao.identifiers import Party, RuleId
from rural_taobao.money import Money, UnitPrice
from rural_taobao.testing import strategies
from tests.odd_values import Wrong

PARTNER, CENTRE, PLATFORM, HELPER = Party
UPWARDS = (HELPER, PARTNER, CENTRE, PLATFORM)
ADDITIVE, SUBTRACT_LOWER, DIFFERENTIAL = LevelMode

bases = st.integers(0, 10**9)
millionths = st.lists(st.integers(0, 2 * MILLIONTHS), min_size=1, max_size=4)


def levels(mode: LevelMode, rates: Sequence[int]) -> Levels:
    """Give levels of shares in millionths, the helper lowest."""
    listed = [Level(party, Percentage(Rate(rate))) for party, rate in zip(UPWARDS, rates, strict=False)]
    return Levels(mode, "skip", listed)


def earned(mode: LevelMode, rates: Sequence[int], basis: int, rounding: Rounding = Rounding.HALF_UP) -> list[int]:
    return list(Ladder(levels(mode, rates), rounding).earned(basis, UPWARDS))


class TestAdditive:
    """Each level earns its own rate on the whole basis, whatever the others earn."""

    @given(millionths, bases, strategies.roundings())
    def test_each_earns_as_if_it_were_alone(self, rates: list[int], basis: int, rounding: Rounding) -> None:
        alone = [earned(ADDITIVE, [rate], basis, rounding)[0] for rate in rates]
        assert earned(ADDITIVE, rates, basis, rounding) == alone

    @given(millionths, bases)
    def test_each_is_within_a_coin_of_its_exact_share(self, rates: list[int], basis: int) -> None:
        for rate, amount in zip(rates, earned(ADDITIVE, rates, basis), strict=True):
            assert abs(amount * MILLIONTHS - basis * rate) * 2 <= MILLIONTHS


class TestSubtractLower:
    """Each level earns on what is left of the basis when the levels below have theirs, never on less than nothing."""

    @given(millionths, bases)
    def test_is_its_share_of_what_is_left_to_the_coin(self, rates: list[int], basis: int) -> None:
        left = basis
        for rate, amount in zip(rates, earned(SUBTRACT_LOWER, rates, basis), strict=True):
            assert abs(amount * MILLIONTHS - max(left, 0) * rate) * 2 <= MILLIONTHS
            left -= amount

    @given(st.lists(st.integers(0, MILLIONTHS), min_size=1, max_size=4), bases)
    def test_all_levels_together_earn_no_more_than_there_is(self, rates: list[int], basis: int) -> None:
        assert sum(earned(SUBTRACT_LOWER, rates, basis)) <= basis

    @pytest.mark.parametrize(
        ("basis", "amounts"),
        [
            (1000_00, [100_00, 90_00, 81_00]),
            (100_00, [10_00, 9_00, 8_10]),
            (1110_00, [111_00, 99_90, 89_91]),
        ],
    )
    def test_three_levels_of_a_tenth(self, basis: int, amounts: list[int]) -> None:
        """Source: metasfresh/metasfresh@6c7bfd86, de.metas.contracts, HierachyAlgorithmTest.java."""
        assert earned(SUBTRACT_LOWER, [100_000] * 3, basis) == amounts

    def test_a_representative_and_a_supervisor(self) -> None:
        """Source: metasfresh, hierarchyCommissionAndLicenseFeeCommissionContracts.feature: 10 give 1.00 and 0.90."""
        assert earned(SUBTRACT_LOWER, [100_000, 100_000], 10_00) == [1_00, 90]

    def test_a_level_below_that_takes_more_than_there_is_leaves_nothing(self) -> None:
        assert earned(SUBTRACT_LOWER, [1_500_000, 100_000], 10_00) == [15_00, 0]


class TestDifferential:
    """All levels together earn what the highest rate alone comes to, and no level pays."""

    @given(millionths, bases, strategies.roundings())
    @example([20_000, 30_000, 25_000], 1000_00, Rounding.HALF_UP)
    def test_the_total_is_the_highest(self, rates: list[int], basis: int, rounding: Rounding) -> None:
        found = earned(DIFFERENTIAL, rates, basis, rounding)
        assert sum(found) == max(earned(ADDITIVE, rates, basis, rounding))
        assert min(found) >= 0

    @given(millionths, bases)
    def test_a_level_up_to_which_none_is_higher_earns_nothing_more(self, rates: list[int], basis: int) -> None:
        found = earned(DIFFERENTIAL, rates, basis)
        for place, rate in enumerate(rates):
            assert sum(found[: place + 1]) == max(earned(ADDITIVE, rates[: place + 1], basis))
            if place and rate <= max(rates[:place]):
                assert found[place] == 0

    def test_by_hand(self) -> None:
        """Of ¥1,000.00 the helper has 2 %, the partner the 3 % less that, the centre nothing for 2.5 %."""
        assert earned(DIFFERENTIAL, [20_000, 30_000, 25_000, 50_000], 1000_00) == [20_00, 10_00, 0, 20_00]


class TestTerms:
    """How what a level earns came about, evaluated, gives what it earns."""

    @given(st.sampled_from(LevelMode), millionths, bases, strategies.roundings(), st.sets(st.sampled_from(UPWARDS)))
    def test_of_every_level_that_is_there(
        self, mode: LevelMode, rates: list[int], basis: int, rounding: Rounding, present: set[Party]
    ) -> None:
        ladder = Ladder(levels(mode, rates), rounding)
        for place, (party, amount) in enumerate(zip(UPWARDS, ladder.earned(basis, present), strict=False)):
            if party in present:
                assert evaluated(ladder.term(basis, present, place)) == Exact(amount)
            else:
                assert amount == 0

    def test_a_fixed_amount_is_no_more_rounded_than_it_is(self) -> None:
        ladder = Ladder(Levels("additive", "skip", [Level("helper", Flat(Money(50)))]), Rounding.UP)
        assert evaluated(ladder.term(1, [HELPER], 0)) == Exact(50)
        assert ladder.term(1, [HELPER], 0) == Levelled(Units(50), HELPER, 0, 0)

    @pytest.mark.parametrize(
        ("mode", "measure", "off", "below"),
        [(ADDITIVE, 1000, 0, 0), (SUBTRACT_LOWER, 900, 100, 0), (DIFFERENTIAL, 1000, 0, 100)],
    )
    def test_it_names_the_level_and_what_those_below_it_take(
        self, mode: LevelMode, measure: int, off: int, below: int
    ) -> None:
        ladder = Ladder(levels(mode, [100_000, 200_000]), Rounding.UP)
        own = Rounded(Banded(((measure, 200_000),)), Rounding.UP)
        assert ladder.term(1000, UPWARDS, 1) == Levelled(own, PARTNER, off, below)

    def test_where_those_below_take_all_nothing_is_left_to_measure(self) -> None:
        """By hand: of 50 the helper takes 160 %, so that 1 % rounded up is taken of nothing."""
        assert earned(SUBTRACT_LOWER, [1_600_000, 10_000], 50, Rounding.UP) == [80, 0]

    def test_a_rate_that_moves_in_a_straight_line_is_one_of_a_level(self) -> None:
        """By hand, from 0 % at ¥0.00 to 10 % at ¥10.00: of ¥5.00 5 %, ¥0.25."""
        rate = Interpolated(points=[Point(Money(0), Rate(0)), Point(Money(1000), Rate.parse("10 %"))], overflow="error")
        ladder = Ladder(Levels("additive", "skip", [Level("helper", rate)]), Rounding.UP)
        assert ladder.earned(500, [HELPER]) == (25,)
        assert evaluated(ladder.term(500, [HELPER], 0)) == Exact(25)


class TestMissingLevels:
    """A level that is skipped is as if it were not stated: the one above stands directly on the one below."""

    @given(st.sampled_from(LevelMode), millionths, bases, st.sets(st.sampled_from(UPWARDS)))
    def test_the_others_earn_as_if_it_were_not_there(
        self, mode: LevelMode, rates: list[int], basis: int, present: set[Party]
    ) -> None:
        whole = levels(mode, rates)
        left = [level for level in whole.levels if level.party in present]
        paid = dict(zip(whole.parties, Ladder(whole, Rounding.DOWN).earned(basis, present), strict=True))
        if left:
            fewer = Levels(mode, "error", left)
            alone = zip(fewer.parties, Ladder(fewer, Rounding.DOWN).earned(basis, present), strict=True)
            assert {party: paid[party] for party in fewer.parties} == dict(alone)
        assert all(amount == 0 for party, amount in paid.items() if party not in present)


class TestRefusals:
    """Levels that cannot be are refused."""

    def test_no_level(self) -> None:
        with pytest.raises(NoLevels):
            Levels("additive", "skip", [])

    @given(st.permutations([HELPER, PARTNER, CENTRE]), st.sampled_from([0, 1, 2]), st.sampled_from(LevelMode))
    def test_a_party_above_itself(self, order: list[Party], again: int, mode: LevelMode) -> None:
        rate = Percentage(Rate(1))
        with pytest.raises(LevelTwice) as refused:
            Levels(mode, "skip", [*(Level(party, rate) for party in order), Level(order[again], rate)])
        assert refused.value.party is order[again]

    @pytest.mark.parametrize("rate", [Flat(Money(1)), PerUnit(UnitPrice(1))])
    def test_units_of_which_nothing_can_be_left(self, rate: MeasuredForm) -> None:
        with pytest.raises(NothingToLeave) as refused:
            Levels("subtract_lower", "skip", [Level("helper", Percentage(Rate(1))), Level("partner", rate)])
        assert (refused.value.party, refused.value.rate) == (PARTNER, type(rate).__name__)
        assert Levels("differential", "skip", [Level("partner", rate)]).parties == (PARTNER,)

    @pytest.mark.parametrize(
        ("facts", "error"),
        [
            (("average", "skip", [Level("partner", Flat(Money(1)))]), "a value of LevelMode must be one of"),
            (("additive", "guess", [Level("partner", Flat(Money(1)))]), "a value of MissingLevel must be one of"),
        ],
    )
    def test_a_choice_that_there_is_not(self, facts: Wrong, error: str) -> None:
        with pytest.raises(ValueError, match=error):
            Levels(*facts)

    @pytest.mark.parametrize("rate", [Rate(1), "10 %", None])
    def test_a_rate_that_is_none(self, rate: Wrong) -> None:
        with pytest.raises(TypeError):
            Level("partner", rate)

    def test_they_are_named_as_plans_name_them(self) -> None:
        assert [each.value for each in LevelMode] == ["additive", "subtract_lower", "differential"]
        assert [each.value for each in MissingLevel] == ["skip", "error"]

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                NoLevels(),
                "overrides must have a level, but none was given; state one for each party, the lowest first",
            ),
            (
                LevelTwice(PARTNER),
                "a party must have one level and not stand above itself, but partner has two; leave one out",
            ),
            (
                NothingToLeave(PARTNER, "Flat"),
                (
                    "under mode 'subtract_lower' every level must earn a share of money, since only of that what "
                    "others earned can be taken off, but partner has 'flat'; state a percentage, or mode 'additive'"
                ),
            ),
            (
                LevelMissing("o-1", RuleId("phones"), HELPER),
                (
                    "every level of rule phones must have somebody who is paid, but o-1 has no helper; "
                    "name one in the event, or state missing 'skip'"
                ),
            ),
        ],
    )
    def test_each_has_its_sentence(self, error: Exception, message: str) -> None:
        assert str(error) == message
