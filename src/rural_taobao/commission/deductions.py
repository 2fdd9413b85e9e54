"""Deductions: what is taken off a payee's pay before it is paid, in an order, and never more than a share of it."""

from typing import TypeAlias, assert_never, final

from attrs import field, frozen

from rural_taobao.exact import MILLIONTHS, Rate, Rounding, is_share, rounded
from rural_taobao.identifiers import DeductionId
from rural_taobao.kinds import Word, of_kind, positive
from rural_taobao.money import Money, not_negative

__all__ = ["Deducted", "Deduction", "FixedSum", "ShareOf", "ShareOfGross", "Takes", "deducted"]


@final
class ShareOf(Word):
    """What the most that a deduction may take is a share of."""

    PAYABLE = "payable"
    """What there was before any deduction: what was carried forward and what was earned."""
    LEFT = "left"
    """What the deductions before it left."""


@final
@frozen
class FixedSum:
    """
    The same sum from every payout.

    Attributes:
        amount: The sum, 0 or more.
    """

    amount: Money = field(validator=not_negative)


@final
@frozen
class ShareOfGross:
    """
    A share of what was earned since the last payout; nothing where that is negative.

    Attributes:
        rate: The share, 100 % or less.
        rounding: How it becomes whole minor units.
    """

    rate: Rate = field(validator=is_share)
    rounding: Rounding = field(converter=Rounding)


Takes: TypeAlias = FixedSum | ShareOfGross
"""What a deduction takes; a closed union."""


@final
@frozen(kw_only=True)
class Deduction:
    """
    One deduction: a loan that is paid back, rent for a terminal, a contribution.

    Attributes:
        id: The deduction, unique among the terms.
        name: What people call it.
        priority: Its turn, 1 or more; the lowest number is taken first.
        takes: What it takes.
        max_share: The most that it may take, 100 % or less, as a share cut to whole minor units.
        max_share_of: What that is a share of.

    Example:
        >>> rent = Deduction(
        ...     id="terminal",
        ...     priority=1,
        ...     takes=FixedSum(Money.parse("50.00")),
        ...     max_share=Rate.parse("20 %"),
        ...     max_share_of="left",
        ... )
        >>> found = deducted(rent, gross=Money(120_00), payable=Money(120_00), left=Money(90_00))
        >>> print(found.taken, found.rest)
        ¥18.00 ¥32.00
    """

    id: DeductionId = field(converter=DeductionId)
    name: str = ""
    priority: int = field(validator=positive)
    takes: Takes = field(
        validator=of_kind((FixedSum, ShareOfGross), "FixedSum(amount) or ShareOfGross(rate, rounding)")
    )
    max_share: Rate = field(validator=is_share)
    max_share_of: ShareOf = field(converter=ShareOf)


@final
@frozen
class Deducted:
    """
    What a deduction came to.

    Attributes:
        deduction: The deduction.
        wanted: What it would take.
        most: The most that it may take.
        taken: What it took: what it would, as far as it may.
    """

    deduction: Deduction
    wanted: Money
    most: Money
    taken: Money

    @property
    def rest(self) -> Money:
        """What it would have taken and could not; whoever wants it later asks for it then."""
        return self.wanted - self.taken


def deducted(deduction: Deduction, *, gross: Money, payable: Money, left: Money) -> Deducted:
    """
    Work out what a deduction takes.

    Args:
        deduction: The deduction.
        gross: What was earned since the last payout, of any sign.
        payable: What there was before any deduction, of any sign; where it is negative nothing is taken.
        left: What the deductions before it left of that.

    Raises:
        CurrencyMismatch: A fixed sum is in another currency.
    """
    takes = deduction.takes
    match takes:
        case FixedSum(amount):
            wanted = amount
        case ShareOfGross(rate, rounding):
            wanted = Money(rounded(max(0, gross.minor) * rate.millionths, MILLIONTHS, rounding), gross.currency)
        case _:
            assert_never(takes)
    match deduction.max_share_of:
        case ShareOf.PAYABLE:
            of = payable
        case ShareOf.LEFT:
            of = left
        case _:
            assert_never(deduction.max_share_of)
    share = of.minor * deduction.max_share.millionths // MILLIONTHS
    most = Money(max(0, min(share, left.minor)), left.currency)
    return Deducted(deduction, wanted, most, min(wanted, most))
