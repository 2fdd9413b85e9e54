"""
Adapters: one for each kind of case, which builds it of what the package offers and gives what it comes to.

No adapter works a figure out: it states a plan, orders or a split, and reads what the package makes of them.
"""

from collections.abc import Callable, Mapping
from typing import Final

from tests.conformance import dividing, percentages, tables
from tests.conformance.after import chain, deferral, facts_by_state, release, settlement_period
from tests.conformance.amounts import marketplace
from tests.conformance.cases import Case
from tests.conformance.choosing import limited, most_specific
from tests.conformance.formulas import formula
from tests.conformance.promises import minimum, recoverable_draw

__all__ = ["ADAPTERS"]

ADAPTERS: Final[Mapping[str, Callable[[Case], Mapping[str, object]]]] = {
    "tiers": tables.tiers,
    "tiers_bounded": tables.tiers,
    "tiers_increment": tables.increment,
    "package": tables.package,
    "kb_blocks": tables.blocks,
    "percent": percentages.percentage,
    "bounded_percent": percentages.percentage,
    "percent_int": percentages.percentage_of_cents,
    "percent_cap_int": percentages.capped_cents,
    "percent_round": percentages.price_rounded,
    "per_event_bounds": percentages.each_event,
    "lago_percentage": percentages.each_event_of_a_total,
    "marketplace_line": marketplace,
    "proportional": percentages.refunded_part,
    "allot": lambda case: {"parts": dividing.allotted(case)},
    "allot_sum": lambda case: {"sum": sum(dividing.allotted(case))},
    "complement": dividing.complement,
    "floor_true_up": minimum,
    "recoverable_draw": recoverable_draw,
    "waterfall": dividing.waterfall,
    "nested_split": formula,
    "hierarchy_subtract": dividing.hierarchy,
    "select_specific": most_specific,
    "shared_cap": limited,
    "chain_floor": chain,
    "deferral": deferral,
    "proportional_release": release,
    "delta_facts": facts_by_state,
    "period": settlement_period,
    "formula": formula,
}
