"""
Careers: who runs a station of a sample, from when to when, and under which model version.

The versions are the programme's; how often somebody leaves or a version changes is made up.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, final

from attrs import frozen

from rural_taobao.network import Engagement, ModelVersion, Partner, Payee, Posting, Station
from rural_taobao.periods import Period
from rural_taobao.samples.seeds import Draws
from rural_taobao.timeline import Timeline

__all__ = ["Career", "careers_at"]

_MOVES_TO_SECOND: Final = 60, 100
_MOVES_TO_THIRD: Final = 15, 100
_LEAVES: Final = 25, 100


@final
@frozen
class Career:
    """
    A partner's time at a station.

    Attributes:
        partner: The partner.
        payee: Who is paid for it.
        postings: The postings, one a model version, by their days.
    """

    partner: Partner
    payee: Payee
    postings: tuple[Posting, ...]


def careers_at(station: Station, versions: Sequence[ModelVersion], draws: Draws) -> tuple[Career, ...]:
    """
    Draw who runs a station.

    A station that opens before the second version was there begins under the first; six in ten of those move on to
    the second, and some of the stations under the second to the third.
    One partner in four leaves, and another follows after a vacant spell of three to eleven weeks.

    Args:
        station: The station.
        versions: The first, the second and the third model version.
        draws: Where chance comes from.
    """
    stages = _stages(station.open.start, versions, draws)
    names = (f"{station.id}-{letter}" for letter in "ab")
    return tuple(
        _career(name, station, tenure, stages, draws)
        for name, tenure in zip(names, _tenures(station.open, draws), strict=False)
    )


def _stages(opens: date, versions: Sequence[ModelVersion], draws: Draws) -> Timeline[ModelVersion]:
    """Draw which version a station is under, from the day on which it opens."""
    first, second, third = versions
    since = {opens: second}
    if opens < second.since:
        since = {opens: first}
        if draws.chance(*_MOVES_TO_SECOND):
            since[second.since + timedelta(draws.below(600))] = second
    latest = max(since)
    if since[latest] is second and draws.chance(*_MOVES_TO_THIRD):
        since[max(latest + timedelta(30), third.since + timedelta(draws.below(180)))] = third
    return Timeline[ModelVersion].starting(since)


def _tenures(open_days: Period, draws: Draws) -> Iterator[Period]:
    """Draw when somebody is in charge: throughout, or one partner and then another."""
    if not draws.chance(*_LEAVES):
        yield open_days
        return
    leaves = open_days.start + timedelta(120 + draws.below(600))
    follows = leaves + timedelta(21 + draws.below(57))
    yield open_days.ended(leaves)
    if open_days.end is None or follows < open_days.end:
        yield Period(follows, open_days.end)


def _career(name: str, station: Station, tenure: Period, stages: Timeline[ModelVersion], draws: Draws) -> Career:
    """Make a partner who meets what every version of a time in charge demands."""
    under = [(common, entry.value) for entry in stages.entries if (common := entry.period.overlap(tenure))]
    examined = next((days.start - timedelta(1 + draws.below(60)) for days, version in under if version.exam), None)
    part_time = all(Engagement.PART_TIME in version.engagements for _, version in under)
    contract = Period(tenure.start - timedelta(draws.below(30)), tenure.end)
    return Career(
        Partner(
            name,
            contract,
            Engagement.PART_TIME if part_time else Engagement.FULL_TIME,
            examined=examined,
            name=f"Partner {name}",
        ),
        Payee(name, Period(contract.start), f"Partner {name}"),
        tuple(Posting(station.id, name, name, version.id, days) for days, version in under),
    )
