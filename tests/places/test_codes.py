import copy
import pickle
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.places.codes import (
    AnyDivisionCode,
    CountyCode,
    DivisionCode,
    DivisionLevel,
    MalformedDivisionCode,
    PrefectureCode,
    ProvinceCode,
    UnknownProvincePrefix,
    WrongDivisionLevel,
    division_code,
)
from rural_taobao.testing.place_strategies import county_codes, prefecture_codes, province_codes
from tests.error_samples import OUTRAGEOUS, Wrong

TYPES = (ProvinceCode, PrefectureCode, CountyCode)
SPAN = {ProvinceCode: 10_000, PrefectureCode: 100, CountyCode: 1}
"""How many six-digit numbers, from its own on, each code stands above."""
PREFIXES = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37} | {
    41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65,
}  # fmt: skip


def codes() -> st.SearchStrategy[AnyDivisionCode]:
    return province_codes() | prefecture_codes() | county_codes()


def below(code: DivisionCode) -> range:
    """The six-digit numbers of everything in a division, counted and not read."""
    return range(int(code), int(code) + SPAN[type(code)])


class TestContainment:
    """A village lies in its town, county, province; so a county in its prefecture and province."""

    @given(county_codes())
    def test_a_county_lies_in_its_prefecture_and_its_province(self, county: CountyCode) -> None:
        number = int(county)
        assert int(county.prefecture) == number - number % 100
        assert int(county.province) == number - number % 10_000
        assert county.prefecture.province == county.province
        assert county.lies_in(county.prefecture)
        assert county.lies_in(county.province)
        assert county.prefecture.lies_in(county.province)

    @given(codes(), st.data())
    def test_it_is_told_by_the_numbers_that_a_division_stands_above(
        self, division: AnyDivisionCode, data: st.DataObject
    ) -> None:
        near: list[AnyDivisionCode] = [division.province]
        if isinstance(division, CountyCode):
            near.append(division.prefecture)
        other = data.draw(st.sampled_from(near) | codes())
        assert division.lies_in(other) == (int(division) in below(other))

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
        assert 10 ** (6 - len(division.stem)) == SPAN[type(division)]

    def test_a_province_is_its_own(self) -> None:
        assert ProvinceCode("340000").province == ProvinceCode("340000")

    def test_what_a_code_leads_to_is_of_its_own_type(self) -> None:
        county = CountyCode("341221")
        assert type(county.prefecture) is PrefectureCode
        assert type(county.province) is ProvinceCode
        assert type(county.prefecture.province) is ProvinceCode


class TestForm:
    """A division code is six ASCII digits under one of the 31 provinces; nothing else is one."""

    @given(st.integers(0, 99), st.just(0) | st.integers(0, 99), st.just(0) | st.integers(0, 99))
    @example(11, 0, 0)
    @example(11, 1, 0)
    @example(11, 0, 1)
    @example(11, 1, 1)
    @example(99, 1, 1)
    def test_a_number_is_a_code_of_one_level_or_of_none(self, province: int, prefecture: int, county: int) -> None:
        text = f"{province:02}{prefecture:02}{county:02}"
        is_code = province in PREFIXES and (prefecture > 0 or county == 0)
        level = ProvinceCode if prefecture == 0 else PrefectureCode if county == 0 else CountyCode
        for kind in TYPES:
            if is_code and kind is level:
                assert kind(text) == text
                assert division_code(text) == text
                assert type(division_code(text)) is kind
            else:
                with pytest.raises((MalformedDivisionCode, UnknownProvincePrefix, WrongDivisionLevel)):
                    kind(text)

    @given(st.text(string.digits + "０１٣²x-. \n\x00\ud800", max_size=7))
    @example("３４１２２１")
    @example("341221\n")
    @example(" 341221")
    @example("34122１")
    @example("３４1221")
    @example("")
    def test_a_text_that_is_not_six_ascii_digits_is_refused(self, text: str) -> None:
        if len(text) == 6 and set(text) <= set(string.digits):
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
    def test_codes_sort_by_their_numbers(self, some: list[AnyDivisionCode]) -> None:
        assert [int(code) for code in sorted(some)] == sorted(int(code) for code in some)

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
            "a CountyCode must be a string of 6 ASCII digits, two each for province, prefecture and"
            f" county, but {given_!r} was given, {fault}; write for example 341221"
        )
        assert (caught.value.kind, caught.value.given) == ("CountyCode", given_)

    def test_a_code_of_any_level_is_called_a_division_code(self) -> None:
        with pytest.raises(MalformedDivisionCode, match=r"^a DivisionCode must be"):
            division_code("x")

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
