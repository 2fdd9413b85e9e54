"""
Rural Taobao: village service stations, the partners who run them, and the commission that they earn, settled exactly.

The names below are resolved when they are first asked for, so importing the package costs next to nothing.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

if TYPE_CHECKING:
    from rural_taobao.commission import CommissionPlan
    from rural_taobao.currencies import CNY
    from rural_taobao.documents import read_calendar, read_events, read_ledger, read_network, read_plan
    from rural_taobao.errors import RuralTaobaoError
    from rural_taobao.festivals import FestivalCalendar
    from rural_taobao.money import Money
    from rural_taobao.network import Network
    from rural_taobao.periods import Month
    from rural_taobao.settlement import Comparison, Ledger, Order, Scope, Settlement, compare, explained, settle

__version__: Final = "0.1.0"

__all__ = [
    "CNY",
    "CommissionPlan",
    "Comparison",
    "FestivalCalendar",
    "Ledger",
    "Money",
    "Month",
    "Network",
    "Order",
    "RuralTaobaoError",
    "Scope",
    "Settlement",
    "compare",
    "explained",
    "read_calendar",
    "read_events",
    "read_ledger",
    "read_network",
    "read_plan",
    "settle",
]

_ROOMS: Final = {
    "CNY": "currencies",
    "CommissionPlan": "commission",
    "Comparison": "settlement",
    "FestivalCalendar": "festivals",
    "Ledger": "settlement",
    "Money": "money",
    "Month": "periods",
    "Network": "network",
    "Order": "settlement",
    "RuralTaobaoError": "errors",
    "Scope": "settlement",
    "Settlement": "settlement",
    "compare": "settlement",
    "explained": "settlement",
    "read_calendar": "documents",
    "read_events": "documents",
    "read_ledger": "documents",
    "read_network": "documents",
    "read_plan": "documents",
    "settle": "settlement",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _ROOMS, (*__all__, "__version__"))
