import copy
import pickle
import string
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.places.codes import (
    AnyDivisionCode,
    CountyCode,
    DivisionCode,
    PrefectureCode,
    ProvinceCode,
    TownCode,
    VillageCode,
    VillageKind,
    division_code,
)
from rural_taobao.places.forms import (
    DivisionLevel,
    MalformedDivisionCode,
    UnknownProvincePrefix,
    WrongDivisionLevel,
)
from rural_taobao.testing.place_strategies import (
    county_codes,
    prefecture_codes,
    province_codes,
    town_codes,
    village_codes,
)
from tests.error_samples import OUTRAGEOUS, Wrong

TYPES = (ProvinceCode, PrefectureCode, CountyCode, TownCode, VillageCode)
SPAN: Final[dict[type[DivisionCode], int]] = {
    ProvinceCode: 10**10,
    PrefectureCode: 10**8,
    CountyCode: 10**6,
    TownCode: 10**3,
    VillageCode: 1,
}
"""How many numbers of twelve digits, from its own on, each code stands above."""
PREFIXES = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37} | {
    41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65,
}  # fmt: skip
NUMBERS = st.just(0) | st.integers(0, 99)
PARTS = st.just("") | st.just("000") | st.integers(0, 999).map("{:03}".format)


def codes() -> st.SearchStrategy[AnyDivisionCode]:
    return province_codes() | prefecture_codes() | county_codes() | town_codes() | village_codes()


def number(code: str) -> int:
    """A code as a number of twelve digits."""
    return int(code.ljust(12, "0"))


def below(code: DivisionCode) -> range:
    """The numbers of everything in a division, counted and not read."""
    return range(number(code), number(code) + SPAN[type(code)])


class TestContainment:
    """A village lies in its town, county, prefecture and province; so does everything in what it hangs on."""

    @given(county_codes())
    def test_a_county_lies_in_its_prefecture_and_its_province(self, county: CountyCode) -> None:
        value = int(county)
        assert int(county.prefecture) == value - value % 100
        assert int(county.province) == value - value % 10_000
        assert county.prefecture.province == county.province
        assert county.lies_in(county.prefecture)
        assert county.lies_in(county.province)
        assert county.prefecture.lies_in(county.province)

    @given(village_codes())
    def test_a_village_lies_in_its_town_and_in_all_that_the_town_lies_in(self, village: VillageCode) -> None:
        assert int(village.town) == int(village) // 1000
        assert village.above[0] == village.town
        assert village.above[1:] == village.town.above
        assert (village.prefecture, village.province) == (village.town.prefecture, village.town.province)
        assert all(village.lies_in(each) for each in village.above)

    @given(town_codes())
    def test_a_town_hangs_on_its_county_or_where_there_are_none_on_its_prefecture(self, town: TownCode) -> None:
        assert int(town.parent) == int(town) // 1000
        assert town.above[0] == town.parent
        assert type(town.parent) is (CountyCode if int(town.parent) % 100 else PrefectureCode)
        assert town.parent.lies_in(town.prefecture)
        assert town.prefecture.province == town.province

    @given(codes(), st.data())
    def test_what_is_above_a_division_is_all_that_it_lies_in_but_itself(
        self, division: AnyDivisionCode, data: st.DataObject
    ) -> None:
        above = division.above
        assert [each for each in above if number(division) in below(each)] == list(above)
        assert [SPAN[type(each)] for each in above] == sorted({SPAN[type(each)] for each in above})
        assert division not in above
        other = data.draw(codes())
        assert (other in above) == (division != other and division.lies_in(other))

    @given(codes(), st.data())
    def test_it_is_told_by_the_numbers_that_a_division_stands_above(
        self, division: AnyDivisionCode, data: st.DataObject
    ) -> None:
        other = data.draw(st.sampled_from((division, *division.above)) | codes())
        assert division.lies_in(other) == (
            number(division) in below(other) and SPAN[type(other)] >= SPAN[type(division)]
        )

    @given(codes())
    def test_a_division_lies_in_itself(self, division: AnyDivisionCode) -> None:
        assert division.lies_in(division)

    @given(codes(), codes())
    def test_two_divisions_lie_in_each_other_only_if_they_are_one(
        self, one: AnyDivisionCode, other: AnyDivisionCode
    ) -> None:
        assert (one.lies_in(other) and other.lies_in(one)) == (one == other)

    @given(codes())
    def test_the_digits_that_name_a_division_are_followed_by_zeros(self, division: AnyDivisionCode) -> None:
        assert division.stem.ljust(6, "0") == division
        assert 10 ** (12 - len(division.stem)) == SPAN[type(division)]

    def test_a_province_is_its_own_and_nothing_is_above_it(self) -> None:
        assert ProvinceCode("340000").province == ProvinceCode("340000")
        assert ProvinceCode("340000").above == ()

    def test_what_a_code_leads_to_is_of_its_own_type(self) -> None:
        county = CountyCode("341221")
        assert type(county.prefecture) is PrefectureCode
        assert type(county.province) is ProvinceCode
        assert type(county.prefecture.province) is ProvinceCode
        village = VillageCode("341221101201")
        assert [type(each) for each in village.above] == [TownCode, CountyCode, PrefectureCode, ProvinceCode]
        assert (type(village.town), type(village.prefecture)) == (TownCode, PrefectureCode)


class TestVillages:
    """The last three digits of a village tell what usually runs it."""

    @given(village_codes())
    def test_the_hundreds_tell_it(self, village: VillageCode) -> None:
        last = int(village) % 1000
        kind = village.usual_kind
        assert (kind is VillageKind.RESIDENTS_COMMITTEE) == (last < 200)
        assert (kind is VillageKind.VILLAGERS_COMMITTEE) == (200 <= last < 400)
        assert (kind is VillageKind.OTHER) == (last >= 400)

    @pytest.mark.parametrize(
        ("last", "kind"),
        [
            ("001", VillageKind.RESIDENTS_COMMITTEE),
            ("199", VillageKind.RESIDENTS_COMMITTEE),
            ("200", VillageKind.VILLAGERS_COMMITTEE),
            ("399", VillageKind.VILLAGERS_COMMITTEE),
            ("400", VillageKind.OTHER),
            ("498", VillageKind.OTHER),
            ("598", VillageKind.OTHER),
            ("999", VillageKind.OTHER),
        ],
    )
    def test_at_each_edge(self, last: str, kind: VillageKind) -> None:
        assert VillageCode(f"341221101{last}").usual_kind is kind


class TestForm:
    """A division code is 6, 9 or 12 ASCII digits under one of the 31 provinces; nothing else is one."""

    @given(st.integers(0, 99), NUMBERS, NUMBERS, PARTS, PARTS)
    @example(11, 0, 0, "", "")
    @example(11, 1, 0, "", "")
    @example(11, 0, 1, "", "")
    @example(11, 1, 1, "", "")
    @example(99, 1, 1, "", "")
    @example(11, 1, 1, "001", "")
    @example(11, 1, 1, "000", "")
    @example(11, 1, 0, "001", "001")
    @example(11, 0, 0, "001", "")
    @example(11, 0, 1, "001", "001")
    @example(11, 1, 1, "000", "001")
    @example(11, 1, 1, "001", "000")
    def test_a_number_is_a_code_of_one_level_or_of_none(
        self, province: int, prefecture: int, county: int, town: str, village: str
    ) -> None:
        parts = town, village if town else ""
        text = f"{province:02}{prefecture:02}{county:02}{''.join(parts)}"
        stated = [part for part in parts if part]
        is_code = province in PREFIXES and "000" not in stated and (prefecture > 0 or not (county or stated))
        highest = ProvinceCode if prefecture == 0 else PrefectureCode if county == 0 else CountyCode
        level = (highest, TownCode, VillageCode)[len(stated)]
        for kind in TYPES:
            if is_code and kind is level:
                assert kind(text) == text
                assert division_code(text) == text
                assert type(division_code(text)) is kind
            else:
                with pytest.raises((MalformedDivisionCode, UnknownProvincePrefix, WrongDivisionLevel)):
                    kind(text)

    @given(st.text(string.digits + "０１３²x-. \n\x00\ud800", max_size=13))
    @example("３４１２２１")
    @example("341221\n")
    @example(" 341221")
    @example("34122１")
    @example("３４1221")
    @example("341221101\n")
    @example("")
    def test_a_text_that_is_not_of_so_many_ascii_digits_is_refused(self, text: str) -> None:
        if len(text) in {6, 9, 12} and set(text) <= set(string.digits):
            return
        for read in (*TYPES, division_code):
            with pytest.raises(MalformedDivisionCode) as caught:
                read(text)
            assert caught.value.given == text

    @pytest.mark.parametrize("value", [*OUTRAGEOUS, 341221, 341221.0, b"341221", ["341221"]])
    def test_what_is_no_code_is_refused_in_a_short_sentence(self, value: Wrong) -> None:
        for read in (*TYPES, division_code):
            with pytest.raises(MalformedDivisionCode) as caught:
                read(value)
            assert len(str(caught.value)) < 300
            assert str(caught.value).isprintable()

    def test_there_are_31_provinces(self) -> None:
        known = set()
        for prefix in range(100):
            try:
                known.add(ProvinceCode(f"{prefix:02}0000"))
            except UnknownProvincePrefix:
                continue
        assert {int(code) // 10_000 for code in known} == PREFIXES
        assert len(known) == 31


class TestCodesAsStrings:
    """A code is a string to everything but a type checker."""

    @given(codes())
    def test_it_survives_a_copy_and_a_pickle(self, code: AnyDivisionCode) -> None:
        for twin in (copy.deepcopy(code), pickle.loads(pickle.dumps(code)), type(code)(code)):  # noqa: S301
            assert twin == code
            assert type(twin) is type(code)

    @given(codes())
    def test_its_repr_makes_it_again(self, code: AnyDivisionCode) -> None:
        kind, _, quoted = repr(code).partition("(")
        assert kind == type(code).__name__
        assert quoted == f"'{code}')"

    @given(st.lists(codes()))
    def test_codes_sort_by_their_numbers_and_what_holds_comes_before_what_is_held(
        self, some: list[AnyDivisionCode]
    ) -> None:
        assert sorted(some) == sorted(some, key=lambda code: (number(code), len(code)))

    @given(codes())
    def test_it_is_found_by_its_text(self, code: AnyDivisionCode) -> None:
        found: dict[str, int] = {code: 1}
        assert found[str(code)] == 1

    @given(codes())
    def test_it_tells_its_level(self, code: AnyDivisionCode) -> None:
        assert type(code).__name__ == f"{code.level.title()}Code"


class TestRefusals:
    """An error says what must hold, what was given and what to do, and carries the facts."""

    @pytest.mark.parametrize(
        ("given_", "fault"),
        [
            ("34122", "which has 5 characters"),
            ("3412211", "which has 7 characters"),
            ("341221000", "which has 9 characters"),
            ("３４１２２１", "which holds '３'"),
            ("34122x", "which holds 'x'"),
            ("340021", "which names a county without its prefecture"),
            (341221, "which is of type int"),
        ],
    )
    def test_a_malformed_code_is_told_what_is_wrong_with_it(self, given_: str, fault: str) -> None:
        with pytest.raises(MalformedDivisionCode) as caught:
            CountyCode(given_)
        assert str(caught.value) == (
            "a CountyCode must be a string of 6 ASCII digits, two each for province, prefecture and county, "
            f"but {given_!r} was given, {fault}; write for example 341221"
        )
        assert (caught.value.kind, caught.value.given) == ("CountyCode", given_)

    @pytest.mark.parametrize(
        ("given_", "fault"),
        [
            ("341221", None),
            ("34122100x", "which holds 'x'"),
            ("341221000", "whose last three digits name no town"),
            ("340021101", "which names a town without its prefecture"),
            ("34122110", "which has 8 characters"),
            ("341221000000", "which has 12 characters"),
        ],
    )
    def test_a_malformed_code_of_a_town_is_told_so_too(self, given_: str, fault: str | None) -> None:
        with pytest.raises((MalformedDivisionCode, WrongDivisionLevel)) as caught:
            TownCode(given_)
        assert str(caught.value) == (
            "a TownCode must name a town, but '341221' names a county; "
            "give the code of a town, or make a CountyCode of it"
            if fault is None
            else "a TownCode must be a string of 9 ASCII digits, six of what it lies in and three of its own, "
            f"but {given_!r} was given, {fault}; write for example 341221101"
        )

    @pytest.mark.parametrize(
        ("given_", "fault"),
        [
            ("341221101000", "whose last three digits name no village"),
            ("341221000000", "whose last three digits name no village"),
            ("341221000201", "which names a village without its town"),
            ("340000101201", "which names a village without its prefecture"),
        ],
    )
    def test_and_one_of_a_village(self, given_: str, fault: str) -> None:
        with pytest.raises(MalformedDivisionCode) as caught:
            VillageCode(given_)
        assert str(caught.value) == (
            "a VillageCode must be a string of 12 ASCII digits, nine of its town and three of its own, "
            f"but {given_!r} was given, {fault}; write for example 341221101201"
        )

    def test_a_code_of_any_level_is_called_a_division_code(self) -> None:
        with pytest.raises(MalformedDivisionCode) as caught:
            division_code("x")
        assert str(caught.value) == (
            "a DivisionCode must be a string of 6, 9 or 12 ASCII digits, two each for province, prefecture and county, "
            "three each for town and village, but 'x' was given, which has 1 character; write for example 341221"
        )

    def test_an_unknown_province_is_told_by_its_digits(self) -> None:
        with pytest.raises(UnknownProvincePrefix) as caught:
            CountyCode("990101")
        assert str(caught.value) == (
            "a division code must start with the digits of one of the 31 provinces, but '990101' "
            "starts with '99'; find the province in PROVINCES"
        )
        assert caught.value.given == "990101"

    def test_a_code_of_another_level_is_told_the_type_for_it(self) -> None:
        with pytest.raises(WrongDivisionLevel) as caught:
            CountyCode("441900")
        assert str(caught.value) == (
            "a CountyCode must name a county, but '441900' names a prefecture; "
            "give the code of a county, or make a PrefectureCode of it"
        )
        error = caught.value
        assert (error.wanted, error.level) == (DivisionLevel.COUNTY, DivisionLevel.PREFECTURE)
        assert error.given == "441900"

    def test_a_code_of_one_type_does_not_pass_for_another(self) -> None:
        with pytest.raises(WrongDivisionLevel):
            CountyCode(PrefectureCode("341200"))
