"""
Documents: plans, calendars, models, rosters, events, ledgers and statements as files, read and written.

Whatever is wrong with them is told all at once, each fault with its file and place.
The names below are resolved when they are first asked for, so that who reads a table does not load what reads trees.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rural_taobao.documents.calendars import calendar_schema, read_calendar, write_calendar
    from rural_taobao.documents.canonical import canonical_text, digest
    from rural_taobao.documents.comparisons import (
        comparison_csv,
        comparison_json,
        write_comparison_csv,
        write_comparison_json,
    )
    from rural_taobao.documents.events import EVENT_FILES, read_events, write_events
    from rural_taobao.documents.faults import DocumentsRefused, Fault
    from rural_taobao.documents.ledgers import checked_ledger, read_ledger, write_ledger
    from rural_taobao.documents.models import models_schema, read_models, write_models
    from rural_taobao.documents.plans import plan_schema, plan_text, read_plan, write_plan
    from rural_taobao.documents.rosters import NETWORK_FILES, read_network, write_network
    from rural_taobao.documents.statements import (
        statements_csv,
        statements_json,
        write_statements_csv,
        write_statements_json,
    )

__all__ = [
    "EVENT_FILES",
    "NETWORK_FILES",
    "DocumentsRefused",
    "Fault",
    "calendar_schema",
    "canonical_text",
    "checked_ledger",
    "comparison_csv",
    "comparison_json",
    "digest",
    "models_schema",
    "plan_schema",
    "plan_text",
    "read_calendar",
    "read_events",
    "read_ledger",
    "read_models",
    "read_network",
    "read_plan",
    "statements_csv",
    "statements_json",
    "write_calendar",
    "write_comparison_csv",
    "write_comparison_json",
    "write_events",
    "write_ledger",
    "write_models",
    "write_network",
    "write_plan",
    "write_statements_csv",
    "write_statements_json",
]

_MODULES: Final = {
    "EVENT_FILES": "events",
    "NETWORK_FILES": "rosters",
    "DocumentsRefused": "faults",
    "Fault": "faults",
    "calendar_schema": "calendars",
    "canonical_text": "canonical",
    "checked_ledger": "ledgers",
    "comparison_csv": "comparisons",
    "comparison_json": "comparisons",
    "digest": "canonical",
    "models_schema": "models",
    "plan_schema": "plans",
    "plan_text": "plans",
    "read_calendar": "calendars",
    "read_events": "events",
    "read_ledger": "ledgers",
    "read_models": "models",
    "read_network": "rosters",
    "read_plan": "plans",
    "statements_csv": "statements",
    "statements_json": "statements",
    "write_calendar": "calendars",
    "write_comparison_csv": "comparisons",
    "write_comparison_json": "comparisons",
    "write_events": "events",
    "write_ledger": "ledgers",
    "write_models": "models",
    "write_network": "rosters",
    "write_plan": "plans",
    "write_statements_csv": "statements",
    "write_statements_json": "statements",
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
