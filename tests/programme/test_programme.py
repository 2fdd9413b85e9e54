"""The laws of programmes, and the history of the real one beside the facts that it is made of."""

import csv
import gzip
import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import Exact
from rural_taobao.identifiers import StationId
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.programme import programme_history
from rural_taobao.programme.budgets import spending
from rural_taobao.programme.claims import Claim
from rural_taobao.programme.counting import course_of
from rural_taobao.programme.denominators import Denominator, denominator_of
from rural_taobao.programme.figures import AtLeast, Exactly, Measure, Proportion
from rural_taobao.programme.programme import (
    ClaimTwice,
    ClaimUnknown,
    DenominatorTwice,
    Programme,
    ProgrammeUnnamed,
    TargetTwice,
    TargetUnknown,
)
from rural_taobao.programme.progress import Progress, milestones, standings
from rural_taobao.programme.tallies import Course, Tally
from rural_taobao.programme.targets import Horizon, ShareOfAll, Target, Total, Yearly
from rural_taobao.samples import one_village
from rural_taobao.testing.programme_strategies import claims, courses, programmes, targets
from rural_taobao.timeline import Source

DATA = Path(__file__).parent / "data"
FACTS: dict[str, Any] = json.loads((DATA / "programme.json").read_text(encoding="utf-8"))
PRESS = Source("a paper", quality="press")


def claim(name: str, **facts: Any) -> Claim:
    return Claim(id=name, when=date(2016, 1, 1), stations=Exactly(1), source=PRESS, **facts)


def target(name: str, **facts: Any) -> Target:
    return Target(id=name, set_on=date(2016, 1, 1), horizon=Horizon(1, 1), source=PRESS, **facts)


def denominator(year: int, measure: str = "villages") -> Denominator:
    return Denominator(measure=measure, year=year, number=9, as_of=date(year, 1, 1), source=PRESS)


def programme(**parts: Any) -> Programme:
    return Programme(name="Ours", currency=CNY, **parts)


class TestAdding:
    """A claim never overwrites another one, nor does a target: both stay side by side."""

    @given(programmes(), claims())
    def test_a_claim_comes_beside_all_others(self, drawn: Programme, more: Claim) -> None:
        if more.id in {each.id for each in drawn.claims}:
            with pytest.raises(ClaimTwice):
                drawn.with_claim(more)
        else:
            assert drawn.with_claim(more).claims == (*drawn.claims, more)

    @given(programmes(currency=st.just(CNY)), targets(currency=st.just(CNY)))
    def test_a_target_comes_beside_all_others(self, drawn: Programme, more: Target) -> None:
        if more.id in {each.id for each in drawn.targets}:
            with pytest.raises(TargetTwice):
                drawn.with_target(more)
        else:
            found = drawn.with_target(more)
            assert found.targets == (*drawn.targets, more)
            assert found.target(more.id) == more

    def test_one_of_the_same_id_is_refused_and_all_stays_as_it_was(self) -> None:
        before = programme(claims=[claim("a")], targets=[target("t", budget=Money(1))])
        with pytest.raises(ClaimTwice) as caught:
            before.with_claim(claim("a"))
        assert caught.value.claim == "a"
        with pytest.raises(TargetTwice) as again:
            before.with_target(target("t", budget=Money(2)))
        assert again.value.target == "t"
        assert before == programme(claims=[claim("a")], targets=[target("t", budget=Money(1))])


class TestRefusals:
    """A programme in a wrong state cannot be built."""

    @pytest.mark.parametrize("name", ["", " \n", None, 7])
    def test_it_has_a_name(self, name: Any) -> None:
        with pytest.raises(ProgrammeUnnamed):
            Programme(name=name, currency=CNY)

    @pytest.mark.parametrize("disputed", ["a", "b"])
    def test_a_claim_disputes_another_one_that_is_there(self, disputed: str) -> None:
        with pytest.raises(ClaimUnknown) as caught:
            programme(claims=[claim("a", disputes=[disputed])])
        assert caught.value.args == ("a", disputed)
        assert programme(claims=[claim("a", disputes=["b"]), claim("b")]).conflicts()

    def test_a_year_has_one_denominator_of_each_measure(self) -> None:
        with pytest.raises(DenominatorTwice) as caught:
            programme(denominators=[denominator(2016), denominator(2017), denominator(2016)])
        assert caught.value.args == ("villages", 2016)
        assert programme(denominators=[denominator(2016), denominator(2017), denominator(2016, "counties")])

    def test_a_budget_is_in_its_currency(self) -> None:
        with pytest.raises(CurrencyMismatch) as caught:
            programme(targets=[target("t", budget=Money(1, Currency("USD")))])
        assert caught.value.args == (CNY, Currency("USD"))

    @pytest.mark.parametrize("parts", [{"targets": ["t"]}, {"claims": [1]}, {"denominators": None}])
    def test_its_parts_are_of_their_kinds(self, parts: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match="must be made by"):
            programme(**parts)

    def test_a_target_that_is_not_there_is_refused_by_name(self) -> None:
        with pytest.raises(TargetUnknown) as caught:
            programme(targets=[target("t", budget=Money(1))]).target("u")
        assert caught.value.args == ("u", ("t",))


class TestQuestions:
    """A programme answers for each of its targets, by its own claims and denominators."""

    @given(programmes(), courses())
    def test_as_whoever_asks_about_the_target_itself(self, drawn: Programme, course: Course) -> None:
        day = course.days[-1]
        for each in drawn.targets:
            assert drawn.milestones(each.id) == milestones(each, drawn.claims)
            found = drawn.standings(each.id, course, day)
            assert list(map(repr, found)) == list(map(repr, standings(each, course, day, drawn.denominators)))

    def test_as_to_what_was_spent(self) -> None:
        ours = programme(targets=[target("t", budget=Money(900))])
        course = Course({date(2016, 1, 1): Tally(stations=3, spent=Money(100))})
        assert ours.spending("t", course, date(2016, 2, 1)) == spending(ours.targets[0], course, date(2016, 2, 1))


def told(figure: object) -> object:
    """A figure as the facts write it."""
    return figure.number if isinstance(figure, Exactly) else None if figure is None else str(figure)


class TestHistory:
    """The history is what the facts say, each row with its source and quality, and nothing besides."""

    @pytest.mark.parametrize("fact", FACTS["milestones"], ids=lambda fact: fact["date"])
    def test_every_milestone_is_told_as_it_was(self, fact: dict[str, Any]) -> None:
        [found] = [each for each in programme_history().claims if each.id == fact["date"]]
        assert str(found.when) == fact["date"]
        assert [told(found.counties), told(found.stations), told(found.provinces), found.villages] == [
            fact["counties"],
            fact["stations"],
            fact["provinces"],
            None,
        ]
        assert (found.source.title, found.source.quality) == (fact["source"], fact["quality"])

    def test_there_is_no_other_one(self) -> None:
        assert [each.id for each in programme_history().claims] == [fact["date"] for fact in FACTS["milestones"]]

    def test_the_target_is_the_one_that_was_announced(self) -> None:
        announced, fact = programme_history().target("announced"), FACTS["programme"]
        assert programme_history().name == fact["name"]
        assert str(announced.set_on) == fact["announced"]
        assert [announced.horizon.least, announced.horizon.most] == fact["horizon_years"]
        assert announced.budget == Money.parse(f"{fact['budget_cny']}.00")
        assert announced.goals[:2] == (
            Total("counties", Exactly(fact["county_service_centres"])),
            Total("stations", Exactly(fact["village_service_stations"])),
        )
        assert list(map(str, announced.goals[2:])) == [
            f"{fact['share_of_counties']} of counties",
            f"{fact['share_of_villages']} of villages",
        ]
        assert announced.source.title == fact["source"]

    def test_the_later_targets_stand_beside_it(self) -> None:
        pilot, enlarged = (programme_history().target(name) for name in ("pilot", "enlarged"))
        first, second = FACTS["programme"]["later_targets"]
        assert (str(pilot.set_on), pilot.source.title, pilot.source.note) == (
            first["date"],
            first["source"],
            first["what"],
        )
        assert pilot.goals[0] == Total("counties", AtLeast(300))
        assert [str(each) for each in pilot.goals[1:]] == [
            "about 100 more counties each year",
            "about 10000 more stations each year",
        ]
        assert all(isinstance(each, Yearly) for each in pilot.goals[1:])
        assert (str(enlarged.set_on), enlarged.source.title) == (second["date"], second["source"])
        assert [enlarged.horizon.least, enlarged.horizon.most] == second["horizon_years"]
        assert enlarged.goals == (
            Total("counties", Exactly(second["county_service_centres"])),
            Total("stations", Exactly(second["village_service_stations"])),
        )

    def test_its_villages_are_the_committees_of_all_counties(self) -> None:
        with gzip.open(DATA / "village_counts_2016_2017.csv.gz", "rt", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        committees: Counter[str] = Counter()
        for row in rows:
            committees[row["as_of"]] += int(row["village_committees"])
        found = {
            str(each.as_of): each.number for each in programme_history().denominators if each.measure == "villages"
        }
        assert found == dict(committees) == {"2016-07-31": 554_037, "2017-10-31": 554_511}

    def test_its_counties_are_those_of_the_lists(self) -> None:
        listed = programme_history().denominators
        assert denominator_of(Measure.COUNTIES, 2017, listed).number == 2851
        assert [each.year for each in listed if each.measure == "counties"] == [2014, 2015, 2016, 2017]

    def test_the_shares_that_were_announced_follow_from_the_numbers(self) -> None:
        """1,000 counties are more than a third of all, and 100,000 villages a sixth and more."""
        for each in programme_history().denominators:
            wanted, part = (1000, Proportion(1, 3)) if each.measure == "counties" else (100_000, Proportion(1, 6))
            assert each.share(wanted).is_at_least(part)
        shares = [goal for goal in programme_history().target("announced").goals if isinstance(goal, ShareOfAll)]
        assert [goal.needed_of(number) for goal, number in zip(shares, (2851, 554_511), strict=True)] == [951, 92_419]

    def test_the_conflicts_show(self) -> None:
        """295 stations in 8 provinces on 29 March 2015, and nearly 1,000 in more than 10 two days later."""
        [conflict] = programme_history().conflicts()
        assert (conflict.first.id, conflict.second.id) == ("2015-03-29", "2015-03-31")
        assert conflict.measures == (Measure.STATIONS, Measure.PROVINCES)
        assert conflict.is_stated

    def test_the_budget_comes_to_100000_yuan_a_station(self) -> None:
        assert programme_history().target("announced").budget_per_station == Exact(Money.parse("100000.00").minor)

    def test_in_june_2017_three_tenths_of_the_stations_were_told_of(self) -> None:
        last = programme_history().milestones("announced")[-1]
        assert (str(last.figure), last.share) == ("more than 30000", Proportion(30_000, 100_000))
        enlarged = programme_history().milestones("enlarged")[-1]
        assert enlarged.share == Proportion(30_000, 150_000)

    def test_a_network_of_today_is_measured_by_it(self) -> None:
        """Of 2,851 counties more than a third are 951, of 554,037 villages a sixth are 92,340."""
        course = course_of(one_village(), {StationId("sanhe"): []})
        first = course.days[0] - timedelta(1)
        course = Course({first: Tally(counties=0, stations=0, villages=0, provinces=0), **dict(course.tallies)})
        found = programme_history().standings("announced", course, date(2016, 11, 11))
        assert all(isinstance(each, Progress) for each in found)
        assert [each.share for each in found if isinstance(each, Progress)] == [
            Proportion(1, 1000),
            Proportion(1, 100_000),
            Proportion(1, 951),
            Proportion(0, 92_340),
        ]
