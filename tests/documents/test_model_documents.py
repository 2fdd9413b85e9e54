import pickle
from datetime import date
from pathlib import Path as File

import pytest
from attrs import evolve
from hypothesis import given

from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.models import (
    Models,
    ModelVersionTwice,
    models_from_text,
    models_text,
    read_models,
    write_models,
)
from rural_taobao.documents.toml_writer import NotWritable
from rural_taobao.identifiers import VersionId
from rural_taobao.instants import CHINA, UtcOffset
from rural_taobao.network import ModelVersion, Vacancy, VillagesWithin, programme_versions
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.testing.network_strategies import models
from rural_taobao.timeline import Source
from tests.documents.tree_edits import OTHER_KINDS, Path, edited, keys_of, place_of, tables_of, told, without

EXAMPLE = """\
format = "rural-taobao models 1"
clock = "+08:00"
currency = "CNY"
platform = "platform"
vacancy = { credit = "county_centre", version = "2.0" }

[[versions]]
version = "1.0"
since = 2014-10-01
focus = "place"
engagements = ["part_time", "full_time"]
exam = false
reach = "own_village"
works = ["parcels", "assisted_purchase"]
plan = "shop"
stations_per_partner = 2
source = { title = "seed document", note = "the day is not known" }

[[versions]]
version = "2.0"
since = 2015-05-01
focus = "person"
engagements = ["full_time"]
exam = true
reach = "villages_around"
works = []
plan = "partner"

[[versions]]
version = "own"
since = 2018-01-01
focus = "services"
engagements = ["full_time"]
exam = false
reach = { within_m = 3000 }
works = []
plan = "partner"
"""
MAY_BE_MISSING = {"stations_per_partner", "source", "note"}


def required() -> list[Path]:
    return [path for path in keys_of(EXAMPLE) if path[-1] not in MAY_BE_MISSING]


class TestReadingBack:
    """structure(unstructure(x)) = x for every public value."""

    @given(models())
    def test_models_read_back_and_are_written_in_the_same_way_again(self, drawn: Models) -> None:
        text = models_text(drawn)
        found = models_from_text(text)
        assert found == drawn
        assert models_text(found) == text

    def test_the_versions_of_the_programme_go_through_a_file(self, tmp_path: File) -> None:
        programme = Models(
            clock=CHINA,
            currency=CNY,
            platform="platform",
            vacancy=Vacancy("nobody"),
            versions=programme_versions({"1.0": "shop", "2.0": "partner", "3.0": "services"}),
        )
        write_models(programme, tmp_path / "models.toml")
        assert read_models(tmp_path / "models.toml") == programme

    def test_what_would_not_read_back_is_not_written(self, tmp_path: File) -> None:
        (version,) = programme_versions({"2.0": "partner"})
        half = evolve(version, source=Source("half a \ud800"))
        with pytest.raises(NotWritable):
            write_models(
                Models(clock=CHINA, currency=CNY, platform="p", vacancy=Vacancy("nobody"), versions=[half]),
                tmp_path / "models.toml",
            )
        assert list(tmp_path.iterdir()) == []


class TestWhatModelsSay:
    """A model version names its plan by id; its demands and what it allows are data."""

    def test_the_example_says_what_it_says(self) -> None:
        assert models_from_text(EXAMPLE) == Models(
            clock=UtcOffset(480),
            currency=Currency("CNY"),
            platform="platform",
            vacancy=Vacancy("county_centre", VersionId("2.0")),
            versions=[
                ModelVersion(
                    id="1.0",
                    since=date(2014, 10, 1),
                    focus="place",
                    engagements=["part_time", "full_time"],
                    exam=False,
                    reach="own_village",
                    works=["assisted_purchase", "parcels"],
                    plan="shop",
                    stations_per_partner=2,
                    source=Source("seed document", note="the day is not known"),
                ),
                ModelVersion(
                    id="2.0",
                    since=date(2015, 5, 1),
                    focus="person",
                    engagements=["full_time"],
                    exam=True,
                    reach="villages_around",
                    works=[],
                    plan="partner",
                ),
                ModelVersion(
                    id="own",
                    since=date(2018, 1, 1),
                    focus="services",
                    engagements=["full_time"],
                    exam=False,
                    reach=VillagesWithin(3000),
                    works=[],
                    plan="partner",
                ),
            ],
        )

    def test_what_has_no_order_is_written_in_that_of_the_alphabet(self) -> None:
        text = models_text(models_from_text(EXAMPLE))
        assert 'engagements = ["full_time", "part_time"]\n' in text
        assert 'works = ["assisted_purchase", "parcels"]\n' in text


class TestModels:
    """A posting is under exactly one version at any instant: versions have names of their own, and are there."""

    def test_two_versions_of_one_name_are_refused(self) -> None:
        (version,) = programme_versions({"2.0": "partner"})
        with pytest.raises(ModelVersionTwice) as caught:
            Models(clock=CHINA, currency=CNY, platform="p", vacancy=Vacancy("nobody"), versions=[version, version])
        assert str(caught.value) == ("model versions must have names of their own, but two are called 2.0; rename one")
        copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
        assert (copy.version, str(copy)) == ("2.0", str(caught.value))

    def test_a_vacancy_under_a_version_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(UnknownReference, match=r"but 3\.0 is not"):
            Models(clock=CHINA, currency=CNY, platform="p", vacancy=Vacancy("platform", VersionId("3.0")), versions=[])


class TestFaults:
    """A broken document names file and place, what must hold, what was given; all faults at once."""

    @pytest.mark.parametrize("path", required(), ids=place_of)
    def test_what_is_missing_is_told_where_it_is_missing(self, path: Path) -> None:
        faults = told(models_from_text, without(EXAMPLE, path))
        if path == ("vacancy", "version"):
            assert "must do so under a model version" in faults["vacancy.version"]
        else:
            assert "is missing" in faults[place_of(path)]
            assert set(faults) <= {place_of(path), "vacancy.version"}

    @pytest.mark.parametrize("path", [path for path in keys_of(EXAMPLE) if path not in required()], ids=place_of)
    def test_nothing_else_must_be_stated(self, path: Path) -> None:
        assert models_from_text(without(EXAMPLE, path))

    @pytest.mark.parametrize("path", tables_of(EXAMPLE), ids=place_of)
    def test_an_unknown_key_is_told_where_it_stands(self, path: Path) -> None:
        assert list(told(models_from_text, edited(EXAMPLE, (*path, "colour"), 1))) == [place_of((*path, "colour"))]

    @pytest.mark.parametrize("path", keys_of(EXAMPLE), ids=place_of)
    def test_a_value_of_another_kind_is_told_where_it_stands_or_within(self, path: Path) -> None:
        for value in OTHER_KINDS:
            faults = told(models_from_text, edited(EXAMPLE, path, value))
            assert any(place.startswith(place_of(path)) for place in faults)

    @pytest.mark.parametrize(
        ("path", "value", "place", "message"),
        [
            (("clock",), "+15:00", "clock", "at most 14 hours"),
            (("clock",), "Asia/Shanghai", "clock", "+HH:MM"),
            (("currency",), "RMB", "currency", "a three-letter code of ISO 4217"),
            (("platform",), "平台", "platform", "a payee id must be"),
            (("vacancy", "credit"), "partner", "vacancy.credit", "one of nobody, county_centre, platform"),
            (("vacancy", "version"), "3.0", "vacancy.version", "but 3.0 is not"),
            (("versions", 1, "since"), "2015-02-30", "versions[1].since", "a day, such as 2016-11-11"),
            (("versions", 1, "exam"), "true", "versions[1].exam", "true or false"),
            (("versions", 1, "exam"), 1, "versions[1].exam", "true or false"),
            (("versions", 1, "engagements"), [], "versions[1].engagements", "at least one engagement"),
            (("versions", 1, "engagements"), ["full_time"] * 2, "versions[1].engagements[1]", "is named twice"),
            (("versions", 1, "works"), ["parcels", "chess"], "versions[1].works[1]", "one of assisted_purchase"),
            (("versions", 1, "works"), "parcels", "versions[1].works", "must be a list, but 'parcels'"),
            (
                ("versions", 1, "reach"),
                "county",
                "versions[1].reach",
                "one of own_village, villages_around, villages_listed, or a table that states 'within_m', but 'county'",
            ),
            (("versions", 2, "reach"), {"within_m": -1}, "versions[2].reach.within_m", "a whole number of 0 or more"),
            (("versions", 2, "reach"), {"within_m": 1, "of": 2}, "versions[2].reach.of", "of"),
            (
                ("versions", 0, "stations_per_partner"),
                0,
                "versions[0].stations_per_partner",
                "a whole number of 1 or more",
            ),
            (("versions", 0, "stations_per_partner"), True, "versions[0].stations_per_partner", "but true was"),
        ],
    )
    def test_a_fault_is_told_in_the_sentence_of_the_domain(
        self, path: Path, value: object, place: str, message: str
    ) -> None:
        faults = told(models_from_text, edited(EXAMPLE, path, value))
        assert list(faults) == [place]
        assert message in faults[place]

    def test_names_that_are_there_twice_are_told_among_other_faults(self) -> None:
        text = without(edited(EXAMPLE, ("versions", 0, "version"), "2.0"), ("versions", 0, "exam"))
        faults = told(models_from_text, edited(text, ("vacancy", "version"), "1.0"))
        assert list(faults) == ["vacancy.version", "versions[0].exam", "versions[1].version"]
        assert "two are called 2.0" in faults["versions[1].version"]

    @pytest.mark.parametrize("text", ["", "format = 1", EXAMPLE[:300], EXAMPLE.replace("models 1", "plan 1")])
    def test_another_document_or_half_of_one_is_refused(self, text: str) -> None:
        with pytest.raises(DocumentsRefused):
            models_from_text(text)
