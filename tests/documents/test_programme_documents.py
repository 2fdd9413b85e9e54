from datetime import date
from pathlib import Path as File
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.programmes import (
    programme_from_text,
    programme_text,
    read_programme,
    write_programme,
)
from rural_taobao.documents.toml_writer import NotWritable
from rural_taobao.exact import NotANumber
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.programme import Claim, programme_history
from rural_taobao.programme.denominators import Denominator
from rural_taobao.programme.figures import About, AtLeast, Exactly, Figure, MoreThan, Nearly, Proportion
from rural_taobao.programme.programme import Programme
from rural_taobao.programme.targets import Horizon, ShareOfAll, Target, Total, Yearly
from rural_taobao.testing.programme_strategies import programmes
from rural_taobao.timeline import Source
from tests.documents.tree_edits import OTHER_KINDS, Path, edited, keys_of, place_of, tables_of, told, without

EXAMPLE = """\
format = "rural-taobao programme 1"
name = "Stations for every valley"
currency = "UGX"

[[targets]]
target = "first"
set_on = "2020-03"
years = { least = 2, most = 3 }
goals = [
    { goal = "total", measure = "stations", figure = 400 },
    { goal = "yearly", measure = "counties", figure = "more than 3" },
    { goal = "share_of_all", measure = "villages", share = "1/3", exceeded = true },
]
budget = "1200000"
source = { title = "resolution 7", quality = "primary" }

[[targets]]
target = "second"
set_on = 2021-06-01
years = { least = 1, most = 1 }
goals = [{ goal = "total", measure = "stations", figure = "at least 500" }]
source = { title = "resolution 9" }

[[claims]]
claim = "paper"
when = 2020-12-31
counties = 4
stations = "nearly 100"
villages = "about 300"
provinces = "at least 2"
source = { title = "a paper", note = "page 2" }

[[claims]]
claim = "radio"
when = "2020-12"
stations = "more than 120"
source = { title = "the radio" }
disputes = ["paper"]

[[denominators]]
measure = "villages"
year = 2020
number = 1200
as_of = 2020-07-01
source = { title = "the census" }
"""
MAY_BE_MISSING = {"exceeded", "budget", "quality", "note", "disputes", "targets", "claims", "denominators"}
FIGURES = {"counties", "stations", "villages", "provinces"}
ONLY_ONE: list[Path] = [("targets", 1, "goals"), ("claims", 1, "stations")]
"""What may be missing elsewhere, and is all that is stated here."""


def required() -> list[Path]:
    return [
        path for path in keys_of(EXAMPLE) if path in ONLY_ONE or path[-1] not in {*MAY_BE_MISSING, *FIGURES, "goals"}
    ]


def not_required() -> list[Path]:
    """Give what may be missing, but for what others name."""
    return [path for path in keys_of(EXAMPLE) if path not in required()]


class TestReadingBack:
    """structure(unstructure(x)) = x for every public value."""

    @given(programmes())
    def test_a_programme_reads_back_and_is_written_in_the_same_way_again(self, drawn: Programme) -> None:
        text = programme_text(drawn)
        found = programme_from_text(text)
        assert found == drawn
        assert programme_text(found) == text

    def test_the_history_goes_through_a_file(self, tmp_path: File) -> None:
        write_programme(programme_history(), tmp_path / "programme.toml")
        assert read_programme(tmp_path / "programme.toml") == programme_history()

    def test_what_would_not_read_back_is_not_written(self, tmp_path: File) -> None:
        with pytest.raises(NotWritable):
            write_programme(Programme(name="half a \ud800", currency=CNY), tmp_path / "programme.toml")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("figure", [MoreThan(10**40), About(10**40)])
    def test_a_number_that_would_not_read_back_is_not_written(self, figure: Figure) -> None:
        claim = Claim(id="a", when=date(2016, 1, 1), stations=figure, source=Source("a paper"))
        with pytest.raises(NotANumber):
            programme_text(Programme(name="Ours", currency=CNY, claims=[claim]))
        longest = evolve(claim, stations=evolve(figure, number=10**40 - 1))
        assert programme_text(Programme(name="Ours", currency=CNY, claims=[longest]))

    @pytest.mark.parametrize("share", [Proportion(1, 10**40), Proportion(10**40, 10**40 + 1)])
    def test_nor_is_a_share(self, share: Proportion) -> None:
        target = Target(
            id="a",
            set_on=date(2016, 1, 1),
            horizon=Horizon(1, 1),
            goals=[ShareOfAll("villages", share)],
            source=Source("a paper"),
        )
        with pytest.raises(NotANumber):
            programme_text(Programme(name="Ours", currency=CNY, targets=[target]))


class TestWhatAProgrammeSays:
    """Targets, claims and denominators are data, each with its source and in the words in which it was told."""

    def test_the_example_says_what_it_says(self) -> None:
        assert programme_from_text(EXAMPLE) == Programme(
            name="Stations for every valley",
            currency=Currency("UGX"),
            targets=[
                Target(
                    id="first",
                    set_on=Month(2020, 3),
                    horizon=Horizon(2, 3),
                    goals=[
                        Total("stations", Exactly(400)),
                        Yearly("counties", MoreThan(3)),
                        ShareOfAll("villages", Proportion(1, 3), exceeded=True),
                    ],
                    budget=Money(1_200_000, Currency("UGX")),
                    source=Source("resolution 7", quality="primary"),
                ),
                Target(
                    id="second",
                    set_on=date(2021, 6, 1),
                    horizon=Horizon(1, 1),
                    goals=[Total("stations", AtLeast(500))],
                    source=Source("resolution 9"),
                ),
            ],
            claims=[
                Claim(
                    id="paper",
                    when=date(2020, 12, 31),
                    counties=Exactly(4),
                    stations=Nearly(100),
                    villages=About(300),
                    provinces=AtLeast(2),
                    source=Source("a paper", note="page 2"),
                ),
                Claim(
                    id="radio",
                    when=Month(2020, 12),
                    stations=MoreThan(120),
                    source=Source("the radio"),
                    disputes=["paper"],
                ),
            ],
            denominators=[
                Denominator(
                    measure="villages", year=2020, number=1200, as_of=date(2020, 7, 1), source=Source("the census")
                )
            ],
        )

    def test_a_day_may_be_written_as_text(self) -> None:
        assert programme_from_text(EXAMPLE.replace("2021-06-01", '"2021-06-01"')) == programme_from_text(EXAMPLE)


class TestFaults:
    """A broken document names file and place, what must hold, what was given; all faults at once."""

    @pytest.mark.parametrize("path", required(), ids=place_of)
    def test_what_is_missing_is_told_where_it_is_missing(self, path: Path) -> None:
        faults = told(programme_from_text, without(EXAMPLE, path))
        if path in ONLY_ONE:
            assert " must state a " in " ".join(faults.values())
            assert next(iter(faults)) in {place_of(path), place_of(path[:-1])}
        else:
            assert "is missing" in faults[place_of(path)]
        assert len(faults) == 1

    @pytest.mark.parametrize("path", not_required(), ids=place_of)
    def test_nothing_else_must_be_stated_but_what_others_name(self, path: Path) -> None:
        assert programme_from_text(without(EXAMPLE, path))

    @pytest.mark.parametrize("path", tables_of(EXAMPLE), ids=place_of)
    def test_an_unknown_key_is_told_where_it_stands(self, path: Path) -> None:
        assert list(told(programme_from_text, edited(EXAMPLE, (*path, "colour"), 1))) == [place_of((*path, "colour"))]

    @pytest.mark.parametrize("path", keys_of(EXAMPLE), ids=place_of)
    def test_a_value_of_another_kind_is_told_where_it_stands_or_within(self, path: Path) -> None:
        for value in OTHER_KINDS:
            faults = told(programme_from_text, edited(EXAMPLE, path, value))
            assert any(place.startswith(place_of(path)) for place in faults)

    @pytest.mark.parametrize(
        ("path", "value", "place", "message"),
        [
            (("name",), " ", "name", "a programme must have a name"),
            (("currency",), "RMB", "currency", "a three-letter code of ISO 4217"),
            (("targets", 0, "set_on"), "2020-13", "targets[0].set_on", "or a month in quotes"),
            (("targets", 0, "set_on"), 2020, "targets[0].set_on", "or a month in quotes"),
            (("targets", 0, "years", "most"), 1, "targets[0].years.most", "2 to 1 years were given"),
            (("targets", 0, "years", "most"), 7980, "targets[0].years", "the years 1 to 9999"),
            (("targets", 0, "years", "least"), 0, "targets[0].years.least", "a whole number of 1 or more"),
            (("targets", 0, "goals", 0, "goal"), "weekly", "targets[0].goals[0].goal", "total, yearly, share_of_all"),
            (("targets", 0, "goals", 0, "measure"), "cows", "targets[0].goals[0].measure", "counties, stations"),
            (("targets", 0, "goals", 0, "figure"), 0, "targets[0].goals[0].figure", "a whole number of 1 or more"),
            (("targets", 0, "goals", 0, "figure"), "400", "targets[0].goals[0].figure", "such as 'more than 300'"),
            (("targets", 0, "goals", 0, "figure"), True, "targets[0].goals[0].figure", "such as 'more than 300'"),
            (("targets", 0, "goals", 1, "figure"), "nearly 0", "targets[0].goals[1].figure", "of 1 or more"),
            (("targets", 0, "goals", 1, "figure"), f"about {10**40}", "targets[0].goals[1].figure", "such as"),
            (("targets", 0, "goals", 2, "share"), "4/3", "targets[0].goals[2].share", "4 of 3 was given"),
            (("targets", 0, "goals", 2, "share"), "33 %", "targets[0].goals[2].share", "such as 1/3"),
            (("targets", 0, "goals", 2, "share"), 1, "targets[0].goals[2].share", "such as 1/3"),
            (("targets", 0, "goals", 2, "share"), "3/3", "targets[0].goals[2].share", "more than 3/3 of villages"),
            (("targets", 0, "goals", 2, "exceeded"), "yes", "targets[0].goals[2].exceeded", "true or false"),
            (("targets", 0, "budget"), "-1", "targets[0].budget", "0 or more"),
            (("targets", 0, "budget"), "1.5", "targets[0].budget", "at most 0 decimal places"),
            (("targets", 1, "target"), "first", "targets[1].target", "two are called first"),
            (("targets", 1, "source", "title"), "", "targets[1].source.title", "a source must have a title"),
            (("claims", 0, "stations"), -1, "claims[0].stations", "a whole number of 0 or more"),
            (("claims", 0, "when"), "yesterday", "claims[0].when", "or a month in quotes"),
            (("claims", 1, "claim"), "paper", "claims[1].claim", "two are called paper"),
            (("claims", 1, "disputes"), ["tv"], "claims[1].disputes[0]", "radio disputes tv"),
            (("claims", 1, "disputes"), ["paper", "radio"], "claims[1].disputes[1]", "radio disputes radio"),
            (("denominators", 0, "number"), 0, "denominators[0].number", "a whole number of 1 or more"),
        ],
    )
    def test_a_fault_is_told_in_the_sentence_of_the_domain(
        self, path: Path, value: object, place: str, message: str
    ) -> None:
        faults = told(programme_from_text, edited(EXAMPLE, path, value))
        assert message in faults[place]
        assert len(faults) <= 2
        assert set(faults) - {place} <= {"claims[1].disputes[0]"}

    def test_all_faults_are_told_at_once(self) -> None:
        text = EXAMPLE
        edits: list[tuple[Path, Any]] = [
            (("targets", 0, "goals", 0, "figure"), "some"),
            (("targets", 1, "target"), "first"),
            (("claims", 0, "when"), 7),
            (("claims", 1, "claim"), "paper"),
            (("claims", 1, "disputes"), ["radio"]),
        ]
        for path, value in edits:
            text = edited(text, path, value)
        once = without(text, ("denominators", 0, "source"))
        assert list(told(programme_from_text, once)) == [
            "claims[0].when",
            "claims[1].claim",
            "claims[1].disputes[0]",
            "denominators[0].source",
            "targets[0].goals[0].figure",
            "targets[1].target",
        ]

    def test_two_numbers_of_a_year_are_told(self) -> None:
        tables = EXAMPLE + EXAMPLE[EXAMPLE.index("[[denominators]]") :]
        assert list(told(programme_from_text, tables)) == ["denominators[1].year"]
        assert "two are of villages in 2020" in told(programme_from_text, tables)["denominators[1].year"]

    def test_of_a_year_that_cannot_be_read_nothing_more_is_told(self) -> None:
        tables = EXAMPLE + EXAMPLE[EXAMPLE.index("[[denominators]]") :].replace("year = 2020", "year = 0")
        assert list(told(programme_from_text, tables)) == ["denominators[1].year"]

    @pytest.mark.parametrize("text", ["", "format = 1", EXAMPLE[:300], EXAMPLE.replace("programme 1", "plan 1")])
    def test_another_document_or_half_of_one_is_refused(self, text: str) -> None:
        with pytest.raises(DocumentsRefused):
            programme_from_text(text)
