"""
Defaults that cluster at a station cost it the product, and the partner the post.

So Sina Tech told on 2015-11-25; how many make a cluster was not told, and stands in examples here.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.network import (
    ClusteredDefaults,
    DefaultRule,
    Network,
    Permission,
    Posting,
    Revocation,
    WithdrawnByHouse,
)
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.periods import Period
from rural_taobao.samples import service_village
from rural_taobao.services import (
    Approval,
    Default,
    Offered,
    PermissionRevoked,
    Referral,
    Refusal,
    RemovePartner,
    RevokeProduct,
    clusters,
    offered,
    proposal_text,
    proposals,
    revoked,
)
from rural_taobao.services.defaults import DefaultUnfounded

FIRST = date(2016, 11, 1)
YEAR = [FIRST + timedelta(days=count) for count in range(366)]


def village(at_least: int = 2, within_days: int = 90) -> Network:
    base = service_village()
    rule = DefaultRule(at_least=at_least, within_days=within_days)
    return evolve(
        base, services=[evolve(each, defaults=rule) if each.id == "loans" else each for each in base.services]
    )


def loan(name: str, day: date = FIRST, **facts: Any) -> Referral:
    at = datetime.combine(day, time(9), CHINA.timezone)
    usual: dict[str, Any] = {"station": "sanhe", "service": "loans", "decision": Approval("bank", at)}
    return Referral(id=name, amount=Money(100_000), entered=at, known_at=at, **usual | facts)


def defaulted(*days: date) -> tuple[list[Referral], list[Default]]:
    """As many loans as days, and one more that is paid back."""
    loans = [loan(f"f-{number:03}") for number in range(len(days) + 1)]
    return loans, [Default(each.id, day) for each, day in zip(loans, days, strict=False)]


class TestClusters:
    """There is a cluster where so many defaults lie within so many days, as the rule says, and nowhere else."""

    @given(st.lists(st.sampled_from(YEAR), max_size=8), st.integers(1, 4), st.integers(1, 200))
    def test_a_span_of_days_that_holds_so_many_has_one(self, days: list[date], least: int, within: int) -> None:
        found = clusters(village(least, within), *defaulted(*days))
        spans = ([day for day in days if first <= day < first + timedelta(days=within)] for first in days)
        assert bool(found) is any(len(span) >= least for span in spans)
        for each in found:
            held = [default.day for default in each.defaults]
            assert len(held) == least
            assert held == sorted(held)
            assert (held[-1] - held[0]).days < within

    @given(st.lists(st.sampled_from(YEAR), max_size=8), st.integers(1, 4), st.integers(1, 200))
    def test_no_default_counts_in_two(self, days: list[date], least: int, within: int) -> None:
        found = clusters(village(least, within), *defaulted(*days))
        counted = [default.referral for each in found for default in each.defaults]
        assert len(set(counted)) == len(counted)

    @given(st.lists(st.sampled_from(YEAR), max_size=8), st.randoms(use_true_random=False))
    def test_the_order_in_which_they_are_told_does_not_matter(self, days: list[date], random: Any) -> None:
        loans, defaults = defaulted(*days)
        mixed = random.sample(defaults, len(defaults))
        assert clusters(village(), loans, defaults) == clusters(village(), reversed(loans), mixed)

    def test_the_first_and_the_last_day_are_within(self) -> None:
        days = FIRST, FIRST + timedelta(days=89)
        [found] = clusters(village(2, 90), *defaulted(*days))
        assert (found.day, found.approved, found.by_partner) == (days[1], 3, (("li", 2),))
        assert clusters(village(2, 89), *defaulted(*days)) == ()
        assert str(found) == (
            "2 of 3 approved referrals for loans at station sanhe fell into default from 2016-11-01 to 2017-01-29"
        )

    def test_what_was_refused_or_approved_later_is_not_among_the_approved(self) -> None:
        loans, defaults = defaulted(FIRST, FIRST)
        at = datetime.combine(FIRST, time(9), CHINA.timezone)
        others = [
            loan("g-1", decision=Refusal("bank", at)),
            loan("g-2", decision=None),
            loan("g-3", FIRST + timedelta(days=1)),
            loan("g-4", service="train-tickets"),
        ]
        [found] = clusters(village(), [*loans, *others], defaults)
        assert found.approved == 3

    def test_a_service_without_a_rule_has_none(self) -> None:
        tickets = [loan("f-1", service="train-tickets"), loan("f-2", service="train-tickets")]
        assert clusters(village(1, 1), tickets, [Default("f-1", FIRST), Default("f-2", FIRST)]) == ()

    def test_each_station_and_each_service_is_counted_by_itself(self) -> None:
        base = village()
        rule = DefaultRule(at_least=2, within_days=90)
        both = evolve(
            base,
            stations=[*base.stations, evolve(base.stations[0], id="north")],
            services=[evolve(each, defaults=rule) for each in base.services],
        )
        loans = [loan("f-1"), loan("f-2", station="north"), loan("f-3", service="train-tickets")]
        defaults = [Default(each.id, FIRST) for each in loans]
        assert clusters(both, loans, defaults) == ()
        again = [loan("f-4", station="north"), loan("f-5", service="train-tickets")]
        found = clusters(both, [*loans, *again], [*defaults, *(Default(each.id, FIRST) for each in again)])
        assert [(each.station, each.service) for each in found] == [("north", "loans"), ("sanhe", "train-tickets")]

    @pytest.mark.parametrize(
        ("loans", "defaults", "why"),
        [
            ([], [Default("f-1", FIRST)], "is not among the referrals"),
            ([loan("f-1")], [Default("f-1", FIRST), Default("f-1", FIRST)], "is there twice"),
            ([loan("f-1", decision=None)], [Default("f-1", FIRST)], "was not approved by 2016-11-01"),
            ([loan("f-1")], [Default("f-1", date(2016, 10, 31))], "was not approved by 2016-10-31"),
        ],
    )
    def test_a_default_of_what_cannot_be_is_refused(
        self, loans: list[Referral], defaults: list[Default], why: str
    ) -> None:
        with pytest.raises(DefaultUnfounded) as caught:
            clusters(village(), loans, defaults)
        assert caught.value.args == ("f-1", why)

    def test_what_the_network_does_not_have_is_refused(self) -> None:
        with pytest.raises(UnknownReference):
            clusters(village(), [loan("f-1", service="credit")], [Default("f-1", FIRST)])
        with pytest.raises(NotADay):
            Default("f-1", "2016-11-01")  # type: ignore[arg-type]


class TestProposals:
    """A cluster costs the station the product and the partner the post, with the figures that led to it."""

    def test_it_is_told_with_its_figures_and_can_be_done(self) -> None:
        base = village()
        [found] = clusters(base, *defaulted(FIRST, FIRST + timedelta(days=9)))
        product, post = proposals(base, found)
        assert isinstance(product, RevokeProduct)
        assert product.revocation == Revocation(date(2016, 11, 11), ClusteredDefaults(2, 90))
        assert post == RemovePartner(base.partners[0].id, base.stations[0].id, 2, 2)
        assert [proposal_text(each) for each in (product, post)] == [
            (
                "loans at station sanhe is to be revoked on 2016-11-11: "
                "defaults clustered at the station: 2 within 90 days"
            ),
            "li is to be removed from station sanhe, having recommended 2 of the 2 defaults of the cluster",
        ]
        after = revoked(base, product.permission, product.revocation)
        assert isinstance(offered(after, "sanhe", "loans", date(2016, 11, 10)), Offered)
        assert isinstance(offered(after, "sanhe", "loans", date(2016, 11, 11)), PermissionRevoked)
        assert isinstance(offered(after, "sanhe", "train-tickets", date(2016, 11, 11)), Offered)
        assert proposals(after, found) == (post,)

    def test_who_left_before_it_loses_no_post(self) -> None:
        base = village()
        gone = Period(date(2016, 9, 1), date(2016, 11, 5))
        wang = evolve(base.partners[0], id="wang")
        first, second = base.postings
        left = evolve(
            base,
            partners=[*base.partners, wang],
            postings=[
                first,
                evolve(second, period=gone),
                Posting("sanhe", "wang", "li", "3.0", Period(date(2016, 11, 5))),
            ],
            permissions=[*base.permissions, Permission("loans", "sanhe", "wang", Period(date(2016, 11, 5)))],
        )
        loans, defaults = defaulted(FIRST, FIRST + timedelta(days=20))
        own = [*loans, loan("g-1", date(2016, 11, 6))]
        [found] = clusters(left, own, defaults)
        assert found.by_partner == (("li", 2),)
        assert [type(each) for each in proposals(left, found)] == [RevokeProduct, RevokeProduct]
        [found] = clusters(left, own, [defaults[0], Default("g-1", FIRST + timedelta(days=20))])
        assert found.by_partner == (("li", 1), ("wang", 1))
        assert [str(each.partner) for each in proposals(left, found) if isinstance(each, RemovePartner)] == ["wang"]

    def test_where_nobody_is_in_charge_nobody_is_removed(self) -> None:
        base = village()
        first, second = base.postings
        vacant = evolve(base, postings=[first, evolve(second, period=Period(date(2016, 9, 1), date(2016, 11, 5)))])
        [found] = clusters(vacant, *defaulted(FIRST, date(2016, 11, 9)))
        assert [type(each) for each in proposals(vacant, found)] == [RevokeProduct]
        [before] = clusters(evolve(vacant, postings=[]), *defaulted(FIRST, FIRST))
        assert before.by_partner == ()

    def test_a_permission_that_was_revoked_is_not_revoked_again(self) -> None:
        base = village()
        [held] = base.permissions_at("sanhe", "loans")
        [found] = clusters(base, *defaulted(FIRST, FIRST))
        after = revoked(base, held, Revocation(FIRST, WithdrawnByHouse()))
        assert [type(each) for each in proposals(after, found)] == [RemovePartner]
