"""`network progress`: how far a network has come towards targets; `programme`: what was aimed at and told."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from rural_taobao.coverage import coverage_course
from rural_taobao.currencies import CNY
from rural_taobao.documents import read_countryside, write_network, write_programme
from rural_taobao.money import Money
from rural_taobao.network import Station
from rural_taobao.periods import Period
from rural_taobao.programme import (
    AtLeast,
    Claim,
    Denominator,
    Exactly,
    Horizon,
    Measure,
    Nearly,
    Programme,
    Progress,
    Proportion,
    ShareOfAll,
    Target,
    Total,
    Yearly,
    programme_history,
)
from rural_taobao.samples import one_village
from rural_taobao.timeline import Source
from tests.cli.running import Run

PROGRESS = "network", "progress", "network"
ON = *PROGRESS, "--on", "2016-11-11"
PRESS = Source("a paper", quality="press")
FIRST = date(2015, 6, 1)
CONFLICT = "5 stations on 2016-01-01 (a paper; press) beside nearly 4 stations on 2016-01-01 (us): no count fits both."


def ours() -> Programme:
    """A programme with a goal of each form, and two claims of one day that exclude each other."""
    return Programme(
        name="Stations for every valley",
        currency=CNY,
        targets=[
            Target(
                id="valleys",
                set_on=FIRST,
                horizon=Horizon(1, 2),
                goals=[
                    Total("stations", Exactly(2)),
                    Total("counties", AtLeast(1)),
                    Yearly("stations", Exactly(1)),
                    ShareOfAll("counties", Proportion(1, 10)),
                    Total("villages", Exactly(3)),
                ],
                budget=Money.parse("1000.00"),
                source=PRESS,
            ),
            Target(id="money", set_on=FIRST, horizon=Horizon(1, 1), budget=Money.parse("5.00"), source=Source("us")),
        ],
        claims=[
            Claim(id="one", when=date(2016, 1, 1), stations=Exactly(5), source=PRESS),
            Claim(id="two", when=date(2016, 1, 1), stations=Nearly(4), counties=Exactly(1), source=Source("us")),
        ],
        denominators=[
            Denominator(measure="counties", year=2016, number=20, as_of=date(2016, 12, 31), source=PRESS),
        ],
    )


def two_stations() -> None:
    """Write the village with a second station, which opened in the summer of 2016."""
    village = one_village()
    north = Station("north", "feixi", Period(date(2016, 7, 11)))
    write_network(evolve(village, stations=[*village.stations, north]), Path("network"))


class TestProgress:
    """What is printed is what the library counts."""

    def test_a_machine_gets_all_of_it(self, run: Run, sample: Path) -> None:
        on, since = date(2016, 11, 11), date(2015, 11, 11)
        course, history = coverage_course(read_countryside(sample / "network")), programme_history()
        ran = run(*ON, "--spent", "6000000.00", "--json")
        assert (ran.status, ran.err) == (0, "")
        told = ran.object
        assert (told["on"], told["since"], told["programme"]) == (str(on), str(since), history.name)
        assert told["counted"] == {measure.value: course.count(measure, on) for measure in Measure}
        paces = {measure.value: course.pace(measure, since, on) for measure in Measure}
        assert {measure: Fraction(pace) for measure, pace in told["paces"].items()} == paces
        assert [each["target"] for each in told["targets"]] == ["announced", "pilot", "enlarged"]
        for target in told["targets"]:
            standings = history.standings(target["target"], course, on)
            assert (
                target["goals"]
                == [str(each.goal) for each in standings]
                == [each["goal"] for each in target["standings"]]
            )
            for standing, shown in zip(standings, target["standings"], strict=True):
                if not isinstance(standing, Progress):
                    assert shown["unmeasured"] == str(standing.reason)
                    continue
                assert (shown["counted"], shown["needed"]) == (standing.counted, standing.needed)
                assert shown["remaining"] == standing.remaining
                assert shown["share"] == {"part": standing.share.part, "of": standing.share.whole}
                assert Fraction(shown["pace_needed"]) == standing.pace_needed(standing.due_last)
        announced, pilot, _ = told["targets"]
        assert announced["spending"] == {
            "budget_minor": 1_000_000_000_000,
            "spent_minor": 600_000_000,
            "left_minor": 999_400_000_000,
            "stations": told["counted"]["stations"],
            "per_station_minor": round(600_000_000 / told["counted"]["stations"]),
        }
        assert pilot["spending"] is None
        assert told["conflicts"] == [
            {"first": "2015-03-29", "second": "2015-03-31", "measures": ["stations", "provinces"], "stated": True}
        ]
        assert told["picture"] is None

    @pytest.mark.parametrize(
        ("spent", "left"),
        [("4.99", "¥0.01 is left"), ("5.00", "¥0.00 is left"), ("5.01", "¥0.01 more than there was")],
    )
    def test_what_is_left_of_a_budget_or_was_spent_above_it(
        self, run: Run, village: Path, spent: str, left: str
    ) -> None:
        write_programme(ours(), Path("ours.toml"))
        ran = run(*ON, "--programme", "ours.toml", "--target", "money", "--spent", spent)
        assert f"of a budget of ¥5.00, ¥{spent} for each of 1 station; {left}." in ran.out

    def test_a_target_that_was_set_later_is_told_as_such(self, run: Run, village: Path) -> None:
        later = [evolve(each, set_on=date(2016, 11, 12)) for each in ours().targets]
        write_programme(evolve(ours(), targets=later), Path("ours.toml"))
        early = run(*ON, "--programme", "ours.toml").out
        assert "Nobody aimed at it on 2016-11-11 yet; what was counted then is told all the same." in early
        on_the_day = run(*PROGRESS, "--on", "2016-11-12", "--programme", "ours.toml").out
        assert "Stations for every valley on 2016-11-12" in on_the_day
        assert "Nobody aimed" not in on_the_day

    def test_it_is_shown_on_a_page(self, run: Run, village: Path) -> None:
        two_stations()
        write_programme(ours(), Path("ours.toml"))
        ran = run(*ON, "--programme", "ours.toml", "--spent", "100.00", "--since", "2016-01-11")
        assert (ran.status, ran.err) == (0, "")
        unknown = (
            "what is asked for must have been counted, but a tally says nothing of villages; "
            "state it in the tally, and 0 only where it was none"
        )
        assert [line.rstrip() for line in ran.out.splitlines()] == [
            "Stations for every valley on 2016-11-11",
            "",
            "Target valleys",
            "set 2015-06-01, within 1 to 2 years: due 2016-06-01 to 2017-06-01",
            "",
            "goal                 counted  needed     share  needed a month  there",
            "─" * 80,
            "2 stations                 2       2  100.00 %             0.0  since 2016-07-11",
            "at least 1 county          1       1  100.00 %             0.0  since 2015-06-01",
            "1 more station each        1       1  100.00 %             0.0  since 2016-07-11",
            "year",
            "1/10 of counties           1       2   50.00 %             0.2  not at this pace",
            "",
            f"3 villages: {unknown}",
            "Spent ¥100.00 of a budget of ¥1,000.00, ¥50.00 for each of 2 stations; ¥900.00 is left.",
            "",
            "Target money",
            "set 2015-06-01, within 1 year: due on 2016-06-01",
            "",
            "Spent ¥100.00 of a budget of ¥5.00, ¥50.00 for each of 2 stations; ¥95.00 more than there was.",
            "",
            "The pace since 2016-01-11, a month: 0.0 counties, 0.1 stations, 0.0 provinces.",
            f"Told and not going together: {CONFLICT}",
        ]

    def test_what_is_late_and_what_a_pace_leads_to(self, run: Run, village: Path) -> None:
        two_stations()
        [first, _] = ours().targets
        far = evolve(first, goals=[Total("stations", Exactly(4)), Total("counties", Exactly(1))], budget=None)
        write_programme(evolve(ours(), targets=[far]), Path("ours.toml"))
        asked = *PROGRESS, "--programme", "ours.toml", "--on"
        ran = run(*asked, "2017-06-02")
        assert "overdue" in ran.out
        [stations, counties] = run(*asked, "2017-06-02", "--json").object["targets"][0]["standings"]
        assert (stations["late"], stations["pace_needed"], stations["reached_at_pace"]) == (True, None, "2019-06-02")
        assert (counties["late"], counties["reached"]) == (False, "2015-06-01")
        assert "by 2019-06-02" in ran.out

    def test_on_the_first_day_there_is_no_pace_yet(self, run: Run, village: Path) -> None:
        told = run(*PROGRESS, "--on", "2015-06-01", "--json").object
        assert (told["since"], set(told["paces"].values())) == (None, {None})
        assert told["targets"][0]["standings"][0]["reached_at_pace"] is None
        page = run(*PROGRESS, "--on", "2015-06-01")
        assert "The pace" not in page.out
        assert "not at this pace" in page.out

    def test_the_pace_is_of_the_last_year_or_since_the_first_day(self, run: Run, village: Path) -> None:
        for on, since in {"2015-09-01": "2015-06-01", "2016-06-01": "2015-06-01", "2016-06-02": "2015-06-02"}.items():
            assert run(*PROGRESS, "--on", on, "--json").object["since"] == since

    def test_a_network_so_old_that_no_year_lies_before(self, run: Run, village: Path) -> None:
        ancient = Period(date(1, 1, 1))
        village_then = one_village()
        write_network(
            evolve(
                village_then,
                payees=[evolve(each, known=ancient) for each in village_then.payees],
                centres=[evolve(each, open=ancient) for each in village_then.centres],
            ),
            Path("network"),
        )
        told = run(*PROGRESS, "--on", "0001-06-01", "--json").object
        assert told["since"] == "0001-01-01"

    def test_without_villages_they_are_not_counted(self, run: Run, village: Path) -> None:
        told = run(*ON, "--json").object
        assert told["counted"]["villages"] is None
        assert told["paces"]["villages"] is None
        assert "1/6 of villages: what is asked for must have been counted" in run(*ON).out

    def test_one_target_alone(self, run: Run, village: Path) -> None:
        assert [each["target"] for each in run(*ON, "--target", "pilot", "--json").object["targets"]] == ["pilot"]
        assert "nobody stated what was spent of it: --spent does." in run(*ON, "--target", "announced").out
        assert "budget" not in run(*ON, "--target", "pilot").out

    def test_nothing_is_spent_on_no_station(self, run: Run, village: Path) -> None:
        write_network(evolve(one_village(), stations=[], postings=[]), Path("network"))
        ran = run(*ON, "--target", "announced", "--spent", "5.00")
        assert "Spent ¥5.00 of a budget of ¥10,000,000,000.00; ¥9,999,999,995.00 is left." in ran.out
        [target] = run(*ON, "--target", "announced", "--spent", "5.00", "--json").object["targets"]
        assert (target["spending"]["stations"], target["spending"]["per_station_minor"]) == (0, None)

    @pytest.mark.parametrize("ending", ["png", "svg"])
    def test_it_is_drawn(self, run: Run, village: Path, ending: str) -> None:
        ran = run(*ON, "--picture", f"a.{ending}", "--scale", "logarithmic", "--language", "zh")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.endswith(f"a.{ending}: a picture\n")
        assert Path(f"a.{ending}").stat().st_size > 10_000
        assert run(*ON, "--picture", "b.svg", "--json").object["picture"] == "b.svg"


class TestBeforeTheFirstDay:
    """Before anything of a network was there, nothing was, and a pace may be taken from such a day on."""

    def test_nothing_is_counted(self, run: Run, village: Path) -> None:
        found = run(*PROGRESS, "--on", "2014-01-01", "--json").object
        counted = {measure: count for measure, count in found["counted"].items() if count is not None}
        assert counted
        assert set(counted.values()) == {0}
        assert (found["since"], {*found["paces"].values()}) == (None, {None})
        assert run(*PROGRESS, "--on", "2014-01-01", "--picture", "a.png").status == 0

    def test_a_pace_is_taken_from_there_on(self, run: Run, village: Path) -> None:
        found = run(*PROGRESS, "--on", "2016-06-01", "--since", "2014-06-01", "--json").object
        assert found["counted"]["stations"] == 1
        assert found["paces"]["stations"] == "1/24"


class TestRefusals:
    """What cannot be told is said in a sentence."""

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("--on", "2016-11-11", "--target", "none"), "a target must be one of the programme, announced, pilot"),
            (("--on", "2016-11-11", "--spent", "much"), "--spent: a number must be"),
            (("--on", "2016-11-11", "--spent", "0.001"), "--spent: a number here must have at most 2 decimal places"),
            (("--on", "2016-11-11", "--spent", "-1.00"), "spent must be 0 or more, but -¥1.00 was given"),
            (("--on", "2016-11-11", "--programme", "none.toml"), "none.toml: a file must be there"),
        ],
    )
    def test_faults(self, run: Run, village: Path, arguments: tuple[str, ...], message: str) -> None:
        ran = run(*PROGRESS, *arguments)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith(message)

    def test_a_network_of_nothing(self, run: Run, village: Path) -> None:
        write_network(evolve(one_village(), centres=[], stations=[], postings=[]), Path("network"))
        assert run(*ON).err.startswith("a course must have a tally of at least one day")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((), "Missing option '--on'"),
            (("--on", "2016-11-11", "--since", "2016-11-11"), "a pace must be taken up to --on from an earlier day"),
            (("--on", "2016-11-11", "--scale", "odd"), "'odd' is not one of 'even', 'logarithmic'"),
        ],
    )
    def test_wrong_usage(self, run: Run, village: Path, arguments: tuple[str, ...], message: str) -> None:
        ran = run(*PROGRESS, *arguments)
        assert ran.status == 2
        assert message in " ".join(ran.err.split())


class TestProgramme:
    """`programme` prints dated targets and claims with who says so, and marks claims that do not go together."""

    def test_the_real_one_prints_every_target_claim_and_conflict(self, run: Run, village: Path) -> None:
        history = programme_history()
        ran = run("programme")
        assert (ran.status, ran.err) == (0, "")
        flat = " ".join(ran.out.split())
        assert history.name in flat
        for target in history.targets:
            assert f"Target {target.id}" in flat
            assert f"set {target.set_on}, within {target.horizon}" in flat
            assert all(str(goal) in flat for goal in target.goals)
        for claim in history.claims:
            assert str(claim.when) in flat
        assert ran.out.count("≠") == 3
        assert "295 stations, 8 provinces on 2015-03-29 (uutian.com/wxtjt528 (Xinhua); machine-translated copy)" in flat
        assert "beside nearly 1000 stations, more than 10 provinces on 2015-03-31" in flat
        assert "one disputes the other." in flat
        assert "2017-06-21  700                1,000  counties  70.00 %" in ran.out
        assert "2016 villages 554,037 2016-07-31 National Bureau of Statistics" in flat
        tables = [line for line in ran.out.splitlines() if "beside" not in line]
        assert max(len(line.rstrip()) for line in tables) <= 80

    def test_a_machine_gets_all_of_it(self, run: Run, village: Path) -> None:
        history = programme_history()
        told = run("programme", "--json").object
        assert (told["programme"], told["currency"], told["picture"]) == (history.name, "CNY", None)
        assert [each["claim"] for each in told["claims"]] == [each.id for each in history.claims]
        first = told["claims"][1]
        assert (first["stations"], first["villages"], first["source"]["quality"]) == (
            "295",
            None,
            "machine-translated copy",
        )
        assert told["claims"][2]["disputes"] == ["2015-03-29"]
        assert [each["number"] for each in told["denominators"]] == [each.number for each in history.denominators]
        for target in told["targets"]:
            shown = [(each["claim"], each["measure"], each["figure"]) for each in target["milestones"]]
            assert shown == [
                (each.claim.id, each.goal.measure.value, str(each.figure))
                for each in history.milestones(target["target"])
            ]
        assert told["targets"][0]["budget_minor"] == 1_000_000_000_000
        assert told["targets"][0]["milestones"][-1]["share"] == {"part": 30_000, "of": 100_000}

    def test_one_of_your_own(self, run: Run, village: Path) -> None:
        write_programme(ours(), Path("ours.toml"))
        ran = run("programme", "ours.toml", "--target", "valleys")
        assert (ran.status, ran.err) == (0, "")
        assert [line.rstrip() for line in ran.out.splitlines()] == [
            "Stations for every valley",
            "",
            "Target valleys",
            "set 2015-06-01, within 1 to 2 years: due 2016-06-01 to 2017-06-01",
            "2 stations",
            "at least 1 county",
            "1 more station each year",
            "1/10 of counties",
            "3 villages",
            "a budget of ¥1,000.00",
            "says a paper; press",
            "",
            "What was told beside target valleys",
            "",
            "told        figure    of  what         share",
            "────────────────────────────────────────────",
            "2016-01-01  5          2  stations  100.00 %",
            "2016-01-01  nearly 4   2  stations  100.00 %",
            "2016-01-01  1          1  counties  100.00 %",
            "",
            "What was told of it",
            "",
            "when          counties  stations  who says so",
            "────────────────────────────────────────────────",
            "2016-01-01 ≠            5         a paper; press",
            "2016-01-01 ≠  1         nearly 4  us",
            "",
            "Claims that do not go together (≠); both stay",
            "",
            CONFLICT,
            "",
            "Of how many its shares are",
            "",
            "year  what      how many  as of       who says so",
            "────────────────────────────────────────────────────",
            "2016  counties        20  2016-12-31  a paper; press",
            "",
        ]

    def test_one_of_which_nothing_is_told(self, run: Run, village: Path) -> None:
        [_, money] = ours().targets
        write_programme(Programme(name="Ours", currency=CNY, targets=[money]), Path("ours.toml"))
        ran = run("programme", "ours.toml")
        assert ran.out.splitlines() == [
            *("Ours", "", "Target money", "set 2015-06-01, within 1 year: due on 2016-06-01"),
            *("a budget of ¥5.00", "says us", ""),
        ]
        none = run("programme", "ours.toml", "--picture", "a.png")
        assert none.status == 1
        assert none.err.startswith("a burn-up must show a target, a claim or a count, but of counties or stations")

    def test_it_is_drawn(self, run: Run, village: Path) -> None:
        ran = run("programme", "--picture", "a.png", "--scale", "logarithmic")
        assert ran.out.endswith("a.png: a picture\n")
        assert Path("a.png").read_bytes().startswith(b"\x89PNG")
        one = run("programme", "--target", "pilot", "--picture", "b.png", "--json")
        assert one.object["picture"] == "b.png"
        assert Path("b.png").read_bytes() != Path("a.png").read_bytes()

    @pytest.mark.parametrize(
        ("arguments", "status", "message"),
        [
            (("none.toml",), 1, "none.toml: a file must be there"),
            (("plan.toml",), 1, "plan.toml"),
            (("--target", "none"), 1, "a target must be one of the programme, announced, pilot, enlarged, but none"),
            (("--picture", "a.jpg"), 2, "ends with .png or .svg, but a.jpg was named"),
        ],
    )
    def test_refusals(self, run: Run, village: Path, arguments: tuple[str, ...], status: int, message: str) -> None:
        ran = run("programme", *arguments)
        assert (ran.status, ran.out) == (status, "")
        assert message in " ".join(ran.err.split())
