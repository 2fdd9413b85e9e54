"""Which rule pays for which event: kinds, categories, windows, hit policies, moments."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    AllOf,
    Always,
    AnyOf,
    AtStation,
    Category,
    CommissionPlan,
    CommissionRule,
    DuringFestival,
    EarnedOn,
    Flat,
    HitPolicy,
    InCategory,
    Not,
    OfAmount,
    OfKind,
    OnDays,
    PlanVersion,
    Seniority,
    Split,
    Tagged,
    UnderCentre,
    UnderVersion,
)
from rural_taobao.commission.conditions import Condition
from rural_taobao.currencies import Currency
from rural_taobao.festivals import Edition, Festival, FestivalCalendar, Window, programme_calendar
from rural_taobao.festivals.festival import EditionUnknown
from rural_taobao.festivals.rules import Announced
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.network import CountyCentre, Partner, Posting, Station
from rural_taobao.periods import Month, Period
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.services import Referral
from rural_taobao.settlement import Event, Order, Outcome, Parcel, Scope, Settlement, settle
from rural_taobao.settlement.settling import PlanCurrencyUnfit, PlanTwice
from rural_taobao.settlement.sorting import RuleAmbiguous
from rural_taobao.testing.small_festivals import small_calendars
from rural_taobao.testing.small_trade import small_instants
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Source, Timeline

ELEVEN = datetime.fromisoformat("2016-11-11T00:00:00+08:00")


def flat(name: str, fen: int, when: Condition) -> CommissionRule:
    return CommissionRule(
        id=name,
        when=when,
        basis="count",
        measured_on="order",
        rate=Flat(Money(fen)),
        rounding="half_up",
        on_refund="reverse",
        split=Split.all_to("partner"),
    )


def plan(*rules: CommissionRule, policy: str = "first", earned_on: EarnedOn | None = None) -> CommissionPlan:
    version = PlanVersion(version="v", hit_policy=policy, earned_on=earned_on or EarnedOn("placed"), rules=rules)
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def at(instant: datetime, **facts: Any) -> Order:
    return evolve(one_order(), placed=instant, paid=None, known_at=instant, **facts)


def settled(
    given_plan: CommissionPlan, *events: Order | Parcel, calendar: FestivalCalendar | None = None
) -> Settlement:
    return settle(one_village(), [given_plan], calendar or programme_calendar(), events, Scope("2016-11"))


def paid_by(settlement: Settlement) -> list[str]:
    return [line.rule for line in settlement.lines]


class TestChoosing:
    """Two matching rules are an error unless the plan chose a policy."""

    RULES = (flat("phones", 100, InCategory(["phones"])), flat("all", 10, Always()))

    @given(st.lists(st.sampled_from(["phones", "seeds", "tools"]), max_size=3), st.sampled_from(HitPolicy))
    def test_one_is_paid_unless_the_plan_says_sum(self, codes: list[str], policy: HitPolicy) -> None:
        """A clerk's way: strike out the rules that do not name the category, and count what is left."""
        rules = [flat(f"r{place}", 100 + place, InCategory([code])) for place, code in enumerate(codes)]
        left = [f"r{place}" for place, code in enumerate(codes) if code == "phones"]
        order = evolve(one_order(), category="phones")
        best = left[-1:] if policy is HitPolicy.BEST_FOR_PAYEE else left[:1]
        if policy in (HitPolicy.UNIQUE, HitPolicy.MOST_SPECIFIC) and len(left) > 1:
            with pytest.raises(RuleAmbiguous) as refused:
                settled(plan(*rules, policy=policy), order)
            assert list(refused.value.rules) == left
        else:
            expected = left if policy is HitPolicy.SUM else best
            assert sorted(paid_by(settled(plan(*rules, policy=policy), order))) == expected

    def test_unique_names_the_rules_and_the_event(self) -> None:
        with pytest.raises(RuleAmbiguous, match="but phones and all of plan example version v both match o-1"):
            settled(plan(*self.RULES, policy="unique"), one_order())

    def test_unique_pays_where_one_matches(self) -> None:
        assert paid_by(settled(plan(*self.RULES, policy="unique"), evolve(one_order(), category="seeds"))) == ["all"]

    def test_first_pays_the_first_that_matches(self) -> None:
        assert paid_by(settled(plan(*self.RULES), one_order())) == ["phones"]
        assert paid_by(settled(plan(*reversed(self.RULES)), one_order())) == ["all"]

    def test_sum_pays_all_that_match(self) -> None:
        settlement = settled(plan(*self.RULES, policy="sum"), one_order())
        assert sorted(paid_by(settlement)) == ["all", "phones"]
        assert settlement.outcomes.earned == 1

    def test_sum_pays_a_rule_once_for_events_of_unlike_kinds(self) -> None:
        """Events that match other rules besides still count in one tally of a rule that they share."""
        seeds = evolve(one_order(), id="o-2", category="seeds")
        assert sorted(paid_by(settled(plan(*self.RULES, policy="sum"), one_order(), seeds))) == ["all", "all", "phones"]

    def test_no_match_earns_nothing_and_says_so(self) -> None:
        settlement = settled(plan(flat("phones", 100, InCategory(["phones"]))), evolve(one_order(), category=None))
        assert len(settlement.lines) == 0
        assert settlement.outcomes.counts[Outcome.NO_RULE].examples == ("o-1",)

    def test_an_event_of_sum_is_earned_where_one_of_its_rules_pays(self) -> None:
        nothing = flat("nothing", 0, Always())
        assert settled(plan(nothing, flat("all", 10, Always()), policy="sum"), one_order()).outcomes.earned == 1
        assert settled(plan(nothing, policy="sum"), one_order()).outcomes.counts[Outcome.RATED_AT_NOTHING].events == 1


class TestKinds:
    """An order and a parcel are told apart, and a version pays only for work that it allows."""

    PARCEL = Parcel(id="p-1", station="sanhe", pieces=3, handed_out=ELEVEN, known_at=ELEVEN)

    def test_a_parcel_is_paid_by_the_rule_for_parcels(self) -> None:
        rules = plan(flat("parcels", 50, OfKind("parcel")), flat("orders", 10, OfKind("order")))
        assert sorted(paid_by(settled(rules, self.PARCEL, one_order()))) == ["orders", "parcels"]

    def test_a_parcel_counts_its_pieces(self) -> None:
        per_piece = evolve(flat("parcels", 0, Always()), basis="quantity", rate=Flat(Money(50)))
        [line] = settled(plan(per_piece), self.PARCEL).lines
        assert line.measured == 3

    def test_work_that_the_version_does_not_allow_earns_nothing(self) -> None:
        network = one_village()
        idle = evolve(network, versions=[evolve(network.versions[0], works=["parcels"])])
        settlement = settle(idle, [one_plan()], programme_calendar(), [one_order(), self.PARCEL], Scope("2016-11"))
        assert settlement.outcomes.counts[Outcome.WORK_NOT_ALLOWED].examples == ("o-1",)


class TestCategories:
    """A rule that names a category matches what lies below it, as the version of the day declares."""

    SHELF = (Category("goods"), Category("phones", "goods"), Category("seeds", "goods"), Category("rice", "seeds"))

    def shelved(self, *rules: CommissionRule, categories: Sequence[Category] = SHELF) -> CommissionPlan:
        [entry] = plan(*rules).versions.entries
        version = evolve(entry.value, categories=categories)
        return CommissionPlan(id="example", versions=Timeline([evolve(entry, value=version)]))

    @pytest.mark.parametrize(
        ("named", "expected"),
        [
            ("goods", {"goods", "phones", "seeds", "rice"}),
            ("seeds", {"seeds", "rice"}),
            ("rice", {"rice"}),
            ("phones", {"phones"}),
        ],
    )
    def test_it_matches_what_lies_below_it(self, named: str, expected: set[str]) -> None:
        codes = ["goods", "phones", "seeds", "rice", "books", None]
        orders = [evolve(one_order(), id=code or "none", category=code) for code in codes]
        when = InCategory([named])
        assert {line.event for line in settled(self.shelved(flat("r", 9, when)), *orders).lines} == expected
        plain = settled(plan(flat("r", 9, when)), *orders)
        assert {line.event for line in plain.lines} == {named}

    def test_a_category_that_is_moved_is_moved_from_a_day_on(self) -> None:
        rule = flat("farm", 9, InCategory(["seeds"]))
        before = self.shelved(rule).versions.entries[0].value
        after = evolve(before, version="w", categories=[Category("rice"), Category("seeds")])
        moved = CommissionPlan(
            id="example", versions=Timeline.starting({date(2015, 1, 1): before, date(2016, 11, 11): after})
        )
        early = evolve(at(ELEVEN - timedelta(seconds=1)), id="o-0", category="rice")
        assert [line.event for line in settled(moved, early, at(ELEVEN, category="rice")).lines] == ["o-0"]


class TestCampaigns:
    """A campaign pays on no event whose campaign instant lies outside its windows."""

    @given(st.integers(-3 * 86_400, 3 * 86_400))
    def test_a_window_holds_its_start_and_not_its_end(self, seconds: int) -> None:
        instant = ELEVEN + timedelta(seconds=seconds)
        rules = plan(flat("double-11", 100, DuringFestival("double-11", "placed")), flat("all", 10, Always()))
        expected = "double-11" if 0 <= seconds < 86_400 else "all"
        assert paid_by(settled(rules, at(instant))) == [expected]

    @pytest.mark.parametrize(("edition", "expected"), [(2016, "double-11"), (2015, "all"), (2017, "all")])
    def test_a_campaign_of_one_edition_pays_in_that_edition_alone(self, edition: int, expected: str) -> None:
        during = DuringFestival("double-11", "placed", editions=[edition])
        rules = plan(flat("double-11", 100, during), flat("all", 10, Always()))
        assert paid_by(settled(rules, at(ELEVEN))) == [expected]

    def test_an_edition_that_nobody_knows_is_refused(self) -> None:
        rules = plan(flat("double-11", 100, DuringFestival("double-11", "placed", editions=[1999])))
        with pytest.raises(EditionUnknown, match="1999"):
            settled(rules, at(ELEVEN))

    def test_at_the_very_edges(self) -> None:
        rules = plan(flat("double-11", 100, DuringFestival("double-11", "placed")), flat("all", 10, Always()))
        instants = {
            ELEVEN - timedelta(microseconds=1): "all",
            ELEVEN: "double-11",
            ELEVEN + timedelta(days=1) - timedelta(microseconds=1): "double-11",
            ELEVEN + timedelta(days=1): "all",
        }
        for instant, expected in instants.items():
            assert paid_by(settled(rules, at(instant))) == [expected]

    def test_the_clock_that_the_rule_names_is_looked_at(self) -> None:
        paid = evolve(one_order(), placed=ELEVEN - timedelta(hours=1), paid=ELEVEN, known_at=ELEVEN)
        by_payment = plan(flat("double-11", 100, DuringFestival("double-11", "paid")), flat("all", 10, Always()))
        by_placing = plan(flat("double-11", 100, DuringFestival("double-11", "placed")), flat("all", 10, Always()))
        assert paid_by(settled(by_payment, paid)) == ["double-11"]
        assert paid_by(settled(by_placing, paid)) == ["all"]

    def test_an_instant_that_did_not_happen_lies_in_no_window(self) -> None:
        by_deposit = plan(flat("double-11", 100, DuringFestival("double-11", "deposit")), flat("all", 10, Always()))
        assert paid_by(settled(by_deposit, at(ELEVEN))) == ["all"]

    def test_two_clocks_at_once(self) -> None:
        both = AllOf([DuringFestival("double-11", "placed"), DuringFestival("double-11", "paid")])
        rules = plan(flat("both", 100, both), flat("all", 10, Always()))
        later = evolve(at(ELEVEN), paid=ELEVEN + timedelta(days=2), known_at=ELEVEN + timedelta(days=2))
        soon = evolve(at(ELEVEN), id="o-2", paid=ELEVEN + timedelta(hours=2), known_at=ELEVEN + timedelta(hours=2))
        lines = settled(rules, later, soon).lines
        assert {line.event: line.rule for line in lines} == {"o-1": "all", "o-2": "both"}

    def test_windows_that_overlap_are_their_union_and_pay_once(self) -> None:
        waves = Festival(
            id="waves",
            name_en="Waves",
            name_zh="波",
            kind="commercial",
            rule=Announced(),
            editions=[
                Edition(
                    2016,
                    [
                        Window("one", ELEVEN, ELEVEN + timedelta(hours=4)),
                        Window("two", ELEVEN + timedelta(hours=2), ELEVEN + timedelta(hours=6)),
                        Window("three", ELEVEN + timedelta(hours=8), ELEVEN + timedelta(hours=9)),
                    ],
                    kind="announced",
                    source=Source("made up"),
                )
            ],
        )
        calendar = FestivalCalendar([waves])
        rules = plan(flat("waves", 100, DuringFestival("waves", "placed", ["one", "two"])), flat("all", 10, Always()))
        for hour, expected in ((0, "waves"), (3, "waves"), (5, "waves"), (6, "all"), (8, "all")):
            settlement = settled(rules, at(ELEVEN + timedelta(hours=hour)), calendar=calendar)
            assert paid_by(settlement) == [expected]


class TestFestivalsOfEveryForm:
    """However the days of a festival are told, a campaign pays within its windows, and on no other instant."""

    @given(small_calendars(), small_instants(), st.sampled_from([(), ("sale",)]))
    def test_an_order_is_paid_for_exactly_if_a_window_holds_where_it_was_placed(
        self, calendar: FestivalCalendar, placed: datetime, names: tuple[str, ...]
    ) -> None:
        windows = calendar.edition("double-11", 2016).windows
        asked = [window for window in windows if window.name in names or not names]
        assert all(window.end is not None for window in asked)
        holds = any(placed in window for window in asked)
        rules = plan(flat("double-11", 100, DuringFestival("double-11", "placed", names)), flat("all", 10, Always()))
        settlement = settle(one_village(), [rules], calendar, [at(placed)], Scope(Month.of(placed.date())))
        assert paid_by(settlement) == ["double-11" if holds else "all"]


class TestEarningMoments:
    """The plan's earning moment selects only the earned period."""

    @pytest.mark.parametrize("moment", ["placed", "paid", "received", "deposit", "balance"])
    def test_what_has_not_happened_is_not_earned_yet(self, moment: str) -> None:
        order = at(ELEVEN)
        settlement = settled(plan(flat("all", 10, Always()), earned_on=EarnedOn(moment)), order)
        expected = Outcome.EARNED if moment == "placed" else Outcome.NOT_EARNED_YET
        assert set(settlement.outcomes.counts) == {expected}

    def test_received_in_december_is_earned_in_december(self) -> None:
        december = datetime.fromisoformat("2016-12-01T00:00:00+08:00")
        order = evolve(at(ELEVEN), received=december, known_at=december)
        given_plan = plan(flat("all", 10, Always()), earned_on=EarnedOn("received"))
        assert set(settled(given_plan, order).outcomes.counts) == {Outcome.OUTSIDE_SCOPE}
        [line] = settle(one_village(), [given_plan], programme_calendar(), [order], Scope("2016-12")).lines
        assert (str(line.earned), line.at) == ("2016-12", ELEVEN)

    @given(st.integers(0, 60))
    def test_days_after_are_days_of_24_hours(self, days: int) -> None:
        given_plan = plan(flat("all", 10, Always()), earned_on=EarnedOn("placed", days))
        earned = set(settled(given_plan, at(ELEVEN)).outcomes.counts) == {Outcome.EARNED}
        assert earned == ((ELEVEN + timedelta(days=days)).month == 11)

    def test_a_parcel_is_earned_when_it_is_handed_out(self) -> None:
        parcel = Parcel(id="p-1", station="sanhe", handed_out=ELEVEN, known_at=ELEVEN)
        given_plan = plan(flat("all", 10, Always()), earned_on=EarnedOn("received"))
        assert settled(given_plan, parcel).outcomes.earned == 1

    def test_plans_with_unlike_moments_settle_side_by_side(self) -> None:
        """A plan that changes its moment goes by the version of the day of the order."""
        first = plan(flat("all", 10, Always())).versions.entries[0].value
        second = evolve(first, version="w", earned_on=EarnedOn("received"))
        both = CommissionPlan(
            id="example", versions=Timeline.starting({date(2015, 1, 1): first, date(2016, 11, 11): second})
        )
        before = evolve(at(ELEVEN - timedelta(hours=1)), id="o-0")
        settlement = settled(both, before, at(ELEVEN))
        assert [line.event for line in settlement.lines] == ["o-0"]
        assert settlement.outcomes.counts[Outcome.NOT_EARNED_YET].examples == ("o-1",)


class TestWhatIsGiven:
    """Network, plans and events are in one currency, and each plan is given once."""

    def test_two_plans_with_one_id_are_refused(self) -> None:
        with pytest.raises(PlanTwice, match="example was given twice"):
            settle(one_village(), [one_plan(), one_plan()], programme_calendar(), [], Scope("2016-11"))

    def test_a_plan_in_another_currency_is_refused(self) -> None:
        other = evolve(one_plan(), currency=Currency("KES"))
        with pytest.raises(PlanCurrencyUnfit, match="CNY, but example is in KES"):
            settle(one_village(), [other], programme_calendar(), [], Scope("2016-11"))

    def test_events_in_another_currency_are_refused(self) -> None:
        from rural_taobao.settlement import in_columns

        with pytest.raises(CurrencyMismatch, match="CNY and KES"):
            settle(
                one_village(),
                [one_plan()],
                programme_calendar(),
                in_columns([], Currency("KES")),
                Scope("2016-11"),
            )

    def test_no_events_settle_to_nothing(self) -> None:
        settlement = settled(one_plan())
        assert (len(settlement.lines), settlement.outcomes.events, settlement.statements) == (0, 0, ())


def counting(plan: CommissionPlan) -> CommissionPlan:
    """Give a plan whose rules match as before and pay a yuan for each event, so that whoever is paid has a line."""

    def one_yuan(rule: CommissionRule) -> CommissionRule:
        return evolve(
            rule,
            basis="count",
            measured_on="order",
            allowance=None,
            rate=Flat(Money(100)),
            boosts=(),
            per_unit=None,
            floor=None,
            cap=None,
            on_refund="reverse",
            clawback=None,
            levels=None,
            split=Split.all_to("partner"),
        )

    versions = {
        entry.period.start: evolve(
            entry.value,
            earned_on=EarnedOn("placed"),
            rules=map(one_yuan, entry.value.rules),
            campaigns=(),
            exceptions=(),
            caps=(),
            guarantees=(),
            draws=(),
        )
        for entry in plan.versions.entries
    }
    return evolve(plan, versions=Timeline.starting(versions))


class TestEachByItself:
    """An event is matched on its own facts, whatever else comes with it."""

    @given(worlds())
    def test_alone_it_is_paid_by_the_same_rules(self, world: World) -> None:
        plans = [counting(plan) for plan in world.plans]
        scope = Scope("2016-12", restated=["2016-10", "2016-11"], reason="all of it")

        def rules_of(*events: Event) -> set[tuple[str, str]]:
            lines = settle(world.network, plans, world.calendar, events, scope).lines
            return {(line.event, line.rule) for line in lines if line.station is not None}

        credited = [event for event in world.events if isinstance(event, Order | Parcel | Referral)]
        assert rules_of(*credited) == set[tuple[str, str]]().union(*map(rules_of, credited))

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            (AtStation("sanhe"), {"a", "b", "c"}),
            (Not(AtStation("sanhe")), set()),
            (UnderCentre("feixi"), {"a", "b", "c"}),
            (UnderVersion("2.0"), {"a", "b", "c"}),
            (OfAmount(basis="gross", start=Money(10_000), end=Money(20_000)), {"b"}),
            (OfAmount(basis="net", start=Money(10_000), end=Money(20_000)), {"b", "c"}),
            (OnDays(Period(date(2016, 11, 11), date(2016, 11, 12))), {"b"}),
            (Tagged("fresh"), {"a", "b"}),
            (Tagged(["group-buy", "gift"]), {"b"}),
            (AllOf([Tagged("fresh"), Not(Tagged("group-buy"))]), {"a"}),
            (Seniority(18), {"c"}),
            (Seniority(17, 18), {"a", "b"}),
            (Not(Seniority(18)), {"a", "b"}),
            (
                AnyOf([OnDays(Period(date(2016, 11, 12))), Not(OfAmount(basis="gross", start=Money(10_000)))]),
                {"a", "c"},
            ),
            (
                AnyOf([OnDays(Period(date(2016, 11, 12))), OfAmount(basis="gross", start=Money(0), end=Money(10_000))]),
                {"a", "c"},
            ),
        ],
    )
    def test_each_condition_in_a_settlement(self, when: Condition, expected: set[str]) -> None:
        events = [
            evolve(at(ELEVEN - timedelta(microseconds=1)), id="a", gross=Money(9_999), tags=["fresh"]),
            evolve(at(ELEVEN), id="b", gross=Money(10_000), tags=["fresh", "group-buy"]),
            evolve(at(ELEVEN + timedelta(days=1)), id="c", gross=Money(20_000), discount=Money(1)),
        ]
        network = one_village()
        begun = [evolve(network.partners[0], contract=Period(date(2015, 5, 12)))]
        given_plan = plan(flat("rule", 100, when))
        found = settle(
            evolve(network, partners=begun), [given_plan], programme_calendar(), events, Scope("2016-11")
        ).lines
        assert {line.event for line in found} == expected

    @pytest.mark.parametrize(
        ("when", "expected"),
        [(AtStation("taohua"), {"b"}), (Not(AtStation("taohua")), {"a"}), (UnderCentre("runan"), {"b"})],
    )
    def test_stations_are_told_apart(self, when: Condition, expected: set[str]) -> None:
        village = one_village()
        opening = village.stations[0].open
        network = evolve(
            village,
            centres=[*village.centres, CountyCentre("runan", "411727", "feixi-centre", opening)],
            stations=[*village.stations, Station("taohua", "runan", opening)],
            partners=[*village.partners, Partner("wang", opening, "full_time", examined=opening.start)],
            postings=[*village.postings, Posting("taohua", "wang", "li", "2.0", opening)],
        )
        orders = [evolve(one_order(), id="a"), evolve(one_order(), id="b", station="taohua")]
        found = settle(network, [plan(flat("rule", 100, when))], programme_calendar(), orders, Scope("2016-11"))
        assert {line.event for line in found.lines} == expected

    def test_parcels_have_no_tags_and_orders_without_any_none(self) -> None:
        parcel = Parcel(id="p-1", station="sanhe", handed_out=ELEVEN, known_at=ELEVEN)
        rules = plan(flat("fresh", 100, Tagged("fresh")), flat("all", 10, Always()))
        assert paid_by(settled(rules, parcel, at(ELEVEN))) == ["all", "all"]
        assert sorted(paid_by(settled(rules, parcel, at(ELEVEN, tags=["fresh"])))) == ["all", "fresh"]

    def test_a_range_in_another_currency_is_refused(self) -> None:
        with pytest.raises(CurrencyMismatch):
            plan(flat("rule", 100, OfAmount(basis="net", start=Money(5, Currency("KES")))))
