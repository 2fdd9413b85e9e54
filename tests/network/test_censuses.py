"""The laws of a census: each thing counts once as what it is on the day, however it is counted."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.network import (
    Census,
    Condition,
    Engagement,
    HelperPosting,
    Network,
    Partner,
    Payee,
    Posting,
    Station,
    census,
    census_by_day,
)
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.testing.networks import networks

DAY = timedelta(1)
OPENED = date(2015, 6, 1)


def small() -> Network:
    """Two stations of Feixi; li runs the one until the end of 2015, and again from March, and wu helps there."""
    village = one_village()
    return evolve(
        village,
        stations=[
            Station("sanhe", "feixi", Period(OPENED, date(2016, 6, 1))),
            Station("sanhe", "feixi", Period(date(2016, 9, 1))),
            Station("north", "feixi", Period(date(2016, 1, 1), date(2016, 2, 1))),
        ],
        partners=[*village.partners, Partner("wu", Period(date(2015, 7, 1)), "part_time", date(2015, 7, 1))],
        payees=[*village.payees, Payee("wu", Period(date(2015, 7, 1)))],
        postings=[
            Posting("sanhe", "li", "li", "2.0", Period(OPENED, date(2016, 1, 1))),
            Posting("sanhe", "li", "li", "2.0", Period(date(2016, 3, 1), date(2016, 6, 1))),
        ],
        helpers=[HelperPosting("sanhe", "wu", "wu", Period(date(2015, 8, 1), date(2015, 9, 1)))],
    )


def asked(network: Network, day: date) -> dict[str, Any]:
    """Give what a network answers of each of its things on a day, one by one."""
    stations = {each.id for each in network.stations}
    conditions: Counter[str] = Counter(dict.fromkeys(Condition, 0))
    provinces: Counter[str] = Counter()
    versions: Counter[str] = Counter()
    for name in stations:
        row, posting = network.station_on(name, day), network.posting_on(name, day)
        if row is not None:
            conditions["vacant" if posting is None else "run"] += 1
            [centre] = [each for each in network.centre_rows(row.centre) if day in each.open]
            provinces[centre.county.province] += 1
        else:
            begun = network.station_rows(name)[0].open.start <= day
            conditions["closed" if begun else "ahead"] += 1
        if posting is not None:
            versions[posting.version] += 1
    engaged = Counter(
        row.engagement
        for name in {each.id for each in network.partners}
        for row in network.partner_rows(name)
        if day in row.contract
    )
    return {
        "day": day,
        "centres": sum(day in each.open for each in network.centres),
        "stations": dict(conditions),
        "partners": {each: engaged[each] for each in Engagement},
        "helpers": sum(day in each.period for name in stations for each in network.helpers_at(name)),
        "versions": dict(versions),
        "provinces": dict(provinces),
    }


def facts(found: Census) -> dict[str, Any]:
    names = ("day", "centres", "stations", "partners", "helpers", "versions", "provinces")
    return {name: getattr(found, name) for name in names}


class TestCensus:
    """A census says how many things are what on a day, each counted once."""

    @given(networks(), st.integers(-400, 1200))
    def test_is_what_the_network_answers_of_each_thing(self, network: Network, shift: int) -> None:
        day = network.centres[0].open.start + shift * DAY
        found = census(network, day)
        assert facts(found) == asked(network, day)
        assert sum(found.stations.values()) == len({each.id for each in network.stations})
        assert found.open == sum(found.provinces.values()) == sum(each.open for each in [found])
        assert list(found.versions) == [each.id for each in network.versions if each.id in found.versions]
        assert list(found.provinces) == sorted(found.provinces)

    def test_tells_what_is_run_vacant_closed_and_still_ahead(self) -> None:
        days = [date(2015, 5, 31), OPENED, date(2015, 8, 1), date(2016, 1, 1), date(2016, 2, 1), date(2016, 6, 1)]
        found = [census(small(), day) for day in days]
        assert [tuple(each.stations[condition] for condition in Condition) for each in found] == [
            (0, 0, 0, 2),
            (1, 0, 0, 1),
            (1, 0, 0, 1),
            (0, 2, 0, 0),
            (0, 1, 1, 0),
            (0, 0, 2, 0),
        ]
        assert [each.helpers for each in found] == [0, 0, 1, 0, 0, 0]
        assert [each.open for each in found] == [0, 1, 1, 2, 1, 0]

    def test_counts_a_centre_with_its_province_by_the_county_of_the_day(self) -> None:
        village = one_village()
        [feixi] = village.centres
        days = Period(OPENED, date(2016, 1, 1)), Period(date(2016, 1, 1))
        moved = [evolve(feixi, county=county, open=days[place]) for place, county in enumerate(("340123", "330127"))]
        two = evolve(village, centres=moved)
        found = [census(two, day) for day in (date(2015, 12, 31), date(2016, 1, 1))]
        assert [(each.centres, each.provinces) for each in found] == [(1, {"340000": 1}), (1, {"330000": 1})]

    def test_refuses_what_is_no_day(self) -> None:
        with pytest.raises(NotADay):
            census(one_village(), "2016")  # type: ignore[arg-type]


class TestCensusByDay:
    """Each census of a sweep holds from its day until the next one, and they are all there are."""

    @given(networks(), st.integers(-1, 1))
    def test_is_on_each_day_what_is_counted_alone(self, network: Network, shift: int) -> None:
        found = census_by_day(network)
        days = list(found)
        assert days == sorted(days)
        assert all(facts(found[day]) == facts(census(network, day)) for day in days)
        for day in days:
            asked_for = day + shift * DAY
            held = max((each for each in days if each <= asked_for), default=None)
            alone = facts(census(network, asked_for))
            if held is None:
                assert alone["centres"] == alone["helpers"] == 0
            else:
                assert {**facts(found[held]), "day": asked_for} == alone

    def test_a_network_of_nothing_has_none(self) -> None:
        empty = evolve(one_village(), centres=[], stations=[], partners=[], postings=[])
        assert census_by_day(empty) == {}
        assert census(empty, OPENED).stations == dict.fromkeys(Condition, 0)

    def test_is_told_of_every_day_on_which_anything_changes(self) -> None:
        assert [str(day) for day in census_by_day(small())] == [
            *("2015-06-01", "2015-07-01", "2015-08-01", "2015-09-01"),
            *("2016-01-01", "2016-02-01", "2016-03-01", "2016-06-01", "2016-09-01"),
        ]
