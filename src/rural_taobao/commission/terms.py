"""
Terms: what is done to amounts, as a small tree that can be read, stored and worked out again.

A term is an operand, or what became of other terms: whole minor units, or an exact amount that a `Rounded` around it
makes whole.
"""

from typing import TypeAlias, final

from attrs import frozen

from rural_taobao.commission.bases import BasisForm
from rural_taobao.commission.operands import Banded, Counted, Exactly, Sloped, Units
from rural_taobao.exact import Rounding
from rural_taobao.identifiers import Party
from rural_taobao.kinds import Word
from rural_taobao.money import Allocation

__all__ = [
    "AgeUnit",
    "Aged",
    "AtVolume",
    "Boosted",
    "Bounded",
    "Fallen",
    "Less",
    "Levelled",
    "Limited",
    "Owed",
    "Part",
    "PastFree",
    "Poured",
    "Rounded",
    "Scaled",
    "Sum",
    "Term",
    "Topped",
    "UnitBounded",
]


@final
@frozen
class Sum:
    """
    Amounts added up.

    Attributes:
        terms: The amounts.
    """

    terms: "tuple[Term, ...]"


@final
@frozen
class AtVolume:
    """
    What a measure earns at the rate that another measure, the volume, chooses.

    Attributes:
        term: What the measure earns.
        volume: The volume, in minor units or in units, 0 or more.
        basis: What the volume is of.
    """

    term: "Term"
    volume: int
    basis: BasisForm


@final
@frozen
class PastFree:
    """
    What the rest of a measure earns, of which a first part is free.

    Attributes:
        term: What the rest earns.
        free: The part that earns nothing, in minor units or in units.
    """

    term: "Term"
    free: int


@final
@frozen
class Boosted:
    """
    An amount that a campaign multiplies.

    Attributes:
        term: The amount.
        campaign: The campaign.
        factor: By how many millionths.
    """

    term: "Term"
    campaign: str
    factor: int


@final
@frozen
class Topped:
    """
    An amount to which a campaign adds a rate.

    Attributes:
        term: The amount.
        campaign: The campaign.
        measure: What the rate is applied to, in minor units or in units.
        rate: Millionths of a minor unit that each of it earns besides.
    """

    term: "Term"
    campaign: str
    measure: int
    rate: int


@final
@frozen
class UnitBounded:
    """
    An amount raised to a floor and then cut to a cap that are stated for each unit.

    Attributes:
        term: The amount.
        units: How many units there are.
        floor: The least that each earns, in millionths of a minor unit, or None.
        cap: The most, or None.
    """

    term: "Term"
    units: int
    floor: int | None
    cap: int | None


@final
@frozen
class Limited:
    """
    An amount cut to what is left of a cap that it shares with others.

    Attributes:
        term: The amount.
        cap: The cap.
        left: What is left of it, in minor units.
    """

    term: "Term"
    cap: str
    left: int


@final
@frozen
class Fallen:
    """
    What a running total falls by, of which that comes off first which caps had cut before; never above zero.

    Attributes:
        term: The amount, 0 or less.
        cut: What had been cut of the events before it, in minor units, and was not set off yet.
    """

    term: "Term"
    cut: int


@final
@frozen
class Rounded:
    """
    An exact amount made whole.

    Attributes:
        term: The amount.
        mode: Which way.
    """

    term: "Term"
    mode: Rounding


@final
@frozen
class Less:
    """
    One amount less another.

    Attributes:
        term: The one.
        less: The other.
    """

    term: "Term"
    less: "Term"


@final
@frozen
class Bounded:
    """
    An amount raised to a floor and then cut to a cap.

    Attributes:
        term: The amount.
        floor: The least, in minor units, or None.
        cap: The most, in minor units, or None; it wins over the floor.
    """

    term: "Term"
    floor: int | None
    cap: int | None


@final
@frozen
class Scaled:
    """
    A share of an amount: what is reversed of a commission.

    Attributes:
        term: The amount.
        numerator: The part of the basis, 0 or more.
        denominator: The basis, 1 or more.
    """

    term: "Term"
    numerator: int
    denominator: int


@final
class AgeUnit(Word):
    """What the ages of refunds are counted in."""

    DAYS = "days"
    """Whole days of 24 hours."""
    MONTHS = "months"
    """Whole months of the calendar, on the network's clock."""


@final
@frozen
class Aged:
    """
    What refunds take back of an amount, each by the age at which it came.

    Attributes:
        term: The amount.
        parts: Of each refund the part of the basis that it took, its age, and how much of the scale is taken back.
        basis: The basis, 1 or more.
        scale: The scale, 1 or more.
        unit: What the ages are counted in.
    """

    term: "Term"
    parts: tuple[tuple[int, int, int], ...]
    basis: int
    scale: int
    unit: AgeUnit


@final
@frozen
class Part:
    """
    What one of several shares of an amount comes to.

    Attributes:
        term: The amount, in whole minor units.
        weights: The weights of all shares.
        mode: Who takes the units that are left.
        place: Which share, from 0; the number of shares for the rest, where the mode keeps it apart.
    """

    term: "Term"
    weights: tuple[int, ...]
    mode: Allocation
    place: int


@final
@frozen
class Levelled:
    """
    What one of several levels earns, beside the levels below it.

    Attributes:
        term: What its own rate comes to, in whole minor units.
        level: Who stands on the level.
        off: What the levels below earned, in minor units, where that was taken off the measure before it was rated.
        below: What was paid below already, in minor units, where that is taken off the amount; never below 0.
    """

    term: "Term"
    level: Party
    off: int
    below: int


@final
@frozen
class Poured:
    """
    What one of several steps takes of an amount, each up to its maximum and one after the other.

    Attributes:
        term: The amount, in whole minor units.
        maxima: The most that each step takes, in minor units, 0 or more.
        place: Which step, from 0; the number of steps for what is left after them.
    """

    term: "Term"
    maxima: tuple[int, ...]
    place: int


@final
@frozen
class Owed:
    """
    What a fee comes to for whoever owes it: an amount below zero.

    Attributes:
        term: What is owed; below zero where it is given back.
    """

    term: "Term"


Term: TypeAlias = (
    Units
    | Banded
    | Counted
    | Sloped
    | Exactly
    | Sum
    | AtVolume
    | PastFree
    | Boosted
    | Topped
    | UnitBounded
    | Bounded
    | Limited
    | Fallen
    | Rounded
    | Less
    | Scaled
    | Aged
    | Part
    | Poured
    | Levelled
    | Owed
)
"""Every term; a closed union."""
