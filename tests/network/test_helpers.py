"""The laws of helpers: partners who help at a station under the partner in charge."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.network import HelperPosting, Network, NetworkRefused, Partner, Payee
from rural_taobao.network.breaches import HelpsInCharge, HelpsTwice, NotWithin, UnknownReference
from rural_taobao.periods import Period, PeriodBackwards
from rural_taobao.samples import one_village
from tests.odd_values import Wrong

OPENED = date(2015, 6, 1)
DAYS = [date(2016, month, 1) for month in range(1, 9)]


def village(*helpers: HelperPosting, **parts: Any) -> Network:
    """The one village, with Wang, who may help, under contract until the end of 2016."""
    base = one_village()
    wang = Partner("wang", Period(OPENED, date(2017, 1, 1)), "part_time")
    usual: dict[str, Any] = {
        "partners": [*base.partners, wang],
        "payees": [*base.payees, Payee("wang", Period(OPENED))],
        "helpers": helpers,
    }
    return evolve(base, **(usual | parts))


def refused(*helpers: HelperPosting, **parts: Any) -> tuple[RuralTaobaoError, ...]:
    with pytest.raises(NetworkRefused) as caught:
        village(*helpers, **parts)
    return caught.value.faults


def helper(first: date = DAYS[0], last: date | None = DAYS[3], **facts: str) -> HelperPosting:
    return HelperPosting(
        **({"station": "sanhe", "partner": "wang", "payee": "wang"} | facts), period=Period(first, last)
    )


class TestHelpers:
    """No posting of a helper outlives its station, the contract, or the payee; each names what is there."""

    def test_helpers_are_given_by_their_first_day(self) -> None:
        late, early = helper(DAYS[4], DAYS[5]), helper()
        assert village(late, early).helpers_at("sanhe") == (early, late)
        assert village().helpers_at("sanhe") == ()
        with pytest.raises(UnknownReference):
            village().helpers_at("nowhere")

    def test_a_posting_says_who_where_and_when(self) -> None:
        assert str(helper()) == "helper wang at station sanhe 2016-01-01 to before 2016-04-01"

    @pytest.mark.parametrize(
        ("wrong", "error"),
        [
            (helper(station="nowhere"), UnknownReference),
            (helper(partner="nobody"), UnknownReference),
            (helper(payee="none"), UnknownReference),
            (helper(DAYS[0], None), NotWithin),
            (helper(date(2015, 1, 1)), NotWithin),
        ],
    )
    def test_what_it_stands_on_is_there_on_all_its_days(
        self, wrong: HelperPosting, error: type[RuralTaobaoError]
    ) -> None:
        faults = refused(wrong)
        assert {type(fault) for fault in faults} == {error}
        assert "the posting of helper" in str(faults[0])

    def test_what_a_version_demands_of_the_partner_in_charge_is_not_demanded_of_a_helper(self) -> None:
        """Wang works part time and never passed the examination, which version 2.0 demands."""
        assert village(helper()).helpers[0].partner == "wang"

    @pytest.mark.parametrize("wrong", [None, (DAYS[0], DAYS[1])])
    def test_days_are_a_period(self, wrong: Wrong) -> None:
        with pytest.raises(TypeError):
            HelperPosting("sanhe", "wang", "wang", wrong)
        with pytest.raises(PeriodBackwards):
            helper(DAYS[1], DAYS[1])


class TestInCharge:
    """A helper is not in charge of the station at the same time."""

    def test_the_partner_in_charge_is_refused_as_a_helper(self) -> None:
        [fault] = refused(helper(partner="li"))
        assert isinstance(fault, HelpsInCharge)
        assert (fault.subject.partner, fault.other.partner) == ("li", "li")

    def test_before_and_after_being_in_charge_a_partner_may_help(self) -> None:
        [li] = one_village().postings
        later = [evolve(li, period=Period(DAYS[2], DAYS[3]))]
        assert (
            len(
                village(
                    helper(DAYS[0], DAYS[2], partner="li"), helper(DAYS[3], DAYS[4], partner="li"), postings=later
                ).helpers
            )
            == 2
        )
        assert len(refused(helper(DAYS[0], DAYS[4], partner="li"), postings=later)) == 1


class TestOnce:
    """A helper is posted at a station once at a time; helpers of different names do not meet."""

    @given(st.lists(st.tuples(st.sampled_from(["wang", "li"]), st.integers(0, 6), st.integers(1, 7)), max_size=5))
    def test_days_overlap_for_no_helper(self, drawn: list[tuple[str, int, int]]) -> None:
        """A clerk's way: colour every month of each helper, and none twice."""
        spans = [(name, start, end) for name, start, end in drawn if start < end]
        months = [(name, month) for name, start, end in spans for month in range(start, end)]
        helpers = [helper(DAYS[start], DAYS[end], partner=name) for name, start, end in spans]
        if len(set(months)) == len(months):
            assert len(village(*helpers, postings=[]).helpers) == len(helpers)
        else:
            faults = refused(*helpers, postings=[])
            assert all(isinstance(fault, HelpsTwice) for fault in faults)

    def test_one_without_an_end_overlaps_all_that_follow(self) -> None:
        forever, contract = (
            helper(DAYS[0], None),
            [evolve(each, contract=Period(OPENED)) for each in village().partners],
        )
        short = [helper(DAYS[2], DAYS[3]), helper(DAYS[5], DAYS[6])]
        faults = refused(*short, forever, partners=contract)
        assert [fault.other for fault in faults if isinstance(fault, HelpsTwice)] == [forever, forever]

    def test_each_has_its_sentence(self) -> None:
        [posting] = one_village().postings
        assert str(HelpsInCharge(helper(partner="li"), posting)) == (
            "a helper must not be in charge of the station too, but helper li at station sanhe 2016-01-01 to before "
            "2016-04-01 overlaps partner li at station sanhe from 2015-06-01; end the one before the other begins"
        )
        assert str(HelpsTwice(helper(), helper())) == (
            "a helper must be posted once at a station at a time, but helper wang at station sanhe 2016-01-01 to "
            "before 2016-04-01 overlaps helper wang at station sanhe 2016-01-01 to before 2016-04-01; "
            "end the earlier posting on the day on which the later one begins"
        )
