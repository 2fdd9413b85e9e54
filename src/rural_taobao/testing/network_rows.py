"""Rows: what is told of a drawn centre, station or partner, cut into spans of days that each tell something else."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from rural_taobao.identifiers import CentreId, PayeeId
from rural_taobao.network import CountyCentre, Engagement, HelperPosting, ModelVersion, Partner, Posting, Station
from rural_taobao.periods import Period, gaps, union
from rural_taobao.testing.strategies import identifiers

__all__ = ["admitted", "centre_rows", "partner_rows", "station_rows"]

_DAYS: Final = st.integers(0, 400).map(timedelta)
_EITHER: Final = st.booleans()
_PAYEE_IDS: Final = identifiers(PayeeId)


def admitted(versions: Iterable[ModelVersion]) -> list[Engagement]:
    """Give the engagements that all of some versions admit."""
    engagements = set(Engagement).intersection(*(version.engagements for version in versions))
    return sorted(engagements)


def _halves(draw: DrawFn, days: Period) -> list[Period]:
    """Cut a period in two, or leave it whole."""
    day = days.start + draw(_DAYS)
    if day == days.start or (days.end is not None and day >= days.end) or draw(_EITHER):
        return [days]
    return [Period(days.start, day), Period(day, days.end)]


def centre_rows(draw: DrawFn, centre: CountyCentre) -> list[CountyCentre]:
    """Tell of a centre in one row, or in two of which each pays its share to a payee of its own."""
    return [evolve(centre, open=days, payee=draw(_PAYEE_IDS)) for days in _halves(draw, centre.open)]


def station_rows(
    draw: DrawFn, station: Station, centres: Sequence[CountyCentre], held: Iterable[Posting | HelperPosting]
) -> list[Station]:
    """Tell of a station in rows: it goes to another centre, and it may rest while nobody is posted there."""
    posted = [each.period for each in held if each.station == station.id]
    rests = gaps(posted, station.open)
    rests = (draw(st.sampled_from(rests)),) if posted and rests and draw(_EITHER) else ()
    rows: list[Station] = []
    for days in gaps(rests, station.open):
        for part in _halves(draw, days):
            ground: dict[CentreId, list[Period]] = {}
            for centre in centres:
                ground.setdefault(centre.id, []).append(centre.open)
            there = [name for name, periods in ground.items() if any(each.covers(part) for each in union(periods))]
            rows.append(evolve(station, open=part, centre=draw(st.sampled_from(there))))
    return rows


def partner_rows(
    draw: DrawFn, partner: Partner, postings: Sequence[Posting], versions: dict[str, ModelVersion]
) -> list[Partner]:
    """Tell of a partner in one row, or in two of which each has an engagement that its postings admit."""
    rows: list[Partner] = []
    for days in _halves(draw, partner.contract):
        under = [
            versions[each.version] for each in postings if each.partner == partner.id and each.period.overlap(days)
        ]
        rows.append(evolve(partner, contract=days, engagement=draw(st.sampled_from(admitted(under)))))
    return rows
