from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.commission.portions import Remaining
from rural_taobao.commission.splits import (
    AbsenceUnstated,
    Helper,
    Kept,
    NoSteps,
    PartyTwice,
    Receiver,
    Share,
    Split,
    SplitTooDeep,
    Step,
    Waterfall,
)
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.identifiers import Party
from rural_taobao.kinds import WrongKind
from rural_taobao.money import Allocation, Money
from rural_taobao.testing.split_strategies import splits
from tests.odd_values import Wrong

LARGEST_REMAINDER, FIRST, LARGEST_RATIO, FLOOR_SEPARATE, BLOCK_SEPARATE = Allocation
PARTNER, CENTRE, PLATFORM, HELPER = Party
NEVER_ABSENT = (PARTNER, CENTRE, PLATFORM)


def split(*percent: str, mode: Allocation = LARGEST_REMAINDER) -> Split:
    """Share between the partner, the county centre and the platform, as far as there are shares."""
    return Split([Share(party, Rate.parse(f"{each} %")) for party, each in zip(Party, percent, strict=False)], mode)


class TestSplits:
    """
    Parts make the whole, for any weights, any sign; each part is within one unit of its exact share, where the mode
    gives all away.
    A zero share gets nothing.
    """

    @given(splits(), st.integers())
    def test_parts_make_the_whole(self, split: Split, amount: int) -> None:
        assert sum(split.divided(amount)) == amount
        assert len(split.divided(amount)) == len(split.receivers)

    @given(splits(), st.integers())
    def test_each_part_is_within_one_unit_of_its_exact_share(self, split: Split, amount: int) -> None:
        total = sum(split.weights)
        for part, weight in zip(split.divided(amount), split.weights, strict=split.rest is None):
            if split.mode is not BLOCK_SEPARATE:
                assert abs(part * total - amount * weight) < total

    @given(splits(), st.integers())
    def test_a_zero_share_gets_nothing(self, split: Split, amount: int) -> None:
        parts = split.divided(amount)
        assert all(parts[place] == 0 for place, weight in enumerate(split.weights) if weight == 0)

    @given(splits(), st.integers())
    def test_what_is_taken_back_is_shared_as_what_was_given(self, split: Split, amount: int) -> None:
        assert split.divided(-amount) == tuple(-part for part in split.divided(amount))
        assert split.parts(-amount) == tuple(-part for part in split.parts(amount))

    @given(splits(), st.integers())
    def test_a_party_gets_what_goes_to_it(self, split: Split, amount: int) -> None:
        for party, part in zip(split.parties, split.parts(amount), strict=True):
            paid = zip(split.receivers, split.divided(amount), strict=True)
            takers = [(receiver.absent if isinstance(receiver, Helper) else receiver, each) for receiver, each in paid]
            assert part == sum(each for receiver, each in takers if receiver is party)

    @given(splits())
    def test_percentages_make_the_whole_and_no_party_has_two_shares(self, split: Split) -> None:
        if not isinstance(split.shares[0].rate, int):
            assert sum(split.weights) == MILLIONTHS
        named = [share.to for share in split.shares if isinstance(share.to, Party)]
        assert len(set(named)) == len(named)

    @given(st.sampled_from(NEVER_ABSENT), st.integers())
    def test_all_goes_to_a_single_party(self, party: Party, commission: int) -> None:
        alone = Split.all_to(party.value)
        assert alone.parties == (party,)
        assert alone.parts(commission) == (commission,)


class TestTies:
    """Ties go by the declared order of parties."""

    @given(st.permutations(NEVER_ABSENT), st.integers(min_value=0))
    def test_of_equal_shares_the_earlier_declared_takes_no_less(self, order: list[Party], commission: int) -> None:
        half = Rate(MILLIONTHS // 2)
        for mode in (LARGEST_REMAINDER, FIRST, LARGEST_RATIO):
            parts = Split([Share(order[0], half), Share(order[1], half)], mode).parts(commission)
            assert 0 <= parts[0] - parts[1] <= 1

    @given(splits(), st.integers(min_value=0))
    def test_a_later_party_takes_a_coin_first_only_if_its_share_was_cut_by_more(
        self, split: Split, commission: int
    ) -> None:
        if split.mode is not LARGEST_REMAINDER:
            return
        total = sum(split.weights)
        cut = [(commission * weight) % total for weight in split.weights]
        took = [
            part * total > commission * weight
            for part, weight in zip(split.divided(commission), split.weights, strict=True)
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
        posted = [0] * len(split.receivers)
        for before, now in zip([0, *truths], truths, strict=False):
            correction = [
                after - so_far for so_far, after in zip(split.divided(before), split.divided(now), strict=True)
            ]
            posted = [held + each for held, each in zip(posted, correction, strict=True)]
            assert sum(correction) == now - before
        assert tuple(posted) == split.divided(truths[-1])


class TestSplitsOfOthers:
    """A split comes to what others come to, in every mode."""

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

    @pytest.mark.parametrize(
        ("parts", "mode", "amount", "taken"),
        [
            pytest.param((2, 3, 1), FIRST, 100, (34, 50, 16), id="brick/money@34feb899 MoneyTest.php, first"),
            pytest.param((2, 3, 1), LARGEST_RATIO, 100, (33, 51, 16), id="brick/money@34feb899 MoneyTest.php, ratio"),
            pytest.param((2, 3, 1), BLOCK_SEPARATE, 100, (32, 48, 16, 4), id="brick/money@34feb899, blocks"),
            pytest.param((30, 20, 40), FIRST, 10_000, (3334, 2222, 4444), id="brick/money@34feb899, 30:20:40, first"),
            pytest.param((30, 20, 40), LARGEST_REMAINDER, 10_000, (3333, 2222, 4445), id="brick/money@34feb899"),
            pytest.param((445_455, 9_091, 545_455), FIRST, 22_000, (9801, 200, 11_999), id="brick/money@34feb899, GBP"),
            pytest.param((1, 2), FIRST, 30, (10, 20), id="formancehq/numscript@1643d54b send-all-destinatio-allot"),
            pytest.param((1, 1), FIRST, 77, (39, 38), id="formancehq/numscript@1643d54b mixed-source-dest-allotment"),
            pytest.param(
                (2 * 10**30, 10**30), FIRST, 10**40 + 1, ((2 * 10**40 + 1) // 3 + 1, 10**40 // 3), id="by hand"
            ),
        ],
    )
    def test_parts_of_any_size(
        self, parts: tuple[int, ...], mode: Allocation, amount: int, taken: tuple[int, ...]
    ) -> None:
        """Source: the tests that the cases are named for; thirds are one part and two."""
        rest = Kept() if mode.keeps_rest_apart else None
        shares = [Share(party, each) for party, each in zip(Party, parts, strict=False)]
        assert Split(shares, mode, rest).divided(amount) == taken

    @pytest.mark.parametrize(
        ("percent", "amount", "parts"),
        [
            pytest.param("0.19", 10_000, (19, 9981), id="formancehq/numscript@1643d54b floating-perc"),
            pytest.param("0.019", 100_000, (19, 99_981), id="formancehq/numscript@1643d54b floating-perc2"),
            pytest.param(
                "100",
                99_999_223_372_036_854_775_807,
                (99_999_223_372_036_854_775_807, 0),
                id="formancehq/numscript@1643d54b big-int-monetary",
            ),
        ],
    )
    def test_what_remains(self, percent: str, amount: int, parts: tuple[int, ...]) -> None:
        """Source: the tests that the cases are named for, of a percentage and `remaining`."""
        shares = [Share("partner", Rate.parse(f"{percent} %")), Share("platform", Remaining())]
        assert Split(shares, FIRST).parts(amount) == parts

    def test_a_ratio_of_zero_gets_nothing_where_others_give_it_a_coin(self) -> None:
        """Not followed: brick/money@34feb899, MoneyTest.php, gives 1, 66, 33 for 0:2:1 of 100."""
        shares = [Share(party, part) for party, part in zip(Party, (0, 2, 1), strict=False)]
        assert Split(shares, FIRST).parts(100) == (0, 67, 33)

    def test_three_thirds_make_the_whole(self) -> None:
        """Source: antiwork/gumroad#5468: 33.33 %, 33.33 % and 33.34 % of 100 must add up to 100."""
        assert split("33.33", "33.33", "33.34").parts(100) == (33, 33, 34)


class TestRefusals:
    """A party has one share of a split, and whoever takes a part is named, not too deep."""

    @pytest.mark.parametrize("order", sorted(set(permutations([PARTNER, PARTNER, PLATFORM]))))
    def test_two_shares_of_one_party_are_refused(self, order: tuple[Party, ...]) -> None:
        third = [Rate(333_333), Rate(333_333), Rate(333_334)]
        with pytest.raises(PartyTwice) as refused:
            Split([Share(party, rate) for party, rate in zip(order, third, strict=True)], FIRST)
        assert refused.value.party is PARTNER

    def test_splits_that_lie_too_deep_in_each_other_are_refused(self) -> None:
        def deeper(receiver: Receiver, times: int) -> Receiver:
            for _ in range(times):
                receiver = Split([Share(receiver, 1)], FIRST)
            return receiver

        deepest = deeper(Party.PARTNER, 8)
        for attempt in (
            lambda: Split([Share(deepest, 1)], FIRST),
            lambda: Split([Share(PARTNER, 1)], FLOOR_SEPARATE, deepest),
            lambda: Waterfall([Step(deepest, Money(1))], PARTNER),
            lambda: Waterfall([Step(PARTNER, Money(1))], deepest),
        ):
            with pytest.raises(SplitTooDeep) as refused:
                attempt()
            assert refused.value.depth == 9

    def test_a_waterfall_without_a_step_is_refused(self) -> None:
        with pytest.raises(NoSteps):
            Waterfall([], "partner")

    @pytest.mark.parametrize("to", [None, 1, Rate(1)])
    def test_a_receiver_is_a_party_or_nobody_or_a_split(self, to: Wrong) -> None:
        for attempt in (
            lambda: Share(to, 1),
            lambda: Step(to, Money(1)),
            lambda: Waterfall([Step("partner", Money(1))], to),
        ):
            with pytest.raises(
                WrongKind, match=r"to must be made by Party\('partner'\), Kept\(\), Helper\("
            ) as refused:
                attempt()
            assert refused.value.given == to

    @pytest.mark.parametrize("name", ["helper", HELPER])
    def test_a_helper_who_may_be_absent_is_refused_where_nobody_else_is_named(self, name: str) -> None:
        attempts: list[Callable[[], object]] = [
            lambda: Share(name, 1),
            lambda: Step(name, Money(1)),
            lambda: Split.all_to(name),
            lambda: Split([Share("partner", 1)], FLOOR_SEPARATE, name),
            lambda: Helper(name),
        ]
        for attempt in attempts:
            with pytest.raises(AbsenceUnstated):
                attempt()

    def test_two_shares_of_the_helper_are_refused(self) -> None:
        with pytest.raises(PartyTwice) as refused:
            Split([Share(Helper("partner"), 1), Share(Helper(Kept()), 1)], FIRST)
        assert refused.value.party is HELPER

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                PartyTwice(PARTNER),
                "a party must have one share of a split, but partner has two; add them up",
            ),
            (
                AbsenceUnstated(),
                (
                    "a split must say who takes what a helper takes where an event names no helper, but it does not; "
                    "state a party, or 'kept', as 'absent' beside the helper"
                ),
            ),
            (
                NoSteps(),
                "a waterfall must have a step before the rest, but none was given; state one, or share all by a split",
            ),
            (
                SplitTooDeep(9),
                (
                    "splits must lie in each other at most 8 deep, but these lie 9 deep; "
                    "put shares of shares into one split of whole parts"
                ),
            ),
        ],
    )
    def test_each_has_its_sentence(self, error: Exception, message: str) -> None:
        assert str(error) == message

    def test_a_party_or_a_mode_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(ValueError, match="a value of Party must be one of"):
            Share("agent", Rate(1))
        with pytest.raises(ValueError, match="a value of Allocation must be one of"):
            Split([Share("partner", Rate(MILLIONTHS))], "last")

    def test_the_mode_has_no_default(self) -> None:
        with pytest.raises(TypeError, match="mode"):
            Split([Share("partner", Rate(MILLIONTHS))])  # type: ignore[call-arg]
