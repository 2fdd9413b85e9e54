"""The laws of denominators: a share is of the number of its own year, and lies from 0 to 1."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.kinds import WrongNumber
from rural_taobao.programme.denominators import Denominator, DenominatorUnknown, MoreThanThereAre, denominator_of
from rural_taobao.programme.figures import Measure, Proportion
from rural_taobao.testing.programme_strategies import denominators, measures
from rural_taobao.timeline import Source


def denominator(**facts: Any) -> Denominator:
    usual: dict[str, Any] = {
        "measure": "villages",
        "year": 2016,
        "number": 12,
        "as_of": date(2016, 7, 31),
        "source": Source("yearbook"),
    }
    return Denominator(**(usual | facts))


class TestDenominators:
    """Shares lie in 0…1."""

    @given(denominators(), st.data())
    def test_of_no_more_than_there_are_the_share_is_exact(self, drawn: Denominator, data: st.DataObject) -> None:
        counted = data.draw(st.integers(0, drawn.number))
        assert drawn.share(counted) == Proportion(counted, drawn.number)

    @given(denominators(), st.integers(1, 10))
    def test_more_than_there_are_is_refused(self, drawn: Denominator, more: int) -> None:
        with pytest.raises(MoreThanThereAre) as caught:
            drawn.share(drawn.number + more)
        assert caught.value.args == (drawn.measure, drawn.number + more, drawn.number, drawn.year)

    @given(st.lists(denominators(year=st.integers(2014, 2017)), max_size=8), measures(), st.integers(2014, 2017))
    def test_that_of_a_year_is_found_and_no_other_is_taken_for_it(
        self, drawn: list[Denominator], measure: Measure, year: int
    ) -> None:
        fitting = [each for each in drawn if (each.measure, each.year) == (measure, year)]
        if fitting:
            assert denominator_of(measure, year, iter(drawn)) in fitting
        else:
            with pytest.raises(DenominatorUnknown) as caught:
                denominator_of(measure, year, iter(drawn))
            known = {each.year for each in drawn if each.measure is measure}
            assert caught.value.args == (measure, year, tuple(sorted(known)))

    @pytest.mark.parametrize(
        ("facts", "error"),
        [
            ({"year": 0}, WrongNumber),
            ({"year": 2016.0}, WrongNumber),
            ({"number": 0}, WrongNumber),
            ({"number": True}, WrongNumber),
            ({"as_of": datetime(2016, 7, 31)}, NotADay),  # noqa: DTZ001 - the fault
            ({"measure": "cows"}, ValueError),
            ({"source": "yearbook"}, TypeError),
        ],
    )
    def test_what_is_no_part_of_one_is_refused(self, facts: dict[str, Any], error: type[Exception]) -> None:
        with pytest.raises(error):
            denominator(**facts)
