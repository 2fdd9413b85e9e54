import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.commission.portions import (
    Remaining,
    RemainingTwice,
    RestUnfit,
    SharesMixed,
    SharesNotWhole,
    StepBelowZero,
    weights_of,
)
from rural_taobao.commission.splits import Kept, Share, Split, Step
from rural_taobao.currencies import CNY
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.identifiers import Party
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import Allocation, Money, NothingToAllocateTo
from tests.odd_values import Wrong

FIRST = Allocation.FIRST


class TestPortions:
    """Shares are of one kind and make the whole, a step takes 0 or more, and a rest is taken where there is one."""

    @given(st.lists(st.integers(0, MILLIONTHS), max_size=3))
    @example([])
    @example([MILLIONTHS - 1])
    @example([MILLIONTHS, 1])
    def test_shares_that_are_not_the_whole_are_refused(self, shares: list[int]) -> None:
        if sum(shares) == MILLIONTHS:
            return
        with pytest.raises(SharesNotWhole) as refused:
            Split([Share(party, Rate(rate)) for party, rate in zip(Party, shares, strict=False)], FIRST)
        assert refused.value.total == Rate(sum(shares))

    def test_more_than_all_is_refused_beside_what_remains(self) -> None:
        with pytest.raises(SharesNotWhole) as refused:
            Split([Share("partner", Rate(MILLIONTHS + 1)), Share("platform", Remaining())], FIRST)
        assert refused.value.total == Rate(MILLIONTHS + 1)

    @pytest.mark.parametrize("other", [Rate(1), Remaining()])
    def test_parts_beside_percentages_are_refused(self, other: Rate | Remaining) -> None:
        for sizes in ([1, other], [other, 0]):
            with pytest.raises(SharesMixed):
                Split([Share(party, size) for party, size in zip(Party, sizes, strict=False)], FIRST)

    def test_two_that_remain_are_refused(self) -> None:
        with pytest.raises(RemainingTwice):
            Split([Share("partner", Remaining()), Share("platform", Remaining())], FIRST)

    def test_parts_that_are_all_zero_are_refused(self) -> None:
        with pytest.raises(NothingToAllocateTo) as refused:
            Split([Share("partner", 0), Share("platform", 0)], FIRST)
        assert refused.value.args == ((0, 0),)

    @pytest.mark.parametrize(
        ("sizes", "weights"),
        [
            ([Rate(MILLIONTHS)], (MILLIONTHS,)),
            ([Rate(600_000), Rate(400_000)], (600_000, 400_000)),
            ([Rate(MILLIONTHS), Remaining()], (MILLIONTHS, 0)),
            ([Remaining(), Rate(1)], (999_999, 1)),
            ([Remaining()], (MILLIONTHS,)),
            ([0, 2, 1], (0, 2, 1)),
        ],
    )
    def test_what_divides_is_a_share_of_a_million_or_the_parts(
        self, sizes: list[Rate | int | Remaining], weights: tuple[int, ...]
    ) -> None:
        assert weights_of(sizes) == weights

    @pytest.mark.parametrize("parts", [-1, 10**100])
    def test_parts_outside_their_range_are_refused(self, parts: int) -> None:
        with pytest.raises(WrongNumber, match="a share in parts must be a whole number of 0 or more") as refused:
            Share("partner", parts)
        assert refused.value.given == parts

    @pytest.mark.parametrize("mode", Allocation)
    def test_who_takes_the_rest_is_stated_where_there_is_one_and_only_there(self, mode: Allocation) -> None:
        rest = None if mode.keeps_rest_apart else Kept()
        with pytest.raises(RestUnfit) as refused:
            Split([Share("partner", 1)], mode, rest)
        assert refused.value.mode is mode

    def test_a_maximum_below_zero_is_refused(self) -> None:
        """Not followed: formancehq/numscript@1643d54b, neg-max-dest.num, takes a negative maximum for 0."""
        with pytest.raises(StepBelowZero) as refused:
            Step("partner", Money(-10))
        assert refused.value.most == Money(-10, CNY)
        assert Step("partner", Money(0)).most == Money(0)

    def test_a_maximum_is_money(self) -> None:
        wrong: Wrong = 10
        with pytest.raises(WrongKind) as refused:
            Step("partner", wrong)
        assert (refused.value.name, refused.value.given) == ("most", 10)

    def test_portions_of_less_than_one_are_refused(self) -> None:
        """Source: formancehq/numscript@1643d54b, interpreter_test.go, InvalidAllotmentSum: 50 % and 40 %."""
        with pytest.raises(SharesNotWhole):
            Split([Share("partner", Rate.parse("50 %")), Share("platform", Rate.parse("40 %"))], FIRST)

    @pytest.mark.parametrize("rate", [0.7, True, "70 %", None])
    def test_a_share_is_a_rate(self, rate: Wrong) -> None:
        with pytest.raises(WrongKind, match=r"rate must be made by Rate.parse\('2.5 %'\), Remaining\(\) or") as refused:
            Share("partner", rate)
        assert refused.value.given is rate

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                SharesNotWhole(Rate.parse("90 %")),
                (
                    "the shares of a split must add up to 100 %, but they add up to 90 %, below it; "
                    "change a share, or add the party that takes the rest"
                ),
            ),
            (
                SharesNotWhole(Rate(MILLIONTHS + 1)),
                (
                    "the shares of a split must add up to 100 %, but they add up to 100.0001 %, above it; "
                    "change a share, or add the party that takes the rest"
                ),
            ),
            (
                SharesMixed(),
                (
                    "the shares of a split must be all percentages, of which one may be what remains, or all whole "
                    "parts, but both were given; state all of them as parts, such as 1, 2 and 3"
                ),
            ),
            (
                RemainingTwice(),
                (
                    "what remains must be the share of one receiver alone, but two of a split have it; "
                    "state a percentage for one of them, or divide what remains by a split of its own"
                ),
            ),
            (
                RestUnfit(Allocation.FLOOR_SEPARATE),
                (
                    "a split must say who takes the rest that mode 'floor_separate' keeps apart, but nobody was given; "
                    "state a party as 'rest', or 'kept' where nobody is paid"
                ),
            ),
            (
                RestUnfit(FIRST),
                (
                    "a split must say who takes a rest only where its mode keeps one apart, but 'first' leaves none; "
                    "leave 'rest' out, or state 'floor_separate' or 'block_separate'"
                ),
            ),
            (
                StepBelowZero(Money(-10)),
                (
                    "a step of a waterfall must have a maximum of 0 or more, but -¥0.10 was given; "
                    "state 0 where it takes nothing, or leave it out"
                ),
            ),
        ],
    )
    def test_each_has_its_sentence(self, error: Exception, message: str) -> None:
        assert str(error) == message
