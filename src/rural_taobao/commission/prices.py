"""
Prices: the rate forms without a table, for each event, each unit, each package or each yuan.

A form over money pays a `Rate` of it, a form over units a `UnitPrice` for each; none takes the one for the other.
"""

from collections.abc import Iterator
from typing import final

from attrs import field, frozen

from rural_taobao.commission.edges import MixedTiers, holds_something
from rural_taobao.commission.tiers import not_below_zero
from rural_taobao.exact import Rate, is_rate
from rural_taobao.flaws import Checks, Flaw, refuse
from rural_taobao.money import Money, UnitPrice, is_money, is_price

__all__ = ["Flat", "PerPackage", "PerUnit", "Percentage", "PercentageAndFlat", "package_checks"]


@final
@frozen
class Flat:
    """
    A fixed amount for each event, whatever its size.

    Attributes:
        amount: What is paid, 0 or more.

    Raises:
        FlatBelowZero: It is less.

    Example:
        >>> Flat(Money.parse("2.00"))
        Flat(amount=Money(200, 'CNY'))
    """

    amount: Money = field(validator=[is_money, not_below_zero])


@final
@frozen
class PerUnit:
    """
    A price for each unit, each order or each parcel.

    Attributes:
        price: The price of one, exact to a millionth of a minor unit.
    """

    price: UnitPrice = field(validator=is_price)


@final
@frozen
class PerPackage:
    """
    A price for each package of some size that was begun: the last one counts whole, however little is in it.

    Attributes:
        size: How much one package holds, above 0: money, or a number of units.
        price: The price of one package, exact to a millionth of a minor unit.

    Raises:
        NothingHeld: A package holds nothing.

    Example:
        >>> from rural_taobao.commission.rating import bands
        >>> [(packages, str(each.price)) for packages, each in bands(PerPackage(10, UnitPrice.parse("3.00")), 21)]
        [(3, '¥3.00')]
    """

    size: Money | int = field(validator=holds_something("package"))
    price: UnitPrice = field(validator=is_price)

    def __attrs_post_init__(self) -> None:
        refuse(package_checks(self))


def package_checks(form: PerPackage) -> Checks:
    """Check that packages of money are paid for in the currency of that."""
    yield _in_one_currency(form)


def _in_one_currency(form: PerPackage) -> Iterator[Flaw]:
    if isinstance(form.size, Money) and form.size.currency != form.price.currency:
        yield ("price",), MixedTiers(form.size, form.price)


@final
@frozen
class Percentage:
    """
    A share of an amount of money.

    Attributes:
        rate: The share.
    """

    rate: Rate = field(validator=is_rate)


@final
@frozen
class PercentageAndFlat:
    """
    A share of an amount of money, and a fixed amount besides.

    Attributes:
        rate: The share.
        flat: The fixed amount, 0 or more, for each event.

    Raises:
        FlatBelowZero: It is less.
    """

    rate: Rate = field(validator=is_rate)
    flat: Money = field(validator=[is_money, not_below_zero])
