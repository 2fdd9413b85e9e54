"""
Goods: what is ordered at the stations of a sample.

Top-ups and bills are among the services that stations were seen to offer (business4etrade.org, 5 April 2017).
All other categories are made up, and so are all shares and prices.
"""

from itertools import accumulate
from typing import Final, final

from attrs import frozen

from rural_taobao.identifiers import CategoryCode
from rural_taobao.samples.seeds import Draws

__all__ = ["ASSORTMENT", "Goods", "ordered_goods"]

_JIAO: Final = 10
"""Prices are in tens of the smallest coin."""


@final
@frozen
class Goods:
    """
    One category of goods or services.

    Attributes:
        category: Its code.
        weight: How often it is ordered, beside the others.
        least: The lowest price of one, in minor units.
        most: The highest price of one; low prices are likelier.
        units: The most of them in one order.
        presale: Whether they can be ordered before Double 11 against a deposit.
        parcel: Whether they come as a parcel.
    """

    category: CategoryCode
    weight: int
    least: int
    most: int
    units: int
    presale: bool = False
    parcel: bool = True

    def price(self, draws: Draws) -> int:
        """Draw the price of one, in minor units."""
        steps = (self.most - self.least) // _JIAO + 1
        return self.least + _JIAO * (draws.below(steps) ** 2 // steps)


ASSORTMENT: Final = (
    Goods(CategoryCode("phones"), 6, 69_900, 299_900, 1, presale=True),
    Goods(CategoryCode("appliances"), 10, 9_900, 349_900, 1, presale=True),
    Goods(CategoryCode("clothing"), 28, 3_900, 39_900, 3, presale=True),
    Goods(CategoryCode("daily-goods"), 24, 990, 12_900, 6),
    Goods(CategoryCode("food"), 12, 1_900, 19_900, 6),
    Goods(CategoryCode("farm-supplies"), 10, 1_500, 60_000, 10),
    Goods(CategoryCode("top-ups"), 10, 3_000, 20_000, 1, parcel=False),
)
"""All goods; `top-ups` are telephone top-ups and utility bills."""
_REACHED: Final = tuple(accumulate(each.weight for each in ASSORTMENT))


def ordered_goods(draws: Draws) -> Goods:
    """
    Draw what an order is for.

    Example:
        >>> ordered_goods(Draws(11)).category
        CategoryCode('daily-goods')
    """
    return ASSORTMENT[draws.place(_REACHED)]
