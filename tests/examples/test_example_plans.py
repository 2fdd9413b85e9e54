"""The example plans for the three model versions, settled over sample networks."""

from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from typing import Final

import pytest
from attrs import evolve

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.exact import Exact
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money
from rural_taobao.network import Network, programme_versions
from rural_taobao.periods import Month, Period
from rural_taobao.samples import one_village, sample_events, sample_network
from rural_taobao.settlement import Order, Parcel, Scope, Settlement, settle
from tests.examples.stalls import EXAMPLES, example

NOVEMBER: Final = Month(2016, 11)
NAMES: Final = {version: f"rural-taobao-{version}" for version in ("1.0", "2.0", "3.0")}
ELEVEN: Final = datetime.fromisoformat("2016-11-11T09:00:00+08:00")


@cache
def sampled() -> Settlement:
    """Settle a November of a sample network, in which stations of each model version trade."""
    network = evolve(sample_network(stations=60, seed=7), versions=programme_versions(NAMES))
    plans = [example(f"plans/{name}") for name in NAMES.values()]
    events = sample_events(network, month=NOVEMBER, seed=7)
    return settle(network, plans, programme_calendar(), events, Scope(NOVEMBER))


def village(version: str) -> Network:
    """Give the one village under a model version."""
    one = one_village()
    [posting] = one.postings
    november = evolve(posting, version=version, period=Period(NOVEMBER.first))
    return evolve(one, versions=programme_versions({version: NAMES[version]}), postings=[november])


def order(place: int, category: str, yuan: str, *, at: datetime = ELEVEN) -> Order:
    placed = at + timedelta(minutes=place)
    return Order(
        id=f"o-{place}",
        station="sanhe",
        category=category,
        gross=Money.parse(yuan),
        placed=placed,
        paid=placed,
        received=placed,
        known_at=placed,
    )


def paid(version: str, *events: Order | Parcel) -> Counter[str]:
    """Give what a village earns in all by rule, in fen."""
    plan = example(f"plans/{NAMES[version]}")
    settlement = settle(village(version), [plan], programme_calendar(), events, Scope(NOVEMBER))
    found: Counter[str] = Counter()
    for line in settlement.lines:
        found[str(line.rule)] += line.amount.minor
    return found


class TestOverASampleNetwork:
    """Each example plan pays, by every rule that something sampled falls under, to the coin."""

    def test_every_rule_for_goods_and_parcels_pays(self) -> None:
        assert {(line.plan, line.rule) for line in sampled().lines} == {
            *((NAMES["1.0"], rule) for rule in ("orders", "thirty-orders", "parcels")),
            *((NAMES["2.0"], rule) for rule in ("sales", "double-11", "parcels")),
            *((NAMES["3.0"], rule) for rule in ("services", "goods", "parcels")),
        }

    def test_every_line_comes_to_its_arithmetic(self) -> None:
        assert len(sampled().lines) > 5_000
        for line in sampled().lines:
            assert evaluated(line.arithmetic) == Exact(line.amount.minor)

    def test_nothing_is_posted_when_it_is_settled_again(self) -> None:
        network = evolve(sample_network(stations=60, seed=7), versions=programme_versions(NAMES))
        plans = [example(f"plans/{name}") for name in NAMES.values()]
        events = sample_events(network, month=NOVEMBER, seed=7)
        again = settle(network, plans, programme_calendar(), events, Scope(NOVEMBER), posted=sampled().ledger)
        assert len(again.lines) == 0

    @pytest.mark.parametrize("name", NAMES.values())
    def test_every_rate_is_called_an_example(self, name: str) -> None:
        assert all(
            entry.source and entry.source.quality == "example" for entry in example(f"plans/{name}").versions.entries
        )
        assert "made up" in (EXAMPLES / "plans" / f"{name}.toml").read_text(encoding="utf-8")


class TestAShop:
    """Model version 1.0: a commission for each order, by what was ordered."""

    def test_on_paper(self) -> None:
        """1 % of ¥1,000, 4 % of ¥300, 30 fen, at least 20 fen of ¥5 of seeds; and ¥25 at the most of ¥9,000."""
        bought = [("phones", "1000"), ("clothing", "300"), ("top-ups", "50"), ("seeds", "5"), ("appliances", "9000")]
        orders = [order(place, category, yuan) for place, (category, yuan) in enumerate(bought)]
        assert paid("1.0", *orders) == {"orders": 10_00 + 12_00 + 30 + 20 + 25_00}

    def test_the_thirtieth_order_brings_a_thank_you_once(self) -> None:
        orders = [order(place, "top-ups", "30") for place in range(35)]
        assert paid("1.0", *orders[:29])["thirty-orders"] == 0
        assert paid("1.0", *orders[:30])["thirty-orders"] == paid("1.0", *orders)["thirty-orders"] == 50_00


class TestAPartner:
    """Model version 2.0: tiers over the month, a campaign, parcels by their number."""

    def test_on_paper(self) -> None:
        """¥12,000 before Double 11 and ¥1,000 on it: 1.5 % of 10,000, 2 % of 3,000; 1 % of the 1,000 besides."""
        before = order(0, "appliances", "12000", at=datetime.fromisoformat("2016-11-02T09:00:00+08:00"))
        assert paid("2.0", before, order(1, "phones", "1000")) == {"sales": 150_00 + 60_00, "double-11": 10_00}

    def test_parcels_above_three_hundred_earn_less(self) -> None:
        parcels = [
            Parcel(id=f"p-{place}", station="sanhe", pieces=100, handed_out=at, known_at=at)
            for place, at in enumerate(ELEVEN + timedelta(hours=hour) for hour in range(4))
        ]
        assert paid("2.0", *parcels) == {"parcels": 300 * 60 + 100 * 40}


class TestServices:
    """Model version 3.0: each service in its own way, produce together with the centre."""

    @pytest.mark.parametrize(
        ("service", "yuan", "fen"),
        [
            ("doctor-appointments", "25", 2_00),
            # 5 % of ¥400, and ¥1.
            ("insurance", "400", 21_00),
            # 0.3 % of what lies above ¥5,000; ¥200 at the most.
            ("loan-referrals", "5000", 0),
            ("loan-referrals", "30000", 75_00),
            ("loan-referrals", "100000", 200_00),
            ("top-ups", "100", 30),
            # ¥1 for each ¥100 begun.
            ("train-tickets", "150.50", 2_00),
        ],
    )
    def test_a_service(self, service: str, yuan: str, fen: int) -> None:
        assert paid("3.0", order(0, service, yuan))["services"] == fen

    def test_produce_earns_more_of_all_the_more_is_sold(self) -> None:
        """From 3 % at nothing to 6 % at ¥20,000: half way it is 4.5 % of ¥10,000."""
        assert paid("3.0", order(0, "produce", "4000"), order(1, "produce", "6000")) == {"produce": 450_00}

    def test_parcels_by_the_hamper(self) -> None:
        parcel = Parcel(id="p-1", station="sanhe", pieces=11, handed_out=ELEVEN, known_at=ELEVEN)
        assert paid("3.0", parcel, order(1, "clothing", "100")) == {"parcels": 8_00, "goods": 2_00}
