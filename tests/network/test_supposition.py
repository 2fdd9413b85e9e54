"""Supposition: the same network under other model versions."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.network import Network, Partner, Posting, Vacancy, Work, supposed
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.testing.worlds import small_networks

VERSIONS = ["1.0", "2.0"]


def swaps() -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(VERSIONS), st.sampled_from(VERSIONS), max_size=2)


class TestSupposing:
    """Every posting under the one version is under the other, and nothing else is otherwise."""

    @given(small_networks(), swaps())
    def test_moves_every_posting_and_no_other(self, network: Network, versions: dict[str, str]) -> None:
        other = supposed(network, versions)
        assert [posting.version for posting in other.postings] == [
            versions.get(posting.version, posting.version) for posting in network.postings
        ]
        for was, now in zip(network.postings, other.postings, strict=True):
            assert evolve(now, version=was.version, reverts=was.reverts) == was
        assert (other.stations, other.partners, other.payees) == (network.stations, network.partners, network.payees)

    @given(small_networks(), swaps())
    def test_leaves_what_a_version_pays_and_allows(self, network: Network, versions: dict[str, str]) -> None:
        for was, now in zip(network.versions, supposed(network, versions).versions, strict=True):
            assert (now.id, now.plan, now.works, now.focus, now.reach) == (
                was.id,
                was.plan,
                was.works,
                was.focus,
                was.reach,
            )

    @given(small_networks(), swaps())
    def test_moves_vacant_stations_too(self, network: Network, versions: dict[str, str]) -> None:
        was, now = network.vacancy, supposed(network, versions).vacancy
        assert now.credit is was.credit
        assert now.version == (None if was.version is None else versions.get(was.version, was.version))

    @given(small_networks())
    def test_of_nothing_changes_nothing_that_is_paid(self, network: Network) -> None:
        other = supposed(network, {})
        assert other.versions == network.versions
        assert [evolve(posting, reverts=False) for posting in other.postings] == list(network.postings)


class TestDemands:
    """What is only supposed makes no demand that those who are posted cannot meet."""

    def test_are_lowered_to_those_of_the_version_before(self) -> None:
        village = one_village()
        [second] = village.versions
        strict = evolve(second, id="3.0", since=date(2017, 1, 1), stations_per_partner=1)
        loose = evolve(second, engagements=["part_time", "full_time"], exam=False, stations_per_partner=2)
        always = Period(date(2015, 6, 1))
        network = evolve(
            village,
            versions=[loose, strict],
            stations=[*village.stations, evolve(village.stations[0], id="xindian")],
            partners=[Partner("li", always, "part_time")],
            postings=[Posting(station, "li", "li", "2.0", always) for station in ("sanhe", "xindian")],
        )
        moved = supposed(network, {"2.0": "3.0"})
        assert [posting.version for posting in moved.postings] == ["3.0", "3.0"]
        lowered = moved.version("3.0")
        assert (lowered.since, lowered.exam, lowered.stations_per_partner) == (loose.since, False, 2)
        assert lowered.engagements == {"part_time", "full_time"}
        assert moved.version("2.0") == loose

    @pytest.mark.parametrize(
        ("before", "after", "lowered"),
        [
            ({"training": True}, {"training": True}, {"training": True}),
            ({"training": False}, {"training": True}, {"training": False}),
            ({"local": False}, {"local": True}, {"local": False}),
            ({"premises": False}, {"premises": True}, {"premises": False}),
            ({"helpers_at_once": 3}, {"helpers_at_once": 1}, {"helpers_at_once": 3}),
            ({"helpers_at_once": 1}, {"helpers_at_once": 3}, {"helpers_at_once": 3}),
            ({"helpers_at_once": None}, {"helpers_at_once": 3}, {"helpers_at_once": None}),
            ({"helpers_at_once": 2}, {"helpers_at_once": None}, {"helpers_at_once": None}),
        ],
    )
    def test_each_is_the_lesser_of_the_two(
        self, before: dict[str, Any], after: dict[str, Any], lowered: dict[str, Any]
    ) -> None:
        village, day = one_village(), date(2015, 1, 1)
        second = evolve(village.versions[0], **before)
        third = evolve(village.versions[0], id="3.0", **after)
        li = evolve(village.partners[0], trained=day, local=day, premises=day)
        moved = supposed(evolve(village, versions=[second, third], partners=[li]), {"2.0": "3.0"}).version("3.0")
        assert {name: getattr(moved, name) for name in lowered} == lowered

    def test_let_a_station_go_back(self) -> None:
        village = one_village()
        [second] = village.versions
        third = evolve(second, id="3.0", since=date(2016, 6, 1), works=[Work.PARCELS])
        fourth = evolve(second, id="4.0", since=date(2016, 9, 1))
        days = [
            Period(date(2016, 6, 1), date(2016, 9, 1)),
            Period(date(2016, 9, 1), date(2016, 12, 1)),
            Period(date(2016, 12, 1)),
        ]
        postings = [
            Posting("sanhe", "li", "li", version, period)
            for version, period in zip(("2.0", "3.0", "4.0"), days, strict=True)
        ]
        network = evolve(village, versions=[second, third, fourth], postings=postings)
        moved = supposed(network, {"2.0": "4.0", "3.0": "2.0"})
        assert [posting.version for posting in moved.postings] == ["4.0", "2.0", "4.0"]

    def test_of_a_version_that_is_not_there_are_none(self) -> None:
        for versions in ({"2.0": "9.0"}, {"9.0": "2.0"}):
            with pytest.raises(UnknownReference, match=r"9\.0"):
                supposed(one_village(), versions)

    def test_of_no_vacancy_are_none(self) -> None:
        assert supposed(one_village(), {"2.0": "2.0"}).vacancy == Vacancy("nobody")
