"""Strategies for histories: lives along their arrows, with steps put right, dated anew and taken back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.identifiers import CentreId, HappeningId, PartnerId, PayeeId, ServiceId, StationId, VersionId
from rural_taobao.lives import (
    CENTRE_LIFE,
    PARTNER_LIFE,
    PAYEE_LIFE,
    PERMISSION_LIFE,
    POSTING_LIFE,
    STATION_LIFE,
    Arrow,
    Cancellation,
    CentreHistory,
    Detail,
    Grant,
    Happening,
    History,
    Leave,
    LifeCycle,
    PartnerHistory,
    Passage,
    PayeeHistory,
    PermissionHistory,
    Post,
    PostingHistory,
    Reason,
    Record,
    RevokedFor,
    Site,
    StationHistory,
    Terms,
)
from rural_taobao.network import Engagement
from rural_taobao.testing.place_strategies import county_codes
from rural_taobao.testing.service_strategies import causes
from rural_taobao.testing.strategies import identifiers, instants, offsets

__all__ = [
    "centre_histories",
    "details",
    "partner_histories",
    "payee_histories",
    "permission_histories",
    "posting_histories",
    "station_histories",
]

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)
Subject = TypeVar("Subject")

_MOST: Final = 12
"""How many records a history has at most, where nothing is said."""
_FIRST, _LAST = date(30, 1, 1), date(9900, 1, 1)
"""Lives begin, and their first steps become known, between these days, so that none leaves the calendar."""
_LATER: Final = st.integers(0, 400).map(timedelta)
"""How much later a step holds than the one before it: often on the same day."""
_HALF, _DAY = timedelta(days=200), timedelta(days=1)
_TURNS: Final = st.integers(0, 9)
_EITHER: Final = st.booleans()
_MOSTLY: Final = st.sampled_from([True, True, True, False])
_LEARNT: Final = st.timedeltas(timedelta(microseconds=1), timedelta(days=400))
_CENTRE_IDS: Final = identifiers(CentreId)
_VERSION_IDS: Final = identifiers(VersionId)
_PAYEE_IDS: Final = identifiers(PayeeId)
_REASONS: Final = st.builds(Reason, st.text(min_size=1).filter(str.strip))
_CLOCKS: Final = offsets()
_BY_KIND: Final[dict[type[Detail], SearchStrategy[Detail]]] = {
    Reason: _REASONS,
    CentreId: _CENTRE_IDS,
    VersionId: _VERSION_IDS,
    PayeeId: _PAYEE_IDS,
    Engagement: st.sampled_from(Engagement),
    Site: st.builds(Site, county_codes(), _PAYEE_IDS),
    Terms: st.builds(Terms, _VERSION_IDS, _PAYEE_IDS, _EITHER),
    Leave: st.builds(Leave, st.none() | st.dates()),
    RevokedFor: st.builds(RevokedFor, causes()),
}
_ANY: Final = st.one_of(*_BY_KIND.values())


def details(kind: type[Detail] | None = None) -> SearchStrategy[Detail]:
    """
    Draw what steps state.

    Args:
        kind: One of the kinds of detail; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(details(Reason))
        ... def test_a_reason_says_something(reason):
        ...     assert reason.text.strip()
        >>> test_a_reason_says_something()
    """
    return _ANY if kind is None else _BY_KIND[kind]


def centre_histories(
    *, subject: SearchStrategy[CentreId] | None = None, most: int = _MOST
) -> SearchStrategy[CentreHistory]:
    """
    Draw histories of county centres.

    Args:
        subject: The centre; any where it is not given.
        most: How many records there are at most.
    """
    return _histories(CENTRE_LIFE, _CENTRE_IDS if subject is None else subject, most)


def station_histories(
    *, subject: SearchStrategy[StationId] | None = None, most: int = _MOST
) -> SearchStrategy[StationHistory]:
    """
    Draw histories of stations.

    Args:
        subject: The station; any where it is not given.
        most: How many records there are at most.

    Example:
        >>> from hypothesis import given
        >>> from rural_taobao.lives import StationState
        >>> @given(station_histories())
        ... def test_what_is_closed_was_open_once(history):
        ...     closed, opened = history.periods(StationState.CLOSED), history.passages()
        ...     assert not closed or any(each.arrow.end is StationState.OPEN for each in opened)
        >>> test_what_is_closed_was_open_once()
    """
    return _histories(STATION_LIFE, identifiers(StationId) if subject is None else subject, most)


def partner_histories(
    *, subject: SearchStrategy[PartnerId] | None = None, most: int = _MOST
) -> SearchStrategy[PartnerHistory]:
    """
    Draw histories of partners.

    Args:
        subject: The partner; any where it is not given.
        most: How many records there are at most.
    """
    return _histories(PARTNER_LIFE, identifiers(PartnerId) if subject is None else subject, most)


def payee_histories(
    *, subject: SearchStrategy[PayeeId] | None = None, most: int = _MOST
) -> SearchStrategy[PayeeHistory]:
    """
    Draw histories of payees.

    Args:
        subject: The payee; any where it is not given.
        most: How many records there are at most.
    """
    return _histories(PAYEE_LIFE, _PAYEE_IDS if subject is None else subject, most)


def posting_histories(
    *, subject: SearchStrategy[Post] | None = None, most: int = _MOST
) -> SearchStrategy[PostingHistory]:
    """
    Draw histories of postings.

    Args:
        subject: Who was sent where; anybody anywhere where it is not given.
        most: How many records there are at most.
    """
    posts = st.builds(Post, identifiers(StationId), identifiers(PartnerId))
    return _histories(POSTING_LIFE, posts if subject is None else subject, most)


def permission_histories(
    *, subject: SearchStrategy[Grant] | None = None, most: int = _MOST
) -> SearchStrategy[PermissionHistory]:
    """
    Draw histories of permissions.

    Args:
        subject: Which permission; any where it is not given.
        most: How many records there are at most.
    """
    grants = st.builds(Grant, identifiers(ServiceId), identifiers(StationId), identifiers(PartnerId))
    return _histories(PERMISSION_LIFE, grants if subject is None else subject, most)


@st.composite
def _histories(
    draw: DrawFn, life_cycle: LifeCycle[State, Step, Subject], subject: SearchStrategy[Subject], most: int
) -> History[State, Step, Subject]:
    """Go on, or put something right, as often as is drawn; each time it is known a little later than before."""
    records: list[Record[Step]] = []
    taken: list[Passage[State, Step]] = []
    known = draw(instants(day=st.dates(_FIRST, _LAST)))
    for number in range(draw(st.integers(0, most))):
        name = HappeningId(f"h-{number}")
        known = (known + draw(_LEARNT)).astimezone(draw(_CLOCKS).timezone)
        day, turn = _next_turn(draw, taken, known)
        ways = life_cycle.arrows_from(taken[-1].state_on(day) if taken else None)
        if ways and (not taken or draw(_MOSTLY)):
            arrow = draw(st.sampled_from(ways))
            taken.append(Passage(Happening(name, arrow.step, day, known, _detail(draw, arrow, day), turn=turn), arrow))
            records.append(taken[-1].happening)
        elif draw(_EITHER):
            records.append(Cancellation(name, taken.pop().happening.id, known))
        else:
            place = draw(st.integers(0, len(taken) - 1))
            day, turn = _other_turn(draw, taken, place)
            old = taken[place].happening
            new = Happening(name, old.step, day, known, old.detail, turn=turn, replaces=old.id)
            taken[place] = Passage(new, taken[place].arrow)
            records.append(new)
    return History(life_cycle, draw(subject), draw(st.permutations(records)))


def _detail(draw: DrawFn, arrow: Arrow[State, Step], day: date) -> Detail | None:
    if arrow.needs is None:
        return draw(st.none() | _REASONS)
    if arrow.needs is Leave:
        return Leave(day + _DAY + draw(_LATER) if draw(_EITHER) else None)
    return draw(details(arrow.needs))


def _next_turn(draw: DrawFn, taken: Sequence[Passage[State, Step]], known: datetime) -> tuple[date, int]:
    """Draw a day and a turn after those of all steps; the first step holds from about when it is known."""
    if not taken:
        return known.date() - _HALF + draw(_LATER), draw(_TURNS)
    last = taken[-1].happening
    day = last.day + draw(_LATER)
    return day, last.turn + 1 if day == last.day else draw(_TURNS)


def _other_turn(draw: DrawFn, taken: Sequence[Passage[State, Step]], place: int) -> tuple[date, int]:
    """Draw another day and turn for a step, between those of its neighbours; the same where no day lies there."""
    old, others = taken[place].happening, taken[:place]
    first = others[-1].day + _DAY if others else old.day - _HALF
    last = taken[place + 1].day - _DAY if place + 1 < len(taken) else old.day + _HALF
    # What follows a lapse stays behind it, what comes before it stays before it, and none begins when it is over.
    lapses = [passage.lapse[0] for passage in (*others[-1:], taken[place]) if passage.lapse is not None]
    first = max([first, *(day for day in lapses if day <= old.day)])
    last = min([last, *(day - _DAY for day in lapses if day > old.day)])
    return (draw(st.dates(first, last)), draw(_TURNS)) if first <= last else (old.day, old.turn)
