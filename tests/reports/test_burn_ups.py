"""The laws of a burn-up: all that was counted, aimed at and claimed stands at its day and its count, and is told."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.currencies import CNY
from rural_taobao.kinds import WordUnknown
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.programme import (
    About,
    AtLeast,
    Claim,
    Course,
    Denominator,
    Exactly,
    Figure,
    Horizon,
    Measure,
    MoreThan,
    Nearly,
    Programme,
    Proportion,
    ShareOfAll,
    Tally,
    Target,
    Total,
    Yearly,
    programme_history,
)
from rural_taobao.programme.claims import first_day, last_day
from rural_taobao.programme.programme import TargetUnknown
from rural_taobao.reports import (
    CountTooGreat,
    ImageKind,
    Labels,
    Lettering,
    NothingAimedOrTold,
    Scale,
    burn_up,
)
from rural_taobao.testing.programme_strategies import courses, programmes
from rural_taobao.timeline import Source
from tests.reports.recording import Recorded, shared

FONT = Lettering(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
PRESS = Source("a paper", quality="press")
FIRST = date(2015, 6, 1)
LEFT, RIGHT, TOP, PANEL, ROW = 0.95, 10.55, 1.15, 2.7, 3.5
"""The edges of the panels, in inches, the upper one of the first of them, and how far panels are apart."""
CLAIMED, CONFLICT, COUNTED = "#0072B2", "#D55E00", "black"
FIGURES = st.builds(
    lambda kind, number: kind(number),
    st.sampled_from([Exactly, AtLeast, MoreThan, About, Nearly]),
    st.integers(1, 9_999),
)
WHENS = st.one_of(
    st.dates(date(2014, 10, 1), date(2018, 1, 1)), st.builds(Month, st.integers(2015, 2017), st.integers(1, 12))
)


def drawn(programme: Programme, **options: Any) -> Recorded:
    """Draw on a canvas that remembers."""
    made: list[Recorded] = []

    def canvas(*sizes: float, **facts: Any) -> Recorded:
        made.append(Recorded.made(*sizes, **facts))
        return made[-1]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("rural_taobao.reports.burn_ups.Canvas", canvas)
        burn_up(programme, FONT, labels=options.pop("labels", Labels.ENGLISH), **options)
    [canvas_of_it] = made
    return canvas_of_it


def target(*goals: Any, **facts: Any) -> Target:
    stated: dict[str, Any] = {"id": "ours", "set_on": FIRST, "horizon": Horizon(1, 2), "source": PRESS, **facts}
    return Target(goals=goals, **stated)


def programme(**parts: Any) -> Programme:
    return Programme(**{"name": "Ours", "currency": CNY, **parts})


def claims(told: Iterable[tuple[Any, Figure]]) -> list[Claim]:
    return [
        Claim(id=f"c{number}", when=when, stations=figure, source=PRESS) for number, (when, figure) in enumerate(told)
    ]


def marks(recorded: Recorded, panel: int = 0) -> list[tuple[float, float, str, dict[str, Any]]]:
    """Give the marks in a panel."""
    top = TOP + ROW * panel
    return [each for each in recorded.marks if top - 0.01 <= each[1] <= top + PANEL + 0.01]


def lines(recorded: Recorded, panel: int = 0) -> list[tuple[tuple[tuple[float, float], ...], dict[str, Any]]]:
    """Give the lines in a panel, without those of the ground."""
    top = TOP + ROW * panel
    return [
        (spots, facts)
        for spots, facts in recorded.lines
        if not facts.get("below") and all(top - 0.06 <= y <= top + PANEL + 0.01 for _, y in spots)
    ]


def scales(recorded: Recorded, panel: int = 0) -> float:
    """Give how many inches high a count is, by the greatest that is told beside a panel."""
    top = TOP + ROW * panel
    told = {
        int(words.replace(",", "")): y for x, y, words in recorded.texts if x < LEFT and top - 0.1 <= y <= top + PANEL
    }
    return (told[0] - told[max(told)]) / max(told)


class TestClaims:
    """Each claim is a mark at the middle of its day or month and at its figure, by the word with which it was told."""

    @given(st.lists(st.tuples(WHENS, FIGURES), min_size=1, max_size=8))
    def test_all_of_them_are_there(self, told: list[tuple[Any, Figure]]) -> None:
        ours = programme(claims=claims(told), targets=[target(Total("stations", Exactly(9_999)))])
        recorded = drawn(ours)
        found = marks(recorded)
        assert len(found) == len(told)
        shapes = {Exactly: "o", AtLeast: "^", MoreThan: "^", About: "D", Nearly: "v"}
        unit = scales(recorded)
        days = [day for when, _ in told for day in (first_day(when), last_day(when))]
        first, last = min([*days, FIRST]), max([*days, date(2017, 6, 1)])
        wide = (RIGHT - LEFT) / ((last - first).days + 1)
        disputed = {claim.id for each in ours.conflicts() for claim in (each.first, each.second)}
        for number, ((x, y, shape, facts), (when, figure)) in enumerate(zip(found, told, strict=True)):
            middle = ((first_day(when) - first).days + (last_day(when) - first).days + 1) / 2
            assert x == pytest.approx(LEFT + wide * middle)
            assert TOP + PANEL - y == pytest.approx(unit * figure.number)
            assert shape == shapes[type(figure)]
            is_disputed = f"c{number}" in disputed
            assert (facts["colour"], facts["filled"]) == (CONFLICT if is_disputed else CLAIMED, not is_disputed)

    def test_a_month_is_a_stroke_as_long(self) -> None:
        recorded = drawn(programme(claims=claims([(Month(2016, 2), About(5)), (date(2016, 4, 1), Exactly(7))])))
        [(spots, facts)] = lines(recorded)
        days = 29 + 31 + 1
        assert [x for x, _ in spots] == pytest.approx([LEFT, LEFT + (RIGHT - LEFT) * 29 / days])
        assert facts["colour"] == CLAIMED
        assert [words for _, _, words in recorded.texts if words in {"≈5", "7"}] == ["≈5", "7"]

    @pytest.mark.parametrize(
        ("figure", "sign", "key"),
        [
            (Exactly(1234), "1,234", "claimed: so many"),
            (AtLeast(300), "≥300", "claimed: at least (≥), or more than (>) so many"),
            (MoreThan(300), ">300", "claimed: at least (≥), or more than (>) so many"),
            (About(300), "≈300", "claimed: about (≈) so many"),
            (Nearly(300), "<300", "claimed: nearly (<) so many"),
        ],
    )
    def test_the_word_by_which_it_was_told_is_a_sign(self, figure: Figure, sign: str, key: str) -> None:
        told = [words for _, _, words in drawn(programme(claims=claims([(FIRST, figure)]))).texts]
        assert sign in told
        assert [words for words in told if words.startswith("claimed")] == [key]


class TestConflicts:
    """Claims that do not go together are hollow, joined, and told in words, however near each other they lie."""

    def test_those_of_the_real_programme(self) -> None:
        for scale in Scale:
            recorded = drawn(programme_history(), scale=scale)
            hollow = [each for each in marks(recorded, 1) if not each[3]["filled"]]
            assert [(shape, facts["colour"]) for _, _, shape, facts in hollow] == [("o", CONFLICT), ("v", CONFLICT)]
            joined = [spots for spots, facts in lines(recorded, 1) if facts.get("dashes") == (3, 1.5)]
            assert joined == [tuple((x, y) for x, y, *_ in hollow)]
            told = [words for _, _, words in recorded.texts]
            assert "2015-03-29: 295 ≠ 2015-03-31: <1,000" in told
            assert told[-1] == "claims that do not go together"

    def test_without_one_none_is_told(self) -> None:
        recorded = drawn(programme(claims=claims([(FIRST, Exactly(5)), (FIRST, AtLeast(4))])))
        assert not any(facts["colour"] == CONFLICT for *_, facts in recorded.marks)
        assert not any("≠" in words or "together" in words for _, _, words in recorded.texts)

    def test_many_at_one_place_are_told_apart_as_far_as_there_is_room(self) -> None:
        told = [(FIRST, Exactly(number)) for number in range(1, 19)]
        recorded = drawn(programme(claims=claims([*told, (date(2016, 6, 1), Exactly(3))])))
        words = [place for said, place in recorded.extents() if "≠" in said]
        assert 20 < len(words) < 153
        assert not any(shared(one, other) for number, one in enumerate(words) for other in words[number + 1 :])
        assert len([1 for *_, facts in marks(recorded) if not facts["filled"]]) == 18
        assert len([1 for _, facts in lines(recorded) if facts.get("dashes") == (3, 1.5)]) == 153


class TestTargets:
    """A target is a line at the least count that reaches it, from the day on which it was set to its last."""

    def test_a_total(self) -> None:
        recorded = drawn(programme(targets=[target(Total("stations", MoreThan(399)))]))
        [(spots, _), *ticks] = lines(recorded)
        assert [x for x, _ in spots] == pytest.approx([LEFT, RIGHT])
        assert [TOP + PANEL - y for _, y in spots] == pytest.approx([400 * scales(recorded)] * 2)
        wide = (RIGHT - LEFT) / ((date(2017, 6, 1) - FIRST).days + 1)
        assert [tick[0][0] for tick, _ in ticks] == pytest.approx(
            [LEFT + wide * ((date(2016, 6, 1) - FIRST).days + 1), RIGHT]
        )
        told = [words for _, _, words in recorded.texts]
        assert "ours: 400" in told
        assert told[-1] == "target ours, set 2015-06-01, within 1 to 2 years: more than 399 stations"

    def test_a_share_is_a_line_in_each_year_that_is_known(self) -> None:
        numbers = [
            Denominator(measure="counties", year=year, number=number, as_of=date(year, 12, 31), source=PRESS)
            for year, number in ((2017, 40), (2015, 30), (2016, 30), (2014, 10))
        ]
        numbers.append(Denominator(measure="villages", year=2016, number=999, as_of=date(2016, 12, 31), source=PRESS))
        for exceeded, counts in ((False, [3, 4]), (True, [4, 5])):
            share = ShareOfAll("counties", Proportion(1, 10), exceeded=exceeded)
            recorded = drawn(programme(targets=[target(share)], denominators=numbers))
            found = [spots for spots, facts in lines(recorded) if len({y for _, y in spots}) == 1]
            unit = scales(recorded)
            assert [round((TOP + PANEL - spots[0][1]) / unit) for spots in found] == counts
            assert found[0][1][0] == pytest.approx(found[1][0][0])
            sign = ">" if exceeded else ""
            told = [words for _, _, words in recorded.texts]
            assert {f"ours, {sign}1/10: {count}" for count in counts} <= set(told)

    def test_years_far_beyond_the_calendar_have_no_line(self) -> None:
        far = Denominator(measure="counties", year=10_000, number=10, as_of=FIRST, source=PRESS)
        ours = programme(
            targets=[target(ShareOfAll("counties", Proportion(1, 2)), Total("counties", Exactly(1)))],
            denominators=[far],
        )
        assert [words for _, _, words in drawn(ours).texts if words.startswith("ours")] == ["ours: 1"]

    def test_what_is_to_be_gained_each_year_has_none_and_is_told(self) -> None:
        ours = programme(targets=[target(Total("stations", Exactly(4)), Yearly("stations", Exactly(2)))])
        recorded = drawn(ours)
        assert len([1 for spots, _ in lines(recorded) if len({y for _, y in spots}) == 1]) == 1
        assert recorded.texts[-1][2].endswith(": 4 stations; 2 more stations each year")

    def test_targets_differ_and_one_alone_can_be_asked_for(self) -> None:
        history = programme_history()
        level = [facts for spots, facts in lines(drawn(history)) if spots[0][1] == spots[1][1] and "dashes" in facts]
        looks = {(facts["colour"], tuple(facts["dashes"])) for facts in level}
        assert len(looks) == 3
        told = [words for _, _, words in drawn(history, targets=["pilot"]).texts]
        assert "pilot: 300" in told
        assert not any("announced" in words or "enlarged" in words for words in told)
        with pytest.raises(TargetUnknown):
            burn_up(history, FONT, targets=["none"])

    def test_one_without_a_goal_in_a_panel_has_no_row_in_the_key(self) -> None:
        ours = programme(
            targets=[target(Total("stations", Exactly(4))), target(budget=Money(5), id="money")],
            claims=[Claim(id="one", when=FIRST, counties=Exactly(1), source=PRESS)],
        )
        told = [words for _, _, words in drawn(ours).texts]
        assert [words for words in told if words.startswith("target")] == [
            "target ours, set 2015-06-01, within 1 to 2 years: 4 stations"
        ]

    def test_more_than_there_are_colours_come_again(self) -> None:
        many = [target(Total("stations", Exactly(number)), id=f"t{number}") for number in range(1, 6)]
        drawn_lines = lines(drawn(programme(targets=many)))
        found = [facts["colour"] for spots, facts in drawn_lines if spots[0][1] == spots[1][1]]
        assert len(set(found)) == 4
        assert found[0] == found[4]


class TestCounts:
    """What was counted is a line of stairs up to the day that is asked for."""

    @given(
        st.dictionaries(st.integers(0, 700), st.integers(0, 5_000), min_size=1),
        st.integers(0, 800),
        st.sampled_from(Scale),
    )
    def test_it_is_as_high_on_each_day_as_was_counted(self, by_day: dict[int, int], until: int, scale: Scale) -> None:
        course = Course({FIRST + timedelta(day): Tally(stations=count) for day, count in by_day.items()})
        ours = programme(targets=[target(Total("stations", Exactly(6_000)))])
        last = FIRST + timedelta(until)
        recorded = drawn(ours, course=course, until=last, scale=scale)
        stairs = [spots for spots, facts in lines(recorded) if facts["colour"] == COUNTED]
        if until < min(by_day):
            assert stairs == []
            assert not any("counted" in words for _, _, words in recorded.texts[1:])
            return
        [spots] = stairs
        first, end = FIRST, max(last, date(2017, 6, 1))
        wide = (RIGHT - LEFT) / ((end - first).days + 1)
        assert spots[-1][0] == pytest.approx(LEFT + wide * (until + 1))
        assert all(x <= to and (x == to or y == further) for (x, y), (to, further) in pairwise(spots))
        heights: dict[int, float] = {}
        for day in range(min(by_day), until + 1):
            heights[day] = [y for x, y in spots if x <= LEFT + wide * day + 1e-9][-1]
        counted = {day: course.count(Measure.STATIONS, FIRST + timedelta(day)) for day in heights}
        for (one, low), (other, high) in pairwise(sorted((count, heights[day]) for day, count in counted.items())):
            assert high < low if one < other else high == pytest.approx(low)
        assert f"counted, up to {last}: {counted[until]:,} stations" in [words for _, _, words in recorded.texts]

    def test_the_last_count_stands_beside_the_line(self) -> None:
        course = Course({FIRST: Tally(stations=1_500), date(2016, 3, 1): Tally(stations=2_500)})
        assert "2,500" in [words for _, _, words in drawn(programme(), course=course).texts]

    def test_without_a_day_it_is_drawn_to_the_last_that_was_counted(self) -> None:
        course = Course({FIRST: Tally(stations=1), date(2016, 3, 1): Tally(stations=2)})
        assert "counted, up to 2016-03-01: 2 stations" in [
            words for _, _, words in drawn(programme(), course=course).texts
        ]

    def test_what_was_not_counted_has_no_line(self) -> None:
        course = Course({FIRST: Tally(stations=1), date(2016, 3, 1): Tally(counties=2)})
        recorded = drawn(programme(), course=course, measures=["stations", "counties"])
        assert [len(spots) for spots, facts in recorded.lines if facts["colour"] == COUNTED] == [2, 2, 2]


class TestPanels:
    """Each measure of which anything is known has a panel, in the order that is asked for."""

    def test_those_of_which_nothing_is_known_have_none(self) -> None:
        ours = programme(claims=[Claim(id="one", when=FIRST, provinces=Exactly(3), source=PRESS)])
        told = [words for _, _, words in drawn(ours, measures=["villages", "provinces", "provinces"]).texts]
        assert [words for words in told if words in tuple(Measure)] == ["provinces"]
        history = [words for _, _, words in drawn(programme_history()).texts]
        assert [words for words in history if words in tuple(Measure)] == ["counties", "stations", "villages"]

    @pytest.mark.parametrize(
        "ours",
        [
            programme(),
            programme(claims=[Claim(id="one", when=FIRST, provinces=Exactly(3), source=PRESS)]),
            programme(targets=[target(Yearly("stations", Exactly(3)))]),
            programme(targets=[target(budget=Money(5))]),
        ],
    )
    def test_where_nothing_is_known_it_is_refused(self, ours: Programme) -> None:
        with pytest.raises(NothingAimedOrTold) as refused:
            burn_up(ours, FONT)
        assert refused.value.programme == ours.name
        assert refused.value.measures == ("counties", "stations", "villages")
        with pytest.raises(NothingAimedOrTold, match="no measure was asked for"):
            burn_up(programme_history(), FONT, measures=[])

    @pytest.mark.parametrize("options", [{"scale": "odd"}, {"labels": "french"}, {"image": "gif"}])
    def test_words_that_are_none_are_refused(self, options: dict[str, Any]) -> None:
        with pytest.raises(WordUnknown):
            burn_up(programme_history(), FONT, **options)

    @given(programmes(), st.none() | courses(), st.sampled_from(Scale))
    def test_any_programme_is_drawn_or_refused_in_a_sentence(
        self, ours: Programme, course: Course | None, scale: Scale
    ) -> None:
        try:
            picture = burn_up(ours, FONT, course=course, scale=scale, measures=Measure)
        except (CountTooGreat, NothingAimedOrTold) as refused:
            said = str(refused)
        else:
            said = repr(picture[:4])
        assert said.startswith(("b'\\x89PNG'", "a chart must be given counts up to", "a burn-up must show"))


class TestRoom:
    """No words run over the edge of the sheet, into others or into a mark; the same is the same to the byte."""

    @pytest.mark.parametrize("scale", list(Scale))
    @pytest.mark.parametrize("labels", list(Labels))
    def test_of_the_real_programme(self, scale: Scale, labels: Labels, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("rural_taobao.reports.fonts._CHINESE", "a")
        days = [date(2014, 10, 13) + timedelta(30 * step) for step in range(30)]
        course = Course(
            {day: Tally(counties=9 * step, stations=500 * step, villages=900 * step) for step, day in enumerate(days)}
        )
        named = evolve(programme_history(), name="W" * 500)
        check_room(drawn(named, course=course, scale=scale, labels=labels))

    @given(st.lists(st.tuples(WHENS, FIGURES), min_size=1, max_size=12), st.lists(st.integers(1, 9_999), max_size=5))
    def test_of_any_claims_and_targets(self, told: list[tuple[Any, Figure]], aimed: list[int]) -> None:
        targets = [target(Total("stations", Exactly(number)), id=f"t{place}") for place, number in enumerate(aimed)]
        check_room(drawn(programme(claims=claims(told), targets=targets)))

    @pytest.mark.parametrize("scale", list(Scale))
    def test_every_claim_of_the_real_programme_is_told(self, scale: Scale) -> None:
        ours = programme_history()
        words = [said for _, _, said in drawn(ours, scale=scale).texts]
        signs = {Exactly: "", AtLeast: "≥", MoreThan: ">", About: "≈", Nearly: "<"}
        for measure in (Measure.COUNTIES, Measure.STATIONS, Measure.VILLAGES):
            disputed = {
                each.id for pair in ours.conflicts() for each in (pair.first, pair.second) if measure in pair.measures
            }
            told = [(each.id, each.figure(measure)) for each in ours.claims]
            for figure in (figure for claim, figure in told if figure is not None and claim not in disputed):
                assert f"{signs[type(figure)]}{figure.number:,}" in words

    def test_a_line_whose_name_has_no_room_is_told_in_the_key(self) -> None:
        targets = [target(Total("stations", Exactly(100)), id=f"target-{place}") for place in range(60)]
        recorded = drawn(programme(targets=targets))
        words = [said for _, _, said in recorded.texts]
        assert 0 < sum(said.endswith(": 100") for said in words) < 60
        assert sum(said.startswith("target target-") for said in words) == 60

    @pytest.mark.parametrize("image", list(ImageKind))
    def test_it_is_the_same_to_the_byte(self, image: ImageKind) -> None:
        one, other = (burn_up(programme_history(), FONT, image=image) for _ in range(2))
        assert one == other
        assert one.startswith({ImageKind.PNG: b"\x89PNG", ImageKind.SVG: b"<?xml"}[image])


def check_room(recorded: Recorded) -> None:
    told, sheet = recorded.extents(), recorded.sheet()
    dots = sheet.x1 / recorded.across[1]
    for number, (words, place) in enumerate(told):
        assert sheet.x0 < place.x0 < place.x1 < sheet.x1, words
        assert sheet.y0 < place.y0 < place.y1 < sheet.y1, words
        for others, other in told[number + 1 :]:
            assert shared(place, other) < 3, (words, others)
        for x, y, *_ in recorded.marks:
            inside = place.x0 < x * dots < place.x1 and place.y0 < sheet.y1 - y * dots < place.y1
            assert not inside, words
