"""
Assessment: what partners came to in full calendar months, set beside a standard, and what is proposed for whom.

A standard is data, and the app's own; nobody is judged by months that were not served, and nothing is done by itself.
The names below are resolved when they are first asked for.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

if TYPE_CHECKING:
    from rural_taobao.assessment.assessing import assessed
    from rural_taobao.assessment.consequences import Consequence, Note, Rung, Standing, notes_of
    from rural_taobao.assessment.demands import (
        ActiveDays,
        AmountKind,
        Cancelled,
        Demand,
        OrderAmount,
        Orders,
        Refunded,
    )
    from rural_taobao.assessment.judgements import (
        Assessment,
        Finding,
        Fine,
        Judgement,
        NotJudged,
        PassedOver,
        Proposal,
        Proposed,
    )
    from rural_taobao.assessment.recording import happening_of
    from rural_taobao.assessment.service import Began, Left, Moved, Paused, Suspended, Unserved
    from rural_taobao.assessment.spans import EveryMonth, InSum, SomeMonths, Span
    from rural_taobao.assessment.standards import Standard, StandardVersion
    from rural_taobao.assessment.telling import told
    from rural_taobao.assessment.thresholds import Threshold

__all__ = [
    "ActiveDays",
    "AmountKind",
    "Assessment",
    "Began",
    "Cancelled",
    "Consequence",
    "Demand",
    "EveryMonth",
    "Finding",
    "Fine",
    "InSum",
    "Judgement",
    "Left",
    "Moved",
    "NotJudged",
    "Note",
    "OrderAmount",
    "Orders",
    "PassedOver",
    "Paused",
    "Proposal",
    "Proposed",
    "Refunded",
    "Rung",
    "SomeMonths",
    "Span",
    "Standard",
    "StandardVersion",
    "Standing",
    "Suspended",
    "Threshold",
    "Unserved",
    "assessed",
    "happening_of",
    "notes_of",
    "told",
]

_MODULES: Final = {
    "ActiveDays": "demands",
    "AmountKind": "demands",
    "Assessment": "judgements",
    "Began": "service",
    "Cancelled": "demands",
    "Consequence": "consequences",
    "Demand": "demands",
    "EveryMonth": "spans",
    "Finding": "judgements",
    "Fine": "judgements",
    "InSum": "spans",
    "Judgement": "judgements",
    "Left": "service",
    "Moved": "service",
    "NotJudged": "judgements",
    "Note": "consequences",
    "OrderAmount": "demands",
    "Orders": "demands",
    "PassedOver": "judgements",
    "Paused": "service",
    "Proposal": "judgements",
    "Proposed": "judgements",
    "Refunded": "demands",
    "Rung": "consequences",
    "SomeMonths": "spans",
    "Span": "spans",
    "Standard": "standards",
    "StandardVersion": "standards",
    "Standing": "consequences",
    "Suspended": "service",
    "Threshold": "thresholds",
    "Unserved": "service",
    "assessed": "assessing",
    "happening_of": "recording",
    "notes_of": "consequences",
    "told": "telling",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _MODULES, __all__)
