"""Recognition: which kind of document a file is, told by its key `format`, its header or its name."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Final, final

from rural_taobao.documents import (
    COUNTRYSIDE_FILES,
    EVENT_FILES,
    NETWORK_FILES,
    REGISTER_FILES,
    SERVICE_FILES,
    DocumentsRefused,
)
from rural_taobao.documents.files import opened

__all__ = ["ADOPTIONS_FILE", "CALENDAR_FILE", "LEDGER_FILE", "MODELS_FILE", "Kind", "recognised"]

ADOPTIONS_FILE: Final = "adoptions.toml"
"""The adoptions in the folder of a network, where there are any."""
CALENDAR_FILE: Final = "calendar.toml"
"""The calendar in the folder of a network."""
MODELS_FILE: Final = "models.toml"
"""The models in the folder of a network."""
LEDGER_FILE: Final = "ledger.csv"
"""The ledger in a folder of output."""

_HEAD: Final = 4_000
_FORMAT = re.compile(r"""^[ \t]*format[ \t]*=[ \t]*["']rural-taobao ([a-z]+)\b""", re.MULTILINE)
_SEPARATOR = re.compile("[,;\t]")
"""What separates columns; that only commas may is for the reader to say."""
_EVENT_COLUMNS: Final = frozenset({"order", "parcel", "referral", "refund", "cancellation"})
_LEDGER_COLUMNS: Final = frozenset({"arithmetic", "plan_version"})


@final
class Kind(StrEnum):
    """
    The kinds of documents that can be checked.

    Example:
        >>> _ = Path("mine.toml").write_text('format = "rural-taobao plan 1"')
        >>> recognised(Path("mine.toml"))
        <Kind.PLAN: 'plan'>
    """

    NETWORK = "network"
    REGISTER = "register"
    CALENDAR = "calendar"
    MODELS = "models"
    PLAN = "plan"
    STANDARD = "standard"
    SERVICES = "services"
    ADOPTIONS = "adoptions"
    DECISIONS = "decisions"
    PROGRAMME = "programme"
    EVENTS = "events"
    LEDGER = "ledger"


_TREES: Final = (
    *(Kind.CALENDAR, Kind.MODELS, Kind.PLAN, Kind.STANDARD),
    *(Kind.SERVICES, Kind.ADOPTIONS, Kind.DECISIONS, Kind.PROGRAMME),
)
_FORMATS: Final = {kind.value: kind for kind in _TREES}
_NAMES: Final = {
    **dict.fromkeys((*NETWORK_FILES, *SERVICE_FILES, *COUNTRYSIDE_FILES), Kind.NETWORK),
    **dict.fromkeys(EVENT_FILES, Kind.EVENTS),
    **dict.fromkeys(REGISTER_FILES, Kind.REGISTER),
    CALENDAR_FILE: Kind.CALENDAR,
    MODELS_FILE: Kind.MODELS,
    ADOPTIONS_FILE: Kind.ADOPTIONS,
    LEDGER_FILE: Kind.LEDGER,
}


def recognised(path: Path) -> Kind | None:
    """
    Tell which kind of document a file is; None where nothing of it says so.

    What it says of itself comes before its name, which serves where it is damaged, or not there.
    """
    try:
        with opened(path) as file:
            head = file.read(_HEAD).decode("utf-8-sig", errors="replace")
    except (DocumentsRefused, OSError):
        head = ""
    found = _FORMAT.search(head) if path.suffix == ".toml" else None
    if found is not None and found[1] in _FORMATS:
        return _FORMATS[found[1]]
    if path.suffix == ".csv" and path.name not in (*NETWORK_FILES, *COUNTRYSIDE_FILES):
        columns = {name.strip(' "') for name in _SEPARATOR.split(head.partition("\n")[0].rstrip("\r"))}
        if columns >= _LEDGER_COLUMNS:
            return Kind.LEDGER
        if not columns.isdisjoint(_EVENT_COLUMNS):
            return Kind.EVENTS
    return _NAMES.get(path.name)
