"""Referrals: a partner recommends and enters, a provider approves or refuses, and nobody else can."""

from datetime import datetime, timedelta
from functools import partial
from operator import is_
from typing import Any

import pytest
from hypothesis import given

from rural_taobao.currencies import Currency
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, ProviderId, StationId
from rural_taobao.instants import InstantsOutOfOrder, NotAnInstant, microseconds
from rural_taobao.money import CurrencyMismatch, Money, MoneyBelowZero
from rural_taobao.network.services import DecidesForItself
from rural_taobao.services import Approval, Referral, Refusal
from rural_taobao.services.referrals import DecisionUnclear, check_decision
from rural_taobao.testing.event_strategies import referrals
from tests.corners import shows

ENTERED = datetime.fromisoformat("2016-11-11T09:00:00+08:00")
DECIDED = ENTERED + timedelta(days=3)
FACTS: dict[str, Any] = {
    "id": "f-1",
    "station": "sanhe",
    "service": "loans",
    "amount": Money(2_000_000),
    "entered": ENTERED,
    "known_at": DECIDED,
}


class TestDecisions:
    """A partner never approves: neither the id of a partner or a station, nor the station's name, is a provider."""

    @pytest.mark.parametrize("decide", [Approval, Refusal])
    @pytest.mark.parametrize("by", [PartnerId("li"), StationId("sanhe"), CentreId("feixi"), PayeeId("li")])
    def test_the_id_of_another_thing_is_refused(self, decide: type[Approval | Refusal], by: Any) -> None:
        with pytest.raises(DecidesForItself):
            decide(by, DECIDED)

    def test_so_is_the_station_by_its_plain_name(self) -> None:
        with pytest.raises(DecidesForItself) as caught:
            Referral(**FACTS, decision=Approval("sanhe", DECIDED))
        assert caught.value.args == ("sanhe", "station")

    def test_a_provider_is_named_by_an_id_of_its_own(self) -> None:
        assert Approval("bank", DECIDED).by == ProviderId("bank")
        assert type(Refusal(ProviderId("bank"), DECIDED).by) is ProviderId

    def test_a_decision_is_one_of_the_two(self) -> None:
        with pytest.raises(TypeError):
            Referral(**FACTS, decision="approved")  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("approved", "refused", "by", "why"),
        [
            (1, 1, "bank", "is both"),
            (1, 1, None, "is both"),
            (1, None, None, "is one of the two by nobody"),
            (None, 1, None, "is one of the two by nobody"),
            (None, None, "bank", "is neither, by bank"),
        ],
    )
    def test_what_is_not_clear_is_said(self, approved: int | None, refused: int | None, by: Any, why: str) -> None:
        with pytest.raises(DecisionUnclear) as caught:
            check_decision("f-1", "sanhe", approved=approved, refused=refused, decided_by=by)
        assert caught.value.args == ("f-1", why)

    def test_what_is_clear_passes(self) -> None:
        for approved, refused, by in ((None, None, None), (1, None, "bank"), (None, 1, "bank")):
            check_decision("f-1", "sanhe", approved=approved, refused=refused, decided_by=by)


class TestReferrals:
    """A referral is entered, then decided or not, and then known."""

    @given(referrals())
    def test_it_is_decided_no_earlier_than_entered_and_known_no_earlier_than_decided(self, referral: Referral) -> None:
        assert referral.entered <= referral.known_at
        if referral.decision is None:
            assert (referral.approved, referral.refused) == (None, None)
        else:
            assert referral.entered <= referral.decision.at <= referral.known_at
            approved = isinstance(referral.decision, Approval)
            at = microseconds(referral.decision.at)
            assert (referral.approved, referral.refused) == ((at, None) if approved else (None, at))

    def test_each_sort_is_drawn(self) -> None:
        decisions = referrals().map(lambda each: type(each.decision))
        for kind in (Approval, Refusal, type(None)):
            assert shows(decisions, partial(is_, kind))

    @pytest.mark.parametrize(
        ("facts", "error"),
        [
            ({"amount": Money(-1)}, MoneyBelowZero),
            ({"cost": Money(-1)}, MoneyBelowZero),
            ({"cost": Money(1, Currency("USD"))}, CurrencyMismatch),
            ({"entered": datetime(2016, 11, 11)}, NotAnInstant),  # noqa: DTZ001 - the fault that is told
            ({"known_at": ENTERED - timedelta(seconds=1)}, InstantsOutOfOrder),
            ({"decision": Approval("bank", ENTERED - timedelta(seconds=1))}, InstantsOutOfOrder),
            ({"decision": Refusal("bank", ENTERED - timedelta(seconds=1))}, InstantsOutOfOrder),
            ({"decision": Approval("bank", DECIDED + timedelta(seconds=1))}, InstantsOutOfOrder),
        ],
    )
    def test_what_cannot_be_is_refused(self, facts: dict[str, Any], error: type[Exception]) -> None:
        with pytest.raises(error):
            Referral(**FACTS | facts)

    def test_it_may_be_about_no_amount(self) -> None:
        assert Referral(**FACTS | {"amount": Money(0)}).decision is None
