"""
Documents: plans, calendars, models, rosters, registers, events, ledgers and statements as files, read and written.

Whatever is wrong with them is told all at once, each fault with its file and place.
The names below are resolved when they are first asked for, so that who reads a table does not load what reads trees.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

if TYPE_CHECKING:
    from rural_taobao.documents.adoptions import adoptions_schema, read_adoptions, write_adoptions
    from rural_taobao.documents.calendars import (
        calendar_from_json,
        calendar_json,
        calendar_schema,
        calendar_text,
        read_calendar,
        write_calendar,
    )
    from rural_taobao.documents.canonical import canonical_text, digest
    from rural_taobao.documents.charters import charter_schema, charter_text, read_charter, write_charter
    from rural_taobao.documents.command_rows import Commands, read_commands, take_commands
    from rural_taobao.documents.commands import commands_from_text, commands_text
    from rural_taobao.documents.comparisons import (
        comparison_csv,
        comparison_json,
        write_comparison_csv,
        write_comparison_json,
    )
    from rural_taobao.documents.countrysides import read_countryside, write_countryside
    from rural_taobao.documents.decisions import decisions_schema, read_decisions, write_decisions
    from rural_taobao.documents.defaults import read_defaults, write_defaults
    from rural_taobao.documents.events import EVENT_FILES, read_events, write_events
    from rural_taobao.documents.faults import DocumentsRefused, Fault
    from rural_taobao.documents.icalendar import festivals_ics
    from rural_taobao.documents.ledgers import checked_ledger, read_ledger, write_ledger
    from rural_taobao.documents.models import models_schema, read_models, write_models
    from rural_taobao.documents.notes import read_notes, write_notes
    from rural_taobao.documents.plans import plan_schema, plan_text, read_plan, write_plan
    from rural_taobao.documents.programmes import programme_schema, programme_text, read_programme, write_programme
    from rural_taobao.documents.register_events import (
        event_from_text,
        event_text,
        read_register_events,
        write_register_events,
    )
    from rural_taobao.documents.registers import append_to_register, read_register, write_register
    from rural_taobao.documents.rosters import (
        COUNTRYSIDE_FILES,
        NETWORK_FILES,
        REGISTER_FILES,
        SERVICE_FILES,
        read_network,
        write_network,
    )
    from rural_taobao.documents.services import read_services, services_schema, write_services
    from rural_taobao.documents.standards import read_standard, standard_schema, standard_text, write_standard
    from rural_taobao.documents.statements import (
        statements_csv,
        statements_json,
        write_statements_csv,
        write_statements_json,
    )

__all__ = [
    "COUNTRYSIDE_FILES",
    "EVENT_FILES",
    "NETWORK_FILES",
    "REGISTER_FILES",
    "SERVICE_FILES",
    "Commands",
    "DocumentsRefused",
    "Fault",
    "adoptions_schema",
    "append_to_register",
    "calendar_from_json",
    "calendar_json",
    "calendar_schema",
    "calendar_text",
    "canonical_text",
    "charter_schema",
    "charter_text",
    "checked_ledger",
    "commands_from_text",
    "commands_text",
    "comparison_csv",
    "comparison_json",
    "decisions_schema",
    "digest",
    "event_from_text",
    "event_text",
    "festivals_ics",
    "models_schema",
    "plan_schema",
    "plan_text",
    "programme_schema",
    "programme_text",
    "read_adoptions",
    "read_calendar",
    "read_charter",
    "read_commands",
    "read_countryside",
    "read_decisions",
    "read_defaults",
    "read_events",
    "read_ledger",
    "read_models",
    "read_network",
    "read_notes",
    "read_plan",
    "read_programme",
    "read_register",
    "read_register_events",
    "read_services",
    "read_standard",
    "services_schema",
    "standard_schema",
    "standard_text",
    "statements_csv",
    "statements_json",
    "take_commands",
    "write_adoptions",
    "write_calendar",
    "write_charter",
    "write_comparison_csv",
    "write_comparison_json",
    "write_countryside",
    "write_decisions",
    "write_defaults",
    "write_events",
    "write_ledger",
    "write_models",
    "write_network",
    "write_notes",
    "write_plan",
    "write_programme",
    "write_register",
    "write_register_events",
    "write_services",
    "write_standard",
    "write_statements_csv",
    "write_statements_json",
]

_MODULES: Final = {
    "COUNTRYSIDE_FILES": "rosters",
    "Commands": "command_rows",
    "DocumentsRefused": "faults",
    "EVENT_FILES": "events",
    "Fault": "faults",
    "NETWORK_FILES": "rosters",
    "REGISTER_FILES": "rosters",
    "SERVICE_FILES": "rosters",
    "adoptions_schema": "adoptions",
    "append_to_register": "registers",
    "calendar_from_json": "calendars",
    "calendar_json": "calendars",
    "calendar_schema": "calendars",
    "calendar_text": "calendars",
    "canonical_text": "canonical",
    "charter_schema": "charters",
    "charter_text": "charters",
    "checked_ledger": "ledgers",
    "commands_from_text": "commands",
    "commands_text": "commands",
    "comparison_csv": "comparisons",
    "comparison_json": "comparisons",
    "decisions_schema": "decisions",
    "digest": "canonical",
    "event_from_text": "register_events",
    "event_text": "register_events",
    "festivals_ics": "icalendar",
    "models_schema": "models",
    "plan_schema": "plans",
    "plan_text": "plans",
    "programme_schema": "programmes",
    "programme_text": "programmes",
    "read_adoptions": "adoptions",
    "read_calendar": "calendars",
    "read_charter": "charters",
    "read_commands": "command_rows",
    "read_countryside": "countrysides",
    "read_decisions": "decisions",
    "read_defaults": "defaults",
    "read_events": "events",
    "read_ledger": "ledgers",
    "read_models": "models",
    "read_network": "rosters",
    "read_notes": "notes",
    "read_plan": "plans",
    "read_programme": "programmes",
    "read_register": "registers",
    "read_register_events": "register_events",
    "read_services": "services",
    "read_standard": "standards",
    "services_schema": "services",
    "standard_schema": "standards",
    "standard_text": "standards",
    "statements_csv": "statements",
    "statements_json": "statements",
    "take_commands": "command_rows",
    "write_adoptions": "adoptions",
    "write_calendar": "calendars",
    "write_charter": "charters",
    "write_comparison_csv": "comparisons",
    "write_comparison_json": "comparisons",
    "write_countryside": "countrysides",
    "write_decisions": "decisions",
    "write_defaults": "defaults",
    "write_events": "events",
    "write_ledger": "ledgers",
    "write_models": "models",
    "write_network": "rosters",
    "write_notes": "notes",
    "write_plan": "plans",
    "write_programme": "programmes",
    "write_register": "registers",
    "write_register_events": "register_events",
    "write_services": "services",
    "write_standard": "standards",
    "write_statements_csv": "statements",
    "write_statements_json": "statements",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _MODULES, __all__)
