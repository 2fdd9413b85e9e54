"""Trade: what becomes of each order of a sample, from the price to the parcel and the money back."""

from enum import Enum, auto
from itertools import accumulate
from typing import Final, final

from rural_taobao.instants import DAY
from rural_taobao.samples.goods import Goods, ordered_goods
from rural_taobao.samples.hours import HOUR, SECOND, Hours, double_11
from rural_taobao.samples.seeds import Draws
from rural_taobao.settlement.building import EventsBuilder
from rural_taobao.settlement.events import CancellationReason

__all__ = ["Trade"]

_PRESALE_DAYS: Final = 10
_PRESALES: Final = 1, 4
_DEPOSITS_LOST: Final = 1, 20
_SEVERAL: Final = 1, 4
_WHOLLY_REFUNDED: Final = 60, 100
_DISCOUNTS: Final = -30, 20
_FESTIVE_DISCOUNTS: Final = 5, 40
"""Percent; nothing is taken off where it comes to less than none."""
_PARCELS: Final = 50, 100
_REASONS: Final = tuple(CancellationReason)
_REASONS_REACHED: Final = (5, 7, 8)
"""The weights of the reasons are 5, 2 and 1, added up."""


@final
class _Fate(Enum):
    """What befalls an order, if anything does."""

    PAID_LATER = auto()
    REFUNDED = auto()
    UNPAID = auto()
    CANCELLED = auto()
    KNOWN_LATE = auto()
    FREE = auto()
    NOTHING = auto()


_FATES: Final = tuple(_Fate)
_FATES_REACHED: Final = tuple(accumulate((50, 30, 20, 8, 3, 2, 887)))
"""How many of a thousand orders each befalls, added up."""


@final
class Trade:
    """
    Makes the events of a month and gives them to a builder, order by order.

    Args:
        draws: Where chance comes from.
        builder: Takes the events.
        hours: The month.
    """

    def __init__(self, draws: Draws, builder: EventsBuilder, hours: Hours) -> None:
        self._draws = draws
        self._builder = builder
        self._hours = hours
        self._presale = self._sale = range(0)
        festival = double_11(hours.month)
        if festival is not None:
            start = hours.clock.midnight(festival)
            self._sale = range(start, start + DAY)
            self._presale = range(start - _PRESALE_DAYS * DAY, start)

    def order(self, number: str, station: str, placed: int) -> None:
        """
        Make one order, and whatever follows from it.

        Args:
            number: What tells its events from those of all other orders.
            station: Where it is placed.
            placed: When, in microseconds since 1970.
        """
        draws = self._draws
        fate = _FATES[draws.place(_FATES_REACHED)]
        what = ordered_goods(draws)
        quantity = draws.between(2, what.units) if what.units > 1 and draws.chance(*_SEVERAL) else 1
        gross = quantity * what.price(draws)
        discount = gross if fate is _Fate.FREE else self._discount(gross, placed)
        deposit, balance, paid = self._paid(placed, what, fate)
        received = None if paid is None or fate is _Fate.CANCELLED else self._received(paid)
        instants = placed, deposit, balance, paid, received
        known = self._soon(next(instant for instant in reversed(instants) if instant is not None))
        if placed < self._hours.start:
            known = max(known, self._hours.start + draws.below(5 * 86_400) * SECOND)
        if fate is _Fate.KNOWN_LATE:
            known += draws.between(3, 20) * DAY
        self._builder.add_order(f"o-{number}", station, what.category, quantity, gross, discount, instants, known)
        if fate is _Fate.CANCELLED:
            self._cancel(number, placed)
        if received is not None:
            if what.parcel and draws.chance(*_PARCELS):
                self._builder.add_parcel(f"p-{number}", station, None, 1, received, self._soon(received))
            if fate is _Fate.REFUNDED:
                self._refund(number, quantity, gross, discount, received)

    def _discount(self, gross: int, placed: int) -> int:
        """Draw what is taken off: more of it, and oftener, on Double 11."""
        percent = self._draws.between(*(_FESTIVE_DISCOUNTS if placed in self._sale else _DISCOUNTS))
        return gross * max(0, percent) // 100

    def _paid(self, placed: int, what: Goods, fate: _Fate) -> tuple[int | None, int | None, int | None]:
        """Draw when deposit, balance and all were paid; what is presold is paid off on Double 11, or never."""
        draws = self._draws
        if fate is _Fate.UNPAID:
            return None, None, None
        if what.presale and placed in self._presale and draws.chance(*_PRESALES):
            deposit = placed + draws.between(20, 600) * SECOND
            if draws.chance(*_DEPOSITS_LOST):
                return deposit, None, None
            balance = max(deposit, self._sale.start + draws.below(DAY // SECOND) * SECOND)
            return deposit, balance, balance
        return None, None, placed + draws.between(20, 86_400 if fate is _Fate.PAID_LATER else 600) * SECOND

    def _received(self, paid: int) -> int:
        """Draw when the villager had it: between eight and eight, after two to nine days on the road."""
        midnight = paid - (paid - self._hours.start) % DAY
        days, seconds = divmod(self._draws.below(8 * 43_200), 43_200)
        return midnight + (days + 2) * DAY + 8 * HOUR + seconds * SECOND

    def _soon(self, happened: int) -> int:
        """Draw when something was known that had happened: within a quarter of a day."""
        return happened + self._draws.below(21_600) * SECOND

    def _cancel(self, number: str, placed: int) -> None:
        """Take an order back, or disqualify it."""
        draws = self._draws
        reason = _REASONS[draws.place(_REASONS_REACHED)]
        at = placed + draws.between(3_600, 20 * 86_400) * SECOND
        self._builder.add_cancellation(f"c-{number}", f"o-{number}", reason, at, self._soon(at))

    def _refund(self, number: str, quantity: int, gross: int, discount: int, received: int) -> None:
        """Give back all of an order, some of its units, or a part of the price of one that is kept."""
        draws = self._draws
        at = received + draws.between(3_600, 7 * 86_400) * SECOND
        if draws.chance(*_WHOLLY_REFUNDED):
            back, units = (quantity, quantity), quantity
        elif quantity > 1:
            units = draws.between(1, quantity - 1)
            back = units, quantity
        else:
            back, units = (draws.between(10, 50), 100), 0
        part, whole = back
        self._builder.add_refund(
            f"r-{number}",
            f"o-{number}",
            gross * part // whole,
            discount * part // whole,
            units,
            at,
            self._soon(at),
        )
