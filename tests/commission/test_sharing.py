from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.operands import Units
from rural_taobao.commission.portions import Remaining
from rural_taobao.commission.sharing import currencies_in, keeps, kept_of, share_of
from rural_taobao.commission.splits import Helper, Kept, Receiver, Share, Shared, Split, Step, Waterfall
from rural_taobao.commission.terms import Part, Poured, Sum
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import Exact, Rate
from rural_taobao.identifiers import Party
from rural_taobao.money import Allocation, Money
from rural_taobao.testing.split_strategies import sharings

FIRST = Allocation.FIRST
PARTNER, CENTRE, PLATFORM, HELPER = Party
percent = Rate.parse


def within(receiver: Receiver) -> Iterator[Shared]:
    """Give a split, and every one within it."""
    if isinstance(receiver, Split | Waterfall):
        yield receiver
        for each in receiver.receivers:
            yield from within(each)


def marketplace() -> Split:
    """
    Share as a marketplace does.

    Of 15 % commission 20 % are tax, of the rest 5 % are given back, up to 1,000; the merchant has 85 %.
    """
    cashback = Waterfall([Step("county_centre", Money(1000))], rest="platform")
    after_tax = Split([Share(cashback, percent("5 %")), Share("platform", Remaining())], FIRST)
    commission = Split([Share(Kept(), percent("20 %")), Share(after_tax, Remaining())], FIRST)
    return Split([Share(commission, percent("15 %")), Share("partner", Remaining())], FIRST)


class TestSharing:
    """The parts and what is kept make the whole, for any amount of any sign, however splits lie in each other."""

    @given(shared=sharings(), commission=st.integers(), helped=st.booleans())
    def test_parts_and_what_is_kept_make_the_whole(self, shared: Shared, commission: int, *, helped: bool) -> None:
        parts = shared.parts(commission, helped=helped)
        assert sum(parts) + kept_of(shared, commission, helped=helped) == commission
        assert len(parts) == len(shared.parties)

    @pytest.mark.parametrize(("helped", "helper"), [(False, 0), (True, 1)])
    def test_a_helper_deep_down_takes_what_falls_to_the_partner_else(self, *, helped: bool, helper: int) -> None:
        """By hand, of 101: 51 go to a split of helper and platform, 26 and 25; of the other 50 the helper has 5."""
        shared = Split(
            [
                Share(Split([Share(Helper(absent="partner"), 1), Share("platform", 1)], FIRST), 1),
                Share(Waterfall([Step(Helper(absent="partner"), Money(5))], rest="county_centre"), 1),
            ],
            FIRST,
        )
        parts = {PLATFORM: 25, CENTRE: 45, HELPER: 31 * helper, PARTNER: 31 * (1 - helper)}
        taken = dict(zip(shared.parties, shared.parts(101, helped=helped), strict=True))
        assert taken == {party: parts[party] for party in shared.parties}
        for party in shared.parties:
            assert evaluated(share_of(shared, Units(101), party, helped=helped)) == Exact(parts[party])
        poured = Waterfall([Step(shared, Money(101))], rest="county_centre")
        assert dict(zip(poured.parties, poured.parts(101, helped=helped), strict=True)) == taken

    @given(sharings(), st.integers())
    def test_what_is_taken_back_is_shared_as_what_was_given(self, shared: Shared, commission: int) -> None:
        assert shared.parts(-commission) == tuple(-part for part in shared.parts(commission))
        assert kept_of(shared, -commission) == -kept_of(shared, commission)

    @given(sharings(), st.integers(min_value=0))
    def test_nobody_pays(self, shared: Shared, commission: int) -> None:
        assert all(part >= 0 for part in (*shared.parts(commission), kept_of(shared, commission)))

    @given(sharings(), st.integers())
    def test_only_a_split_that_says_so_keeps_anything(self, shared: Shared, commission: int) -> None:
        receivers = [receiver for each in within(shared) for receiver in each.receivers]
        assert keeps(shared) is (Kept() in receivers or Helper(Kept()) in receivers)
        assert keeps(shared) or kept_of(shared, commission) == 0

    @given(sharings())
    def test_a_party_is_named_once(self, shared: Shared) -> None:
        assert set(Counter(shared.parties).values()) <= {1}
        receivers = [receiver for each in within(shared) for receiver in each.receivers]
        absent = [receiver.absent for receiver in receivers if isinstance(receiver, Helper)]
        named = {receiver for receiver in (*receivers, *absent) if isinstance(receiver, Party)}
        assert set(shared.parties) == named | ({HELPER} if absent else set())

    @given(sharings(currency=st.just(CNY)))
    def test_the_currency_of_a_maximum_is_known(self, shared: Shared) -> None:
        assert currencies_in(shared) == {CNY for each in within(shared) if isinstance(each, Waterfall)}

    def test_the_currencies_of_all_maxima_are_known(self) -> None:
        inner = Waterfall([Step("partner", Money(1, Currency("USD")))], rest="platform")
        assert currencies_in(Waterfall([Step(inner, Money(2))], rest="platform")) == {CNY, Currency("USD")}


class TestTerms:
    """How a part came about, evaluated, gives the part."""

    @given(shared=sharings(), commission=st.integers(), helped=st.booleans())
    def test_of_every_party(self, shared: Shared, commission: int, *, helped: bool) -> None:
        for party, part in zip(shared.parties, shared.parts(commission, helped=helped), strict=True):
            assert evaluated(share_of(shared, Units(commission), party, helped=helped)) == Exact(part)

    def test_a_party_with_several_parts_has_one_term_of_their_sum(self) -> None:
        shared = Waterfall([Step("partner", Money(20)), Step("platform", Money(30))], rest="partner")
        assert shared.parties == (PARTNER, PLATFORM)
        assert shared.parts(100) == (70, 30)
        assert share_of(shared, Units(100), PARTNER) == Sum(
            (Poured(Units(100), (20, 30), 0), Poured(Units(100), (20, 30), 2))
        )

    def test_a_share_of_a_share(self) -> None:
        inner = Split([Share("partner", 1), Share(Kept(), 2)], FIRST)
        outer = Split([Share("platform", 1), Share(inner, 1)], FIRST)
        assert share_of(outer, Units(9), PARTNER) == Part(Part(Units(9), (1, 1), FIRST, 1), (1, 2), FIRST, 0)


class TestHelpers:
    """What a helper takes goes, where no helper served, to whom the split names, and to nobody else."""

    @given(sharings(), st.integers())
    def test_who_is_not_named_for_it_gets_the_same_with_a_helper_and_without(
        self, shared: Shared, commission: int
    ) -> None:
        receivers = [receiver for each in within(shared) for receiver in each.receivers]
        named = {receiver.absent for receiver in receivers if isinstance(receiver, Helper)}
        with_one, without = shared.parts(commission, helped=True), shared.parts(commission)
        for party, served, alone in zip(shared.parties, with_one, without, strict=True):
            if party is HELPER:
                assert alone == 0
            else:
                assert served == alone or party in named

    def test_by_hand(self) -> None:
        split = Split([Share(Helper("partner"), percent("30 %")), Share("partner", percent("70 %"))], FIRST)
        assert split.parties == (HELPER, PARTNER)
        assert split.parts(1000, helped=True) == (300, 700)
        assert split.parts(1000) == (0, 1000)

    def test_where_nothing_is_said_none_served(self) -> None:
        kept = Split([Share(Helper(Kept()), 3), Share("partner", 7)], FIRST)
        assert [kept_of(kept, 100), kept_of(kept, 100, helped=False), kept_of(kept, 100, helped=True)] == [30, 30, 0]
        given_away = Split([Share(Helper("platform"), 3), Share("partner", 7)], FIRST)
        assert given_away.parts(100) == (0, 30, 70)
        assert share_of(given_away, Units(100), PLATFORM) == Part(Units(100), (3, 7), FIRST, 0)


class TestWaterfalls:
    """No step takes more than its maximum, and none takes anything before those above it are full."""

    @given(st.lists(st.integers(min_value=0), min_size=1, max_size=4), st.integers())
    @example([20], 100)
    def test_steps_fill_one_after_the_other(self, maxima: list[int], commission: int) -> None:
        waterfall = Waterfall([Step(Kept(), Money(most)) for most in maxima], rest="platform")
        taken = waterfall.divided(commission)
        assert sum(taken) == commission
        for place, most in enumerate(maxima):
            assert abs(taken[place]) <= most
            assert abs(taken[place]) == most or not any(taken[place + 1 :])


class TestSharingOfOthers:
    """Waterfalls and shares of shares come to what others come to."""

    @pytest.mark.parametrize(
        ("most", "parts"),
        [
            pytest.param(20, (20, 80), id="formancehq/numscript@1643d54b inoder-destination.num"),
            pytest.param(0, (0, 100), id="formancehq/numscript@1643d54b zero-postings-destination.num"),
        ],
    )
    def test_a_maximum_and_then_the_rest(self, most: int, parts: tuple[int, ...]) -> None:
        """Source: the tests that the cases are named for."""
        assert Waterfall([Step("partner", Money(most))], rest="platform").parts(100) == parts

    def test_shares_of_shares(self) -> None:
        """
        Source: formancehq/numscript@1643d54b, nested-remaining-complex.num.

        Of 10,000: tax 300, cashback 60, revenue 1,140, merchant 8,500.
        """
        shared = marketplace()
        assert shared.parties == (CENTRE, PLATFORM, PARTNER)
        assert shared.parts(10_000) == (60, 1_140, 8_500)
        assert kept_of(shared, 10_000) == 300

    def test_cashback_stops_at_its_maximum(self) -> None:
        """By hand: of 1,000,000 the tax is 30,000; 5 % of the other 120,000 are 6,000, of which 1,000 go back."""
        assert marketplace().parts(1_000_000) == (1_000, 119_000, 850_000)

    def test_a_part_that_is_kept_beside_a_waterfall(self) -> None:
        """Source: formancehq/numscript@1643d54b, destination-complex.num: of 100 a 20, kept 20, b 10, c 50."""
        inner = Waterfall([Step("county_centre", Money(10))], rest="platform")
        shares = [Share("partner", percent("20 %")), Share(Kept(), percent("20 %")), Share(inner, percent("60 %"))]
        split = Split(shares, FIRST)
        assert split.parts(100) == (20, 10, 50)
        assert kept_of(split, 100) == 20

    @pytest.mark.parametrize(("rest", "parts", "kept"), [("platform", (32, 48, 20), 0), (Kept(), (32, 48, 16), 4)])
    def test_who_takes_a_rest_that_is_kept_apart_is_a_choice(
        self, rest: Receiver, parts: tuple[int, ...], kept: int
    ) -> None:
        """Source: brick/money@34feb899, MoneyTest.php: 100 by whole blocks of 2:3:1 are 32, 48, 16 and a rest of 4."""
        shares = [Share("partner", 2), Share("county_centre", 3), Share("platform", 1)]
        split = Split(shares, Allocation.BLOCK_SEPARATE, rest)
        assert split.parts(100) == parts
        assert kept_of(split, 100) == kept
