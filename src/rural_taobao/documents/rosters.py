"""
Rosters as tables: the centres, stations, partners, payees and postings of a network, a file each, in one folder.

Beside them stand the model versions and what holds for the whole network, in `models.toml`.
A network is read whole or not at all: the laws that it breaks are told like any other fault, with file, row and column.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, TypeVar, final

from rural_taobao.documents import scalars
from rural_taobao.documents.cells import Each, Maybe, Reader, Remembered
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import absence, file_name, replaced
from rural_taobao.documents.models import Models, read_models, write_models
from rural_taobao.documents.roster_rows import (
    CENTRES,
    PARTNERS,
    PAYEES,
    POSTINGS,
    ROLE,
    STATIONS,
    PositionHalfGiven,
    Role,
    RoleUnfit,
    RosterRow,
    centre_of,
    centre_rows,
    partner_of,
    partner_rows,
    payee_of,
    payee_rows,
    posting_of,
    posting_rows,
    station_of,
    station_rows,
)
from rural_taobao.documents.rows import text_fault
from rural_taobao.documents.tables import Column, Findings, Table, set_aside, table_text
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId, VersionId
from rural_taobao.network import (
    CountyCentre,
    Engagement,
    HelperPosting,
    Network,
    NetworkRefused,
    Partner,
    Payee,
    Posting,
    Station,
)
from rural_taobao.network.laws import (
    CountyNotThere,
    DemandNotMet,
    IdTwice,
    NotWithin,
    UnknownReference,
    VersionGoesBack,
)
from rural_taobao.periods import PeriodBackwards
from rural_taobao.places import CountyCode

__all__ = ["NETWORK_FILES", "is_network", "read_network", "write_network"]

T = TypeVar("T", CountyCentre, Station, Partner, Payee, Posting | HelperPosting)

NETWORK_FILES: Final = ("centres.csv", "stations.csv", "partners.csv", "payees.csv", "postings.csv", "models.toml")
"""The files of a network's folder."""
_BOUNDS: Final[dict[type, tuple[str, str]]] = {
    CountyCentre: ("opened", "closed"),
    Station: ("opened", "closed"),
    Partner: ("contract_from", "contract_to"),
    Payee: ("from", "to"),
    Posting: ("from", "to"),
    HelperPosting: ("from", "to"),
}
"""The columns of the first day and of the first day after."""
_IDS: Final[dict[type, str]] = {CountyCentre: "centre", Station: "station", Partner: "partner", Payee: "payee"}
_OPTIONAL: Final = frozenset(("closed", "contract_to", "to", "examined", "name", "east_m", "north_m", "reverts", ROLE))
_ENDS: Final = frozenset(end for _, end in _BOUNDS.values())
_NAMED: Final = {
    "payee": "payee",
    "county centre": "centre",
    "station": "station",
    "partner": "partner",
    "model version": "version",
}
"""The column that names each kind of thing."""


def _column(error: RuralTaobaoError) -> str:
    """Give the column that a breach of a law is about."""
    match error:
        case IdTwice(subject=subject):
            return _IDS.get(type(subject), "")
        case UnknownReference(kind=kind):
            return _NAMED[kind]
        case NotWithin(subject=subject, days=days, ground_days=ground):
            return _BOUNDS[type(subject)][days.start >= ground.start]
        case VersionGoesBack() | DemandNotMet():
            return "version"
        case CountyNotThere():
            return "county"
        case _:
            return "from"


@final
class _Rosters:
    """
    The tables of a network, and where in them each value stands.

    Args:
        folder: Where they are.
        findings: Where to tell what is wrong.
    """

    def __init__(self, folder: Path, findings: Findings) -> None:
        self._folder = folder
        self._findings = findings
        self._rows: dict[int, tuple[Table, int]] = {}
        days = Remembered(scalars.day)
        maybe_days: Reader[date | None] = Maybe(days, None)
        metres: Reader[int | None] = Maybe(Each(scalars.whole_number_text), None)
        readers: dict[str, Reader[object]] = {
            "centre": Remembered(CentreId),
            "county": Remembered(CountyCode),
            "payee": Each(PayeeId),
            "station": Each(StationId),
            "partner": Each(PartnerId),
            "version": Maybe(Remembered(VersionId), None),
            ROLE: Maybe(Remembered(partial(scalars.option, Role)), Role.IN_CHARGE),
            "engagement": Remembered(partial(scalars.option, Engagement)),
            "reverts": Maybe(Remembered(scalars.flag_text), otherwise=False),
            "name": Maybe(Each(str), ""),
            "east_m": metres,
            "north_m": metres,
            **dict.fromkeys(("opened", "contract_from", "from"), days),
            **dict.fromkeys(("closed", "contract_to", "to", "examined"), maybe_days),
        }
        self._columns = {name: Column(name, reader, name in _OPTIONAL) for name, reader in readers.items()}

    def members(self, file: str, names: Sequence[str], make: Callable[[RosterRow], T]) -> list[T]:
        """
        Make a value of each row of a table.

        Args:
            file: The table.
            names: Its columns.
            make: Makes the value.
        """
        columns = [self._columns[name] for name in names]
        members: list[T] = []
        with Table(self._folder / file, self._findings) as table:
            for chunk in table.chunks(columns):
                rows = zip(*map(chunk.texts, columns), strict=True)
                for number, cells in zip(chunk.numbers, rows, strict=True):
                    try:
                        member = make(RosterRow(dict(zip(names, cells, strict=True))))
                    except PositionHalfGiven as fault:
                        table.tell(number, fault.missing, str(fault))
                    except RoleUnfit as fault:
                        table.tell(number, fault.column, str(fault))
                    except PeriodBackwards as fault:
                        table.tell(number, next(name for name in names if name in _ENDS), str(fault))
                    else:
                        members.append(member)
                        self._rows[id(member)] = table, number
        return members

    def tell(self, breach: RuralTaobaoError) -> None:
        """Tell of a breach of a law, at the row of the value that it was found in."""
        subject = getattr(breach, "subject", None)
        if id(subject) in self._rows:
            table, number = self._rows[id(subject)]
            table.tell(number, _column(breach), str(breach))
        else:
            self._findings.tell(Fault(file_name(self._folder / "models.toml"), 0, "platform", str(breach)))


def is_network(folder: Path) -> bool:
    """Tell whether a folder holds any file of a network; what is missing then is for its reader to say."""
    return not absence(folder, NETWORK_FILES)


def read_network(folder: Path) -> Network:
    """
    Read a network from the files of a folder.

    Centres: `centre,county,payee,opened,closed,name`.
    Stations: `station,centre,opened,closed,name,east_m,north_m`.
    Partners: `partner,contract_from,contract_to,engagement,examined,name`.
    Payees: `payee,from,to,name`.
    Postings: `station,partner,payee,version,from,to,reverts`, and `role`, where there are helpers.

    Columns come in any order.
    Those that may be left out, or empty, are `closed`, `contract_to`, `to`, `examined`, `name`, `east_m`, `north_m` and
    `reverts`, which is `true` or `false`, and `role`, which is `in_charge` or, for who is under no version, `helper`.
    Days are written 2016-11-11; a day on which something ends is the first on which it does not hold.

    Args:
        folder: Where the files named in `NETWORK_FILES` are.

    Raises:
        DocumentsRefused: A file has a fault, or the network breaks a law; all are told, of each file the first hundred.
    """
    if but := absence(folder, NETWORK_FILES):
        demand = f"a network must be a folder that holds {', '.join(NETWORK_FILES)}, and calendar.toml to be settled"
        raise DocumentsRefused([Fault(file_name(folder), 0, "", f"{demand}, but {but}; name the folder of a network")])
    findings = Findings()
    rosters = _Rosters(folder, findings)
    models = None
    try:
        models = read_models(folder / "models.toml")
    except DocumentsRefused as refused:
        for fault in refused.faults:
            findings.tell(fault)
    centres = rosters.members("centres.csv", CENTRES, centre_of)
    stations = rosters.members("stations.csv", STATIONS, station_of)
    partners = rosters.members("partners.csv", PARTNERS, partner_of)
    payees = rosters.members("payees.csv", PAYEES, payee_of)
    postings = rosters.members("postings.csv", (*POSTINGS, ROLE), posting_of)
    network = None
    found = len(findings)
    if models is not None:
        try:
            network = Network(
                clock=models.clock,
                currency=models.currency,
                platform=models.platform,
                vacancy=models.vacancy,
                versions=models.versions,
                centres=centres,
                stations=stations,
                partners=partners,
                payees=payees,
                postings=[each for each in postings if isinstance(each, Posting)],
                helpers=[each for each in postings if isinstance(each, HelperPosting)],
            )
        except NetworkRefused as refused:
            for breach in refused.faults:
                # Beside a row that could not be read, what is missing or goes back may not be so.
                if not (found and isinstance(breach, UnknownReference | VersionGoesBack)):
                    rosters.tell(breach)
    if network is None or findings:
        raise findings.refused()
    return network


def write_network(network: Network, folder: Path) -> None:
    """
    Write a network to the files of a folder, in place of any that were there: all of them or, where one fails, none.

    Args:
        network: The network; read back, it is equal.
        folder: Where to write the files named in `NETWORK_FILES`; it must be there.

    Raises:
        DocumentsRefused: A name is no text or has more than 10,000 characters, or the system refuses.
        NotWritable: A source of a model version is no text.

    Example:
        >>> from rural_taobao.samples import one_village
        >>> write_network(one_village(), Path())
        >>> print(Path("stations.csv").read_text(), end="")
        station,centre,opened,closed,name,east_m,north_m
        sanhe,feixi,2015-06-01,,,,
        >>> read_network(Path()) == one_village()
        True
    """
    tables: tuple[tuple[str, tuple[str, ...], Callable[[Network], Iterator[tuple[str, ...]]]], ...] = (
        ("centres.csv", CENTRES, centre_rows),
        ("stations.csv", STATIONS, station_rows),
        ("partners.csv", PARTNERS, partner_rows),
        ("payees.csv", PAYEES, payee_rows),
        ("postings.csv", (*POSTINGS, ROLE) if network.helpers else POSTINGS, posting_rows),
    )
    findings = Findings()
    for file, names, rows in tables[:4]:
        place = names.index("name")
        for number, row in enumerate(rows(network), 2):
            if fault := text_fault(row[place]):
                findings.tell(Fault(file_name(folder / file), number, "name", fault))
    if findings:
        raise findings.refused()
    models = Models(
        clock=network.clock,
        currency=network.currency,
        platform=network.platform,
        vacancy=network.vacancy,
        versions=network.versions,
    )
    with set_aside(folder, NETWORK_FILES) as aside:
        for file, names, rows in tables:
            replaced(aside / file, table_text(names, rows(network)))
        write_models(models, aside / "models.toml")
