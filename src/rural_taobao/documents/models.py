"""
Models as TOML: the model versions of a network, its clock, its currency, and who is paid where no partner is.

What of a network is neither a roster nor a posting stands here.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, Literal, final

from attrs import field, frozen
from attrs.validators import instance_of

from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents.expectations import NotOfKind
from rural_taobao.documents.files import file_name, read_text, replaced
from rural_taobao.documents.misfits import Told, twice
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.toml_writer import toml_text
from rural_taobao.documents.trees import LONGEST_TREE, Table, is_list, is_table, toml_tree
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PayeeId, VersionId
from rural_taobao.instants import UtcOffset
from rural_taobao.network.aggregate import Vacancy, VacancyVersionMissing
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.network.model_versions import ModelVersion, NobodyAdmitted
from rural_taobao.network.reaches import (
    NAMED_REACHES,
    OwnVillage,
    Reach,
    VillagesAround,
    VillagesListed,
    VillagesWithin,
)

__all__ = [
    "ModelVersionTwice",
    "Models",
    "ModelsFormat",
    "check_models",
    "declare_versions",
    "models_from_text",
    "models_from_tree",
    "models_schema",
    "models_text",
    "read_models",
    "write_models",
]

_SECTIONS: Final = ("versions",)
_REACHES: Final = f"one of {', '.join(NAMED_REACHES)}, or a table that states 'within_m'"


@final
class ModelVersionTwice(RuralTaobaoError, ValueError):
    """
    Two model versions have the same name.

    Attributes:
        version: The name.
    """

    def __init__(self, version: VersionId) -> None:
        self.version = version
        super().__init__(version)

    def __str__(self) -> str:
        return f"model versions must have names of their own, but two are called {self.version}; rename one"


@final
class ModelsFormat(StrEnum):
    """The formats of a models document, the newest last."""

    ONE = "rural-taobao models 1"


def _versions(versions: Iterable[ModelVersion]) -> tuple[ModelVersion, ...]:
    return tuple(versions)


def _told_apart(models: "Models", _attribute: object, versions: tuple[ModelVersion, ...]) -> None:
    """Refuse two versions of one name, and a vacancy under a version that is not there."""
    seen: set[VersionId] = set()
    for version in versions:
        if version.id in seen:
            raise ModelVersionTwice(version.id)
        seen.add(version.id)
    named = models.vacancy.version
    if named is not None and named not in seen:
        raise UnknownReference(None, "model version", named)


@final
@frozen(kw_only=True)
class Models:
    """
    The model versions of a network, and what holds for all of it.

    Attributes:
        clock: The fixed offset whose midnights part the days of the network.
        currency: What its orders are in.
        platform: Who is paid the platform's share.
        vacancy: Who is credited while a station is vacant.
        versions: The model versions, with names of their own.

    Raises:
        ModelVersionTwice: Two versions have one name.
        UnknownReference: A vacant station is under a version that is not there.

    Example:
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.network import programme_versions
        >>> models = Models(
        ...     clock=CHINA,
        ...     currency=CNY,
        ...     platform="platform",
        ...     vacancy=Vacancy("nobody"),
        ...     versions=programme_versions({"2.0": "example"}),
        ... )
        >>> models.versions[0].plan
        PlanId('example')
    """

    clock: UtcOffset = field(validator=instance_of(UtcOffset))
    currency: Currency = field(validator=instance_of(Currency))
    platform: PayeeId = field(converter=PayeeId)
    vacancy: Vacancy = field(validator=instance_of(Vacancy))
    versions: tuple[ModelVersion, ...] = field(converter=_versions, validator=_told_apart)


def read_models(path: Path) -> Models:
    """
    Read models.

    Args:
        path: A TOML file.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return models_from_text(read_text(path, limit=LONGEST_TREE), file=file_name(path))


def models_from_text(text: str, *, file: str = "models") -> Models:
    """
    Make models of the text of their document.

    Args:
        text: TOML.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return models_from_tree(toml_tree(text, file=file), file=file)


def models_from_tree(tree: Table, *, file: str = "models") -> Models:
    """
    Make models of the tree of their document.

    Args:
        tree: What was parsed.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return _structuring().read(Models, tree, ModelsFormat, file=file)


def models_text(models: Models) -> str:
    """
    Write models as the text of a document, which reads back as the same models.

    Raises:
        NotWritable: A source in them is no text.

    Example:
        >>> from rural_taobao.instants import CHINA
        >>> models = Models(
        ...     clock=CHINA, currency=CNY, platform="platform", vacancy=Vacancy("nobody"), versions=[]
        ... )
        >>> print(models_text(models), end="")
        format = "rural-taobao models 1"
        clock = "+08:00"
        currency = "CNY"
        platform = "platform"
        vacancy = { credit = "nobody" }
        versions = []
    """
    return toml_text(_structuring().document(models, ModelsFormat), sections=_SECTIONS)


def write_models(models: Models, path: Path) -> None:
    """
    Write models to a file, whole or not at all.

    Raises:
        DocumentsRefused: The system refuses.
        NotWritable: As for `models_text`.
    """
    replaced(path, [models_text(models)])


def models_schema() -> Table:
    """
    Give what a models document may hold, as a JSON Schema, draft 2020-12, for editors.

    It lets pass every document that can be read; what it cannot say is for the reader.

    Example:
        >>> models_schema()["title"]
        'rural-taobao models 1'
    """
    return _structuring().schema(Models, ModelsFormat)


@cache
def _structuring() -> Structuring:
    """Declare what a models document says; it names no amount, so that its currency does not matter."""
    structuring = Structuring(CNY)
    declare_versions(structuring)
    structuring.table(
        Models,
        check=partial(check_models, structuring),
        clock="clock",
        currency="currency",
        platform="platform",
        vacancy="vacancy",
        versions="versions",
    )
    return structuring


def declare_versions(structuring: Structuring) -> None:
    """Declare how a document states model versions, and who is credited for what is vacant."""
    structuring.table(VillagesWithin, from_zero=("within_m",), metres="within_m")
    named = tuple((type(reach), partial(_called, name)) for name, reach in NAMED_REACHES.items())
    words = Literal["own_village", "villages_around", "villages_listed"]
    union: Any = Reach
    structuring.custom(union, partial(_reach, structuring), *named, like=(words, VillagesWithin), expected=_REACHES)
    structuring.table(Vacancy, blamed={VacancyVersionMissing: ("version",)}, credit="credit", version="version")
    structuring.table(
        ModelVersion,
        blamed={NobodyAdmitted: ("engagements",)},
        filled=("engagements",),
        id="version",
        since="since",
        focus="focus",
        engagements="engagements",
        exam="exam",
        training="training",
        local="local",
        premises="premises",
        reach="reach",
        works="works",
        services="services",
        plan="plan",
        stations_per_partner="stations_per_partner",
        helpers_at_once="helpers_at_once",
        source="source",
    )


def _reach(structuring: Structuring, tree: object) -> Reach:
    """Read a reach: a name, or a table with a distance."""
    if is_table(tree):
        return structuring.value(VillagesWithin, tree)
    if not isinstance(tree, str) or tree not in NAMED_REACHES:
        raise NotOfKind(_REACHES, tree)
    return NAMED_REACHES[tree]


def _called(name: str, _reach: OwnVillage | VillagesAround | VillagesListed) -> str:
    return name


def check_models(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell of versions with one name, and of a vacancy under a version that is not there, whatever else is wrong."""
    yield from twice(table, "versions", "version", ModelVersionTwice)
    vacancy, versions = table.get("vacancy"), table.get("versions")
    named = structuring.sound(VersionId, vacancy.get("version")) if is_table(vacancy) else None
    if named is not None and is_list(versions):
        known = [each.get("version") for each in versions if is_table(each)]
        if named not in known:
            yield "vacancy.version", UnknownReference(None, "model version", named)
