"""Messages: what an error says to whoever writes a document, who passes nothing to a function."""

import re
from decimal import Decimal
from typing import Final

from rural_taobao.currencies import Currency, UnknownCurrency
from rural_taobao.documents.expectations import NotOfKind, as_written, expectation
from rural_taobao.errors import RuralTaobaoError, shown, with_article
from rural_taobao.exact import NotANumber
from rural_taobao.identifiers import Identifier, MalformedIdentifier
from rural_taobao.instants import MalformedOffset, UtcOffset
from rural_taobao.kinds import WrongNumber
from rural_taobao.money import Money
from rural_taobao.periods import MalformedMonth, Month
from rural_taobao.places.forms import MalformedDivisionCode, UnknownProvincePrefix, WrongDivisionLevel
from rural_taobao.timeline import TimelineEmpty, TimelineGap, TimelineOverlap

__all__ = ["worded"]

_WORD = re.compile(r"[A-Z][a-z]*")
_KINDS: Final[dict[type, type]] = {
    MalformedIdentifier: Identifier,
    UnknownCurrency: Currency,
    MalformedOffset: UtcOffset,
    MalformedMonth: Month,
}
"""What is meant where a value is no text that could be one."""


def worded(error: RuralTaobaoError) -> str:
    """
    Give the sentence of an error for whoever wrote what it is about into a document.

    Example:
        >>> worded(NotANumber("1e9"))
        "a number must be written in at most 40 ASCII digits before a point and after it, but '1e9' was given; ..."
        >>> worded(MalformedIdentifier("EventId", "订单"))
        "an event id must be 1 to 64 ASCII letters, digits, '.', '_' or '-' and start with a letter or a digit, ..."
    """
    match error:
        case MalformedIdentifier(given=given) | UnknownCurrency(given=given) if not isinstance(given, str):
            return str(NotOfKind(expectation(_KINDS[type(error)]), given))
        case MalformedOffset(given=given) | MalformedMonth(given=given) if not isinstance(given, str):
            return str(NotOfKind(expectation(_KINDS[type(error)]), given))
        case NotANumber(given=given):
            number = f"{given!s:.60}" if isinstance(given, Decimal) else shown(given)
            demand = "a number must be written in at most 40 ASCII digits before a point and after it"
            return f"{demand}, but {number} was given; write it out in full, such as -12.50"
        case WrongNumber(name=name, given=given, demand=demand):
            number = str(given) if isinstance(given, Money) else as_written(given)
            return f"{name} must be {demand}, but {number} was given; write such a number"
        case MalformedIdentifier(kind=kind, given=given):
            demand = "must be 1 to 64 ASCII letters, digits, '.', '_' or '-' and start with a letter or a digit"
            words = with_article(" ".join(_WORD.findall(kind)).lower())
            return f"{words} {demand}, but {shown(given, 80)} was given; write such an id, and other names as a name"
        case MalformedDivisionCode(kind=kind):
            words = with_article(" ".join(_WORD.findall(kind)).lower())
            return str(error).replace(f"a {kind} must be a string of", f"{words} must be")
        case WrongDivisionLevel(wanted=wanted, given=given, level=level):
            return f"the code of a {wanted} must name a {wanted}, but {given} names a {level}; give that of a {wanted}"
        case UnknownProvincePrefix():
            return f"{str(error).partition('; ')[0]}; look the code up in the list of divisions"
        case TimelineEmpty():
            return "a plan must have at least one version, but none was given; state one with the day it holds from"
        case TimelineOverlap(first=first, second=second):
            but = f"one holds {first} and another {second}"
            return f"the versions of a plan must not share a day, but {but}; let one begin, or the other end, elsewhere"
        case TimelineGap(missing=missing):
            demand = "the versions of a plan must follow each other without a gap"
            return f"{demand}, but none holds {missing}; leave out 'to', or state the version of those days"
        case _:
            return str(error)
