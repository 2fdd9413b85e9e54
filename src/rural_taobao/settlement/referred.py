"""Referred: the referrals among events in columns, as values again, for whoever looks at more than what they earn."""

from collections.abc import Iterator
from typing import cast

from rural_taobao.identifiers import CategoryCode, EventId, ServiceId, StationId
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Money
from rural_taobao.services.referrals import Approval, Decision, Referral, Refusal
from rural_taobao.settlement.columns import REFERRAL, EventColumns, Referred

__all__ = ["referrals_in"]


def referrals_in(events: EventColumns, clock: UtcOffset) -> Iterator[Referral]:
    """
    Give the referrals among events, in the order of their rows.

    Args:
        events: The events.
        clock: The clock to show instants on.

    Raises:
        InstantOutsideCalendar: The clock shows none of the years 1 to 9999 at some instant.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.samples import one_order, one_referral
        >>> from rural_taobao.settlement import in_columns
        >>> [*referrals_in(in_columns([one_order(), one_referral()], CNY), CHINA)] == [one_referral()]
        True
    """
    for row, kind in enumerate(events.kinds):
        if kind == REFERRAL:
            category, cost = events.category_codes[events.categories[row]], events.parts(row).cost
            yield Referral(
                id=EventId(events.ids[row]),
                station=StationId(events.station_ids[events.stations[row]]),
                service=ServiceId(_referred(events, row).service),
                category=None if category is None else CategoryCode(category),
                amount=Money(events.gross[row], events.currency),
                cost=None if cost is None else Money(cost, events.currency),
                entered=clock.instant(events.placed[row]),
                decision=_decision(events, row, clock),
                known_at=clock.instant(events.known[row]),
            )


def _referred(events: EventColumns, row: int) -> Referred:
    return cast("Referred", events.referred_to[events.referred[row]])


def _decision(events: EventColumns, row: int, clock: UtcOffset) -> Decision | None:
    """Give what was decided on a referral; None while nothing was."""
    decided, found = events.deposit[row], _referred(events, row)
    if decided is None or found.decided_by is None:
        return None
    return (Approval if found.approved else Refusal)(found.decided_by, clock.instant(decided))
