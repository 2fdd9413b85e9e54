"""Corners: what a strategy must be able to draw, each looked for among a few draws first and at length only then."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.strategies import SearchStrategy

__all__ = ["shows"]

T = TypeVar("T")
_AT_ONCE = 150
_AT_LENGTH = settings(max_examples=5000, database=None, phases=[Phase.generate])
_A_FEW = settings(
    max_examples=_AT_ONCE,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@cache
def drawn(strategy: SearchStrategy[T]) -> tuple[T, ...]:
    """Draw some values, once for all corners of a strategy and the same in every run."""
    found: list[T] = []

    @_A_FEW
    @given(strategy)
    def keep(value: T) -> None:
        found.append(value)

    keep()
    return tuple(found)


def shows(strategy: SearchStrategy[T], wanted: Callable[[T], bool]) -> bool:
    """Tell whether a strategy draws what is wanted."""
    return any(map(wanted, drawn(strategy))) or wanted(find(strategy, wanted, settings=_AT_LENGTH))
