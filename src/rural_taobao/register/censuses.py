"""Censuses of a register: how many things of a kind are in each state, on every day on which any of them changes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import zip_longest

from rural_taobao.instants import fixed
from rural_taobao.register.aggregate import Register
from rural_taobao.register.entries import CYCLES, AnyPassage
from rural_taobao.register.events import Subject

__all__ = ["states_by_day"]


def states_by_day(
    register: Register, kind: type[Subject], known_by: datetime | None = None
) -> dict[date, dict[StrEnum, int]]:
    """
    Count the things of a kind in each state, on every day on which any of them changes; each holds until the next.

    It is one sweep over all steps, however many days there are.

    Args:
        register: The register.
        kind: The kind, such as `StationId`.
        known_by: The last instant whose knowledge counts; all that is known where it is not given.

    Returns:
        The counts by day, in the order of the days and of the states; none is 0, and what is not there yet is in none.

    Raises:
        NotAnInstant: The instant has no fixed offset.

    Example:
        >>> from rural_taobao.identifiers import StationId
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.register import Charter, entering
        >>> from rural_taobao.samples import one_village
        >>> known, village = datetime(2016, 1, 1, tzinfo=CHINA.timezone), one_village()
        >>> register, _ = Register(Charter.of(village)).take_each(entering(village), known)
        >>> for day, counts in states_by_day(register, StationId).items():
        ...     print(day, {state.value: count for state, count in counts.items()})
        2015-06-01 {'open': 1}
    """
    if known_by is not None:
        fixed(None, None, known_by)
    turns: dict[date, Counter[StrEnum]] = {}
    for name in register.of_kind(kind):
        subject = kind(*name.split())
        before: StrEnum | None = None
        for day, state in _states(register.entry(subject).known_by(subject, known_by)):
            turn = turns.setdefault(day, Counter())
            turn[state] += 1
            if before is not None:
                turn[before] -= 1
            before = state
    counts: Counter[StrEnum] = Counter()
    found: dict[date, dict[StrEnum, int]] = {}
    for day in sorted(turns):
        for state, change in turns[day].items():
            counts[state] += change
        found[day] = {state: counts[state] for state in CYCLES[kind].states if counts[state]}
    return found


def _states(passages: Sequence[AnyPassage]) -> Iterator[tuple[date, StrEnum]]:
    """Give the states that steps lead to, each with its first day, and those that follow without a step."""
    for passage, following in zip_longest(passages, passages[1:]):
        yield passage.day, passage.arrow.end
        lapse = passage.lapse
        if lapse is not None and (following is None or lapse[0] < following.day):
            yield lapse
