"""
Rosters as tables: the centres, stations, partners, payees and postings of a network, a file each, in one folder.

Beside them stand the model versions and what holds for the whole network, in `models.toml`, and where stations offer
services, what these are, in `services.toml`, and who is permitted which, in `permissions.csv`.
A network is read whole or not at all: the laws that it breaks are told like any other fault, with file, row and column.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import absence, file_name, replaced
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
    centre_of,
    partner_of,
    payee_of,
    permission_of,
    posting_of,
    station_of,
)
from rural_taobao.documents.roster_tables import RosterTables
from rural_taobao.documents.rows import text_fault
from rural_taobao.documents.services import read_services, write_services
from rural_taobao.documents.tables import Findings, set_aside, table_text
from rural_taobao.network import (
    HelperPosting,
    Network,
    NetworkRefused,
    Permission,
    Posting,
    Service,
)
from rural_taobao.network.permission_laws import in_vain

__all__ = [
    "COUNTRYSIDE_FILES",
    "NETWORK_FILES",
    "REGISTER_FILES",
    "SERVICE_FILES",
    "is_network",
    "read_network",
    "write_network",
]

NETWORK_FILES: Final = ("centres.csv", "stations.csv", "partners.csv", "payees.csv", "postings.csv", "models.toml")
"""The files of a network's folder."""
COUNTRYSIDE_FILES: Final = ("villages.csv", "sites.csv", "listed.csv")
"""The files of a countryside, which may stand beside them; `countrysides` reads them, and who settles does not."""
REGISTER_FILES: Final = ("charter.toml", "events.jsonl")
"""The files of a register's folder, the second as soon as anything is known; `registers` reads them."""
SERVICE_FILES: Final = ("services.toml", "permissions.csv")
"""The files that are there besides where stations offer services."""


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
    rosters = RosterTables(folder, findings)
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


def _services(folder: Path, rosters: RosterTables) -> tuple[tuple[Service, ...], list[Permission]]:
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
