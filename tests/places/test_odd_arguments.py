from enum import StrEnum

import pytest

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.kinds import WordUnknown
from rural_taobao.places import (
    Change,
    County,
    CountyCode,
    CountyTable,
    Datum,
    DivisionLevel,
    Ground,
    Listing,
    Point,
    Prefecture,
    PrefectureCode,
    Province,
    ProvinceCode,
    Succession,
    Successor,
    Tile,
    TownCode,
    VillageCode,
    VillageKind,
    county_table,
    division_code,
    gazetteer,
    province,
    tile,
)
from rural_taobao.places.codes import listed_code
from rural_taobao.places.forms import MalformedDivisionCode, WrongDivisionLevel
from rural_taobao.timeline import Source
from tests.odd_values import OUTRAGEOUS, Wrong

TABLE, NAMES = county_table(), gazetteer()
ANHUI, FUYANG, LINQUAN = ProvinceCode("340000"), PrefectureCode("341200"), CountyCode("341221")
SAYS = Source("a poster")
SAID = Succession(CountyCode("360721"), "赣县", 2015)

CODES: dict[str, Wrong] = {
    "ProvinceCode": ProvinceCode,
    "PrefectureCode": PrefectureCode,
    "CountyCode": CountyCode,
    "TownCode": TownCode,
    "VillageCode": VillageCode,
    "division_code": division_code,
    "listed_code": listed_code,
    "lies_in": LINQUAN.lies_in,
    "province": province,
    "tile": tile,
    "table.county": lambda odd: TABLE.county(odd, 2017),
    "table.prefecture": lambda odd: TABLE.prefecture(odd, 2017),
    "table.division": lambda odd: TABLE.division(odd, 2017),
    "table.holder": lambda odd: TABLE.holder(odd, 2017),
    "table.confirmed": lambda odd: TABLE.confirmed(odd, "临泉县", 2017),
    "table.named": TABLE.named,
    "table.ends": TABLE.ends,
    "table.predecessors": TABLE.predecessors,
    "table.standing": lambda odd: TABLE.standing(odd, 2017),
    "table.in_province": lambda odd: TABLE.in_province(odd, 2017),
    "table.in_prefecture": lambda odd: TABLE.in_prefecture(odd, 2017),
    "table.prefectures": lambda odd: TABLE.prefectures(odd, 2017),
    "Province": lambda odd: Province(odd, "安徽省", "Anhui"),
    "Prefecture": lambda odd: Prefecture(odd, "阜阳市", 2017),
    "County": lambda odd: County(odd, "临泉县", "阜阳市", 2017),
    "Listing": lambda odd: Listing(odd, "临泉县", 2014, 2017),
    "Succession": lambda odd: Succession(odd, "临泉县", 2014),
    "Successor": lambda odd: Successor(odd, "临泉县", Ground.DECIDED),
    "Tile": lambda odd: Tile(odd, 0, 0, "皖"),
}
WITHIN: dict[str, Wrong] = {
    "candidates": lambda odd: NAMES.candidates("临泉县", 2017, within=odd),
    "the_one": lambda odd: NAMES.the_one("临泉县", 2017, within=odd),
    "unfound": lambda odd: NAMES.unfound("临泉县", 2017, within=odd),
    "former": lambda odd: NAMES.former("临泉县", within=odd),
}
YEARS: dict[str, Wrong] = {
    "table.county": lambda odd: TABLE.county(LINQUAN, odd),
    "table.prefecture": lambda odd: TABLE.prefecture(FUYANG, odd),
    "table.division": lambda odd: TABLE.division(LINQUAN, odd),
    "table.holder": lambda odd: TABLE.holder(TownCode("341221101"), odd),
    "table.confirmed": lambda odd: TABLE.confirmed(LINQUAN, "临泉县", odd),
    "table.standing": lambda odd: TABLE.standing(LINQUAN, odd),
    "table.in_province": lambda odd: TABLE.in_province(ANHUI, odd),
    "table.in_prefecture": lambda odd: TABLE.in_prefecture(FUYANG, odd),
    "table.prefectures": lambda odd: TABLE.prefectures(ANHUI, odd),
    "table.in_year": TABLE.in_year,
    "table.count": TABLE.count,
    "table.without_counties": TABLE.without_counties,
    "candidates": lambda odd: NAMES.candidates("临泉县", odd),
    "the_one": lambda odd: NAMES.the_one("临泉县", odd),
    "County": lambda odd: County(LINQUAN, "临泉县", "阜阳市", odd),
    "Prefecture": lambda odd: Prefecture(FUYANG, "阜阳市", odd),
    "Listing": lambda odd: Listing(LINQUAN, "临泉县", 2014, odd),
    "Succession": lambda odd: Succession(LINQUAN, "临泉县", odd),
    "CountyTable": lambda odd: CountyTable(odd, [], SAYS),
}
TEXTS: dict[str, Wrong] = {
    "candidates": lambda odd: NAMES.candidates(odd, 2017),
    "the_one": lambda odd: NAMES.the_one(odd, 2017),
    "former": NAMES.former,
    "table.confirmed": lambda odd: TABLE.confirmed(LINQUAN, odd, 2017),
    "Province": lambda odd: Province(ANHUI, odd, "Anhui"),
    "Province, in English": lambda odd: Province(ANHUI, "安徽省", odd),
    "Prefecture": lambda odd: Prefecture(FUYANG, odd, 2017),
    "County": lambda odd: County(LINQUAN, odd, "阜阳市", 2017),
    "County, its prefecture": lambda odd: County(LINQUAN, "临泉县", odd, 2017),
    "Listing": lambda odd: Listing(LINQUAN, odd, 2014, 2017),
    "Succession": lambda odd: Succession(LINQUAN, odd, 2014),
    "Successor": lambda odd: Successor(LINQUAN, odd, Ground.DECIDED),
    "decision": lambda odd: Successor(LINQUAN, "临泉县", Ground.DECIDED, decision=odd),
    "Tile": lambda odd: Tile(ANHUI, 0, 0, odd),
    "successors": lambda odd: Succession(LINQUAN, "临泉县", 2014, [odd]),
    "listings": lambda odd: CountyTable(range(2014, 2018), [odd], SAYS),
    "source": lambda odd: CountyTable(range(2014, 2018), [], odd),
    "successions": lambda odd: CountyTable(range(2014, 2018), [], SAYS, [odd]),
}


def asked(of: dict[str, Wrong]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("ask", [pytest.param(ask, id=name) for name, ask in of.items()])


@pytest.mark.parametrize("odd", OUTRAGEOUS)
class TestOddArguments:
    """Whatever is asked for as a code, a year, a name or a word, what is none is refused in our own words."""

    @asked(CODES)
    def test_no_code(self, ask: Wrong, odd: Wrong) -> None:
        with pytest.raises(RuralTaobaoError) as refused:
            ask(odd)
        assert len(str(refused.value)) < 400

    @asked(WITHIN)
    def test_nothing_to_look_within(self, ask: Wrong, odd: Wrong) -> None:
        if odd is not None:
            with pytest.raises(MalformedDivisionCode):
                ask(odd)

    @asked(YEARS)
    def test_no_year(self, ask: Wrong, odd: Wrong) -> None:
        if type(odd) is not int:
            with pytest.raises(RuralTaobaoError):
                ask(odd)

    @asked(TEXTS)
    def test_no_text(self, ask: Wrong, odd: Wrong) -> None:
        if not isinstance(odd, str):
            with pytest.raises(RuralTaobaoError):
                ask(odd)

    @pytest.mark.parametrize("words", [Change, Datum, DivisionLevel, Ground, VillageKind])
    def test_no_word(self, words: type[StrEnum], odd: Wrong) -> None:
        if isinstance(odd, int | list) and not isinstance(odd, bool):
            # Python shows what an enumeration does not hold, and cannot show these.
            unshown: Wrong = odd
            with pytest.raises((ValueError, RecursionError)):
                words(unshown)
            return
        with pytest.raises(WordUnknown) as refused:
            words(odd)
        assert (refused.value.kind, refused.value.words) == (words.__name__, tuple(words))

    def test_no_degrees_and_no_datum(self, odd: Wrong) -> None:
        with pytest.raises(RuralTaobaoError):
            Point.parse("32.9", "115.25", odd)
        with pytest.raises(RuralTaobaoError):
            Point(odd, 0, "wgs-84")
        with pytest.raises(RuralTaobaoError):
            Point.parse(odd, "0", "wgs-84")


class TestCodesAsTexts:
    """A code that is given as a plain text is read as what it names, and is no other for that."""

    def test_it_stands_for_the_code(self) -> None:
        for code in (ANHUI, FUYANG, LINQUAN, TownCode("341221101"), VillageCode("341221101201")):
            text = str(code)
            assert type(text) is str
            assert division_code(code) is code
            assert (province(text), tile(text)) == (province(code), tile(code))  # type: ignore[arg-type]
            assert [text == each or code.lies_in(str(each)) for each in code.above] == [True] * len(code.above)  # type: ignore[arg-type]
        asked: Wrong = TABLE
        assert asked.division("341200", 2017) == TABLE.division(FUYANG, 2017)
        assert asked.holder("341221101", 2017) == TABLE.holder(TownCode("341221101"), 2017)
        assert asked.in_province("340000", 2017) == TABLE.in_province(ANHUI, 2017)
        assert asked.prefectures("340000", 2017) == TABLE.prefectures(ANHUI, 2017)
        assert asked.named("130602") == TABLE.named(CountyCode("130602"))
        assert asked.ends("360721") == TABLE.ends(CountyCode("360721")) != ()
        assert asked.predecessors("320213") == TABLE.predecessors(CountyCode("320213")) != ()
        looked: Wrong = NAMES
        assert looked.the_one("临泉", 2017, within="341200").code == LINQUAN

    @pytest.mark.parametrize(
        "ask",
        [
            lambda: TABLE.in_province(FUYANG, 2017),  # type: ignore[arg-type]
            lambda: TABLE.prefectures(LINQUAN, 2017),  # type: ignore[arg-type]
            lambda: TABLE.in_prefecture(ANHUI, 2017),  # type: ignore[arg-type]
            lambda: TABLE.named(ANHUI),  # type: ignore[arg-type]
            lambda: TABLE.holder(LINQUAN, 2017),  # type: ignore[arg-type]
            lambda: NAMES.candidates("临泉县", 2017, within=LINQUAN),  # type: ignore[arg-type]
        ],
    )
    def test_the_code_of_another_level_is_refused(self, ask: Wrong) -> None:
        """The counties of a prefecture are not those of a province that happens to have few."""
        with pytest.raises(RuralTaobaoError) as refused:
            ask()
        assert isinstance(refused.value, WrongDivisionLevel | MalformedDivisionCode)

    @pytest.mark.parametrize("year", [2017.0, True, "2017", [2017]])
    def test_a_year_that_was_looked_up_before_is_checked_again(self, year: Wrong) -> None:
        assert NAMES.candidates("临泉县", 2017)
        with pytest.raises(RuralTaobaoError, match=r"^the year must be an int from 2014 to 2017"):
            NAMES.candidates("临泉县", year)
