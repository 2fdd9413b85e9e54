"""
Rosters as tables: the centres, stations, partners, payees and postings of a network, a file each, in one folder.

Beside them stand the model versions and what holds for the whole network, in `models.toml`.
A network is read whole or not at all: the laws that it breaks are told like any other fault, with file, row and column.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final, TypeVar, final

from rural_taobao.documents import scalars
from rural_taobao.documents.cells import Each, Maybe, Reader, Remembered
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import absence, file_name, replaced
from rural_taobao.documents.models import Models, read_models, write_models
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
    Position,
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
from rural_taobao.periods import Period, PeriodBackwards
from rural_taobao.places import CountyCode

__all__ = ["NETWORK_FILES", "PositionHalfGiven", "is_network", "read_network", "write_network"]

T = TypeVar("T", CountyCentre, Station, Partner, Payee, Posting | HelperPosting)

NETWORK_FILES: Final = ("centres.csv", "stations.csv", "partners.csv", "payees.csv", "postings.csv", "models.toml")
"""The files of a network's folder."""
_CENTRES: Final = ("centre", "county", "payee", "opened", "closed", "name")
_STATIONS: Final = ("station", "centre", "opened", "closed", "name", "east_m", "north_m")
_PARTNERS: Final = ("partner", "contract_from", "contract_to", "engagement", "examined", "name")
_PAYEES: Final = ("payee", "from", "to", "name")
_POSTINGS: Final = ("station", "partner", "payee", "version", "from", "to", "reverts")
_ROLE: Final = "role"
"""The column of postings that is there where there are helpers."""

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
_OPTIONAL: Final = frozenset(("closed", "contract_to", "to", "examined", "name", "east_m", "north_m", "reverts", _ROLE))
_ENDS: Final = frozenset(end for _, end in _BOUNDS.values())
_NAMED: Final = {
    "payee": "payee",
    "county centre": "centre",
    "station": "station",
    "partner": "partner",
    "model version": "version",
}
"""The column that names each kind of thing."""


@final
class PositionHalfGiven(RuralTaobaoError, ValueError):
    """
    Of the position of a station, one direction is given and the other is not.

    Attributes:
        missing: The column that says nothing.
    """

    def __init__(self, missing: str) -> None:
        self.missing = missing
        super().__init__(missing)

    def __str__(self) -> str:
        return f"a position must have both east_m and north_m, but {self.missing} is empty; add it, or leave out both"


@final
class Role(StrEnum):
    """What a posting is for."""

    IN_CHARGE = "in_charge"
    HELPER = "helper"


@final
class RoleUnfit(RuralTaobaoError, ValueError):
    """
    A posting says what one of its role cannot say, or does not say what it must.

    Attributes:
        role: The role.
        column: The column.
    """

    def __init__(self, role: Role, column: str) -> None:
        self.role = role
        self.column = column
        super().__init__(role, column)

    def __str__(self) -> str:
        if self.role is Role.IN_CHARGE:
            return (
                f"a partner in charge must be posted under a model version, but {self.column} is empty; "
                "name the version, or state the role 'helper'"
            )
        return (
            "a helper must be posted without a model version, since that of the partner in charge holds, but "
            f"{self.column} is filled in; leave it empty"
        )


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
class _Row:
    """
    A row, each cell of which can be read.

    Args:
        cells: Its texts, by column.
    """

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def day(self, column: str) -> date | None:
        """Give the day in a column, if there is one."""
        text = self._cells[column]
        return scalars.day(text) if text else None

    def days(self, start: str, end: str) -> Period:
        """
        Give the days between those in two columns.

        Raises:
            PeriodBackwards: There are none.
        """
        return Period(scalars.day(self._cells[start]), self.day(end))

    @property
    def position(self) -> Position | None:
        """
        Where the station stands, if that is said.

        Raises:
            PositionHalfGiven: One of the two directions is not.
        """
        east, north = self._cells["east_m"], self._cells["north_m"]
        if bool(east) is not bool(north):
            raise PositionHalfGiven("north_m" if east else "east_m")
        return Position(int(east), int(north)) if east else None


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
            _ROLE: Maybe(Remembered(partial(scalars.option, Role)), Role.IN_CHARGE),
            "engagement": Remembered(partial(scalars.option, Engagement)),
            "reverts": Maybe(Remembered(scalars.flag_text), otherwise=False),
            "name": Maybe(Each(str), ""),
            "east_m": metres,
            "north_m": metres,
            **dict.fromkeys(("opened", "contract_from", "from"), days),
            **dict.fromkeys(("closed", "contract_to", "to", "examined"), maybe_days),
        }
        self._columns = {name: Column(name, reader, name in _OPTIONAL) for name, reader in readers.items()}

    def members(self, file: str, names: Sequence[str], make: Callable[[_Row], T]) -> list[T]:
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
                        member = make(_Row(dict(zip(names, cells, strict=True))))
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


def _posting(row: _Row) -> Posting | HelperPosting:
    """
    Make a posting, in charge or as a helper.

    Raises:
        RoleUnfit: It is under no version, or a helper under one.
    """
    days = row.days("from", "to")
    who = row["station"], row["partner"], row["payee"]
    if (row[_ROLE] or Role.IN_CHARGE) == Role.IN_CHARGE:
        if not row["version"]:
            raise RoleUnfit(Role.IN_CHARGE, "version")
        return Posting(*who, row["version"], days, row["reverts"] == "true")
    for column, nothing in (("version", ""), ("reverts", "false")):
        if row[column] not in {"", nothing}:
            raise RoleUnfit(Role.HELPER, column)
    return HelperPosting(*who, days)


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
    centres = rosters.members(
        "centres.csv",
        _CENTRES,
        lambda row: CountyCentre(row["centre"], row["county"], row["payee"], row.days("opened", "closed"), row["name"]),
    )
    stations = rosters.members(
        "stations.csv",
        _STATIONS,
        lambda row: Station(row["station"], row["centre"], row.days("opened", "closed"), row["name"], row.position),
    )
    partners = rosters.members(
        "partners.csv",
        _PARTNERS,
        lambda row: Partner(
            row["partner"],
            row.days("contract_from", "contract_to"),
            row["engagement"],
            row.day("examined"),
            row["name"],
        ),
    )
    payees = rosters.members(
        "payees.csv", _PAYEES, lambda row: Payee(row["payee"], row.days("from", "to"), row["name"])
    )
    postings = rosters.members(
        "postings.csv",
        (*_POSTINGS, _ROLE),
        _posting,
    )
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


def _last(period: Period) -> str:
    return "" if period.end is None else period.end.isoformat()


def _centre_rows(network: Network) -> Iterator[tuple[str, ...]]:
    for centre in network.centres:
        days = centre.open
        yield centre.id, centre.county, centre.payee, days.start.isoformat(), _last(days), centre.name


def _station_rows(network: Network) -> Iterator[tuple[str, ...]]:
    for station in network.stations:
        days, position = station.open, station.position
        place = ("", "") if position is None else (str(position.east), str(position.north))
        yield station.id, station.centre, days.start.isoformat(), _last(days), station.name, *place


def _partner_rows(network: Network) -> Iterator[tuple[str, ...]]:
    for partner in network.partners:
        days = partner.contract
        examined = "" if partner.examined is None else partner.examined.isoformat()
        yield partner.id, days.start.isoformat(), _last(days), partner.engagement, examined, partner.name


def _payee_rows(network: Network) -> Iterator[tuple[str, ...]]:
    for payee in network.payees:
        yield payee.id, payee.known.start.isoformat(), _last(payee.known), payee.name


def _posting_rows(network: Network) -> Iterator[tuple[str, ...]]:
    for posting in network.postings:
        days = posting.period
        reverts = "true" if posting.reverts else ""
        ids = posting.station, posting.partner, posting.payee, posting.version
        role = (Role.IN_CHARGE,) if network.helpers else ()
        yield *ids, days.start.isoformat(), _last(days), reverts, *role
    for helper in network.helpers:
        days = helper.period
        yield helper.station, helper.partner, helper.payee, "", days.start.isoformat(), _last(days), "", Role.HELPER


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
        ("centres.csv", _CENTRES, _centre_rows),
        ("stations.csv", _STATIONS, _station_rows),
        ("partners.csv", _PARTNERS, _partner_rows),
        ("payees.csv", _PAYEES, _payee_rows),
        ("postings.csv", (*_POSTINGS, _ROLE) if network.helpers else _POSTINGS, _posting_rows),
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
