"""
The register of a network: what became known of it, by commands and events, asked about any day by any instant.

A command gives another register and an event, or is refused with the law that it would break.
The names below are resolved when they are first asked for.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

if TYPE_CHECKING:
    from rural_taobao.register.aggregate import AsOf, Register
    from rural_taobao.register.censuses import states_by_day
    from rural_taobao.register.charges import Charge
    from rural_taobao.register.charter import Charter
    from rural_taobao.register.commands import Command, Correct, Take, Withdraw, handed_over, transferred
    from rural_taobao.register.entrances import entering
    from rural_taobao.register.events import Event, Subject, Told
    from rural_taobao.register.recording import RegisterRefused

__all__ = [
    "AsOf",
    "Charge",
    "Charter",
    "Command",
    "Correct",
    "Event",
    "Register",
    "RegisterRefused",
    "Subject",
    "Take",
    "Told",
    "Withdraw",
    "entering",
    "handed_over",
    "states_by_day",
    "transferred",
]

_MODULES: Final = {
    "AsOf": "aggregate",
    "Charge": "charges",
    "Charter": "charter",
    "Command": "commands",
    "Correct": "commands",
    "Event": "events",
    "Register": "aggregate",
    "RegisterRefused": "recording",
    "Subject": "events",
    "Take": "commands",
    "Told": "events",
    "Withdraw": "commands",
    "entering": "entrances",
    "handed_over": "commands",
    "states_by_day": "censuses",
    "transferred": "commands",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _MODULES, __all__)
