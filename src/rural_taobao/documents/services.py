"""
Services as TOML: the catalogue of the services that the stations of a network may offer.

It stands beside the rosters of the network, in `services.toml`, and who is permitted which of them in
`permissions.csv`.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, final

from attrs import field, frozen

from rural_taobao.currencies import CNY
from rural_taobao.documents.files import file_name, read_text, replaced
from rural_taobao.documents.misfits import Told, twice
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.toml_writer import toml_text
from rural_taobao.documents.trees import LONGEST_TREE, Table, toml_tree
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import ServiceId
from rural_taobao.network.services import DeciderUnstated, DefaultRule, Service

__all__ = [
    "Catalogue",
    "CatalogueFormat",
    "ServiceTwice",
    "check_services",
    "declare_services",
    "read_services",
    "services_from_text",
    "services_from_tree",
    "services_schema",
    "services_text",
    "write_services",
]

_SECTIONS: Final = ("services",)


@final
class ServiceTwice(RuralTaobaoError, ValueError):
    """
    Two services have the same id.

    Attributes:
        service: The id.
    """

    def __init__(self, service: ServiceId) -> None:
        self.service = service
        super().__init__(service)

    def __str__(self) -> str:
        return f"services must have ids of their own, but two are called {self.service}; rename one"


@final
class CatalogueFormat(StrEnum):
    """The formats of a services document, the newest last."""

    ONE = "rural-taobao services 1"


def _services(services: Iterable[Service]) -> tuple[Service, ...]:
    return tuple(services)


def _told_apart(_catalogue: object, _attribute: object, services: tuple[Service, ...]) -> None:
    """Refuse two services of one id."""
    seen: set[ServiceId] = set()
    for service in services:
        if service.id in seen:
            raise ServiceTwice(service.id)
        seen.add(service.id)


@final
@frozen
class Catalogue:
    """
    The services of a network.

    Attributes:
        services: The services, with ids of their own.

    Raises:
        ServiceTwice: Two services have one id.
    """

    services: tuple[Service, ...] = field(converter=_services, validator=_told_apart)


def read_services(path: Path) -> tuple[Service, ...]:
    """
    Read services.

    Args:
        path: A TOML file.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return services_from_text(read_text(path, limit=LONGEST_TREE), file=file_name(path))


def services_from_text(text: str, *, file: str = "services") -> tuple[Service, ...]:
    """
    Make services of the text of their document.

    Args:
        text: TOML.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.

    Example:
        >>> from rural_taobao.network import programme_services
        >>> services_from_text(services_text(programme_services())) == programme_services()
        True
    """
    return services_from_tree(toml_tree(text, file=file), file=file)


def services_from_tree(tree: Table, *, file: str = "services") -> tuple[Service, ...]:
    """
    Make services of the tree of their document.

    Args:
        tree: What was parsed.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return _structuring().read(Catalogue, tree, CatalogueFormat, file=file).services


def services_text(services: Iterable[Service]) -> str:
    """
    Write services as the text of a document, which reads back as the same services.

    Raises:
        ServiceTwice: Two services have one id.
        NotWritable: A name or a source of them is no text.

    Example:
        >>> print(services_text([Service(id="loans", area="finance", decided_by="bank")]), end="")
        format = "rural-taobao services 1"
        <BLANKLINE>
        [[services]]
        service = "loans"
        area = "finance"
        decided_by = "bank"
    """
    return toml_text(_structuring().document(Catalogue(services), CatalogueFormat), sections=_SECTIONS)


def write_services(services: Iterable[Service], path: Path) -> None:
    """
    Write services to a file, whole or not at all.

    Raises:
        DocumentsRefused: The system refuses.
        ServiceTwice, NotWritable: As for `services_text`.
    """
    replaced(path, [services_text(services)])


def services_schema() -> Table:
    """
    Give what a services document may hold, as a JSON Schema, draft 2020-12, for editors.

    It lets pass every document that can be read; what it cannot say is for the reader.

    Example:
        >>> services_schema()["title"]
        'rural-taobao services 1'
    """
    return _structuring().schema(Catalogue, CatalogueFormat)


@cache
def _structuring() -> Structuring:
    """Declare what a services document says; it names no amount, so that its currency does not matter."""
    structuring = Structuring(CNY)
    declare_services(structuring)
    structuring.table(Catalogue, check=check_services, services="services")
    return structuring


def declare_services(structuring: Structuring) -> None:
    """Declare how a document states services."""
    structuring.table(DefaultRule, at_least="at_least", within_days="within_days", source="source")
    structuring.table(
        Service,
        blamed={DeciderUnstated: ("decided_by",)},
        id="service",
        area="area",
        decided_by="decided_by",
        defaults="defaults",
        name="name",
        name_zh="name_zh",
        source="source",
    )


def check_services(table: Table) -> Iterator[Told]:
    """Tell of services with one id, whatever else is wrong."""
    yield from twice(table, "services", "service", ServiceTwice)
