from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.commission.splits import PartyTwice, Share, SharesNotWhole, Split
from rural_taobao.exact import MILLIONTHS, Rate, WrongKind
from rural_taobao.identifiers import Party
from rural_taobao.money import Allocation
from rural_taobao.testing import strategies
from rural_taobao.testing.plan_strategies import splits
from tests.odd_values import Wrong

LARGEST_REMAINDER, FIRST = Allocation.LARGEST_REMAINDER, Allocation.FIRST
PARTNER, CENTRE, PLATFORM = Party


def split(*percent: str, mode: Allocation = LARGEST_REMAINDER) -> Split:
    """Share between the partner, the county centre and the platform, as far as there are shares."""
    return Split([Share(party, Rate.parse(f"{each} %")) for party, each in zip(Party, percent, strict=False)], mode)


def units(split: Split) -> list[tuple[int, int]]:
    """Pair the place of each share with its millionths."""
    return [(place, share.rate.millionths) for place, share in enumerate(split.shares)]


class TestSplits:
    """
    Parts make the whole, for any weights, any sign; each part is within one unit of its exact share.
    A zero share gets nothing.
    """

    @given(splits(), st.integers())
    def test_parts_make_the_whole(self, split: Split, commission: int) -> None:
        assert sum(split.parts(commission)) == commission
        assert len(split.parts(commission)) == len(split.parties)

    @given(splits(), st.integers())
    def test_each_part_is_within_one_unit_of_its_exact_share(self, split: Split, commission: int) -> None:
        parts = split.parts(commission)
        for place, millionths in units(split):
            assert abs(parts[place] * MILLIONTHS - commission * millionths) < MILLIONTHS

    @given(splits(), st.integers())
    def test_a_zero_share_gets_nothing(self, split: Split, commission: int) -> None:
        parts = split.parts(commission)
        assert all(parts[place] == 0 for place, millionths in units(split) if millionths == 0)

    @given(splits(), st.integers())
    def test_what_is_taken_back_is_shared_as_what_was_given(self, split: Split, commission: int) -> None:
        assert split.parts(-commission) == tuple(-part for part in split.parts(commission))

    @given(splits())
    def test_shares_make_the_whole_and_no_party_has_two(self, split: Split) -> None:
        assert sum(split.weights) == MILLIONTHS
        assert len(set(split.parties)) == len(split.parties) == len(split.weights)

    @given(strategies.parties(), st.integers())
    def test_all_goes_to_a_single_party(self, party: Party, commission: int) -> None:
        alone = Split.all_to(party.value)
        assert alone.parties == (party,)
        assert alone.parts(commission) == (commission,)


class TestTies:
    """Ties go by the declared order of parties."""

    @given(st.permutations(list(Party)), st.integers(min_value=0))
    def test_of_equal_shares_the_earlier_declared_takes_no_less(self, order: list[Party], commission: int) -> None:
        half = Rate(MILLIONTHS // 2)
        for mode in Allocation:
            parts = Split([Share(order[0], half), Share(order[1], half)], mode).parts(commission)
            assert 0 <= parts[0] - parts[1] <= 1

    @given(splits(), st.integers(min_value=0))
    def test_a_later_party_takes_a_coin_first_only_if_its_share_was_cut_by_more(
        self, split: Split, commission: int
    ) -> None:
        if split.mode is not LARGEST_REMAINDER:
            return
        cut = [(commission * millionths) % MILLIONTHS for _, millionths in units(split)]
        took = [
            part * MILLIONTHS > commission * millionths
            for part, (_, millionths) in zip(split.parts(commission), units(split), strict=True)
        ]
        for earlier in range(len(cut)):
            for later in range(earlier + 1, len(cut)):
                assert not (took[later] and not took[earlier]) or cut[later] > cut[earlier]


class TestCorrections:
    """A correction is the new allocation minus the old (signs may differ: 5 over 45:45:10 is 2, 2, 1; 6 is 3, 3, 0)."""

    def test_one_more_coin_may_take_one_from_the_smallest_share(self) -> None:
        shared = split("45", "45", "10")
        old, new = shared.parts(5), shared.parts(6)
        assert old == (2, 2, 1)
        assert new == (3, 3, 0)
        assert [after - before for before, after in zip(old, new, strict=True)] == [1, 1, -1]

    @given(splits(), st.lists(st.integers(), min_size=1, max_size=5))
    @example(split("45", "45", "10"), [5, 6])
    def test_after_any_corrections_each_party_has_its_share_of_what_holds_now(
        self, split: Split, truths: list[int]
    ) -> None:
        posted = [0] * len(split.parties)
        for before, now in zip([0, *truths], truths, strict=False):
            correction = [after - so_far for so_far, after in zip(split.parts(before), split.parts(now), strict=True)]
            posted = [held + each for held, each in zip(posted, correction, strict=True)]
            assert sum(correction) == now - before
        assert tuple(posted) == split.parts(truths[-1])


class TestSplitsOfOthers:
    """A split comes to what others come to, in both modes."""

    @pytest.mark.parametrize(
        ("percent", "mode", "amount", "parts"),
        [
            pytest.param(["80", "8", "12"], FIRST, 15, (13, 1, 1), id="formancehq/numscript@1643d54b allocation.num"),
            pytest.param(["50", "50"], FIRST, 77, (39, 38), id="formancehq/numscript@1643d54b mixed-source"),
            pytest.param(
                ["0.19", "99.81"], FIRST, 10_000, (19, 9981), id="formancehq/numscript@1643d54b floating-perc"
            ),
            pytest.param(
                ["0.019", "99.981"], FIRST, 100_000, (19, 99_981), id="formancehq/numscript@1643d54b floating-perc2"
            ),
            pytest.param(
                ["100", "0"],
                FIRST,
                99_999_223_372_036_854_775_807,
                (99_999_223_372_036_854_775_807, 0),
                id="formancehq/numscript@1643d54b big-int-monetary",
            ),
            pytest.param(["75", "25"], LARGEST_REMAINDER, 3, (2, 1), id="brick/money@34feb899 MoneyTest.php"),
            pytest.param(["75", "25"], LARGEST_REMAINDER, 9999, (7499, 2500), id="moneyphp/money#492"),
            pytest.param(["30", "70"], LARGEST_REMAINDER, 645, (194, 451), id="getdokan/dokan#3324"),
        ],
    )
    def test_percentages(self, percent: list[str], mode: Allocation, amount: int, parts: tuple[int, ...]) -> None:
        """Source: the tests and issues that the cases are named for."""
        assert split(*percent, mode=mode).parts(amount) == parts

    def test_three_thirds_make_the_whole(self) -> None:
        """Source: antiwork/gumroad#5468: 33.33 %, 33.33 % and 33.34 % of 100 must add up to 100."""
        assert split("33.33", "33.33", "33.34").parts(100) == (33, 33, 34)


class TestRefusals:
    """The shares of a split make the whole, and a party has one of them."""

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

    @pytest.mark.parametrize("order", sorted(set(permutations([PARTNER, PARTNER, PLATFORM]))))
    def test_two_shares_of_one_party_are_refused(self, order: tuple[Party, ...]) -> None:
        third = [Rate(333_333), Rate(333_333), Rate(333_334)]
        with pytest.raises(PartyTwice) as refused:
            Split([Share(party, rate) for party, rate in zip(order, third, strict=True)], FIRST)
        assert refused.value.party is PARTNER

    def test_portions_of_less_than_one_are_refused(self) -> None:
        """Source: formancehq/numscript@1643d54b, interpreter_test.go, InvalidAllotmentSum: 50 % and 40 %."""
        with pytest.raises(SharesNotWhole):
            split("50", "40")

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
                PartyTwice(PARTNER),
                "a party must have one share of a split, but partner has two; add them up",
            ),
        ],
    )
    def test_each_has_its_sentence(self, error: Exception, message: str) -> None:
        assert str(error) == message

    @pytest.mark.parametrize("rate", [0.7, 700_000, "70 %", None])
    def test_a_share_is_a_rate(self, rate: Wrong) -> None:
        with pytest.raises(WrongKind, match=r"rate must be made by Rate.parse\('2.5 %'\)"):
            Share("partner", rate)

    def test_a_party_or_a_mode_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(ValueError, match="is not a valid Party"):
            Share("helper", Rate(1))
        with pytest.raises(ValueError, match="is not a valid Allocation"):
            Split([Share("partner", Rate(MILLIONTHS))], "last")

    def test_the_mode_has_no_default(self) -> None:
        with pytest.raises(TypeError, match="mode"):
            Split([Share("partner", Rate(MILLIONTHS))])  # type: ignore[call-arg]
