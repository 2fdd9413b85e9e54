"""
Facts: what conditions are about, each a fact of a credit; which of them go together, and how they are told.

No order is of less gross than net, a parcel has no amount, and a festival condition holds wherever one does that asks
for less of the same festival.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias, assert_never, cast

from rural_taobao.commission.circumstances import Seniority, Tagged
from rural_taobao.commission.conditions import (
    Always,
    AtStation,
    CreditKind,
    DuringFestival,
    InCategory,
    Leaf,
    OfAmount,
    OfKind,
    OnDays,
    UnderCentre,
    UnderVersion,
)
from rural_taobao.currencies import Currency
from rural_taobao.identifiers import TagCode
from rural_taobao.money import Money

__all__ = ["Fact", "edges_of", "fact_of", "go_together", "in_words", "is_within", "named_in"]

Fact: TypeAlias = str | DuringFestival
"""What a condition is about: a field of a credit, or a festival condition, which settlement looks up."""

_WORDS: Final = {
    "category": "in category {}",
    "station": "at station {}",
    "centre": "under centre {}",
    "model_version": "under model version {}",
    "day": "on {}",
}


def fact_of(leaf: Leaf) -> Fact:
    """Say what a condition is about."""
    match leaf:
        case Always() | OfKind():
            return "kind"
        case InCategory():
            return "category"
        case DuringFestival():
            return leaf
        case AtStation():
            return "station"
        case UnderCentre():
            return "centre"
        case UnderVersion():
            return "model_version"
        case OfAmount(basis=basis):
            return basis.value
        case OnDays():
            return "day"
        case Tagged():
            return "tags"
        case Seniority():
            return "months"
        case _:
            assert_never(leaf)


def named_in(leaf: Leaf) -> Iterable[Any]:
    """Give the values at which a condition begins to hold, or ceases to."""
    match leaf:
        case InCategory(listed) | AtStation(listed) | UnderCentre(listed) | UnderVersion(listed):
            return listed
        case OfAmount():
            return [edge.minor for edge in edges_of(leaf)]
        case OnDays(days):
            return [day for day in (days.start, days.end) if day is not None]
        case Seniority(start, end):
            return [start] if end is None else [start, end]
        case _:
            return ()


def edges_of(leaf: OfAmount) -> list[Money]:
    """Give the amounts at which a condition about amounts begins to hold, and ceases to."""
    return [leaf.start] if leaf.end is None else [leaf.start, leaf.end]


def go_together(chosen: Mapping[Fact, Any], newest: Fact) -> bool:
    """
    Tell whether the newest of some facts goes with the others, which go together.

    Args:
        chosen: The values of the facts; amounts are in minor units, or None where there is none.
        newest: The fact that was chosen last.

    Example:
        >>> go_together({"gross": 100, "net": 99}, "net"), go_together({"gross": 99, "net": 100}, "net")
        (True, False)
    """
    if isinstance(newest, DuringFestival):
        others = ((each, bool(held)) for each, held in chosen.items() if isinstance(each, DuringFestival))
        if chosen[newest]:
            return not any(is_within(newest, each) for each, held in others if not held)
        return not any(is_within(each, newest) for each, held in others if held)
    if chosen.get("tags") and chosen.get("kind", CreditKind.ORDER) is not CreditKind.ORDER:
        return False
    # Orders and referrals have amounts, of which the net one is not above the gross.
    gross, net = chosen.get("gross", -1), chosen.get("net", -1)
    has_amount = {amount is not None for amount in (gross, net) if amount != -1}
    if "kind" in chosen:
        has_amount.add(chosen["kind"] is not CreditKind.PARCEL)
    return len(has_amount) <= 1 and (None in (gross, net) or -1 in (gross, net) or net <= gross)


def is_within(one: DuringFestival, other: DuringFestival) -> bool:
    """Tell whether a festival condition holds wherever one does that asks for less of the same festival."""
    return (
        (one.festival, one.clock) == (other.festival, other.clock)
        and (not other.windows or (bool(one.windows) and one.windows <= other.windows))
        and (not other.editions or (bool(one.editions) and one.editions <= other.editions))
    )


def in_words(fact: Fact, value: object, currency: Currency) -> Iterator[str]:
    """
    Say a fact of a credit in words; nothing, where it goes without saying.

    Args:
        fact: The fact.
        value: What it is.
        currency: What amounts are in.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> [*in_words("net", 12_50, CNY), *in_words("months", None, CNY)]
        ['of ¥12.50 net', 'at a vacant station']
    """
    if isinstance(fact, DuringFestival):
        windows = f" ({', '.join(sorted(fact.windows))})" if fact.windows else ""
        yield f"{fact.clock} {'during' if value else 'outside'} {fact.festival}{windows}"
    elif fact == "months":
        yield "at a vacant station" if value is None else f"of a partner of {value} months"
    elif isinstance(value, int):
        yield f"of {Money(value, currency)} {fact}"
    elif fact == "tags":
        tags = sorted(cast("frozenset[TagCode]", value))
        yield f"tagged {', '.join(tags)}" if tags else "without a tag that matters"
    elif fact in _WORDS:
        yield _WORDS[fact].format(value)
