"""Conditions on tags and on how long a partner has been under contract."""

import pytest

from rural_taobao.commission import Seniority, Tagged
from rural_taobao.commission.circumstances import MonthsEmpty, NothingToMatch
from rural_taobao.identifiers import MalformedIdentifier, TagCode
from rural_taobao.kinds import WrongNumber
from tests.odd_values import Wrong


class TestTagged:
    """A condition on tags lists at least one, of which any will do."""

    def test_one_tag_is_not_a_list_of_its_letters(self) -> None:
        assert Tagged("fresh") == Tagged(["fresh"])
        assert type(next(iter(Tagged("fresh").tags))) is TagCode

    def test_none_at_all_is_refused(self) -> None:
        with pytest.raises(NothingToMatch, match="the list of 'tag' is empty"):
            Tagged([])

    def test_a_code_that_cannot_be_one_is_refused(self) -> None:
        with pytest.raises(MalformedIdentifier, match="a TagCode must be"):
            Tagged(["新鲜"])


class TestSeniority:
    """A range of months holds some, its end not among them."""

    @pytest.mark.parametrize(("start", "end"), [(6, 6), (6, 5), (0, 0)])
    def test_one_that_holds_none_is_refused(self, start: int, end: int) -> None:
        with pytest.raises(MonthsEmpty, match=f"it starts at {start} and ends at {end}; swap them, or leave"):
            Seniority(start, end)

    @pytest.mark.parametrize("months", [-1, 1.5, "6", True])
    def test_months_are_whole_and_not_below_zero(self, months: Wrong) -> None:
        with pytest.raises(WrongNumber):
            Seniority(months)
        with pytest.raises(WrongNumber):
            Seniority(0, months)

    def test_without_an_end_it_goes_on(self) -> None:
        assert Seniority(6).months_to is None
