"""
Countrysides as tables: the villages, sites and listings of a network, a file each, in the folder of the network.

They may be left out: a network is read without them to be settled.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar, final

from rural_taobao.coverage.breaches import NotInCountryside, PlacesMixed, SiteTwice, VillageListedTwice
from rural_taobao.coverage.countrysides import Countryside, CountrysideRefused
from rural_taobao.coverage.villages import ListedVillage, Site, Village
from rural_taobao.documents import scalars
from rural_taobao.documents.cells import Each, Maybe, Reader, Remembered
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import absence, file_name, replaced
from rural_taobao.documents.roster_rows import PositionHalfGiven, RosterRow
from rural_taobao.documents.rosters import COUNTRYSIDE_FILES, read_network, write_network
from rural_taobao.documents.rows import text_fault
from rural_taobao.documents.tables import Column, Findings, Table, set_aside, table_text
from rural_taobao.documents.village_rows import (
    DATUM,
    DEGREES,
    LISTED,
    METRES,
    MOST,
    SITES,
    VILLAGES,
    PlacedTwoWays,
    PointHalfGiven,
    degrees,
    listed_of,
    listed_rows,
    site_of,
    site_rows,
    village_of,
    village_rows,
)
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import StationId
from rural_taobao.network import Network, Position
from rural_taobao.periods import PeriodBackwards
from rural_taobao.places import Datum, VillageCode

__all__ = ["read_countryside", "write_countryside"]

T = TypeVar("T", Village, Site, ListedVillage)

_OPTIONAL: Final = frozenset(("name", *DEGREES, *METRES, "to"))


def _readers() -> Mapping[str, Reader[object]]:
    """Say what each column holds."""
    maybe: dict[str, Reader[object]] = {
        DATUM: Remembered(partial(scalars.option, Datum)),
        "to": Remembered(scalars.day),
        **{name: Each(partial(degrees, name)) for name in MOST},
        **dict.fromkeys(METRES, Each(scalars.whole_number_text)),
    }
    return {
        "station": Each(StationId),
        "village": Each(VillageCode),
        "name": Each(str),
        "from": Remembered(scalars.day),
        **{name: Maybe(reader, None) for name, reader in maybe.items()},
    }


def _column(error: RuralTaobaoError) -> str:
    """Give the column that a breach is about."""
    match error:
        case SiteTwice():
            return "station"
        case NotInCountryside(kind=kind):
            return kind
        case PlacesMixed(place=place):
            return METRES[0] if isinstance(place, Position) else DATUM
        case VillageListedTwice():
            return "from"
        case _:
            return "village"


@final
class _Tables:
    """
    The tables of a countryside, and where in them each value stands.

    Args:
        folder: Where they are.
        findings: Where to tell what is wrong.
    """

    def __init__(self, folder: Path, findings: Findings) -> None:
        self._folder = folder
        self._findings = findings
        self._rows: dict[int, tuple[Table, int]] = {}
        self._columns = {name: Column(name, reader, name in _OPTIONAL) for name, reader in _readers().items()}

    def members(self, file: str, names: Sequence[str], make: Callable[[RosterRow], T]) -> list[T]:
        """
        Make a value of each row of a table; of none, where the table is not there.

        Args:
            file: The table.
            names: Its columns.
            make: Makes the value.
        """
        if absence(self._folder, [file]):
            return []
        columns = [self._columns[name] for name in names]
        members: list[T] = []
        with Table(self._folder / file, self._findings) as table:
            for number, row in _rows(table, columns):
                try:
                    member = make(row)
                except (PointHalfGiven, PositionHalfGiven) as fault:
                    table.tell(number, fault.missing, str(fault))
                except PlacedTwoWays as fault:
                    table.tell(number, fault.column, str(fault))
                except PeriodBackwards as fault:
                    table.tell(number, "to", str(fault))
                else:
                    members.append(member)
                    self._rows[id(member)] = table, number
        return members

    def tell(self, breach: RuralTaobaoError) -> None:
        """Tell of a breach at the row of the value that it was found in."""
        table, number = self._rows[id(vars(breach)["subject"])]
        table.tell(number, _column(breach), str(breach))


def _rows(table: Table, columns: Sequence[Column[object]]) -> Iterator[tuple[int, RosterRow]]:
    """Give the rows that can be read, each with its number."""
    names = [column.name for column in columns]
    for chunk in table.chunks(columns):
        for number, cells in zip(chunk.numbers, zip(*map(chunk.texts, columns), strict=True), strict=True):
            yield number, RosterRow(dict(zip(names, cells, strict=True)))


def read_countryside(folder: Path) -> Countryside:
    """
    Read a network, and its countryside where there are files of it, from a folder.

    Villages: `village,name`, and `latitude,longitude,datum` or `east_m,north_m`.
    Sites: `station,village`, and `latitude,longitude,datum`.
    Listings: `station,village,from,to`.

    Columns come in any order.
    Those that may be left out, or empty, are `name`, `to` and what says where something is.
    Degrees have at most six decimal places, a datum is `wgs-84` or `gcj-02`, and metres are whole ones from the seat of
    the county.

    Args:
        folder: Where the files of a network are, and those named in `COUNTRYSIDE_FILES`.

    Raises:
        DocumentsRefused: A file has a fault, the network breaks a law, or the countryside does not go together with it;
            all are told, of each file the first hundred.
    """
    findings = Findings()
    network: Network | None = None
    try:
        network = read_network(folder)
    except DocumentsRefused as refused:
        findings.tell_again(refused)
    tables = _Tables(folder, findings)
    villages = tables.members("villages.csv", (*VILLAGES, *DEGREES, *METRES), village_of)
    sites = tables.members("sites.csv", (*SITES, *DEGREES), site_of)
    listed = tables.members("listed.csv", LISTED, listed_of)
    countryside = None
    found = len(findings)
    if network is not None:
        try:
            countryside = Countryside(network=network, villages=villages, sites=sites, listed=listed)
        except CountrysideRefused as refused:
            for breach in refused.faults:
                # Beside a row that could not be read, what is missing may not be so.
                if not (found and isinstance(breach, NotInCountryside)):
                    tables.tell(breach)
    if countryside is None or findings:
        raise findings.refused()
    return countryside


def write_countryside(countryside: Countryside, folder: Path) -> None:
    """
    Write a network and its countryside to the files of a folder, in place of any that were there.

    The files of the network are written first, all of them or none, and then those of the countryside, all or none.

    Args:
        countryside: The network and its villages; read back, it is equal.
        folder: Where to write; it must be there.

    Raises:
        DocumentsRefused: A name is no text or has more than 10,000 characters, or the system refuses.
        NotWritable: A source of a model version is no text.

    Example:
        >>> from rural_taobao.network import Position
        >>> from rural_taobao.samples import one_village
        >>> sanhe = Village("340123103201", "Sanhe", Position(1200, -300))
        >>> ours = Countryside(network=one_village(), villages=[sanhe], sites=[Site("sanhe", sanhe.code)])
        >>> write_countryside(ours, Path())
        >>> print(Path("villages.csv").read_text(), Path("sites.csv").read_text(), sep="", end="")
        village,name,east_m,north_m
        340123103201,Sanhe,1200,-300
        station,village
        sanhe,340123103201
        >>> read_countryside(Path()) == ours
        True
    """
    findings = Findings()
    for number, village in enumerate(countryside.villages, 2):
        if fault := text_fault(village.name):
            findings.tell(Fault(file_name(folder / "villages.csv"), number, "name", fault))
    if findings:
        raise findings.refused()
    write_network(countryside.network, folder)
    of_points = DEGREES if countryside.on_the_globe else ()
    tables = (
        ("villages.csv", (*VILLAGES, *(of_points or METRES)), village_rows),
        ("sites.csv", (*SITES, *of_points), site_rows),
        ("listed.csv", LISTED, listed_rows),
    )
    with set_aside(folder, COUNTRYSIDE_FILES) as aside:
        for file, names, rows in tables:
            replaced(aside / file, table_text(names, rows(countryside)))
