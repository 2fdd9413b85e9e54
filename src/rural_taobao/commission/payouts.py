"""
Payouts: what of an account is paid out, kept back and carried forward, step by step.

The order is one for all: what was carried forward and what was earned, deductions by their priority, withholding, the
minimum payout.
What is not paid out is not taxed yet: it is carried forward whole, and taxed with the payout that it is part of.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import TypeAlias, final

from attrs import field, frozen

from rural_taobao.commission.deductions import Deducted, Deduction, FixedSum, deducted
from rural_taobao.commission.withholding import (
    FlatWithholding,
    NoWithholding,
    ProgressiveWithholding,
    Withholding,
    tax_on,
    withholding_currency,
)
from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import DeductionId
from rural_taobao.kinds import Word, of_kind, tuple_of
from rural_taobao.money import CurrencyMismatch, Money, MoneyBelowZero, is_money, not_negative

__all__ = [
    "DeductionTwice",
    "Payout",
    "PayoutStep",
    "PayoutTerms",
    "PriorityTwice",
    "StepKind",
    "paid_out",
]


@final
class DeductionTwice(RuralTaobaoError, ValueError):
    """
    Two deductions of the same terms have one id.

    Attributes:
        deduction: The id.
    """

    def __init__(self, deduction: DeductionId) -> None:
        self.deduction = deduction
        super().__init__(deduction)

    def __str__(self) -> str:
        return f"deductions must have ids of their own, but two are called {self.deduction}; rename one"


@final
class PriorityTwice(RuralTaobaoError, ValueError):
    """
    Two deductions of the same terms have one priority, so that nobody knows which is taken first.

    Attributes:
        priority: The priority.
    """

    def __init__(self, priority: int) -> None:
        self.priority = priority
        super().__init__(priority)

    def __str__(self) -> str:
        return f"deductions must have priorities of their own, but two have {self.priority}; say which is taken first"


def _by_priority(deductions: Iterable[Deduction]) -> tuple[Deduction, ...]:
    listed = tuple_of(Deduction, deductions, "deductions", "Deduction(...)")
    return tuple(sorted(listed, key=attrgetter("priority")))


def _told_apart(_value: object, _attribute: object, deductions: tuple[Deduction, ...]) -> None:
    ids: set[DeductionId] = set()
    priorities: set[int] = set()
    for each in deductions:
        if each.id in ids:
            raise DeductionTwice(each.id)
        if each.priority in priorities:
            raise PriorityTwice(each.priority)
        ids.add(each.id)
        priorities.add(each.priority)


@final
@frozen(kw_only=True)
class PayoutTerms:
    """
    How a payee's account is paid out.

    Attributes:
        deductions: What is taken off first; in the order of their priorities, whichever they are given in.
        withholding: What is kept back as tax.
        minimum: The least that is paid, 0 or more; less is carried forward.

    Raises:
        DeductionTwice: Two deductions have one id.
        PriorityTwice: They have one priority.
        MoneyBelowZero: The minimum is negative.
        CurrencyMismatch: The parts are in two currencies.
    """

    deductions: tuple[Deduction, ...] = field(converter=_by_priority, validator=_told_apart)
    withholding: Withholding = field(
        validator=of_kind(
            (NoWithholding, FlatWithholding, ProgressiveWithholding),
            "NoWithholding(), FlatWithholding(rate, rounding) or ProgressiveWithholding(brackets, rounding)",
        )
    )
    minimum: Money = field(validator=not_negative)

    def __attrs_post_init__(self) -> None:
        sums = (each.takes.amount.currency for each in self.deductions if isinstance(each.takes, FixedSum))
        for named in (*sums, withholding_currency(self.withholding)):
            if named is not None and named != self.currency:
                raise CurrencyMismatch(self.currency, named)

    @property
    def currency(self) -> Currency:
        """The currency of the account."""
        return self.minimum.currency


@final
class StepKind(Word):
    """What a step of a payout does, in the order in which they come."""

    CARRIED_BEFORE = "carried_before"
    """What was carried forward from the payout before comes in."""
    EARNED = "earned"
    """What was earned since comes in."""
    DEDUCTED = "deducted"
    """A deduction is taken."""
    WITHHELD = "withheld"
    """Tax is kept back."""
    PAID = "paid"
    """The rest is paid."""


@final
@frozen
class PayoutStep:
    """
    One step of a payout.

    Attributes:
        kind: What it does.
        amount: What it adds to the account; negative for what it takes.
        left: What the account comes to after it.
        deduction: Which deduction it is of; None for another step.
    """

    kind: StepKind
    amount: Money
    left: Money
    deduction: DeductionId | None = None


_Step: TypeAlias = tuple[StepKind, Money, DeductionId | None]


@final
@frozen(kw_only=True)
class Payout:
    """
    What became of an account when it was paid out; made by `paid_out`.

    Attributes:
        carried_before: What was carried forward to it: below zero where the payee owed.
        gross: What was earned since, of any sign.
        deductions: What each deduction came to, in order.
        taxable: What it adds to the taxable amount of the tax month: all that is paid and withheld.
        withheld: What it keeps back as tax.
        not_withheld: Tax that is due and was not covered; the next payout of the tax month catches up on it.
        paid: What is paid.
        on_hold: Whether the payee was on hold, so that nothing was.
    """

    carried_before: Money
    gross: Money
    deductions: tuple[Deducted, ...]
    taxable: Money
    withheld: Money
    not_withheld: Money
    paid: Money
    on_hold: bool

    @property
    def steps(self) -> tuple[PayoutStep, ...]:
        """Every step in its order, each with what is left after it; after the last that is what is carried forward."""
        left = Money(0, self.gross.currency)
        steps: list[PayoutStep] = []
        changes: list[_Step] = [
            (StepKind.CARRIED_BEFORE, self.carried_before, None),
            (StepKind.EARNED, self.gross, None),
            *((StepKind.DEDUCTED, -each.taken, each.deduction.id) for each in self.deductions),
            (StepKind.WITHHELD, -self.withheld, None),
            (StepKind.PAID, -self.paid, None),
        ]
        for kind, amount, deduction in changes:
            left += amount
            steps.append(PayoutStep(kind, amount, left, deduction))
        return tuple(steps)

    @property
    def carried(self) -> Money:
        """What is carried forward: below the minimum, or below zero where the payee owes it."""
        return self.steps[-1].left


def paid_out(
    terms: PayoutTerms,
    gross: Money,
    *,
    carried_before: Money,
    taxed_before: Money,
    withheld_before: Money,
    on_hold: bool,
) -> Payout:
    """
    Work out what of an account is paid, kept back and carried forward.

    Args:
        terms: The terms.
        gross: What was earned since the payout before, of any sign; below zero where more was clawed back.
        carried_before: What that payout carried forward, of any sign.
        taxed_before: What the payouts before it in the same tax month have taxed, 0 or more: all their `taxable`.
        withheld_before: What they have withheld, 0 or more; a clawback never gives it back.
        on_hold: Whether the payee is on hold on the day of the payout, as `Payee.is_on_hold` tells: then deductions are
            taken, and the rest is carried forward, as it is below the minimum; nothing is taxed, withheld or paid.

    Raises:
        WrongKind: An amount is no money.
        MoneyBelowZero: What was taxed or withheld before is negative.
        CurrencyMismatch: An amount is in another currency than the terms.

    Example:
        >>> from rural_taobao.exact import Rate, Rounding
        >>> terms = PayoutTerms(
        ...     deductions=[],
        ...     withholding=FlatWithholding(Rate.parse("3.3 %"), Rounding.DOWN),
        ...     minimum=Money.parse("10.00"),
        ... )
        >>> nothing = Money(0)
        >>> payout = paid_out(
        ...     terms,
        ...     Money.parse("200.00"),
        ...     carried_before=Money.parse("-50.00"),
        ...     taxed_before=nothing,
        ...     withheld_before=nothing,
        ...     on_hold=False,
        ... )
        >>> for step in payout.steps:
        ...     print(step.kind, step.amount, step.left)
        carried_before -¥50.00 -¥50.00
        earned ¥200.00 ¥150.00
        withheld -¥4.95 ¥145.05
        paid -¥145.05 ¥0.00
    """
    for amount in (gross, carried_before, taxed_before, withheld_before):
        is_money(None, None, amount)
        if amount.currency != terms.currency:
            raise CurrencyMismatch(terms.currency, amount.currency)
    for name, before in (("taxed_before", taxed_before), ("withheld_before", withheld_before)):
        if before.minor < 0:
            raise MoneyBelowZero(name, before)
    nothing = Money(0, terms.currency)
    payable = left = carried_before + gross
    deductions: list[Deducted] = []
    for deduction in terms.deductions:
        deductions.append(deducted(deduction, gross=gross, payable=payable, left=left))
        left -= deductions[-1].taken
    taxable = max(nothing, left)
    due = max(nothing, tax_on(terms.withholding, taxed_before + taxable) - withheld_before)
    withheld = min(due, taxable)
    pays = bool(taxable) and taxable - withheld >= terms.minimum and not on_hold
    return Payout(
        carried_before=carried_before,
        gross=gross,
        deductions=tuple(deductions),
        taxable=taxable if pays else nothing,
        withheld=withheld if pays else nothing,
        not_withheld=due - withheld if pays else nothing,
        paid=taxable - withheld if pays else nothing,
        on_hold=on_hold,
    )
