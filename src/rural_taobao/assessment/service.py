"""
Service: whether a partner was in charge of a station all through some months, and if not, why not.

Nobody is judged by months that were not served whole: what is missing then says nothing of the partner.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias, final

from attrs import field, frozen
from attrs.validators import instance_of

from rural_taobao.days import is_day
from rural_taobao.network import Posting
from rural_taobao.periods import Period, gaps, union

__all__ = ["Began", "Left", "Moved", "Paused", "Suspended", "Unserved", "unserved"]


@final
@frozen
class Began:
    """
    The partner came to be in charge within the months.

    Attributes:
        day: The first day in charge.
    """

    day: date = field(validator=is_day)


@final
@frozen
class Left:
    """
    The partner ceased to be in charge within the months.

    Attributes:
        day: The first day not in charge.
    """

    day: date = field(validator=is_day)


@final
@frozen
class Paused:
    """
    The partner was in charge of no station for some days in between.

    Attributes:
        days: The first of these days.
    """

    days: Period = field(validator=instance_of(Period))


@final
@frozen
class Moved:
    """
    The partner was in charge on every day, but of no station on all of them.

    Attributes:
        day: The day on which the partner came to the last of the stations.
    """

    day: date = field(validator=is_day)


@final
@frozen
class Suspended:
    """
    The partner was suspended within the months.

    Attributes:
        days: The first of the days on which it was so.
    """

    days: Period = field(validator=instance_of(Period))


Unserved: TypeAlias = Began | Left | Paused | Moved | Suspended
"""Every reason why months were not served whole; a closed union."""


def unserved(postings: Iterable[Posting], suspended: Iterable[Period], days: Period) -> Unserved | None:
    """
    Say why some months were not served whole; None where they were.

    They were where there is a station that the partner was in charge of on every day of them, under whichever model
    version and for whosever account, and the partner was suspended on none.

    Args:
        postings: Where the partner was in charge; on one of the days at least.
        suspended: On which days the partner was suspended.
        days: The days of the months.

    Example:
        >>> posting = Posting("sanhe", "li", "li", "2.0", Period(date(2016, 9, 5)))
        >>> unserved([posting], [], Period(date(2016, 9, 1), date(2016, 12, 1)))
        Began(day=datetime.date(2016, 9, 5))
        >>> unserved([posting], [], Period(date(2016, 10, 1), date(2016, 12, 1))) is None
        True
    """
    rests = [common for each in suspended if (common := each.overlap(days)) is not None]
    if rests:
        return Suspended(union(rests)[0])
    held = [posting for posting in postings if posting.period.overlap(days) is not None]
    missing = gaps([posting.period for posting in held], days)
    if missing:
        return _missed(missing[0], days)
    stations: dict[str, list[Period]] = {}
    for posting in held:
        stations.setdefault(posting.station, []).append(posting.period)
    if any(not gaps(periods, days) for periods in stations.values()):
        return None
    return Moved(max(each.start for periods in stations.values() for each in union(periods)))


def _missed(first: Period, days: Period) -> Unserved:
    """Say why the partner was in charge of nothing on the first days that are missing."""
    if first.start == days.start and first.end is not None:
        return Began(first.end)
    return Left(first.start) if first.end == days.end else Paused(first)
