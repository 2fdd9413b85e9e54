"""
Bases: what of an event a rule measures, by a plain name or part by part.

The parts of an order's amount are told one by one: `gross - discount - tax_included + shipping`.
"""

from collections.abc import Iterable
from typing import Final, Self, TypeAlias, final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError, shown, spelled
from rural_taobao.identifiers import RuleId, several
from rural_taobao.kinds import Word

__all__ = [
    "AmountOf",
    "Basis",
    "BasisForm",
    "BasisUnfit",
    "BasisUnknown",
    "PartOff",
    "PartOn",
    "amount_of",
    "basis_form",
    "is_money",
]


@final
class Basis(Word):
    """What of an event is measured."""

    GROSS = "gross"
    """The amount before discounts."""
    NET = "net"
    """The amount less its discount."""
    MARGIN = "margin"
    """The amount less its discount and what the goods cost the seller; 0 where they cost more."""
    QUANTITY = "quantity"
    """The units ordered, or the pieces handed out."""
    COUNT = "count"
    """The event itself: one."""


@final
class PartOff(Word):
    """What may be taken off the amount before discounts."""

    DISCOUNT = "discount"
    TAX_INCLUDED = "tax_included"
    """The tax within what is left after the discount."""
    COST = "cost"
    """What the goods cost the seller; what is left is a margin, and 0 where they cost more."""


@final
class PartOn(Word):
    """What may be put on top of it."""

    TAX_ADDED = "tax_added"
    SHIPPING = "shipping"


@final
class BasisUnknown(RuralTaobaoError, ValueError):
    """
    What was given is no basis.

    Attributes:
        given: What was given.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        parts = [*(f"'- {part}'" for part in PartOff), *(f"'+ {part}'" for part in PartOn)]
        return (
            f"a basis must be one of {', '.join(Basis)}, or 'gross' and then some of {', '.join(parts)}, each once, "
            f"but {shown(self.given)} was given; write one of these, such as 'gross - discount - tax_included'"
        )


def _less(parts: Iterable[str]) -> frozenset[PartOff]:
    return frozenset(map(PartOff, several(parts)))


def _plus(parts: Iterable[str]) -> frozenset[PartOn]:
    return frozenset(map(PartOn, several(parts)))


@final
@frozen(kw_only=True)
class AmountOf:
    """
    The amount of an order before discounts, less some parts of it and plus others; a part that is not named is left.

    Attributes:
        less: What is taken off.
        plus: What is put on top.

    Example:
        >>> print(AmountOf(less=["tax_included", "discount"], plus=["shipping"]))
        gross - discount - tax_included + shipping
    """

    less: frozenset[PartOff] = field(converter=_less)
    plus: frozenset[PartOn] = field(converter=_plus)

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Read `gross`, and after it each part with its sign, in any order.

        Raises:
            BasisUnknown: The text is written in another way.

        Example:
            >>> AmountOf.parse("gross + shipping - discount") == AmountOf(less=["discount"], plus=["shipping"])
            True
        """
        start, *rest = text.split(" ")
        signs, names = rest[::2], rest[1::2]
        less, plus = ([name for sign, name in zip(signs, names, strict=False) if sign == each] for each in "-+")
        known = {*less} <= {*PartOff} and {*plus} <= {*PartOn} and len({*less, *plus}) == len(signs) == len(names)
        if start != Basis.GROSS or not known:
            raise BasisUnknown(text)
        return cls(less=less, plus=plus)

    def __str__(self) -> str:
        less = (f" - {part}" for part in PartOff if part in self.less)
        plus = (f" + {part}" for part in PartOn if part in self.plus)
        return "".join((Basis.GROSS, *less, *plus))


BasisForm: TypeAlias = Basis | AmountOf
"""Everything that can be measured; a closed union."""


_PLAIN: Final = {
    Basis.GROSS: AmountOf(less=[], plus=[]),
    Basis.NET: AmountOf(less=["discount"], plus=[]),
    Basis.MARGIN: AmountOf(less=["discount", "cost"], plus=[]),
}
"""The amounts that have a plain name."""


@final
class BasisUnfit(RuralTaobaoError, ValueError):
    """
    A rate pays for money where the basis is units, or the other way round.

    Attributes:
        rule: The rule.
        basis: Its basis.
        rate: The form of its rate.
    """

    def __init__(self, rule: RuleId, basis: BasisForm, rate: str) -> None:
        self.rule = rule
        self.basis = basis
        self.rate = rate
        super().__init__(rule, basis, rate)

    def __str__(self) -> str:
        stated = "prices" if is_money(self.basis) else "percentages"
        return (
            "a percentage must be of an amount, such as net, and a price per unit of quantity or count, but rule "
            f"{self.rule} has {stated} of {self.basis}, by form '{spelled(self.rate)}'; change the basis or the rate"
        )


def amount_of(basis: BasisForm) -> AmountOf | None:
    """
    Say part by part which amount a basis is; None where it is units.

    Example:
        >>> print(amount_of(Basis.MARGIN))
        gross - discount - cost
    """
    return basis if isinstance(basis, AmountOf) else _PLAIN.get(basis)


def is_money(basis: BasisForm) -> bool:
    """Tell whether a basis is an amount of money, and not of units."""
    return amount_of(basis) is not None


def basis_form(given: BasisForm | str) -> BasisForm:
    """
    Give a basis by its plain name, or by its parts; one that has a plain name comes by that name.

    Raises:
        BasisUnknown: A text is none.

    Example:
        >>> basis_form("quantity"), basis_form("gross - discount")
        (<Basis.QUANTITY: 'quantity'>, <Basis.NET: 'net'>)
    """
    if isinstance(given, str):
        if given in Basis.__members__.values():
            return Basis(given)
        given = AmountOf.parse(given)
    if not isinstance(given, AmountOf):
        raise BasisUnknown(given)
    return next((basis for basis, plain in _PLAIN.items() if plain == given), given)
