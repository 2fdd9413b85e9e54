import pickle
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.editions import (
    CancelledWithWindows,
    Edition,
    EditionKind,
    WindowTwice,
)
from rural_taobao.festivals.windows import MalformedName, Window
from rural_taobao.instants import CHINA
from rural_taobao.kinds import WrongNumber
from rural_taobao.testing.festival_strategies import editions
from rural_taobao.timeline import Source

POSTER = Source("a poster")
SALE = Window("sale", datetime(2016, 11, 11, tzinfo=CHINA.timezone))
PRESALE = Window("presale", datetime(2016, 10, 21, tzinfo=CHINA.timezone))


class TestWindowNames:
    """The windows of one edition have names of their own, for rules select them by name."""

    @given(editions())
    def test_a_name_selects_one_window_at_most(self, edition: Edition) -> None:
        for window in edition.windows:
            assert [each for each in edition.windows if each.name == window.name] == [window]

    @given(editions(), st.data())
    def test_two_of_one_name_are_refused(self, edition: Edition, data: st.DataObject) -> None:
        twice = data.draw(st.sampled_from([*edition.windows, SALE]))
        with pytest.raises(WindowTwice) as refused:
            Edition(2016, [*edition.windows, twice, twice], edition.kind, POSTER)
        assert (refused.value.year, refused.value.name) == (2016, twice.name)

    def test_their_order_is_the_one_told(self) -> None:
        edition = Edition(2016, (each for each in (SALE, PRESALE)), "announced", POSTER)
        assert edition.windows == (SALE, PRESALE)


class TestCancelledEditions:
    """A cancelled edition has no window to pay on."""

    @given(editions())
    def test_none_can_be_built_with_one(self, edition: Edition) -> None:
        assert not (edition.cancelled and edition.windows)

    def test_windows_are_refused(self) -> None:
        with pytest.raises(CancelledWithWindows) as refused:
            Edition(2023, [SALE], "announced", POSTER, cancelled=True)
        assert refused.value.year == 2023

    def test_without_windows_it_is_kept(self) -> None:
        assert Edition(2023, (), "announced", POSTER, cancelled=True).cancelled


class TestNames:
    """An edition may bear names of its own, in Chinese, in English or in both."""

    @pytest.mark.parametrize(("name_en", "name_zh"), [(None, None), ("Carnival", None), (None, "狂欢节")])
    def test_each_is_kept(self, name_en: str | None, name_zh: str | None) -> None:
        edition = Edition(2016, (), "announced", POSTER, name_en=name_en, name_zh=name_zh)
        assert (edition.name_en, edition.name_zh) == (name_en, name_zh)

    @pytest.mark.parametrize("name", ["", " ", "a\nb", 7])
    def test_what_is_none_is_refused(self, name: str) -> None:
        with pytest.raises(MalformedName, match="the name_en of an edition must be"):
            Edition(2016, (), "announced", POSTER, name_en=name)
        with pytest.raises(MalformedName, match="the name_zh of an edition must be"):
            Edition(2016, (), "announced", POSTER, name_zh=name)


class TestEditions:
    """An edition is of one year, and whether it was announced or is computed is a field."""

    @given(editions())
    def test_it_is_announced_or_computed(self, edition: Edition) -> None:
        assert edition.kind in {EditionKind.ANNOUNCED, EditionKind.COMPUTED}

    @pytest.mark.parametrize("year", [1, 2016, 9998])
    def test_a_year_of_the_calendar_is_kept(self, year: int) -> None:
        assert Edition(year, (), "computed", POSTER).year == year

    @pytest.mark.parametrize("year", [0, -1, 9999, 2016.0, "2016", True])
    def test_another_is_refused(self, year: int) -> None:
        with pytest.raises(WrongNumber, match="year must be a year from 1 to 9998, but"):
            Edition(year, (), "announced", POSTER)

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                WindowTwice(2020, "deposit"),
                (
                    "windows of one edition must have names of their own, for a plan "
                    "selects them by "
                    "name, but two of 2020 are called 'deposit'; "
                    "call them 'deposit, wave 1' and 'deposit, wave 2'"
                ),
            ),
            (
                CancelledWithWindows(2023),
                (
                    "a cancelled edition must have no windows, but that of 2023 has; "
                    "leave them out, and tell in its note what had been announced"
                ),
            ),
        ],
    )
    def test_each_refusal_says_what_to_do_and_pickles(self, error: RuralTaobaoError, message: str) -> None:
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert str(copy) == str(error) == message
        assert vars(copy) == vars(error)
