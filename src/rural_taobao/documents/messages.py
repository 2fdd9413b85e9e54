"""Messages: what an error says to whoever writes a document, who passes nothing to a function."""

import re
from decimal import Decimal

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.exact import NotANumber
from rural_taobao.identifiers import MalformedIdentifier
from rural_taobao.kinds import WrongNumber

__all__ = ["with_article", "worded"]

_WORD = re.compile(r"[A-Z][a-z]*")


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
        case NotANumber(given=given):
            number = f"{given!s:.60}" if isinstance(given, Decimal) else shown(given)
            demand = "a number must be written in at most 40 ASCII digits before a point and after it"
            return f"{demand}, but {number} was given; write it out in full, such as -12.50"
        case WrongNumber(name=name, given=given, demand=demand):
            return f"{name} must be {demand}, but {shown(given)} was given; write such a number"
        case MalformedIdentifier(kind=kind, given=given):
            demand = "must be 1 to 64 ASCII letters, digits, '.', '_' or '-' and start with a letter or a digit"
            words = with_article(" ".join(_WORD.findall(kind)).lower())
            return f"{words} {demand}, but {shown(given, 80)} was given; write such an id, and other names as a name"
        case _:
            return str(error)


def with_article(words: str) -> str:
    """
    Set the indefinite article before words.

    Example:
        >>> with_article("amount"), with_article("discount")
        ('an amount', 'a discount')
    """
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
