"""
Charges: who is in charge of a station from which day until which, so that the question costs one look-up.

While a station, or the partner in charge, is suspended, nobody is: then the station is vacant, as in the network.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias, cast, final

from attrs import frozen

from rural_taobao.identifiers import PartnerId, PayeeId, VersionId
from rural_taobao.lives import PartnerState, StationState, Terms
from rural_taobao.lives.posts import PostingState
from rural_taobao.periods import Period
from rural_taobao.register.entries import AnyPassage
from rural_taobao.register.rows import served

__all__ = ["Charge", "Term", "charge_on", "rests", "terms"]


@final
@frozen
class Charge:
    """
    Who is in charge of a station on a day.

    Attributes:
        partner: The partner.
        version: The model version.
        payee: Who is paid for what the partner earns.
    """

    partner: PartnerId
    version: VersionId
    payee: PayeeId


Term: TypeAlias = tuple[date, date | None, Charge]
"""The first day on which somebody is in charge, the day after the last one, if there is a last one, and who it is."""


def rests(passages: Iterable[AnyPassage]) -> bool:
    """Tell whether a station or a partner is ever suspended."""
    return any(
        each.arrow.end is StationState.SUSPENDED or each.arrow.end is PartnerState.SUSPENDED for each in passages
    )


def terms(
    partner: PartnerId,
    posting: Iterable[AnyPassage],
    station: Sequence[AnyPassage],
    contract: Sequence[AnyPassage],
) -> Iterator[Term]:
    """
    Give the terms in which a partner is in charge of one station, in the order of their days, none of them empty.

    Args:
        partner: The partner.
        posting: The steps of the partner's posting there, in the order of their days; of several on one day the last
            one counts.
        station: The steps of the station.
        contract: The steps of the partner.
    """
    posted = _posted(partner, posting)
    if not rests(station) and not rests(contract):
        # By law a posting lies within what it stands on.
        yield from posted
        return
    for since, end, charge in posted:
        for days in served(station, contract, Period(since, end)):
            yield days.start, days.end, charge


def _posted(partner: PartnerId, passages: Iterable[AnyPassage]) -> Iterator[Term]:
    """Give the terms in which a partner is posted in charge of one station, suspended or not."""
    since, charge = date.min, None
    for passage in passages:
        if charge is not None and since < passage.day:
            yield since, passage.day, charge
        since, charge = passage.day, _charge_after(partner, charge, passage)
    if charge is not None:
        yield since, None, charge


def _charge_after(partner: PartnerId, before: Charge | None, passage: AnyPassage) -> Charge | None:
    """Give what a step leaves a partner in charge of a station under; None where it does not."""
    if passage.arrow.end is not PostingState.IN_CHARGE:
        return None
    detail = passage.happening.detail
    if type(detail) is Terms:
        return Charge(partner, detail.version, detail.payee)
    # Whoever takes charge states the terms; what comes later changes one of them.
    held = cast("Charge", before)
    if type(detail) is VersionId:
        return Charge(partner, detail, held.payee)
    return Charge(partner, held.version, cast("PayeeId", detail))


def charge_on(held: Sequence[Term], day: date) -> Charge | None:
    """Give who is in charge on a day, of the terms at one station, no two of which share a day; None for nobody."""
    # Most ask about late days, and what is held of earlier ones is then not touched.
    for since, end, charge in reversed(held):
        if since <= day and (end is None or day < end):
            return charge
    return None
