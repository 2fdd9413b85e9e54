"""
Settlement: events into credits, credits into tallies, tallies into the lines that are missing from a ledger.

It marries the network, which knows no commission, with the plans, which know no network.

The names below are resolved when they are first asked for: whoever settles needs no words, and whoever rates no tax.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rural_taobao.settlement.answering import answered
    from rural_taobao.settlement.building import EventsBuilder, EventsRefused, in_columns
    from rural_taobao.settlement.columns import EventColumns
    from rural_taobao.settlement.comparing import compare
    from rural_taobao.settlement.comparisons import Change, Comparison, Difference
    from rural_taobao.settlement.contrasts import DifferenceClass
    from rural_taobao.settlement.events import Cancellation, CancellationReason, Event, Order, Parcel, Refund
    from rural_taobao.settlement.explaining import explained
    from rural_taobao.settlement.facts import Fact, Given, Unmet
    from rural_taobao.settlement.inquiring import Inquiry, PlanAsked, Ruling, inquire
    from rural_taobao.settlement.ledger import Ledger, PeriodClosed
    from rural_taobao.settlement.lines import Component, Line, LineKey, Reason, State
    from rural_taobao.settlement.outcomes import Outcome, Outcomes
    from rural_taobao.settlement.scope import Control, Scope
    from rural_taobao.settlement.settling import Settlement, settle
    from rural_taobao.settlement.statements import Statement
    from rural_taobao.settlement.words import Language

__all__ = [
    "Cancellation",
    "CancellationReason",
    "Change",
    "Comparison",
    "Component",
    "Control",
    "Difference",
    "DifferenceClass",
    "Event",
    "EventColumns",
    "EventsBuilder",
    "EventsRefused",
    "Fact",
    "Given",
    "Inquiry",
    "Language",
    "Ledger",
    "Line",
    "LineKey",
    "Order",
    "Outcome",
    "Outcomes",
    "Parcel",
    "PeriodClosed",
    "PlanAsked",
    "Reason",
    "Refund",
    "Ruling",
    "Scope",
    "Settlement",
    "State",
    "Statement",
    "Unmet",
    "answered",
    "compare",
    "explained",
    "in_columns",
    "inquire",
    "settle",
]

_MODULES: Final = {
    "Cancellation": "events",
    "CancellationReason": "events",
    "Change": "comparisons",
    "Comparison": "comparisons",
    "Component": "lines",
    "Control": "scope",
    "Difference": "comparisons",
    "DifferenceClass": "contrasts",
    "Event": "events",
    "EventColumns": "columns",
    "EventsBuilder": "building",
    "EventsRefused": "building",
    "Fact": "facts",
    "Given": "facts",
    "Inquiry": "inquiring",
    "Language": "words",
    "Ledger": "ledger",
    "Line": "lines",
    "LineKey": "lines",
    "Order": "events",
    "Outcome": "outcomes",
    "Outcomes": "outcomes",
    "Parcel": "events",
    "PeriodClosed": "ledger",
    "PlanAsked": "inquiring",
    "Reason": "lines",
    "Refund": "events",
    "Ruling": "inquiring",
    "Scope": "scope",
    "Settlement": "settling",
    "State": "lines",
    "Statement": "statements",
    "Unmet": "facts",
    "answered": "answering",
    "compare": "comparing",
    "explained": "explaining",
    "in_columns": "building",
    "inquire": "inquiring",
    "settle": "settling",
}


def __getattr__(name: str) -> object:
    """Import the module of a public name when the name is first asked for."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, whether they were asked for or not."""
    return sorted(__all__)
