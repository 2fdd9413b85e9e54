"""
Arithmetic as JSON: how an amount came about, on one line, as lists that begin with the name of an operation.

`["part",["rounded",["banded",[[119900,20000]]],"half_up"],[700000,200000,100000],"largest_remainder",0]` is the first
of three shares of 2 % of 119900, rounded.
"""

import json
from typing import Final, Never, TypeAlias, TypeVar, assert_never, final

from rural_taobao.commission.bases import BasisForm, basis_form
from rural_taobao.commission.operands import Banded, Counted, Exactly, Sloped, Units
from rural_taobao.commission.terms import (
    Aged,
    AgeUnit,
    AtVolume,
    Boosted,
    Bounded,
    Fallen,
    Less,
    Levelled,
    Limited,
    Owed,
    Part,
    PastFree,
    Poured,
    Rounded,
    Scaled,
    Sum,
    Term,
    Topped,
    UnitBounded,
)
from rural_taobao.documents.trees import DEEPEST
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.exact import Rounding
from rural_taobao.identifiers import Identifier, Party
from rural_taobao.money import Allocation

__all__ = ["ArithmeticMalformed", "arithmetic_text", "read_arithmetic"]

Choice = TypeVar("Choice", Rounding, Allocation, AgeUnit, Party)
_Json: TypeAlias = str | int | bool | list["_Json"] | None

_MOST_DIGITS: Final = 100
_NAMES: Final = (
    "units",
    "banded",
    "counted",
    "sloped",
    "exactly",
    "sum",
    "at_volume",
    "past_free",
    "boosted",
    "topped",
    "unit_bounded",
    "bounded",
    "limited",
    "fallen",
    "rounded",
    "less",
    "scaled",
    "aged",
    "part",
    "poured",
    "levelled",
    "owed",
)
_PAIR: Final = 2
_TRIPLE: Final = 3


@final
class ArithmeticMalformed(RuralTaobaoError, ValueError):
    """
    A text does not tell how an amount came about.

    Attributes:
        demand: What must hold of it.
        given: What was given there.
    """

    def __init__(self, demand: str, given: object) -> None:
        self.demand = demand
        self.given = given
        super().__init__(demand, given)

    def __str__(self) -> str:
        return (
            f"arithmetic must be {self.demand}, but {shown(self.given)} was given; "
            "leave a ledger as it was written, or settle again from the ledger before"
        )


def arithmetic_text(term: Term) -> str:
    """
    Write a term as JSON, without a space.

    Example:
        >>> arithmetic_text(Less(Units(5), Rounded(Banded(((119900, 20000),)), Rounding.HALF_UP)))
        '["less",["units",5],["rounded",["banded",[[119900,20000]]],"half_up"]]'
    """
    match term:
        case Units(minor):
            return f'["units",{minor}]'
        case Banded(bands):
            return f'["banded",[{",".join([f"[{part},{rate}]" for part, rate in bands])}]]'
        case Counted(count, price):
            return f'["counted",{count},{price}]'
        case Sloped(measure, low, low_rate, high, high_rate):
            return f'["sloped",{measure},{low},{low_rate},{high},{high_rate}]'
        case Exactly(numerator, denominator):
            return f'["exactly",{numerator},{denominator}]'
        case PastFree(inner, free):
            return f'["past_free",{arithmetic_text(inner)},{free}]'
        case AtVolume(inner, volume, basis):
            return f'["at_volume",{arithmetic_text(inner)},{volume},"{basis}"]'
        case Boosted(inner, campaign, factor):
            return f'["boosted",{arithmetic_text(inner)},{json.dumps(campaign)},{factor}]'
        case Topped(inner, campaign, measure, rate):
            return f'["topped",{arithmetic_text(inner)},{json.dumps(campaign)},{measure},{rate}]'
        case UnitBounded(inner, units, floor, cap):
            return f'["unit_bounded",{arithmetic_text(inner)},{units},{_bound_text(floor)},{_bound_text(cap)}]'
        case Limited(inner, cap, left):
            return f'["limited",{arithmetic_text(inner)},{json.dumps(cap)},{left}]'
        case Fallen(inner, cut):
            return f'["fallen",{arithmetic_text(inner)},{cut}]'
        case Sum(terms):
            return f'["sum"{"".join([f",{arithmetic_text(each)}" for each in terms])}]'
        case Rounded(inner, mode):
            return f'["rounded",{arithmetic_text(inner)},"{mode}"]'
        case Less(inner, less):
            return f'["less",{arithmetic_text(inner)},{arithmetic_text(less)}]'
        case Bounded(inner, floor, cap):
            return f'["bounded",{arithmetic_text(inner)},{_bound_text(floor)},{_bound_text(cap)}]'
        case Scaled(inner, numerator, denominator):
            return f'["scaled",{arithmetic_text(inner)},{numerator},{denominator}]'
        case Aged(inner, parts, basis, scale, unit):
            listed = ",".join([f"[{part},{age},{taken}]" for part, age, taken in parts])
            return f'["aged",{arithmetic_text(inner)},[{listed}],{basis},{scale},"{unit}"]'
        case Part(inner, weights, mode, place):
            return f'["part",{arithmetic_text(inner)},[{",".join(map(str, weights))}],"{mode}",{place}]'
        case Levelled(inner, level, off, below):
            return f'["levelled",{arithmetic_text(inner)},"{level}",{off},{below}]'
        case Owed(inner):
            return f'["owed",{arithmetic_text(inner)}]'
        case Poured(inner, maxima, place):
            return f'["poured",{arithmetic_text(inner)},[{",".join(map(str, maxima))}],{place}]'
        case _:
            assert_never(term)


def _bound_text(bound: int | None) -> str:
    return "null" if bound is None else str(bound)


def read_arithmetic(text: str) -> Term:
    """
    Read a term.

    Raises:
        ArithmeticMalformed: It is no JSON, or no term; a number has more than 100 digits, or it is nested too deep.

    Example:
        >>> read_arithmetic('["units",5]')
        Units(minor=5)
        >>> read_arithmetic('["units",5.0]')
        Traceback (most recent call last):
            ...
        rural_taobao.documents.arithmetic.ArithmeticMalformed: arithmetic must be of whole numbers, ...
    """
    if "{" in text or _depth(text) > DEEPEST:
        demand = f"lists nested at most {DEEPEST} deep"
        raise ArithmeticMalformed(demand, text)
    try:
        tree: _Json = json.loads(text, parse_int=_number, parse_float=_no_number, parse_constant=_no_number)
    except json.JSONDecodeError:
        demand = 'a list in JSON, such as ["units",5]'
        raise ArithmeticMalformed(demand, text) from None
    return _term(tree)


def _depth(text: str) -> int:
    """Give how deep lists are nested, or, where there are few of them, how many there are."""
    depth = deepest = 0
    if text.count("[") <= DEEPEST:
        return 0
    for character in text:
        depth += (character == "[") - (character == "]")
        deepest = max(deepest, depth)
    return deepest


def _number(text: str) -> int:
    return int(text) if len(text) <= _MOST_DIGITS else _no_number(text)


def _no_number(text: str) -> Never:
    demand = f"of whole numbers, of at most {_MOST_DIGITS} digits"
    raise ArithmeticMalformed(demand, text)


def _term(tree: _Json) -> Term:
    """Give the term that a tree stands for."""
    match tree:
        case ["units", minor]:
            return Units(_whole(minor))
        case ["banded", [*bands]]:
            return Banded(tuple(map(_band, bands)))
        case ["counted", count, price]:
            return Counted(_whole(count), _whole(price))
        case ["sloped", measure, low, low_rate, high, high_rate]:
            bottom = _whole(low)
            return Sloped(_whole(measure), bottom, _whole(low_rate), _whole(high, bottom + 1), _whole(high_rate))
        case ["exactly", numerator, denominator]:
            return Exactly(_whole(numerator), _whole(denominator, 1))
        case ["past_free", inner, free]:
            return PastFree(_term(inner), _whole(free, 0))
        case ["at_volume", inner, volume, basis]:
            return AtVolume(_term(inner), _whole(volume, 0), _basis(basis))
        case ["boosted", inner, campaign, factor]:
            return Boosted(_term(inner), _name(campaign), _whole(factor, 0))
        case ["topped", inner, campaign, measure, rate]:
            return Topped(_term(inner), _name(campaign), _whole(measure), _whole(rate, 0))
        case ["unit_bounded", inner, units, floor, cap]:
            return UnitBounded(_term(inner), _whole(units, 0), _bound(floor), _bound(cap))
        case ["limited", inner, cap, left]:
            return Limited(_term(inner), _name(cap), _whole(left, 0))
        case ["fallen", inner, cut]:
            return Fallen(_term(inner), _whole(cut, 0))
        case ["sum", *terms]:
            return Sum(tuple(map(_term, terms)))
        case ["rounded", inner, mode]:
            return Rounded(_term(inner), _choice(Rounding, mode))
        case ["less", inner, less]:
            return Less(_term(inner), _term(less))
        case ["bounded", inner, floor, cap]:
            return Bounded(_term(inner), _bound(floor), _bound(cap))
        case ["scaled", inner, numerator, denominator]:
            return Scaled(_term(inner), _whole(numerator, 0), _whole(denominator, 1))
        case ["aged", inner, [*parts], basis, scale, unit]:
            ages = tuple(map(_age, parts))
            if not ages:
                demand = "of at least one refund here"
                raise ArithmeticMalformed(demand, tree)
            return Aged(_term(inner), ages, _whole(basis, 1), _whole(scale, 1), _choice(AgeUnit, unit))
        case ["part", inner, [*weights], mode, place]:
            shares, chosen = tuple(_whole(weight, 0) for weight in weights), _choice(Allocation, mode)
            if not any(shares) or _whole(place, 0) >= len(shares) + chosen.keeps_rest_apart:
                demand = "of shares, one of them above 0, and the place of one of them, from 0"
                raise ArithmeticMalformed(demand, tree)
            return Part(_term(inner), shares, chosen, _whole(place))
        case ["levelled", inner, level, off, below]:
            return Levelled(_term(inner), _choice(Party, level), _whole(off, 0), _whole(below, 0))
        case ["owed", inner]:
            return Owed(_term(inner))
        case ["poured", inner, [*maxima], place]:
            steps = tuple(_whole(most, 0) for most in maxima)
            if _whole(place, 0) > len(steps):
                demand = "of steps, and the place of one of them, from 0, or their number"
                raise ArithmeticMalformed(demand, tree)
            return Poured(_term(inner), steps, _whole(place))
        case _:
            demand = f"a list of {', '.join(_NAMES[:-1])} or {_NAMES[-1]}, and what belongs to that"
            raise ArithmeticMalformed(demand, tree)


def _whole(value: _Json, least: int | None = None) -> int:
    if type(value) is not int or (least is not None and value < least):
        demand = "of whole numbers" if least is None else f"of a whole number of {least} or more here"
        raise ArithmeticMalformed(demand, value)
    return value


def _name(value: _Json) -> str:
    """Read the name of a campaign or of a cap."""
    try:
        return Identifier(value)  # type: ignore[arg-type]
    except RuralTaobaoError:
        demand = "of the name of a campaign or a cap here"
        raise ArithmeticMalformed(demand, value) from None


def _basis(value: _Json) -> BasisForm:
    """Read what a volume is of."""
    try:
        return basis_form(value)  # type: ignore[arg-type]
    except RuralTaobaoError:
        demand = "of what a volume is of here, such as quantity"
        raise ArithmeticMalformed(demand, value) from None


def _bound(value: _Json) -> int | None:
    return None if value is None else _whole(value)


def _band(pair: _Json) -> tuple[int, int]:
    if not isinstance(pair, list) or len(pair) != _PAIR:
        demand = "of bands, each a part of the measure and its rate"
        raise ArithmeticMalformed(demand, pair)
    return _whole(pair[0]), _whole(pair[1])


def _age(part: _Json) -> tuple[int, int, int]:
    if not isinstance(part, list) or len(part) != _TRIPLE:
        demand = "of refunds, each a part of the basis, its age and what of the scale it takes back"
        raise ArithmeticMalformed(demand, part)
    return _whole(part[0], 0), _whole(part[1], 0), _whole(part[2], 0)


def _choice(kind: type[Choice], name: _Json) -> Choice:
    if not isinstance(name, str) or name not in list(kind):
        demand = f"of one of {', '.join(kind)} here"
        raise ArithmeticMalformed(demand, name)
    return kind(name)
