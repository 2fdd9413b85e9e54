"""Members: the events of one account, by how they were sorted into it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, final

from attrs import frozen

from rural_taobao.settlement.lines import Account
from rural_taobao.settlement.tallies import Slip

__all__ = ["Member", "Slips", "members_of"]

Slips: TypeAlias = Sequence[tuple[Slip, Sequence[int]]]
"""Rows by the slips that they were sorted under, each once."""


@final
@frozen(eq=False)
class Member:
    """
    The events of one account.

    Attributes:
        slips: The rows that count in it, by how they were sorted into it.
        cancelled: The rows that would count in it, were they not cancelled.
    """

    slips: Slips
    cancelled: Slips

    @property
    def cumulative(self) -> bool:
        """Whether one row bears upon those after it."""
        return any(slip.rule.cumulative or slip.capped for slip, _ in (*self.slips, *self.cancelled))

    def rows(self) -> Iterator[int]:
        """Give every row of the account, cancelled ones too."""
        for _, rows in (*self.slips, *self.cancelled):
            yield from rows


def members_of(
    counting: Mapping[Slip, Sequence[int]], cancelled: Mapping[Slip, Sequence[int]]
) -> dict[Account, Member]:
    """
    Put the events of each account together.

    Args:
        counting: The rows of each slip that count.
        cancelled: Those that would count, were they not cancelled.
    """
    counts, would = _by_account(counting), _by_account(cancelled)
    return {of: Member(counts.get(of, ()), would.get(of, ())) for of in {**counts, **would}}


def _by_account(slips: Mapping[Slip, Sequence[int]]) -> dict[Account, Slips]:
    """Give slips and their rows by the account that they count in."""
    found: dict[Account, list[tuple[Slip, Sequence[int]]]] = {}
    for each in slips.items():
        found.setdefault(each[0].account, []).append(each)
    return {of: tuple(some) for of, some in found.items()}
