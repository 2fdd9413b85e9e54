"""The laws of areas over time: each is as high on every day as there are, and the key tells the last of them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.identifiers import CentreId, StationId
from rural_taobao.instants import CHINA
from rural_taobao.kinds import WordUnknown
from rural_taobao.lives import StationState, StationStep
from rural_taobao.network import Condition, Network, Partner, Posting, Station, census
from rural_taobao.periods import Period
from rural_taobao.register import Charter, Register, Take, entering
from rural_taobao.reports import (
    ImageKind,
    Labels,
    Lettering,
    NothingCounted,
    areas,
    states_over_time,
    versions_over_time,
)
from rural_taobao.samples import one_village, sample_network
from rural_taobao.testing.networks import networks
from tests.reports.recording import Recorded, shared

FONT = Lettering(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
OPENED = date(2015, 6, 1)
PANEL = 0.85, 8.0
"""The left and the right edge of the panel, in inches."""


def drawn(draw: Callable[..., bytes], *given_: Any, **options: Any) -> Recorded:
    """Draw on a canvas that remembers."""
    made: list[Recorded] = []

    def canvas(*sizes: float, **facts: Any) -> Recorded:
        made.append(Recorded.made(*sizes, **facts))
        return made[-1]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("rural_taobao.reports.areas.Canvas", canvas)
        draw(*given_, FONT, labels=options.pop("labels", Labels.ENGLISH), **options)
    [canvas_of_it] = made
    return canvas_of_it


def key(recorded: Recorded) -> dict[str, int]:
    """Give what the key tells, from the upper row to the lower."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, words in recorded.texts:
        if x > PANEL[1]:
            rows.setdefault(y, []).append((x, words))
    told: dict[str, int] = {}
    for _, row in sorted(rows.items()):
        (_, name), (_, count) = sorted(row)
        told[name] = int(count.replace(",", ""))
    return told


def heights(recorded: Recorded, at: float) -> list[float]:
    """Give how high each area of the panel is at a place across, in inches, the lowest first."""
    found = list[float]()
    for corners, _ in recorded.areas:
        if corners[0][0] < PANEL[1]:
            half = len(corners) // 2
            above = [y for x, y in corners[:half] if x <= at][-1]
            below = [y for x, y in list(reversed(corners[half:])) if x <= at][-1]
            found.append(below - above)
    return found


class TestStatesOfANetwork:
    """Each area is as high on every day as there are stations of that condition."""

    @given(networks(), st.integers(0, 900), st.floats(0, 1))
    def test_heights_are_counts(self, network: Network, days: int, share: float) -> None:
        assume(network.stations)
        first = min(each.open.start for each in network.stations)
        until = first + timedelta(days)
        recorded = drawn(states_over_time, network, until)
        some = int(days * share)
        found = heights(recorded, PANEL[0] + (PANEL[1] - PANEL[0]) * (some + 0.5) / (days + 1))
        counts = census(network, first + timedelta(some)).stations
        last = census(network, until).stations
        told = key(recorded)
        assert told.pop("in all") == sum(last[each] for each in Condition if each is not Condition.AHEAD)
        names = {"run by a partner": Condition.RUN, "vacant": Condition.VACANT, "closed": Condition.CLOSED}
        assert told == {name: last[names[name]] for name in told}
        lowest_first = [counts[names[name]] for name in reversed(told)]
        assert sum(lowest_first) == sum(counts[each] for each in names.values())
        pairs = [*zip(found, lowest_first, strict=True)]
        unit = max(height / count for height, count in pairs if count)
        assert all(height == pytest.approx(count * unit) for height, count in pairs)
        stacked = [corners for corners, _ in recorded.areas if corners[0][0] < PANEL[1]]
        assert {y for _, y in stacked[0][len(stacked[0]) // 2 :]} == {max(y for _, y in stacked[0])}
        for lower, upper in pairwise(stacked):
            assert upper[len(upper) // 2 :] == lower[: len(lower) // 2][::-1]

    def test_those_in_which_nothing_ever_is_are_left_out(self) -> None:
        recorded = drawn(states_over_time, one_village(), date(2016, 11, 11))
        assert key(recorded) == {"in all": 1, "run by a partner": 1}
        assert recorded.texts[0][2] == "Stations by state, 2015-06-01 – 2016-11-11"

    def test_one_day(self) -> None:
        recorded = drawn(states_over_time, one_village(), OPENED)
        assert recorded.texts[0][2] == "Stations by state, 2015-06-01"
        assert [words for _, _, words in recorded.texts if words.startswith("2015")] == ["2015-06-01"]

    def test_the_last_day_of_the_calendar(self) -> None:
        assert key(drawn(states_over_time, one_village(), date.max))["in all"] == 1

    @pytest.mark.parametrize(
        ("network", "until", "first"),
        [
            (evolve(one_village(), stations=[], postings=[]), date(2016, 1, 1), None),
            (one_village(), date(2015, 5, 31), OPENED),
        ],
    )
    @pytest.mark.parametrize("draw", [states_over_time, versions_over_time])
    def test_days_without_a_station_are_refused(
        self, network: Network, until: date, first: date | None, draw: Callable[..., bytes]
    ) -> None:
        with pytest.raises(NothingCounted) as refused:
            draw(network, until, FONT)
        assert (refused.value.until, refused.value.first) == (until, first)

    @pytest.mark.parametrize("draw", [states_over_time, versions_over_time])
    def test_what_is_no_day_or_no_word_is_refused(self, draw: Callable[..., bytes]) -> None:
        with pytest.raises(NotADay):
            draw(one_village(), "2016", FONT)
        with pytest.raises(WordUnknown):
            draw(one_village(), OPENED, FONT, labels="french")
        with pytest.raises(WordUnknown):
            draw(one_village(), OPENED, FONT, image="gif")


def at(hour: int) -> datetime:
    return datetime(2017, 1, 1, hour, tzinfo=CHINA.timezone)


def busy() -> Register:
    """A register in which a station is in every state at some time."""
    village = one_village()
    register, _ = Register(Charter.of(village)).take_each(entering(village), at(1))
    steps = (StationStep.SURVEY, StationStep.PREPARE, StationStep.OPEN, StationStep.SUSPEND, StationStep.CLOSE)
    north, west = StationId("north"), StationId("west")
    told = [
        [
            Take(north, StationStep.PROPOSE, date(2016, 1, 1), CentreId("feixi")),
            *(Take(north, step, date(2016, month, 1)) for month, step in enumerate(steps, 2)),
        ],
        [
            Take(west, StationStep.PROPOSE, date(2016, 1, 1), CentreId("feixi")),
            Take(west, StationStep.DROP, date(2016, 3, 1)),
        ],
    ]
    return register.take_each(told, at(2))[0]


class TestStatesOfARegister:
    """A register tells every state that a station is in, as far as was known."""

    @pytest.mark.parametrize(
        ("until", "told"),
        [
            ("2016-01-01", {"open": 1, "proposed": 2}),
            ("2016-02-01", {"open": 1, "surveyed": 1, "proposed": 1}),
            ("2016-03-01", {"open": 1, "opening": 1, "surveyed": 0, "proposed": 0, "dropped": 1}),
            ("2016-05-01", {"open": 1, "suspended": 1, "opening": 0, "surveyed": 0, "proposed": 0, "dropped": 1}),
        ],
    )
    def test_each_state_has_an_area(self, until: str, told: dict[str, int]) -> None:
        found = key(drawn(states_over_time, busy(), date.fromisoformat(until)))
        assert found.pop("in all") == sum(told.values())
        assert dict(reversed(found.items())) == told

    def test_no_state_is_without_a_colour(self) -> None:
        assert set(areas._STATES) == set(StationState)  # noqa: SLF001 - one that is missing would not be drawn
        assert set(areas._CONDITIONS) == set(Condition) - {Condition.AHEAD}  # noqa: SLF001
        for looks in (areas._STATES, areas._CONDITIONS):  # noqa: SLF001
            assert len({colour for colour, *_ in looks.values()}) == len(looks)

    def test_what_became_known_later_is_not_drawn(self) -> None:
        until = date(2016, 6, 1)
        assert key(drawn(states_over_time, busy(), until, known_by=at(1))) == {"in all": 1, "open": 1}
        assert key(drawn(states_over_time, busy(), until)) == {
            "in all": 3,
            "dropped": 1,
            "closed": 1,
            "proposed": 0,
            "surveyed": 0,
            "opening": 0,
            "suspended": 0,
            "open": 1,
        }

    def test_its_versions_are_those_of_its_network(self) -> None:
        register, until = busy(), date(2016, 11, 11)
        assert versions_over_time(register, until, FONT) == versions_over_time(register.network(), until, FONT)
        early = versions_over_time(register, date(2016, 4, 1), FONT, known_by=at(1))
        assert early != versions_over_time(register, date(2016, 4, 1), FONT)


def of_versions(count: int) -> Network:
    """A network of stations, the first of so many versions with one of them, the second with two, and so on."""
    village = one_village()
    versions = [evolve(village.versions[0], id=f"v{number}") for number in range(count)]
    names = [(f"s{number}-{each}", f"v{number}") for number in range(count) for each in range(number + 1)]
    return evolve(
        village,
        versions=versions,
        stations=[Station(name, "feixi", Period(OPENED)) for name, _ in names],
        partners=[Partner(name, Period(OPENED), "full_time", OPENED) for name, _ in names],
        postings=[Posting(name, name, "li", version, Period(OPENED)) for name, version in names],
    )


class TestVersions:
    """Each model version has an area, the earlier ones below, and vacant stations lie on top."""

    def test_what_is_run_under_each(self) -> None:
        network, until = sample_network(stations=40, seed=2016), date(2016, 11, 11)
        found = census(network, until)
        told = key(drawn(versions_over_time, network, until))
        assert told.pop("in all") == found.open
        assert told.pop("vacant", 0) == found.stations[Condition.VACANT]
        assert {name: count for name, count in told.items() if count} == dict(found.versions)
        assert list(reversed(told)) == [each.id for each in network.versions if each.id in told]

    def test_the_fifteen_with_the_most_have_an_area_of_their_own(self) -> None:
        told = key(drawn(versions_over_time, of_versions(17), OPENED))
        assert list(told.items())[:3] == [("in all", 153), ("other versions", 3), ("v16", 17)]
        assert len(told) == 17
        fifteen = key(drawn(versions_over_time, of_versions(15), OPENED))
        assert "other versions" not in fifteen

    def test_from_the_ninth_on_areas_have_strokes(self) -> None:
        recorded = drawn(versions_over_time, of_versions(9), OPENED)
        looks = [(facts["face"], facts["hatched"]) for corners, facts in recorded.areas if corners[0][0] < PANEL[1]]
        assert len(set(looks)) == 9
        assert [hatched for _, hatched in looks] == [False] * 8 + [True]
        assert looks[0][0] == looks[8][0]

    def test_vacant_stations_are_told(self) -> None:
        vacant = evolve(one_village(), postings=[])
        assert key(drawn(versions_over_time, vacant, OPENED)) == {"in all": 1, "vacant": 1}


class TestRoom:
    """Nothing runs over the edge of the sheet or into anything else, and the same network is the same picture."""

    @pytest.mark.parametrize("labels", list(Labels))
    @pytest.mark.parametrize("versions", [1, 15, 17])
    def test_all_that_is_written_is_apart(self, labels: Labels, versions: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("rural_taobao.reports.fonts._CHINESE", "a")
        network = of_versions(versions)
        wide = evolve(network.versions[0], id="W" * 64)
        renamed = [evolve(each, version="W" * 64) if each.version == "v0" else each for each in network.postings]
        network = evolve(network, versions=[wide, *network.versions[1:]], postings=renamed)
        for draw in (versions_over_time, states_over_time):
            recorded = drawn(draw, network, date(2016, 11, 11), labels=labels)
            told, sheet = recorded.extents(), recorded.sheet()
            for number, (words, place) in enumerate(told):
                assert sheet.x0 < place.x0 < place.x1 < sheet.x1, words
                assert sheet.y0 < place.y0 < place.y1 < sheet.y1, words
                for others, other in told[number + 1 :]:
                    assert not shared(place, other), (words, others)

    @pytest.mark.parametrize("image", list(ImageKind))
    def test_it_is_the_same_to_the_byte(self, image: ImageKind) -> None:
        network, until = of_versions(9), date(2016, 11, 11)
        one, other = (versions_over_time(network, until, FONT, image=image) for _ in range(2))
        assert one == other
        assert one.startswith({ImageKind.PNG: b"\x89PNG", ImageKind.SVG: b"<?xml"}[image])
        assert one != versions_over_time(network, date(2016, 11, 12), FONT, image=image)
