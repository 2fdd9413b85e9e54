"""
Strategies for tests of what is built on this library, drawn by Hypothesis.

They come with the extra `testing` and are not needed to settle anything.
"""

from rural_taobao.testing.strategies import (
    allocations,
    currencies,
    days,
    exacts,
    identifiers,
    instants,
    money,
    months,
    offsets,
    parties,
    periods,
    rates,
    roundings,
    sources,
    timelines,
    unit_prices,
    weights,
)

__all__ = [
    "allocations",
    "currencies",
    "days",
    "exacts",
    "identifiers",
    "instants",
    "money",
    "months",
    "offsets",
    "parties",
    "periods",
    "rates",
    "roundings",
    "sources",
    "timelines",
    "unit_prices",
    "weights",
]
