"""
Settlement: events into credits, credits into tallies, tallies into the lines that are missing from a ledger.

It marries the network, which knows no commission, with the plans, which know no network.

The names below are resolved when they are first asked for: whoever settles needs no words, and whoever rates no tax.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

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
    from rural_taobao.settlement.referred import referrals_in
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
    "referrals_in",
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
    "referrals_in": "referred",
    "settle": "settling",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _MODULES, __all__)
