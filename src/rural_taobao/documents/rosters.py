"""
Rosters as tables: the centres, stations, partners, payees and postings of a network, a file each, in one folder.

Beside them stand the model versions and what holds for the whole network, in `models.toml`, and where stations offer
services, what these are, in `services.toml`, and who is permitted which, in `permissions.csv`.
A network is read whole or not at all: the laws that it breaks are told like any other fault, with file, row and column.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar, final

from rural_taobao.documents import scalars
from rural_taobao.documents.cells import Each, Maybe, Reader, Remembered, count
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import absence, file_name, opened, read_text, replaced
from rural_taobao.documents.models import Models, read_models, write_models
from rural_taobao.documents.network_rows import (
    centre_rows,
    partner_rows,
    payee_rows,
    permission_rows,
    posting_rows,
    says_more,
    station_rows,
)
from rural_taobao.documents.roster_breaches import BOUNDS, column_of, rests_on
from rural_taobao.documents.roster_rows import (
    CENTRES,
    MET,
    ON_HOLD,
    PARTNERS,
    PAYEES,
    PERMISSIONS,
    POSTINGS,
    ROLE,
    STATIONS,
    CauseName,
    CauseUnfit,
    PositionHalfGiven,
    Role,
    RoleUnfit,
    RosterRow,
    centre_of,
    partner_of,
    payee_of,
    permission_of,
    posting_of,
    spans_of,
    station_of,
)
from rural_taobao.documents.rows import text_fault
from rural_taobao.documents.services import read_services, write_services
from rural_taobao.documents.tables import Chunk, Column, Findings, Table, set_aside, table_text
from rural_taobao.documents.trees import LONGEST_TREE, toml_tree
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, ServiceId, StationId, VersionId
from rural_taobao.network import (
    CountyCentre,
    Engagement,
    HelperPosting,
    Network,
    NetworkRefused,
    Partner,
    Payee,
    Permission,
    Posting,
    Service,
    Station,
)
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.network.permission_laws import in_vain
from rural_taobao.network.permissions import RevokedOutside
from rural_taobao.network.services import DecidesForItself
from rural_taobao.periods import PeriodBackwards
from rural_taobao.places import CountyCode

__all__ = [
    "COUNTRYSIDE_FILES",
    "NETWORK_FILES",
    "REGISTER_FILES",
    "SERVICE_FILES",
    "is_network",
    "read_network",
    "write_network",
]

M = TypeVar("M")
T = TypeVar("T", CountyCentre, Station, Partner, Payee, Posting | HelperPosting, Permission)

NETWORK_FILES: Final = ("centres.csv", "stations.csv", "partners.csv", "payees.csv", "postings.csv", "models.toml")
"""The files of a network's folder."""
COUNTRYSIDE_FILES: Final = ("villages.csv", "sites.csv", "listed.csv")
"""The files of a countryside, which may stand beside them; `countrysides` reads them, and who settles does not."""
REGISTER_FILES: Final = ("charter.toml", "events.jsonl")
"""The files of a register's folder, the second as soon as anything is known; `registers` reads them."""
SERVICE_FILES: Final = ("services.toml", "permissions.csv")
"""The files that are there besides where stations offer services."""
_READ: Final = frozenset(
    (
        *("centre", "county", "payee", "station", "partner", "service"),
        *("opened", "contract_from", "from", "closed", "contract_to", "to", "examined", *MET, "revoked"),
    )
)
"""The columns of ids that are always stated, and of days."""
_OPTIONAL: Final = frozenset(
    (
        *("closed", "contract_to", "to", "examined", "name", "east_m", "north_m", "reverts", ROLE, ON_HOLD),
        *(*MET, "revoked", "cause", "defaults", "within_days"),
    )
)
_ENDS: Final = frozenset(end for _, end in BOUNDS.values())


def _cells(chunk: Chunk, column: Column[Any]) -> Sequence[Any]:
    """Give the cells of a column: ids and days as they were read, once and not again, and others as text."""
    return chunk.values(column) if column.name in _READ else chunk.texts(column)


@final
class _Rosters:
    """
    The tables of a network, and where in them each value stands.

    Args:
        folder: Where they are.
        findings: Where to tell what is wrong.

    Attributes:
        unread: The files in which something could not be read.
        cut: Those of them of which some or all may be missing.
        deciders: Who decides on each service, in their order.
    """

    def __init__(self, folder: Path, findings: Findings) -> None:
        self._folder = folder
        self._findings = findings
        self._rows: dict[int, tuple[Table, int]] = {}
        self.unread: set[str] = set()
        self.cut: set[str] = set()
        self.deciders: tuple[str | None, ...] = ()
        self._decided: set[Fault] = set()
        self._texts: dict[str, bytes] = {}
        days = Remembered(scalars.day)
        maybe_days: Reader[date | None] = Maybe(days, None)
        metres: Reader[int | None] = Maybe(Each(scalars.whole_number_text), None)
        counts: Reader[int | None] = Maybe(Each(partial(count, least=1)), None)
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
            ON_HOLD: Each(spans_of),
            "east_m": metres,
            "north_m": metres,
            **dict.fromkeys(("opened", "contract_from", "from"), days),
            **dict.fromkeys(("closed", "contract_to", "to", "examined", *MET, "revoked"), maybe_days),
            "service": Remembered(ServiceId),
            "cause": Maybe(Remembered(partial(scalars.option, CauseName)), None),
            **dict.fromkeys(("defaults", "within_days"), counts),
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
        found = len(self._findings)
        with Table(self._folder / file, self._findings) as table:
            for chunk in table.chunks(columns):
                rows = zip(*(_cells(chunk, column) for column in columns), strict=True)
                for number, cells in zip(chunk.numbers, rows, strict=True):
                    try:
                        member = make(RosterRow(dict(zip(names, cells, strict=True))))
                    except PositionHalfGiven as fault:
                        table.tell(number, fault.missing, str(fault))
                    except (RoleUnfit, CauseUnfit) as fault:
                        table.tell(number, fault.column, str(fault))
                    except RevokedOutside as fault:
                        table.tell(number, "revoked", str(fault))
                    except PeriodBackwards as fault:
                        table.tell(number, next(name for name in names if name in _ENDS), str(fault))
                    else:
                        members.append(member)
                        self._rows[id(member)] = table, number
        if not table.is_whole:
            self.cut.add(file)
        if len(self._findings) > found:
            self.unread.add(file)
        return members

    def _is_missing(self, file: str, breach: RuralTaobaoError) -> bool:
        """Tell whether an id is named that stands nowhere in a file, be it in a row that cannot be read."""
        if not isinstance(breach, UnknownReference) or file in self.cut:
            return False
        if file not in self._texts:
            with opened(self._folder / file) as stream:
                self._texts[file] = stream.read()
        return breach.name.encode() not in self._texts[file]

    def document(self, file: str, read: Callable[[Path], M]) -> M | None:
        """Read a document; where it has faults, they are told, and there is none."""
        try:
            return read(self._folder / file)
        except DocumentsRefused as refused:
            self.unread.add(file)
            if not _has_tables(self._folder / file):
                self.cut.add(file)
            self._findings.tell_again(refused)
            return None

    def tell(self, breach: RuralTaobaoError) -> None:
        """
        Tell of a breach of a law, at the row of the value that it was found in.

        Beside a row that could not be read, what only lacks such a row may not be so, and is not told; but an id that
        its file nowhere holds is missing, whatever else cannot be read there, unless the file is cut.
        """
        file = rests_on(breach)
        if file is not None and file in self.unread and not self._is_missing(file, breach):
            return
        subject = getattr(breach, "subject", None)
        if id(subject) in self._rows:
            table, number = self._rows[id(subject)]
            table.tell(number, column_of(breach), str(breach))
        elif isinstance(breach, DecidesForItself):
            file = file_name(self._folder / "services.toml")
            keys = (f"services[{place}].decided_by" for place, by in enumerate(self.deciders) if by == breach.given)
            for fault in (Fault(file, 0, key, str(breach)) for key in keys):
                if fault not in self._decided:
                    self._findings.tell(fault)
                    self._decided.add(fault)
        else:
            self._findings.tell(Fault(file_name(self._folder / "models.toml"), 0, "platform", str(breach)))


def _has_tables(path: Path) -> bool:
    """Tell whether a file is TOML that holds anything."""
    try:
        return bool(toml_tree(read_text(path, limit=LONGEST_TREE), file=file_name(path)))
    except DocumentsRefused:
        return False


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

    A centre, a station or a partner has a row for each span of days on which something else holds of it: a station that
    was moved to another centre, suspended or reopened; a partner who came back, or changed the engagement.
    Partners may have columns `trained,local,premises` besides, each the day from which it is so.
    Where stations offer services, those stand in `services.toml`, and in `permissions.csv` who is permitted which:
    `service,station,partner,from,to,revoked,cause,defaults,within_days`, where `cause` is `provider`, `house` or
    `defaults`, the last with how many there were and within how many days.

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
        remedy = "name the folder of a network"
        if not absence(folder, REGISTER_FILES):
            but, remedy = "this one holds a register", "write its rosters with 'rural-taobao network rosters' first"
        raise DocumentsRefused([Fault(file_name(folder), 0, "", f"{demand}, but {but}; {remedy}")])
    findings = Findings()
    rosters = _Rosters(folder, findings)
    models = rosters.document("models.toml", read_models)
    services, permissions = _services(folder, rosters)
    centres = rosters.members("centres.csv", CENTRES, centre_of)
    stations = rosters.members("stations.csv", STATIONS, station_of)
    partners = rosters.members("partners.csv", (*PARTNERS, *MET), partner_of)
    payees = rosters.members("payees.csv", (*PAYEES, ON_HOLD), payee_of)
    postings = rosters.members("postings.csv", (*POSTINGS, ROLE), posting_of)
    network = None
    if models is not None:
        charged = [each for each in postings if isinstance(each, Posting)]
        idle = in_vain(permissions, services, charged, models.versions)
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
                postings=charged,
                helpers=[each for each in postings if isinstance(each, HelperPosting)],
                services=services,
                permissions=permissions,
            )
        except NetworkRefused as refused:
            for breach in refused.faults:
                rosters.tell(breach)
            blamed = {id(getattr(breach, "subject", None)) for breach in refused.faults}
            idle = (each for each in idle if id(each.subject) not in blamed)
        for each in idle:
            rosters.tell(each)
    if network is None or findings:
        raise findings.refused()
    return network


def _services(folder: Path, rosters: _Rosters) -> tuple[tuple[Service, ...], list[Permission]]:
    """Read the services of a network and who is permitted which, as far as their files are there."""
    catalogue, table = (folder / name for name in SERVICE_FILES)
    services = rosters.document(catalogue.name, read_services) if catalogue.exists() else ()
    permissions = rosters.members(table.name, PERMISSIONS, permission_of) if table.exists() else []
    rosters.deciders = tuple(each.decided_by for each in services or ())
    return services or (), permissions


def write_network(network: Network, folder: Path) -> None:
    """
    Write a network to the files of a folder, in place of any that were there: all of them or, where one fails, none.

    Args:
        network: The network; read back, it is equal.
        folder: Where to write the files named in `NETWORK_FILES`, and of those in `SERVICE_FILES` the ones that there
            is anything for; it must be there.

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
        ("partners.csv", (*PARTNERS, *MET) if says_more(network) else PARTNERS, partner_rows),
        ("payees.csv", (*PAYEES, ON_HOLD) if any(each.on_hold for each in network.payees) else PAYEES, payee_rows),
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
    with set_aside(folder, (*NETWORK_FILES, *SERVICE_FILES)) as aside:
        for file, names, rows in tables:
            replaced(aside / file, table_text(names, rows(network)))
        write_models(models, aside / "models.toml")
        catalogue, permissions = SERVICE_FILES
        if network.services:
            write_services(network.services, aside / catalogue)
        if network.permissions:
            replaced(aside / permissions, table_text(PERMISSIONS, permission_rows(network)))
