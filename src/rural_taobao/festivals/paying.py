"""Paying on festivals: on which instants the windows that a plan names hold, every instant once."""

from collections.abc import Iterable
from typing import TypeVar, final

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.festivals.festival import Festival
from rural_taobao.festivals.windows import Span, Window, joined, meets
from rural_taobao.identifiers import FestivalId
from rural_taobao.kinds import WrongKind, tuple_of

__all__ = ["NothingToPayOn", "WindowUnknown", "listed", "payable"]

T = TypeVar("T", str, int)


@final
class WindowUnknown(RuralTaobaoError, LookupError):
    """
    No edition of a festival has a window of that name, so that nothing would ever be paid on it.

    Attributes:
        festival: The festival.
        name: The name asked for.
        known: The names that the windows of its editions have.
    """

    def __init__(self, festival: FestivalId, name: str, known: tuple[str, ...]) -> None:
        self.festival = festival
        self.name = name
        self.known = known
        super().__init__(festival, name, known)

    def __str__(self) -> str:
        return (
            f"a window of {self.festival} must be called as in one of its editions, "
            f"{listed(self.known)}, but {shown(self.name, 110)} was asked for; take one of those"
        )


@final
class NothingToPayOn(RuralTaobaoError, ValueError):
    """
    An edition that is held was to be paid on, and has none of the windows asked for.

    Attributes:
        festival: The festival.
        year: The year of the edition.
        known: The names of the windows that the edition has.
    """

    def __init__(self, festival: FestivalId, year: int, known: tuple[str, ...]) -> None:
        self.festival = festival
        self.year = year
        self.known = known
        super().__init__(festival, year, known)

    def __str__(self) -> str:
        return (
            "an edition must have a window that was asked for to be paid on, but that of "
            f"{self.festival} in {self.year} has {listed(self.known)}; "
            "name one of its windows, or announce them with their source"
        )


def listed(names: tuple[str, ...]) -> str:
    """Give some names for a message, however many there are."""
    few = 12
    some = ", ".join(f"'{name}'" for name in names[:few]) or "none"
    return f"{some} and {len(names) - few} more" if len(names) > few else some


def payable(
    festival: Festival,
    names: Iterable[str] | None,
    *,
    years: Iterable[int] | None,
    within: Span,
) -> tuple[Span, ...]:
    """
    Give the instants of a span on which to pay: the union of windows of a festival, every instant once.

    Args:
        festival: The festival.
        names: The names of the windows; None, or no name, for all of them.
        years: The editions, by their years; None for all that are known.
        within: The first instant asked about and the first after, in microseconds since 1970.

    Raises:
        WrongKind, WrongNumber, WindowUnknown, EditionUnknown, NothingToPayOn, WindowOpen: As for
            `FestivalCalendar.windows`.
    """
    wanted = frozenset(_several(str, names, "names", "sale")) or frozenset(festival.window_names)
    for name in sorted(wanted.difference(festival.window_names)):
        raise WindowUnknown(festival.id, name, festival.window_names)
    if years is None:
        editions = [*festival.editions_near(within)]
        held = [each for each in editions if any(_surely_meets(window, within) for window in each.windows)]
    else:
        editions = [festival.edition(year) for year in _several(int, years, "years", 2016)]
        held = [each for each in editions if not each.cancelled]
    for edition in held:
        known = tuple(window.name for window in edition.windows)
        if wanted.isdisjoint(known):
            raise NothingToPayOn(festival.id, edition.year, known)
    return joined(
        (max(window.span[0], within[0]), min(window.span[1], within[1]))
        for edition in editions
        for window in edition.windows
        if window.name in wanted and meets(window.reach, within)
    )


def _several(kind: type[T], values: Iterable[T] | None, name: str, example: T) -> tuple[T, ...]:
    """Give names or years one by one; a text is not several of either, for its letters are none."""
    if isinstance(values, str):
        raise WrongKind(name, values, f"a list, such as [{example!r}]")
    return tuple_of(kind, () if values is None else values, name, repr(example))


def _surely_meets(window: Window, within: Span) -> bool:
    """Tell whether a window holds within a span for certain; one without an end does at its start."""
    start, end = window.reach
    return meets((start, end), within) if window.end is not None else within[0] <= start < within[1]
