"""Every partner in charge is set beside the standard, and told once what came of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from attrs import evolve
from hypothesis import find, given
from hypothesis import strategies as st

from rural_taobao.assessment import (
    Assessment,
    Began,
    Consequence,
    EveryMonth,
    Fine,
    InSum,
    Left,
    Note,
    NotJudged,
    Orders,
    Proposed,
    Rung,
    Standard,
    StandardVersion,
    Standing,
    Suspended,
    Threshold,
    assessed,
)
from rural_taobao.assessment.consequences import HELD_AS, gravity
from rural_taobao.assessment.judgements import NotInCharge
from rural_taobao.currencies import CNY, Currency
from rural_taobao.days import MonthsOutsideCalendar
from rural_taobao.identifiers import MalformedIdentifier, PartnerId
from rural_taobao.instants import CHINA, UtcOffset
from rural_taobao.kinds import WrongKind
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.network import Network
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.periods import Month, Period
from rural_taobao.samples import example_standard, one_order, one_village
from rural_taobao.services import Referral
from rural_taobao.settlement import Event, Order, Parcel, in_columns
from rural_taobao.testing.assessment_strategies import notes, standards
from rural_taobao.testing.worlds import World, orders_at, small_networks, worlds
from tests.assessment.worlds import days_of, in_charge_on, recount

NOVEMBER = Month(2016, 11)
PARTNERS = [PartnerId(name) for name in ("ann", "bo", "cai", "dan", "eve")]
ASKED = st.sampled_from([Month(2016, 10), NOVEMBER, Month(2016, 12), Month(2017, 1)])
SMALL = standards(
    since=st.just(Month(2016, 1)),
    figure=st.sampled_from([1, 1, 2, 3, 30_000]),
    months_back=st.integers(1, 3),
    currency=st.just(CNY),
)
NOTES = st.lists(notes(partner=st.sampled_from(PARTNERS)), max_size=3)


def weight(found: Assessment, partner: str) -> int:
    """Tell how grave what is said of a partner is; nothing proposed is the mildest."""
    judgement = found.of(partner)
    return 1 + gravity(judgement.proposal.consequence) if isinstance(judgement, Proposed) else 0


def standard(*thresholds: tuple[int, Any, str], ladder: Sequence[Rung] = ()) -> Standard:
    """Make a standard that asks for orders."""
    made = [
        Threshold(
            id=f"t{place}",
            demand=Orders(at_least=at_least, refunded="counts", cancelled="left_out"),
            over=over,
            leads_to=leads_to,
        )
        for place, (at_least, over, leads_to) in enumerate(thresholds)
    ]
    version = StandardVersion(since=Month(2016, 1), thresholds=made, ladder=ladder)
    return Standard(id="ours", currency=CNY, versions=[version])


def order(number: int, day: date, **facts: Any) -> Order:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=CHINA.timezone)
    plain = {"station": "sanhe", "gross": Money(10_000_000), "placed": at, "known_at": at}
    return Order(id=f"o-{number}", **{**plain, **facts})


class TestEveryPartnerInCharge:
    """Every partner who is in charge on a day of the month is told, once, and nobody else is."""

    @given(small_networks(), SMALL, ASKED, NOTES)
    def test_is_told_once(self, network: Network, asked: Standard, month: Month, noted: list[Note]) -> None:
        found = assessed(network, asked, [], month, notes=noted)
        told = [each.partner for each in found.judgements]
        assert told == sorted({partner for day in days_of(month) for partner in in_charge_on(network, day)})
        assert len(found.fine) + len(found.proposed) + len(found.not_judged) == len(told)
        assert [found.of(partner).partner for partner in told] == told

    @given(worlds(), SMALL, ASKED, NOTES)
    def test_is_judged_by_each_threshold_or_told_why_not(
        self, world: World, asked: Standard, month: Month, noted: list[Note]
    ) -> None:
        version = asked.on(month)
        for each in assessed(world.network, asked, world.events, month, notes=noted).judgements:
            by = [] if isinstance(each, NotJudged) else [finding.threshold.id for finding in each.findings]
            over = [passed.threshold.id for passed in each.passed_over]
            assert sorted([*by, *over]) == sorted(threshold.id for threshold in version.thresholds)
            assert by or isinstance(each, NotJudged)

    def test_nobody_else_can_be_asked_about(self) -> None:
        found = assessed(one_village(), example_standard(), [], NOVEMBER)
        with pytest.raises(NotInCharge, match="in charge of a station in 2016-11, but wang was not"):
            found.of("wang")
        with pytest.raises(MalformedIdentifier):
            found.of("")


class TestMonthsThatWereServed:
    """Nobody is judged by months that were not served whole, at one station and without a suspension."""

    @given(worlds(), SMALL, ASKED, NOTES)
    def test_only_they_are_looked_at(self, world: World, asked: Standard, month: Month, noted: list[Note]) -> None:
        network = world.network
        for each in assessed(network, asked, world.events, month, notes=noted).judgements:
            for finding in () if isinstance(each, NotJudged) else each.findings:
                months = [of for of, _ in finding.figures]
                assert months == [month.plus(back) for back in range(1 - finding.threshold.over.months, 1)]
                days = [day for of in months for day in days_of(of)]
                posts = [post for post in network.postings if post.partner == each.partner]
                assert set.intersection(*({post.station for post in posts if day in post.period} for day in days))
                rests = [note.days for note in noted if (note.partner, note.standing) == (each.partner, "suspended")]
                assert not any(day in rest for day in days for rest in rests)

    def test_reasons_are_told(self) -> None:
        network = small_network()
        found = assessed(network, standard((1, EveryMonth(months=1), "removal")), [], NOVEMBER)
        assert {each.partner: each.passed_over[0].why for each in found.not_judged} == {
            "ann": Left(date(2016, 11, 11)),
            "bo": Began(date(2016, 11, 11)),
            "cai": Began(date(2016, 11, 5)),
            "dan": Left(date(2016, 11, 25)),
            "eve": Left(date(2016, 11, 12)),
        }
        assert len(found.not_judged) == len(found.judgements)

    def test_a_month_may_say_what_three_do_not_yet(self) -> None:
        asked = standard((1, EveryMonth(months=1), "warning"), (2, InSum(months=2), "removal"))
        december = assessed(small_network(), asked, [], Month(2016, 12))
        bo = december.of("bo")
        assert isinstance(bo, Proposed)
        assert [finding.threshold.id for finding in bo.findings] == ["t0"]
        assert [(passed.threshold.id, passed.why) for passed in bo.passed_over] == [("t1", Began(date(2016, 11, 11)))]
        assert bo.proposal.consequence is Consequence.WARNING

    def test_a_suspension_says_so(self) -> None:
        rest = Period(date(2016, 11, 29), date(2016, 12, 9))
        found = assessed(one_village(), example_standard(), [], NOVEMBER, notes=[Note("li", "suspended", rest)])
        [li] = found.not_judged
        whole = Suspended(Period(date(2016, 11, 29), date(2016, 12, 1)))
        assert {passed.why for passed in li.passed_over} == {whole}


class TestFigures:
    """The figures that led to a judgement are those of a plain recount of the events."""

    @given(worlds(), SMALL, ASKED)
    def test_are_those_of_a_plain_recount(self, world: World, asked: Standard, month: Month) -> None:
        found = assessed(world.network, asked, world.events, month)
        judged: list[Fine | Proposed] = [*found.fine, *found.proposed]
        for each in judged:
            for finding in each.findings:
                assert [number for _, number in finding.figures] == [
                    recount(world.network, world.events, finding.threshold.demand, each.partner, of)
                    for of, _ in finding.figures
                ]
                assert finding.in_all == sum(number for _, number in finding.figures)

    @given(worlds(), SMALL, ASKED, st.randoms(use_true_random=False))
    def test_do_not_depend_on_the_order_of_events(
        self, world: World, asked: Standard, month: Month, shuffle: Any
    ) -> None:
        events = list(world.events)
        shuffle.shuffle(events)
        assert assessed(world.network, asked, events, month) == assessed(world.network, asked, world.events, month)

    @given(worlds(), SMALL)
    def test_columns_say_what_values_say(self, world: World, asked: Standard) -> None:
        columns = in_columns(world.events, CNY)
        assert assessed(world.network, asked, columns, NOVEMBER) == assessed(
            world.network, asked, world.events, NOVEMBER
        )

    def test_days_and_months_are_those_of_the_networks_clock(self) -> None:
        late = datetime(2016, 11, 30, 23, tzinfo=CHINA.timezone)
        events = [order(1, NOVEMBER.first, placed=late, known_at=late)]
        asked = standard((1, EveryMonth(months=1), "warning"))
        assert assessed(one_village(), asked, events, NOVEMBER).fine
        east = evolve(one_village(), clock=UtcOffset(9 * 60))
        assert assessed(east, asked, events, NOVEMBER).proposed
        assert assessed(east, asked, events, Month(2016, 12)).fine

    def test_months_without_any_event_are_told(self) -> None:
        found = assessed(one_village(), example_standard(), [one_order()], NOVEMBER)
        assert found.silent == (Month(2016, 9), Month(2016, 10))
        elsewhere = evolve(one_order(), station="nowhere")
        assert assessed(one_village(), example_standard(), [elsewhere], NOVEMBER).silent == found.silent
        assert assessed(one_village(), example_standard(), [], NOVEMBER).silent == (*found.silent, NOVEMBER)


class TestProposals:
    """What is proposed follows from what was missed, and from nothing else."""

    @given(worlds(), SMALL, ASKED, NOTES)
    def test_who_reached_everything_gets_nothing(
        self, world: World, asked: Standard, month: Month, noted: list[Note]
    ) -> None:
        found = assessed(world.network, asked, world.events, month, notes=noted)
        assert all(finding.is_reached for each in found.fine for finding in each.findings)
        for each in found.proposed:
            missed = [finding for finding in each.findings if not finding.is_reached]
            assert {*each.proposal.missed} <= {*missed}
            assert each.proposal.missed
            assert each.proposal.towards in {finding.threshold.leads_to for finding in missed}

    @given(
        standards(
            since=st.just(Month(2016, 1)),
            figure=st.integers(1, 28),
            months_back=st.integers(1, 3),
            currency=st.just(CNY),
        )
    )
    def test_who_works_every_day_reaches_what_days_can(self, asked: Standard) -> None:
        days = [day for month in (9, 10, 11) for day in days_of(Month(2016, month))]
        parcels = [
            Parcel(id=f"p-{place}", station="sanhe", handed_out=at, known_at=at)
            for place, day in enumerate(days)
            for at in [datetime(day.year, day.month, day.day, 9, tzinfo=CHINA.timezone)]
        ]
        referrals = [
            Referral(id=f"r-{place}", station="sanhe", service="loans", amount=Money(1), entered=at, known_at=at)
            for place, day in enumerate(days)
            for at in [datetime(day.year, day.month, day.day, 9, tzinfo=CHINA.timezone)]
        ]
        events: list[Event] = [*(order(place, day) for place, day in enumerate(days)), *parcels, *referrals]
        assert [type(each) for each in assessed(one_village(), asked, events, NOVEMBER).judgements] == [Fine]

    @given(worlds(), SMALL, ASKED, NOTES, st.data())
    def test_raising_a_figure_never_makes_a_finding_worse(
        self, world: World, asked: Standard, month: Month, noted: list[Note], data: st.DataObject
    ) -> None:
        more = data.draw(orders_at("more"))
        before = assessed(world.network, asked, world.events, month, notes=noted)
        after = assessed(world.network, asked, [*world.events, more], month, notes=noted)
        for each in before.judgements:
            assert weight(after, each.partner) <= weight(before, each.partner)

    @given(worlds(), SMALL, ASKED, NOTES)
    def test_a_step_comes_after_what_its_ladder_asks_for(
        self, world: World, asked: Standard, month: Month, noted: list[Note]
    ) -> None:
        last = days_of(month)[-1]
        after = {rung.step: HELD_AS[rung.after] for rung in asked.on(month).ladder}
        for each in assessed(world.network, asked, world.events, month, notes=noted).proposed:
            held = {note.standing for note in noted if note.partner == each.partner and last in note.days}
            proposal = each.proposal
            assert proposal.consequence not in after or after[proposal.consequence] in held
            assert proposal.holds is (HELD_AS.get(proposal.consequence) in held)
            assert gravity(proposal.consequence) <= gravity(proposal.towards)

    def test_a_removal_that_asks_for_a_warning_begins_with_it(self) -> None:
        asked = standard((1, EveryMonth(months=1), "removal"), ladder=[Rung(step="removal", after="warning")])
        [first] = assessed(one_village(), asked, [], NOVEMBER).proposed
        assert (first.proposal.consequence, first.proposal.towards) == ("warning", "removal")
        for days, consequence in (
            (Period(date(2016, 11, 1), date(2016, 12, 1)), "removal"),
            (Period(date(2016, 11, 30)), "removal"),
            (Period(date(2016, 11, 1), date(2016, 11, 30)), "warning"),
            (Period(date(2016, 12, 1)), "warning"),
        ):
            [found] = assessed(one_village(), asked, [], NOVEMBER, notes=[Note("li", "warned", days)]).proposed
            assert found.proposal.consequence == consequence
        [other] = assessed(
            one_village(), asked, [], NOVEMBER, notes=[Note("li", "on_probation", Period(date(2016, 1, 1)))]
        ).proposed
        assert other.proposal.consequence is Consequence.WARNING

    def test_the_gravest_that_was_missed_is_proposed_with_what_led_to_it(self) -> None:
        asked = standard((9, EveryMonth(months=1), "warning"), (3, EveryMonth(months=1), "removal"))
        [none] = assessed(one_village(), asked, [], NOVEMBER).proposed
        assert [finding.threshold.id for finding in none.proposal.missed] == ["t1"]
        assert none.proposal.step == "remove"
        [some] = assessed(one_village(), asked, [order(each, NOVEMBER.first) for each in range(3)], NOVEMBER).proposed
        assert (some.proposal.consequence, some.proposal.step) == ("warning", None)

    def test_who_is_on_probation_stays_there(self) -> None:
        asked = standard((1, EveryMonth(months=1), "probation"))
        [found] = assessed(one_village(), asked, [], NOVEMBER).proposed
        assert (found.proposal.step, found.proposal.holds) == ("put_on_probation", False)
        held = Note("li", Standing.ON_PROBATION, Period(date(2016, 11, 20)))
        [again] = assessed(one_village(), asked, [], NOVEMBER, notes=[held]).proposed
        assert (again.proposal.step, again.proposal.holds) == (None, True)


class TestInput:
    """What does not go together is refused."""

    def test_currencies_are_one(self) -> None:
        shillings = Currency("UGX")
        asked = evolve(standard((1, EveryMonth(months=1), "warning")), currency=shillings)
        with pytest.raises(CurrencyMismatch):
            assessed(one_village(), asked, [], NOVEMBER)
        with pytest.raises(CurrencyMismatch):
            assessed(one_village(), example_standard(), in_columns([], shillings), NOVEMBER)

    def test_a_note_is_of_a_partner_of_the_network(self) -> None:
        note = Note("wang", "warned", Period(date(2016, 1, 1)))
        with pytest.raises(UnknownReference, match="a partner that is named must be there, but wang is not"):
            assessed(one_village(), example_standard(), [], NOVEMBER, notes=[note])
        with pytest.raises(WrongKind, match="notes must be made by Note"):
            assessed(one_village(), example_standard(), [], NOVEMBER, notes=["wang"])  # type: ignore[list-item]

    def test_months_before_the_year_1_cannot_be_asked_about(self) -> None:
        asked = evolve(example_standard().versions[0], since=Month(1, 1))
        with pytest.raises(MonthsOutsideCalendar):
            assessed(one_village(), evolve(example_standard(), versions=[asked]), [], Month(1, 2))

    def test_the_last_month_of_all_can_be(self) -> None:
        last = Month(9998, 12)
        assert assessed(one_village(), standard((1, EveryMonth(months=1), "warning")), [], last).proposed

    def test_an_order_of_a_helper_counts_for_who_is_in_charge(self) -> None:
        network = small_network()
        asked = standard((1, EveryMonth(months=1), "warning"))
        day = date(2016, 12, 3)
        for helper, kind in (("cai", Fine), ("eve", Proposed), ("bo", Proposed)):
            events = [order(1, day, station="north", helper=helper)]
            assert isinstance(assessed(network, asked, events, Month(2016, 12)).of("bo"), kind)
        elsewhere = [order(2, day, station="nowhere", helper="cai")]
        assert isinstance(assessed(network, asked, elsewhere, Month(2016, 12)).of("bo"), Proposed)

    def test_days_move_with_what_is_asked(self) -> None:
        events = [order(0, date(2016, 8, 31)), order(1, date(2016, 12, 1))]
        [li] = assessed(one_village(), standard((1, InSum(months=3), "warning")), events, NOVEMBER).proposed
        assert li.findings[0].in_all == 0
        sooner = [order(0, date(2016, 8, 31) + timedelta(days=1))]
        assert assessed(one_village(), standard((1, InSum(months=3), "warning")), sooner, NOVEMBER).fine


@cache
def small_network() -> Network:
    """Give the network of small worlds in which the partner of the north changes on 11 November."""
    change = Period(date(2016, 11, 11))
    return find(small_networks(), lambda network: change in [post.period for post in network.postings])
