from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, reject

from rural_taobao.commission import (
    Always,
    AnyOf,
    AtStation,
    Attainment,
    AttainmentStep,
    ByVolume,
    CommissionPlan,
    CommissionRule,
    Condition,
    DuringFestival,
    EarnedOn,
    Flat,
    Graduated,
    HitPolicy,
    InCategory,
    Not,
    OfAmount,
    OnDays,
    PlanVersion,
    Split,
    Tier,
    UnderCentre,
    UnderVersion,
    VolumeTier,
    WholeAmount,
)
from rural_taobao.commission.bounds import Allowance
from rural_taobao.documents.checking import Document
from rural_taobao.documents.models import Models, models_text
from rural_taobao.documents.plans import plan_text
from rural_taobao.documents.reviewing import DaysWithoutPlan, Surroundings, review
from rural_taobao.documents.trees import toml_tree
from rural_taobao.documents.versions import rules_in, tables_in
from rural_taobao.exact import Rate
from rural_taobao.festivals import Edition, Festival, FestivalCalendar, Window, programme_calendar
from rural_taobao.festivals.festival import EditionUnknown
from rural_taobao.festivals.paying import NothingToPayOn
from rural_taobao.festivals.rules import Announced
from rural_taobao.identifiers import PlanId, VersionId
from rural_taobao.instants import CHINA
from rural_taobao.money import Money, UnitPrice
from rural_taobao.network import Posting, Vacancy, programme_versions
from rural_taobao.periods import Period
from rural_taobao.samples import one_plan, one_village
from rural_taobao.settlement import Scope, settle
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Entry, Source, Timeline

DAYS = Period(date(2016, 1, 1), date(2017, 1, 1))
CALENDAR = programme_calendar()


def written(plan: CommissionPlan, file: str = "plan.toml") -> Document[CommissionPlan]:
    return Document(file, toml_tree(plan_text(plan), file=file), plan)


def models(plan: str = "example") -> Document[Models]:
    value = Models(
        clock=CHINA,
        currency=one_plan().currency,
        platform="platform",
        vacancy=Vacancy("nobody"),
        versions=programme_versions({"2.0": plan}),
    )
    return Document("models.toml", toml_tree(models_text(value), file="models.toml"), value)


def plan(*conditions: Condition, days: Period = DAYS, **others: Any) -> Document[CommissionPlan]:
    rules = [
        CommissionRule(
            id=f"r{number}",
            when=when,
            basis="count",
            measured_on="order",
            rate=Flat(Money(100)),
            rounding="half_up",
            on_refund="reverse",
            split=Split.all_to("partner"),
        )
        for number, when in enumerate(conditions)
    ]
    stated: dict[str, Any] = {"hit_policy": "sum", "earned_on": EarnedOn("placed"), "rules": rules, **others}
    version = PlanVersion(version="2016", **stated)
    return written(CommissionPlan(id="example", versions=Timeline([Entry(days, version)])))


def told(document: Document[CommissionPlan], **around: Any) -> list[tuple[str, str, str]]:
    found = review([document], Surroundings(**around))
    assert list(found) == sorted(found)
    return [(fault.file, fault.place, fault.message.partition(";")[0]) for fault in found]


def festival_plan(days: Period = DAYS, **campaign: Any) -> Document[CommissionPlan]:
    stated = {"festival": "double-11", "clock": "placed", **campaign}
    return plan(DuringFestival(**stated), days=days)


class TestWhatIsFound:
    """A review tells everything that is found in any version of any plan, at the place of the rule."""

    def test_is_nothing_in_the_plans_of_the_village(self) -> None:
        around = Surroundings(
            calendar=CALENDAR, models=models(), network=one_village(), categories=frozenset(["seeds"])
        )
        assert review([written(one_plan())], around) == ()

    def test_is_told_at_its_place(self) -> None:
        table = Graduated(
            tiers=[Tier(Money(100), Rate.parse("1 %"), Money(900))],
            boundary="upper_inclusive",
            overflow="nothing",
            underflow="nothing",
        )
        document = plan(InCategory(["phones"]), Always(), OnDays(Period(date(2015, 1, 1), date(2015, 2, 1))))
        [entry] = document.value.versions.entries
        rules = [entry.value.rules[0], *entry.value.rules[1:]]
        rules[0] = evolve(rules[0], rate=table, basis="net")
        changed = evolve(entry.value, hit_policy="unique", rules=rules)
        document = written(evolve(document.value, versions=Timeline([evolve(entry, value=changed)])))
        assert [place for _, place, _ in told(document)] == [
            "versions[0].rules[0].rate.overflow",
            "versions[0].rules[0].rate.underflow",
            "versions[0].rules[1].when",
            "versions[0].rules[2].when",
        ]
        first = evolve(document.value, versions=Timeline([evolve(entry, value=evolve(changed, hit_policy="first"))]))
        assert "versions[0].rules[2].when" in [place for _, place, _ in told(written(first))]

    def test_is_a_category_that_events_name_and_no_rule_covers(self) -> None:
        [(file, place, message)] = told(plan(InCategory(["phones"])), categories=frozenset(["phones", "seeds"]))
        assert (file, place) == ("plan.toml", "versions[0].rules")
        assert message.endswith("no rule of version 2016 that is not a fee matches seeds")

    def test_is_that_not_all_was_looked_through(self) -> None:
        festivals = [DuringFestival(f"f{number}", "placed") for number in range(500)]
        document = plan(*festivals, hit_policy=HitPolicy.FIRST)
        [(_, place, message)] = told(document)
        assert place == "versions[0].rules"
        assert "few enough events" in message


class TestNames:
    """A station, a county centre, a model version or a payee that a rule names must be known where any are."""

    def test_of_payees_that_have_a_quota_of_their_own(self) -> None:
        rate = Attainment(
            quota=Money(100),
            steps=[AttainmentStep(Rate(0), None, Rate.parse("100 %"))],
            rate=Rate.parse("8 %"),
            boundary="upper_inclusive",
            mode="graduated",
            prorated="whole",
            quotas={"li": Money(50), "Li": Money(10)},
        )
        document = plan(Always(), running_totals="reset")
        [entry] = document.value.versions.entries
        rule = evolve(entry.value.rules[0], rate=rate, basis="net", measured_on="running_total")
        version = evolve(entry.value, rules=[rule])
        document = written(evolve(document.value, versions=Timeline([evolve(entry, value=version)])))
        assert told(document) == []
        [(_, place, message)] = told(document, network=one_village())
        assert place == "versions[0].rules[0].rate.quotas[0].payee"
        assert message == "a payee that is named must be there, but Li is not"

    @pytest.mark.parametrize(
        ("condition", "place", "message"),
        [
            (
                AtStation(["sanhe", "nowhere"]),
                "station[0]",
                "a station that is named must be there, but nowhere is not",
            ),
            (Not(UnderCentre(["far"])), "not.centre[0]", "a county centre that is named must be there, but far is not"),
            (
                AnyOf([Always(), UnderVersion(["9.0"])]),
                "any[1].version[0]",
                "a model version that is named must be there, but 9.0 is not",
            ),
        ],
    )
    def test_that_nobody_knows_are_told(self, condition: Condition, place: str, message: str) -> None:
        document = plan(condition, days=Period(DAYS.start))
        assert told(document) == []
        around = {"models": models(), "network": one_village()}
        assert ("plan.toml", f"versions[0].rules[0].when.{place}", message) in told(document, **around)

    def test_that_are_known_are_not(self) -> None:
        document = plan(
            AtStation(["sanhe"]), UnderCentre(["feixi"]), UnderVersion(["2.0"]), days=Period(date(2015, 1, 1))
        )
        assert told(document, models=models(), network=one_village()) == []


class TestFestivals:
    """A rule for a festival that is never held on the days of its version is idle, where the calendar is known."""

    @pytest.mark.parametrize(
        ("days", "campaign", "idle"),
        [
            (DAYS, {}, False),
            (DAYS, {"editions": [2016]}, False),
            (DAYS, {"editions": [2015]}, True),
            (DAYS, {"editions": [2017]}, True),
            (DAYS, {"editions": [2015, 2016]}, False),
            (DAYS, {"clock": "paid", "editions": [2015]}, True),
            (DAYS, {"clock": "paid", "editions": [2017]}, False),
            (Period(date(2016, 11, 12)), {"editions": [2016]}, True),
            (Period(date(2016, 11, 11)), {"editions": [2016]}, False),
            (Period(date(2016, 11, 12)), {}, False),
            (Period(date(2016, 1, 1), date(2016, 11, 11)), {}, True),
            (Period(date(2016, 1, 1), date(2016, 11, 12)), {}, False),
            (DAYS, {"festival": "nobodys"}, False),
            (DAYS, {"windows": ["no such"]}, False),
        ],
    )
    def test_are_looked_up(self, days: Period, campaign: dict[str, Any], idle: bool) -> None:  # noqa: FBT001 - a row
        document = festival_plan(days, **campaign)
        network = one_village()
        around = Surroundings(calendar=CALENDAR, models=models("other"), network=network)
        found = [fault for fault in review([document], around) if "able to match" in fault.message]
        assert bool(found) is idle
        assert review([document], evolve(around, models=None)) == ()
        assert review([document], evolve(around, calendar=None)) == ()

    def test_with_a_window_that_nobody_knows_the_end_of_may_be_held(self) -> None:
        window = Window("sale", datetime.fromisoformat("2016-11-11T00:00:00+08:00"))
        edition = Edition(year=2016, kind="announced", source=Source("a notice"), windows=[window])
        festival = Festival("fair", "Fair", "集市", "commercial", Announced(), [edition])
        calendar = FestivalCalendar([festival])
        document = festival_plan(festival="fair", editions=[2016])
        assert told(document, calendar=calendar, models=models("other")) == []

    @given(worlds())
    def test_that_are_said_never_to_be_held_never_pay(self, world: World) -> None:
        models_of = Models(
            clock=world.network.clock,
            currency=world.network.currency,
            platform=world.network.platform,
            vacancy=world.network.vacancy,
            versions=world.network.versions,
        )
        around = Surroundings(
            calendar=world.calendar, models=Document("models.toml", {}, models_of), network=world.network
        )
        documents = [written(_with_editions(each), str(each.id)) for each in world.plans]
        idle = {(fault.file, fault.place) for fault in review(documents, around) if "able to match" in fault.message}
        plans = [document.value for document in documents]
        where = {
            (document.value.id, version["version"], rule["rule"]): f"versions[{place}].{path}.when"
            for document in documents
            for place, version in tables_in(document.tree, "versions")
            for path, rule in rules_in(version)
        }
        try:
            november = settle(world.network, plans, world.calendar, world.events, Scope("2016-11"))
        except (EditionUnknown, NothingToPayOn):
            # The drawn calendar may not know of the edition that a rule now asks for.
            reject()
        for line in november.lines:
            assert (line.plan, where.get((line.plan, line.plan_version, line.rule))) not in idle


def _with_editions(drawn: CommissionPlan) -> CommissionPlan:
    """Let each rule of a plan ask for a festival, in an edition that its own name chooses."""
    entries = [
        evolve(entry, value=evolve(entry.value, rules=_festive(entry.value))) for entry in drawn.versions.entries
    ]
    return evolve(drawn, versions=Timeline(entries))


def _festive(version: PlanVersion) -> Iterable[CommissionRule]:
    for number, rule in enumerate(version.rules):
        yield evolve(rule, when=DuringFestival("double-11", "placed", [], [2016 - number]))


class TestDays:
    """A plan is to hold on all days on which a model version that names it is used."""

    @pytest.mark.parametrize(
        ("days", "missing"),
        [
            (Period(date(2015, 1, 1)), []),
            (Period(date(2015, 6, 1)), []),
            (Period(date(2015, 6, 2)), [Period(date(2015, 6, 1), date(2015, 6, 2))]),
            (Period(date(2015, 6, 1), date(2016, 1, 1)), [Period(date(2016, 1, 1))]),
            (DAYS, [Period(date(2015, 6, 1), date(2016, 1, 1)), Period(date(2017, 1, 1))]),
        ],
    )
    def test_that_are_missing_are_told_of_the_models(self, days: Period, missing: list[Period]) -> None:
        found = told(plan(days=days), models=models(), network=one_village())
        assert bool(found) is bool(missing)
        for file, place, message in found:
            assert (file, place) == ("models.toml", "versions[0].plan")
            assert message.endswith(f"does not hold {' and '.join(map(str, missing))}")

    def test_are_all_since_the_version_began_where_no_network_says_when_it_is_used(self) -> None:
        [(_, _, message)] = told(plan(days=Period(date(2015, 6, 1))), models=models())
        [version] = models().value.versions
        assert f"{version.since} to before 2015-06-01" in message
        assert told(plan(days=Period(version.since)), models=models()) == []

    def test_are_those_of_its_own_postings(self) -> None:
        village = one_village()
        [posting] = village.postings
        short = evolve(posting, period=Period(posting.period.start, date(2015, 7, 1)))
        assert isinstance(short, Posting)
        network = evolve(village, postings=[short])
        assert told(plan(days=Period(date(2015, 6, 1), date(2015, 7, 1))), models=models(), network=network) == []

    def test_are_not_asked_of_a_plan_that_is_not_there(self) -> None:
        assert told(plan(days=DAYS), models=models("other"), network=one_village()) == []

    def test_are_told_in_a_sentence(self) -> None:
        finding = DaysWithoutPlan(VersionId("2.0"), PlanId("example"), (DAYS,))
        assert str(finding) == (
            "a plan must hold on all days of a model version to pay on them, but plan example, which version 2.0 "
            "names, does not hold 2016-01-01 to before 2017-01-01; add a version of the plan where that is not meant"
        )


class TestTiers:
    """A tier that no order can reach is told at its place; of what a running total may come to nothing is said."""

    def table(self, measured_on: str = "order", **facts: Any) -> list[tuple[str, str, str]]:
        tiers = [VolumeTier(0, Rate(1), 1), VolumeTier(1, Rate(2), 5), VolumeTier(5, Rate(3))]
        rate = ByVolume(volume="count", boundary="upper_inclusive", tiers=tiers)
        stated: dict[str, Any] = {"basis": "net", "rate": rate, "measured_on": measured_on, "on_refund": "rerate"}
        base = one_plan().versions.entries[0].value
        rule = evolve(base.rules[0], **{**stated, **facts})
        version = evolve(base, rules=[rule], running_totals="carry")
        return told(written(evolve(one_plan(), versions=Timeline.starting({date(2016, 1, 1): version}))))

    def test_of_a_volume_that_is_always_one(self) -> None:
        found = self.table()
        assert [place for _, place, _ in found] == [f"versions[0].rules[0].rate.tiers[{place}]" for place in (1, 2)]
        assert "no count of an order that rule everything matches lies in that from 1 on" in found[0][2]

    def test_of_a_volume_that_is_one_where_a_tier_starts_at_it(self) -> None:
        tiers = [VolumeTier(0, Rate(1), 1), VolumeTier(1, Rate(2), 5), VolumeTier(5, Rate(3))]
        found = self.table(rate=ByVolume(volume="count", boundary="lower_inclusive", tiers=tiers))
        assert [place.rpartition("rate.")[2] for _, place, _ in found] == ["tiers[0]", "tiers[2]"]

    def test_over_a_month_any_may_be_reached(self) -> None:
        assert self.table("running_total") == []

    @pytest.mark.parametrize(
        ("boundary", "dead"), [("upper_inclusive", ["tiers[2]"]), ("lower_inclusive", ["tiers[0]", "tiers[2]"])]
    )
    @pytest.mark.parametrize("form", [Graduated, WholeAmount])
    def test_beyond_the_amounts_that_a_rule_asks_for(
        self, form: type[Graduated | WholeAmount], boundary: str, dead: list[str]
    ) -> None:
        yuan = Money.parse
        tiers = [
            Tier(yuan("0"), Rate(1), yuan("5.00")),
            Tier(yuan("5.00"), Rate(2), yuan("9.00")),
            Tier(yuan("9.00"), Rate(3), yuan("20.00")),
        ]
        when = OfAmount(basis="net", start=yuan("5.00"), end=yuan("9.01"))
        if boundary == "lower_inclusive":
            when = evolve(when, end=yuan("9.00"))
        found = self.table(when=when, rate=form(tiers=tiers, boundary=boundary, overflow="error"))
        assert [place.rpartition("rate.")[2] for _, place, _ in found] == dead

    def test_nothing_is_said_of_units_and_of_what_is_partly_free(self) -> None:
        price = [Tier(0, UnitPrice(1), 5), Tier(5, UnitPrice(2))]
        by_units = WholeAmount(tiers=price, boundary="lower_inclusive")
        assert self.table(basis="quantity", rate=by_units) == []
        free = Allowance(per="order", measure=3)
        assert self.table(basis="count", rate=by_units, allowance=free) == []
        assert [place.rpartition("rate.")[2] for _, place, _ in self.table(basis="count", rate=by_units)] == [
            "tiers[1]"
        ]
