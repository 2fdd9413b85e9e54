"""Dividing: what a split makes of the amounts of many rows, each amount divided once."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias, TypeVar

from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.splits import Shared
from rural_taobao.identifiers import Party

__all__ = ["Divided", "Remembered", "divided", "of_partner", "owed"]

T = TypeVar("T")
Divided: TypeAlias = tuple[Callable[[int], tuple[int, ...]], Callable[[int], tuple[int, ...]]]
"""Give the part of each party of an amount in minor units: where no helper served, and where one did."""


class Remembered(dict[int, T]):
    """Results by their argument: amounts come again and again, and a look-up costs a tenth of the work."""

    def __init__(self, work: Callable[[int], T]) -> None:
        self.work = work

    def __missing__(self, argument: int) -> T:
        result = self[argument] = self.work(argument)
        return result


def divided(split: Shared) -> Divided:
    """Give what a split or a waterfall makes of amounts, without a helper and with one; each amount divided once."""
    plainly, helped = (Remembered(partial(split.parts, helped=helped)).__getitem__ for helped in (False, True))
    return plainly, helped


def owed(parts: Divided) -> Divided:
    """Give what each party owes of a fee, where its share is given."""
    plainly, helped = (Remembered(partial(_below_zero, each)).__getitem__ for each in parts)
    return plainly, helped


def _below_zero(parts: Callable[[int], tuple[int, ...]], amount: int) -> tuple[int, ...]:
    return tuple(-part for part in parts(amount))


def of_partner(rule: CommissionRule, parts: tuple[int, ...]) -> int:
    """Give what the partner gets of the parts of an amount."""
    return sum(part for party, part in zip(rule.parties, parts, strict=True) if party is Party.PARTNER)
