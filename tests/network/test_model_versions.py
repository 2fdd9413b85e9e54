from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.identifiers import MalformedIdentifier, PlanId, ServiceId, VersionId
from rural_taobao.kinds import WrongNumber
from rural_taobao.network import (
    Engagement,
    Focus,
    ModelVersion,
    OwnVillage,
    Reach,
    VillagesAround,
    VillagesListed,
    VillagesWithin,
    Work,
    programme_versions,
)
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.network.model_versions import NobodyAdmitted
from rural_taobao.network.reaches import NAMED_REACHES, ReachUnknown
from rural_taobao.testing.network_strategies import model_versions, reaches
from rural_taobao.timeline import Source
from tests.odd_values import Wrong

PLANS = {"1.0": "shop", "2.0": "partner", "3.0": "services"}
FIELDS: dict[str, Any] = {
    "id": "2.0",
    "since": date(2015, 5, 1),
    "focus": "person",
    "engagements": ["full_time"],
    "exam": True,
    "reach": "villages_around",
    "works": ["assisted_purchase"],
    "plan": "partner",
}

RECORD: dict[str, dict[str, Any]] = {
    "1.0": {
        "since": "2014-10",
        "centre": "place",
        "operator": "part-time owner of a village shop",
        "reach": "the village of the station",
        "work": {"assisted purchase"},
    },
    "2.0": {
        "since": "2015-05",
        "centre": "person",
        "operator": "full-time partner who passes an exam",
        "reach": "the surrounding villages too",
        "work": {"assisted purchase", "recruiting demand"},
    },
    "3.0": {
        "since": "2016-08",
        "centre": "services",
        "operator": "partner",
        "reach": "active",
        "work": {"assisted purchase", "education", "medical care", "finance", "culture"},
    },
}
"""
What was said of the three versions in public: the seed document; on the examination yicai.com 5035482.

That of the month of 3.0 is inferred: by 2016-08 at the latest.
"""


@pytest.mark.parametrize("name", RECORD)
class TestProgramme:
    """The record of the three versions says what was said in public, and says of each addition that it is one."""

    def test_its_first_month_and_its_centre_are_those_told(self, name: str) -> None:
        [version] = programme_versions({name: "plan"})
        assert version.id == name
        assert f"{version.since:%Y-%m}" == RECORD[name]["since"]
        assert version.since.day == 1
        assert version.focus == RECORD[name]["centre"]

    def test_its_work_is_what_was_told_of_it_and_what_was_told_without_a_version(self, name: str) -> None:
        [version] = programme_versions({name: "plan"})
        seen = {"daily life", "retail from stock"} if name == "3.0" else set()
        assert {work.replace("_", " ") for work in version.works} == (
            RECORD[name]["work"] | {"parcels", "sale of produce"} | seen
        )
        assert version.source is not None
        assert "named for the programme as a whole" in version.source.note
        assert ("that it allows them is inferred" in version.source.note) is bool(seen)

    def test_only_what_was_demanded_of_its_operator_is_demanded(self, name: str) -> None:
        [version] = programme_versions({name: "plan"})
        operator = RECORD[name]["operator"]
        assert version.exam == ("exam" in operator)
        assert (version.engagements == {Engagement.FULL_TIME}) == ("full-time" in operator)
        assert version.stations_per_partner == 1

    def test_it_reaches_beyond_the_village_where_that_was_told(self, name: str) -> None:
        [version] = programme_versions({name: "plan"})
        fixed = RECORD[name]["reach"] == "the village of the station"
        assert version.reach == (OwnVillage() if fixed else VillagesAround())

    def test_its_source_names_the_document_and_that_the_day_is_not_known(self, name: str) -> None:
        [version] = programme_versions({name: "plan"})
        assert version.source is not None
        assert version.source.title.startswith("seed document")
        assert RECORD[name]["since"] in version.source.note
        assert ("yicai.com 5035482" in version.source.title) == version.exam
        assert (version.source.quality == "inferred") == ("at the latest" in version.source.note) == (name == "3.0")


class TestPlansOfTheProgramme:
    """Nobody published the programme's rates: each version is paid by a plan of the caller's."""

    @given(st.permutations(list(PLANS)), st.integers(0, 3))
    def test_the_versions_asked_for_come_in_the_order_asked_for(self, names: list[str], count: int) -> None:
        asked = {name: PLANS[name] for name in names[:count]}
        assert [(each.id, each.plan) for each in programme_versions(asked)] == list(asked.items())

    def test_versions_follow_each_other(self) -> None:
        started = [version.since for version in programme_versions(PLANS)]
        assert started == sorted(started)

    def test_another_version_is_refused_by_name(self) -> None:
        with pytest.raises(UnknownReference) as refused:
            programme_versions({"1.0": "shop", "4.0": "future"})
        assert refused.value.args == (None, "model version", "4.0")
        assert str(refused.value) == (
            "a model version that is named must be there, but 4.0 is not; add it or name another"
        )

    def test_what_cannot_be_a_name_is_refused_as_such(self) -> None:
        with pytest.raises(MalformedIdentifier):
            programme_versions({"第四版": "future"})
        with pytest.raises(MalformedIdentifier):
            programme_versions({"1.0": "店"})


class TestModelVersions:
    """A version is data: what it demands, what it allows, and which plan pays."""

    @given(model_versions())
    def test_one_that_admits_nobody_is_refused_by_name(self, version: ModelVersion) -> None:
        with pytest.raises(NobodyAdmitted) as refused:
            evolve(version, engagements=[])
        assert refused.value.version == version.id
        assert str(refused.value) == (
            f"a model version must admit at least one engagement, but {version.id} admits none; "
            "name part_time or full_time, or both"
        )

    def test_names_become_what_they_name(self) -> None:
        version = ModelVersion(**FIELDS)
        assert type(version.id) is VersionId
        assert type(version.plan) is PlanId
        assert version.focus is Focus.PERSON
        assert version.reach == VillagesAround()
        assert version.engagements == {Engagement.FULL_TIME}
        assert version.works == {Work.ASSISTED_PURCHASE}
        assert {type(each) for each in (*version.engagements, *version.works)} == {Engagement, Work}

    @given(reaches())
    def test_its_reach_is_what_was_given(self, reach: Reach) -> None:
        assert ModelVersion(**FIELDS | {"reach": reach}).reach == reach

    @pytest.mark.parametrize("metres", [-1, 2.5, True, None])
    def test_a_reach_by_distance_is_of_whole_metres(self, metres: Wrong) -> None:
        with pytest.raises(WrongNumber, match="metres must be a whole number of 0 or more"):
            VillagesWithin(metres)

    def test_it_may_allow_no_work(self) -> None:
        assert ModelVersion(**FIELDS | {"works": []}).works == frozenset()

    def test_a_single_name_is_one(self) -> None:
        made = ModelVersion(**FIELDS | {"works": "parcels", "engagements": "full_time"})
        assert (set(made.works), set(made.engagements)) == ({Work.PARCELS}, {Engagement.FULL_TIME})

    @pytest.mark.parametrize("name", FIELDS)
    def test_nothing_that_decides_has_a_default(self, name: str) -> None:
        with pytest.raises(TypeError, match=f"argument: '{name}'"):
            ModelVersion(**{each: value for each, value in FIELDS.items() if each != name})

    @pytest.mark.parametrize(
        ("name", "value", "error"),
        [
            ("since", datetime(2015, 5, 1, tzinfo=UTC), NotADay),
            ("since", "2015-05-01", NotADay),
            ("since", None, NotADay),
            ("exam", "no", TypeError),
            ("exam", 1, TypeError),
            ("source", "seed document", TypeError),
            ("stations_per_partner", 0, WrongNumber),
            ("stations_per_partner", -1, WrongNumber),
            ("stations_per_partner", 1.5, WrongNumber),
            ("stations_per_partner", True, WrongNumber),
            ("helpers_at_once", -1, WrongNumber),
            ("helpers_at_once", 1.0, WrongNumber),
            ("training", 1, TypeError),
            ("local", "yes", TypeError),
            ("premises", None, TypeError),
            ("services", ["第一"], MalformedIdentifier),
            ("focus", "parcel", ValueError),
            ("reach", "county", ReachUnknown),
            ("reach", 3000, ReachUnknown),
            ("reach", None, ReachUnknown),
            ("engagements", ["half_time"], ValueError),
            ("works", ["gambling"], ValueError),
            ("id", "二", MalformedIdentifier),
        ],
    )
    def test_what_it_cannot_be_made_of_is_refused(self, name: str, value: Wrong, error: type[Exception]) -> None:
        with pytest.raises(error):
            ModelVersion(**FIELDS | {name: value})

    def test_one_station_is_what_a_partner_may_have_where_nothing_is_said(self) -> None:
        assert ModelVersion(**FIELDS).stations_per_partner == 1
        assert ModelVersion(**FIELDS, stations_per_partner=2, source=Source("circular 7")).stations_per_partner == 2

    def test_nothing_more_is_demanded_or_allowed_where_nothing_is_said(self) -> None:
        made = ModelVersion(**FIELDS)
        assert (made.training, made.local, made.premises) == (False, False, False)
        assert (made.services, made.helpers_at_once) == (frozenset(), None)

    def test_services_are_named_by_their_ids(self) -> None:
        made = ModelVersion(**FIELDS, services=["loans", "train-tickets"])
        assert {type(each) for each in made.services} == {ServiceId}
        assert ModelVersion(**FIELDS, services="loans").services == {"loans"}

    def test_they_are_named_as_documents_name_them(self) -> None:
        assert [each.value for each in Focus] == ["place", "person", "services"]
        assert [each.value for each in Engagement] == ["part_time", "full_time"]
        assert {
            "own_village": OwnVillage(),
            "villages_around": VillagesAround(),
            "villages_listed": VillagesListed(),
        } == NAMED_REACHES
        assert [each.value for each in Work] == [
            "assisted_purchase",
            "parcels",
            "recruiting_demand",
            "sale_of_produce",
            "retail_from_stock",
            "education",
            "medical_care",
            "finance",
            "culture",
            "daily_life",
        ]
