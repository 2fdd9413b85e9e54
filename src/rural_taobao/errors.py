"""
The one base class of every error that the library raises on purpose.

Each concrete error stands beside the rule that it guards.
It is also a `ValueError` or a `LookupError` and carries its facts as attributes.
Its message says what must hold, what was given and what to do.
"""

from collections.abc import Sequence

__all__ = ["RuralTaobaoError", "first_of", "shown", "spelled", "with_article"]


class RuralTaobaoError(Exception):
    """
    The base of all errors raised on purpose by this library.

    Example:
        >>> from rural_taobao.errors import RuralTaobaoError
        >>> from rural_taobao.periods import Month
        >>> try:
        ...     Month.parse("2016-13")
        ... except RuralTaobaoError as error:
        ...     print(error)
        a month must be written YYYY-MM, of a year from 0001 to 9998, but '2016-13' was given; write for example 2016-11
    """


def shown(value: object, longest: int = 60) -> str:
    """
    Give what a message shows of a value that was given: its `repr`, cut where it is too long.

    Of an id, and of any other text that bears a type of its own, the plain text in quotes is shown.
    A number of 5,000 digits and a list nested 100,000 deep have no `repr`; their type is shown.

    Args:
        value: Anything.
        longest: The most characters to give, 1 or more.

    Example:
        >>> shown("2016-13"), shown("9" * 5000, 8), shown(10**5000)
        ("'2016-13'", "'999999…", 'an int too long to show')
    """
    try:
        text = str.__repr__(value) if isinstance(value, str) else repr(value)
    except (ValueError, RecursionError):
        name = type(value).__name__
        text = f"{'an' if name[0] in 'aeiou' else 'a'} {name} too long to show"
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def first_of(told: Sequence[object], most: int) -> str:
    """
    Give the first of what an error tells, and how many more there are.

    Args:
        told: What it tells, one or more.
        most: The most that are given, 1 or more.

    Example:
        >>> first_of(["one is closed", "another is"], 2), first_of(["one is closed", "another is"], 1)
        ('one is closed; another is', 'one is closed; and 1 more')
    """
    more = f"; and {len(told) - most} more" if len(told) > most else ""
    return "; ".join(map(str, told[:most])) + more


def spelled(name: str) -> str:
    """
    Give the name of a class as a document spells it.

    Args:
        name: The name, each word of it with a capital.

    Example:
        >>> spelled("PercentageAndFlat")
        'percentage_and_flat'
    """
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in name).removeprefix("_")


def with_article(words: str) -> str:
    """
    Set the indefinite article before words.

    Example:
        >>> with_article("amount"), with_article("discount")
        ('an amount', 'a discount')
    """
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
