"""
Withholding: the tax that is kept back when a payee is paid, on all that is taxable in a tax month so far.

Progressive brackets are written as tax tables are printed: the rate of the bracket times the whole taxable amount, less
a quick deduction.
That deduction is no allowance but follows from the brackets below, so a misprint in it is found.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias, assert_never, final

from attrs import field, frozen
from attrs.validators import optional

from rural_taobao.commission.edges import NotAscending, TierOpenInTheMiddle
from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import MILLIONTHS, Exact, Rate, Rounding, decimal_text, is_share, rounded
from rural_taobao.kinds import tuple_of
from rural_taobao.money import CurrencyMismatch, Money, is_money, not_negative

__all__ = [
    "Bracket",
    "BracketsNotOpen",
    "FlatWithholding",
    "NoWithholding",
    "ProgressiveWithholding",
    "QuickDeductionWrong",
    "Withholding",
    "bracket_faults",
    "tax_on",
    "withholding_currency",
]


@final
class BracketsNotOpen(RuralTaobaoError, ValueError):
    """
    The brackets of a tax end somewhere, or there are none.

    Attributes:
        end: Where they end; None where there are none.
    """

    def __init__(self, end: Money | None) -> None:
        self.end = end
        super().__init__(end)

    def __str__(self) -> str:
        given = "there is none" if self.end is None else f"it ends at {self.end}"
        return f"the last bracket of a tax must have no end, but {given}; add the bracket for whatever is above"


@final
class QuickDeductionWrong(RuralTaobaoError, ValueError):
    """
    A quick deduction makes the tax jump where two brackets meet.

    Attributes:
        rate: The rate of its bracket.
        given: The quick deduction that was given.
        right: The one that makes the tax go on where the bracket below ends, in minor units.
    """

    def __init__(self, rate: Rate, given: Money, right: Exact) -> None:
        self.rate = rate
        self.given = given
        self.right = right
        super().__init__(rate, given, right)

    def __str__(self) -> str:
        currency = self.given.currency
        coins, rest = divmod(self.right.numerator, self.right.denominator)
        right = str(Money(coins, currency))
        if rest:
            finest = rounded(self.right.numerator * MILLIONTHS, self.right.denominator, Rounding.DOWN)
            right = f"{currency.sign}{decimal_text(finest, currency.digits + 6, trim=True)}"
        return (
            f"the quick deduction of the bracket at {self.rate} must be {right}, so that the tax goes on "
            f"where the bracket below ends, but {self.given} was given; state that, or mend the edge or the rate"
        )


@final
@frozen
class NoWithholding:
    """Nothing is withheld: the payee pays the tax."""


@final
@frozen
class FlatWithholding:
    """
    One rate on all that is taxable.

    Attributes:
        rate: The rate, 100 % or less.
        rounding: How the tax becomes whole minor units.
    """

    rate: Rate = field(validator=is_share)
    rounding: Rounding = field(converter=Rounding)


@final
@frozen
class Bracket:
    """
    One row of a tax table.

    Attributes:
        up_to: The greatest taxable amount in it; None where it is open.
        rate: Its rate, 100 % or less, on the whole taxable amount.
        quick_deduction: What is taken off that, 0 or more.
    """

    up_to: Money | None = field(validator=optional(is_money))
    rate: Rate = field(validator=is_share)
    quick_deduction: Money = field(validator=not_negative)


def bracket_faults(brackets: Sequence[Bracket | None]) -> Iterator[tuple[int, RuralTaobaoError]]:
    """
    Tell what is wrong with brackets beside each other, each with the place of the bracket that it is told of.

    Args:
        brackets: The brackets; None for one that is told of elsewhere, so that nothing is said of those above it.
    """
    if not brackets:
        yield 0, BracketsNotOpen(None)
        return
    sound: list[Bracket] = []
    for bracket in brackets:
        if bracket is None:
            break
        sound.append(bracket)
    for place, bracket in enumerate(sound):
        currency = sound[0].quick_deduction.currency
        for named in (bracket.up_to, bracket.quick_deduction):
            if named is not None and named.currency != currency:
                yield place, CurrencyMismatch(currency, named.currency)
                return
    yield from _rising(sound)
    last = brackets[-1]
    if last is not None and last.up_to is not None:
        yield len(brackets) - 1, BracketsNotOpen(last.up_to)


def _rising(brackets: Sequence[Bracket]) -> Iterator[tuple[int, RuralTaobaoError]]:
    """Tell of brackets that do not rise, and of quick deductions that make the tax jump."""
    edge, right = 0, 0
    for place, bracket in enumerate(brackets):
        below = brackets[place - 1] if place else None
        if below is not None:
            if below.up_to is None:
                yield place - 1, TierOpenInTheMiddle(Money(edge, below.quick_deduction.currency))
                return
            if bracket.rate <= below.rate:
                what = "rates of brackets"
                yield place, NotAscending(what, below.rate, bracket.rate)
                return
            edge = below.up_to.minor
            right += (bracket.rate.millionths - below.rate.millionths) * edge
        if bracket.quick_deduction.minor * MILLIONTHS != right:
            yield place, QuickDeductionWrong(bracket.rate, bracket.quick_deduction, Exact(right, MILLIONTHS))
        if bracket.up_to is not None and bracket.up_to.minor <= edge:
            what = "brackets"
            yield place, NotAscending(what, Money(edge, bracket.up_to.currency), bracket.up_to)
            return


def _brackets(brackets: Iterable[Bracket]) -> tuple[Bracket, ...]:
    return tuple_of(Bracket, brackets, "brackets", "Bracket(...)")


def _continuous(_value: object, _attribute: object, brackets: tuple[Bracket, ...]) -> None:
    for _, error in bracket_faults(brackets):
        raise error


@final
@frozen
class ProgressiveWithholding:
    """
    A rate that rises with the taxable amount, each part of which is taxed at the rate of its bracket.

    Attributes:
        brackets: The brackets, rising in amount and in rate; the last one is open.
        rounding: How the tax becomes whole minor units.

    Raises:
        BracketsNotOpen: The last bracket ends, or there is none.
        TierOpenInTheMiddle: Another one does not.
        NotAscending: The brackets, or their rates, do not rise.
        QuickDeductionWrong: A quick deduction makes the tax jump.
        CurrencyMismatch: The brackets are in two currencies.

    Example:
        >>> yuan = Money.parse
        >>> table = ProgressiveWithholding(
        ...     [
        ...         Bracket(yuan("20000"), Rate.parse("20 %"), yuan("0")),
        ...         Bracket(yuan("50000"), Rate.parse("30 %"), yuan("2000")),
        ...         Bracket(None, Rate.parse("40 %"), yuan("7000")),
        ...     ],
        ...     Rounding.HALF_UP,
        ... )
        >>> print(tax_on(table, yuan("24000")))
        ¥5,200.00
    """

    brackets: tuple[Bracket, ...] = field(converter=_brackets, validator=_continuous)
    rounding: Rounding = field(converter=Rounding)


Withholding: TypeAlias = NoWithholding | FlatWithholding | ProgressiveWithholding
"""Every form of withholding; a closed union."""


def tax_on(withholding: Withholding, taxable: Money) -> Money:
    """
    Give the tax on all that is taxable in a tax month.

    Args:
        withholding: The form.
        taxable: The taxable amount, 0 or more.

    Raises:
        MoneyBelowZero: It is negative.
        CurrencyMismatch: It is in another currency than the brackets.
    """
    not_negative(None, None, taxable)
    match withholding:
        case NoWithholding():
            return Money(0, taxable.currency)
        case FlatWithholding(rate, rounding):
            return Money(rounded(taxable.minor * rate.millionths, MILLIONTHS, rounding), taxable.currency)
        case ProgressiveWithholding(brackets, rounding):
            bracket = next(each for each in brackets if each.up_to is None or taxable <= each.up_to)
            exact = taxable.minor * bracket.rate.millionths - bracket.quick_deduction.minor * MILLIONTHS
            return Money(rounded(exact, MILLIONTHS, rounding), taxable.currency)
        case _:
            assert_never(withholding)


def withholding_currency(withholding: Withholding) -> Currency | None:
    """Give the currency that a form names; None where it names none."""
    match withholding:
        case NoWithholding() | FlatWithholding():
            return None
        case ProgressiveWithholding(brackets):
            return brackets[0].quick_deduction.currency
        case _:
            assert_never(withholding)
