"""A network that is entered in a register is the network that the register gives: nothing is lost."""

from datetime import date, datetime
from itertools import pairwise
from random import Random

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.instants import CHINA
from rural_taobao.lives import Grant, Post
from rural_taobao.lives.walks import NoArrow
from rural_taobao.network import (
    ClusteredDefaults,
    CountyCentre,
    HelperPosting,
    Network,
    Partner,
    Payee,
    Permission,
    Posting,
    Revocation,
    Station,
    Vacancy,
    WithdrawnByHouse,
    programme_versions,
)
from rural_taobao.network.permission_laws import PermittedInVain
from rural_taobao.periods import Period
from rural_taobao.register import Charter, Register, RegisterRefused, entering
from rural_taobao.samples import one_village, service_village
from rural_taobao.testing.networks import networks
from tests.register.telling import told

VERSIONS = programme_versions({"1.0": "shop", "2.0": "partner", "3.0": "services"})
QUARTERS = ("2015-04-01", "2015-07-01", "2015-10-01", "2016-01-01")
KNOWN = datetime(2015, 1, 1, tzinfo=CHINA.timezone)


def day(text: str) -> date:
    return date.fromisoformat(text)


def halves(days: Period, cut: date) -> list[Period]:
    return [days.ended(cut), Period(cut, days.end)]


class TestEntering:
    """A network that is entered in a register is the network that the register gives."""

    @given(networks())
    def test_nothing_is_lost_or_added(self, network: Network) -> None:
        register, events = Register(Charter.of(network)).take_each(entering(network), KNOWN)
        assert told(register.network()) == told(network)
        assert Register(Charter.of(network)).replayed(events) == register

    @given(networks(), st.randoms(use_true_random=False))
    def test_the_order_in_which_it_is_listed_does_not_matter(self, network: Network, random: Random) -> None:
        groups = [*entering(network)]
        random.shuffle(groups)
        register, events = Register(Charter.of(network)).take_each(groups, KNOWN)
        assert told(register.network()) == told(network)
        assert [event.number for event in events] == [*range(1, len(groups) + 1)]
        assert Register(Charter.of(network)).replayed(events) == register

    @given(networks())
    def test_what_is_given_is_entered_again_as_it_is(self, drawn: Network) -> None:
        network = Register(Charter.of(drawn)).take_each(entering(drawn), KNOWN)[0].network()
        assert Register(Charter.of(network)).take_each(entering(network), KNOWN)[0].network() == network

    def test_a_network_in_which_everything_changes(self) -> None:
        """By hand: each change between two rows is one step, and what rested is closed and reopened."""
        first, second, third = (Period(day(start), day(end)) for start, end in pairwise(QUARTERS))
        last = Period(third.start)
        network = Network(
            platform="platform",
            vacancy=Vacancy("nobody"),
            versions=VERSIONS,
            centres=[
                CountyCentre("feixi", "340123", "office", first),
                CountyCentre("feixi", "340123", "li", Period(second.start, last.start)),
                CountyCentre("runan", "411727", "office", first),
                CountyCentre("runan", "411727", "office", Period(second.start)),
            ],
            stations=[
                Station("sanhe", "feixi", first),
                Station("sanhe", "runan", last),
                Station("taohua", "feixi", first),
                Station("taohua", "runan", Period(second.start)),
                Station("zhanggang", "runan", Period(first.start, last.start)),
            ],
            partners=[
                Partner("li", first, "part_time"),
                Partner("li", second, "full_time", day("2015-07-15")),
                Partner("li", last, "full_time", day("2015-07-15")),
                Partner("wang", Period(first.start, day("2016-06-01")), "full_time", day("2014-12-01")),
            ],
            payees=[Payee("gone", Period(first.start, second.start))]
            + [Payee(name, Period(first.start)) for name in ("platform", "office", "li", "wang")],
            postings=[
                Posting("taohua", "li", "li", "1.0", Period(first.start, day("2015-05-01"))),
                Posting("taohua", "li", "wang", "1.0", Period(day("2015-05-01"), day("2015-07-15"))),
                Posting("taohua", "li", "wang", "2.0", Period(day("2015-07-15"), second.end)),
                Posting("taohua", "li", "wang", "1.0", last, reverts=True),
                Posting("zhanggang", "wang", "wang", "2.0", Period(day("2015-06-01"), second.start)),
            ],
            helpers=[
                HelperPosting("zhanggang", "wang", "gone", Period(first.start, day("2015-06-01"))),
                HelperPosting("zhanggang", "wang", "office", second),
                HelperPosting("sanhe", "wang", "office", Period(last.start, day("2016-06-01"))),
            ],
        )
        register, _ = Register(Charter.of(network)).take_each(entering(network), KNOWN)
        assert told(register.network()) == told(network)
        steps = {
            str(subject): [passage.happening.step.value for passage in register.entry(subject).passages]
            for subject in (
                CentreId("feixi"),
                StationId("sanhe"),
                StationId("taohua"),
                PartnerId("li"),
                Post("taohua", "li"),
                Post("zhanggang", "wang"),
            )
        }
        assert steps == {
            "feixi": ["enter", "pay_to", "close"],
            "sanhe": ["enter", "close", "reopen"],
            "taohua": ["enter", "move"],
            "li": ["enter", "engage", "examine"],
            "of partner li at station taohua": ["take_charge", "pay_to", "adopt", "revert"],
            "of partner wang at station zhanggang": ["help", "promote", "step_down", "pay_to", "end"],
        }

    def test_a_centre_that_opened_again_or_went_elsewhere_is_another_one(self) -> None:
        village = one_village()
        [centre] = village.centres
        until = day("2016-01-01")
        for later in (
            evolve(centre, open=Period(day("2016-02-01"))),
            evolve(centre, open=Period(until), county="411727"),
        ):
            bare = evolve(
                village, stations=(), postings=(), centres=[evolve(centre, open=centre.open.ended(until)), later]
            )
            with pytest.raises(RegisterRefused) as refused:
                Register(Charter.of(bare)).take_each(entering(bare), KNOWN)
            assert [type(fault) for _, fault in refused.value.faults] == [NoArrow]

    def test_a_village(self) -> None:
        village = one_village()
        register, _ = Register(Charter.of(village)).take_each(entering(village), KNOWN)
        assert register.network() == evolve(village, payees=sorted(village.payees, key=lambda each: each.id))

    def test_what_is_known_of_partners_before_between_and_after_their_contracts(self) -> None:
        """By hand: whoever left and came back may have settled in, and been trained, whenever it was."""
        first, last = Period(day("2015-04-01"), day("2015-07-01")), Period(day("2016-01-01"), day("2016-07-01"))
        days = [
            day(text) for text in ("2010-02-03", "2015-04-01", "2015-05-01", "2015-07-01", "2015-08-01", "2016-09-01")
        ]
        for place, since in enumerate(days):
            for other in days[place:]:
                facts: list[dict[str, date]] = [
                    {"examined": since, "trained": other},
                    {"trained": since, "examined": other},
                    {"local": since, "premises": other},
                    {"premises": since, "local": other, "examined": other, "trained": other},
                ]
                partners = [
                    Partner(f"p-{number}", contract, "full_time", **(fact if contract is last else {}))  # type: ignore[arg-type]
                    for number, fact in enumerate(facts)
                    for contract in (first, last)
                ]
                network = evolve(one_village(), partners=[*one_village().partners, *partners])
                register, _ = Register(Charter.of(network)).take_each(entering(network), KNOWN)
                assert told(register.network()) == told(network)
                assert register.state(PartnerId("p-0"), day("2017-01-01")) == "left"

    def test_what_goes_on_takes_no_step(self) -> None:
        """By hand: rows that are cut in two and tell the same on both sides."""
        village = one_village()
        cut = day("2016-01-01")
        network = evolve(
            village,
            centres=[evolve(row, open=part) for row in village.centres for part in halves(row.open, cut)],
            stations=[evolve(row, open=part) for row in village.stations for part in halves(row.open, cut)],
            partners=[evolve(row, contract=part) for row in village.partners for part in halves(row.contract, cut)],
            postings=[evolve(row, period=part) for row in village.postings for part in halves(row.period, cut)],
        )
        register, _ = Register(Charter.of(network)).take_each(entering(network), KNOWN)
        assert told(register.network()) == told(network) == told(village)
        for subject in (CentreId("feixi"), StationId("sanhe"), Post("sanhe", "li")):
            assert len(register.entry(subject).passages) == 1

    def test_payees_on_hold(self) -> None:
        """By hand: a hold from the first day, one between two days, one until the last settlement, and one for ever."""
        village = one_village()
        known = Period(day("2014-10-01"), day("2016-01-01"))
        holds = [
            [Period(known.start, day("2014-11-01")), Period(day("2015-01-01"), day("2015-02-01"))],
            [Period(day("2015-03-01"), known.end)],
            [Period(known.start, known.end)],
        ]
        payees = [Payee(f"held-{place}", known, on_hold=hold) for place, hold in enumerate(holds)]
        payees.append(Payee("for-ever", Period(known.start), on_hold=[Period(day("2015-03-01"))]))
        network = evolve(village, payees=[*village.payees, *payees])
        register, _ = Register(Charter.of(network)).take_each(entering(network), KNOWN)
        assert told(register.network()) == told(network)
        steps = [
            [each.happening.step.value for each in register.entry(PayeeId(f"held-{place}")).passages]
            for place in range(3)
        ]
        assert steps == [
            ["enrol", "hold", "release", "hold", "release", "settle"],
            ["enrol", "hold", "settle"],
            ["enrol", "hold", "settle"],
        ]

    def test_a_hold_on_days_on_which_nothing_is_credited_holds_nothing_back(self) -> None:
        village = one_village()
        known = Period(day("2014-10-01"), day("2016-01-01"))
        outside = [Period(day("2014-01-01"), day("2014-10-01")), Period(day("2015-12-01"), day("2016-05-01"))]
        network = evolve(village, payees=[*village.payees, Payee("held", known, on_hold=outside)])
        register, _ = Register(Charter.of(network)).take_each(entering(network), KNOWN)
        [held] = [row for row in register.network().payees if row.id == "held"]
        assert held == Payee("held", known, on_hold=[Period(day("2015-12-01"), day("2016-01-01"))])

    def test_permissions_of_every_sort(self) -> None:
        """By hand: given before its partner came, revoked at once, given again before the first would have ended."""
        village = service_village()
        year = Period(day("2016-01-01"), day("2017-01-01"))
        given = [
            Permission("loans", "sanhe", "li", year, Revocation(day("2016-01-01"), WithdrawnByHouse())),
            Permission("loans", "sanhe", "li", year, Revocation(day("2016-03-01"), ClusteredDefaults(3, 90))),
            Permission("loans", "sanhe", "li", Period(day("2016-03-01"), day("2016-11-01"))),
            Permission("loans", "sanhe", "li", Period(day("2016-11-01"))),
            Permission("village-cinema", "sanhe", "li", year),
        ]
        network = evolve(village, permissions=given[::-1])
        register, _ = Register(Charter.of(network)).take_each(entering(network), KNOWN)
        assert register.network().permissions == tuple(given)
        states = [
            str(register.state(Grant("loans", "sanhe", "li"), day(asked)))
            for asked in ("2015-12-31", "2016-01-01", "2016-03-01", "2017-01-01")
        ]
        assert states == ["None", "permitted", "permitted", "permitted"]
        assert str(register.state(Grant("village-cinema", "sanhe", "li"), day("2017-01-01"))) == "ended"

    def test_permissions_that_let_nobody_offer_anything_are_refused(self) -> None:
        village = service_village()
        wang = Partner("wang", Period(day("2015-01-01"), day("2015-02-01")), "part_time")
        given = [
            Permission("loans", "sanhe", "wang", Period(day("2016-10-01"))),
            Permission("loans", "sanhe", "li", Period(day("2016-03-01"), day("2016-06-01"))),
        ]
        network = evolve(village, partners=[*village.partners, wang], permissions=given)
        with pytest.raises(RegisterRefused) as refused:
            Register(Charter.of(network)).take_each(entering(network), KNOWN)
        told = [fault for _, fault in refused.value.faults]
        assert [fault.subject for fault in told if isinstance(fault, PermittedInVain)] == given[::-1]
        assert len(told) == len(given)
