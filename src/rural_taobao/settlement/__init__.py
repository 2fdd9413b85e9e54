"""
Settlement: events into credits, credits into tallies, tallies into the lines that are missing from a ledger.

It marries the network, which knows no commission, with the plans, which know no network.
"""

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
