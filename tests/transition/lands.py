"""Networks that adopt model versions, drawn with what the house decides; and rows set beside each other day by day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from attrs import evolve, frozen
from hypothesis import strategies as st

from rural_taobao.identifiers import PartnerId, PayeeId, StationId
from rural_taobao.network import Adoptions, Engagement, HelperPosting, Network, Partner, Payee, Posting
from rural_taobao.periods import Period, union
from rural_taobao.testing.adoption_strategies import adoptions
from rural_taobao.testing.networks import networks
from rural_taobao.testing.strategies import identifiers
from rural_taobao.testing.transition_strategies import decisions, measures
from rural_taobao.transition import Decisions, End, Otherwise, Postpone, Refuse, Suspend, Transition, planned

__all__ = ["Case", "cases", "charges", "helps", "openings", "replanned"]

DAY: Final = timedelta(days=1)
SPARE: Final = ("spare-1", "spare-2")
"""Partners who meet every demand; the first is a payee too."""
_STATIONS: Final = st.lists(identifiers(StationId), min_size=1, max_size=3, unique=True)


@frozen
class Case:
    """A network, what it adopts, since when, and what the house decides."""

    network: Network
    adoptions: Adoptions
    since: date
    decisions: Decisions

    @property
    def plan(self) -> Transition:
        return planned(self.network, self.adoptions, self.since, self.decisions)


def replanned(case: Case, network: Network) -> Transition:
    return evolve(case, network=network).plan


@st.composite
def cases(draw: st.DrawFn, *, refusing: bool = True) -> Case:
    """
    Draw a case; versions bound neither helpers nor the stations of a partner, so that most can be run.

    Two partners more are under contract all the time and meet every demand; one of them may help somewhere.

    Args:
        draw: Draws it.
        refusing: Whether those of whom nothing is decided may be in the way.
    """
    network = draw(networks(stations=_STATIONS).filter(lambda network: len(network.versions) > 1))
    freely: dict[str, Any] = {"helpers_at_once": None, "stations_per_partner": 99, "since": date.min}
    if draw(st.booleans()):
        freely |= {"engagements": ["part_time", "full_time"]}
    versions = [evolve(each, **{**freely, "since": date.min + n * DAY}) for n, each in enumerate(network.versions)]
    met: dict[str, Any] = dict.fromkeys(("examined", "trained", "local", "premises"), date.min)
    spare = [Partner(name, Period(date.min), draw(st.sampled_from(Engagement)), **met) for name in SPARE]
    row = draw(st.sampled_from(network.stations))
    network = evolve(
        network,
        versions=versions,
        postings=[evolve(each, reverts=True) for each in network.postings],
        partners=[*network.partners, *spare],
        payees=[*network.payees, Payee(SPARE[0], Period(date.min))],
        helpers=[*network.helpers, *([HelperPosting(row.id, SPARE[0], SPARE[0], row.open)] * draw(st.booleans()))],
    )
    periods = [each.period for each in network.postings] or [each.open for each in network.stations]
    days = sorted({each.start for each in periods} | {each.end for each in periods if each.end is not None})
    day = st.sampled_from(days).flatmap(lambda start: st.integers(-2, 60).map(lambda n: start + n * DAY))
    version = st.sampled_from([each.id for each in network.versions])
    stations = sorted({each.id for each in network.stations})
    run_by = [each.centre for each in network.stations]
    adopted = adoptions(version=version, centres=run_by, stations=stations, day=day)
    successor = st.sampled_from([*(each.id for each in network.partners), *map(PartnerId, SPARE)])
    measure = measures(day=day, successor=successor, payee=st.just(PayeeId(SPARE[0])))
    rest: list[st.SearchStrategy[Otherwise]] = [st.builds(Postpone, day), st.just(End()), st.just(Suspend())]
    rest += [st.just(Refuse())] * refusing
    decided = decisions(stations=stations, version=version, measure=measure, otherwise=st.one_of(rest))
    return Case(network, draw(adopted.filter(lambda made: bool(made.entries))), draw(day), draw(decided))


def _joined(rows: Iterable[tuple[Any, Period]]) -> dict[Any, tuple[Period, ...]]:
    """Give the days of each thing, joined where they touch, so that it does not matter in how many rows they stand."""
    days: dict[Any, list[Period]] = {}
    for what, period in rows:
        days.setdefault(what, []).append(period)
    return {what: union(periods) for what, periods in days.items()}


def charges(rows: Iterable[Posting]) -> dict[Any, tuple[Period, ...]]:
    return _joined(((row.station, row.partner, row.payee, row.version), row.period) for row in rows)


def helps(rows: Iterable[HelperPosting]) -> dict[Any, tuple[Period, ...]]:
    return _joined(((row.station, row.partner, row.payee), row.period) for row in rows)


def openings(network: Network) -> dict[Any, tuple[Period, ...]]:
    return _joined(((row.id, row.centre), row.open) for row in network.stations)
