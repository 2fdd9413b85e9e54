"""
Lives in documents: what names a thing of a register, and what a step of it states, each kind a line of a table.

An event names the kind and states its parts below; a table of commands has a column for each part.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from operator import attrgetter
from typing import Any, Final, final, get_type_hints

from attrs import NOTHING, fields, frozen

from rural_taobao.documents import scalars
from rural_taobao.documents.expectations import NotOfKind
from rural_taobao.documents.misfits import KeyUnknown, Misfit, Told, sentences
from rural_taobao.documents.roster_rows import CauseName, CauseUnfit
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import Table, is_table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId, VersionId
from rural_taobao.lives import Detail, Grant, Leave, Post, Reason, RevokedFor, Site, Terms
from rural_taobao.network import (
    Cause,
    ClusteredDefaults,
    Engagement,
    WithdrawnByHouse,
    WithdrawnByProvider,
)
from rural_taobao.register import Subject
from rural_taobao.register.entries import CYCLES

__all__ = [
    "DETAILS",
    "SUBJECTS",
    "Form",
    "declare_lives",
    "detail_tree",
    "form_of",
    "step_unfit",
    "steps_of",
    "subject_tree",
]

_CAUSES: Final[dict[CauseName, type[Any]]] = {
    CauseName.PROVIDER: WithdrawnByProvider,
    CauseName.HOUSE: WithdrawnByHouse,
    CauseName.DEFAULTS: ClusteredDefaults,
}
"""What a revocation is for, by what a document calls it."""


@final
@frozen(eq=False)
class Form:
    """
    How a document states a thing, or what a step states.

    Attributes:
        name: What it is called there.
        kind: Its type.
        parts: The types of its parts, by their names.
        needed: The parts that must be stated.
        make: Makes a value of the parts that are stated, each of its type and by its name.
    """

    name: str
    kind: type
    parts: Mapping[str, Any]
    needed: frozenset[str]
    make: Callable[..., Any]

    @classmethod
    def of(cls, name: str, kind: type) -> "Form":
        """
        Make the form of a kind that is stated part by part, as a table.

        Example:
            >>> list(Form.of("terms", Terms).parts), sorted(Form.of("terms", Terms).needed)
            (['version', 'payee', 'reverts'], ['payee', 'version'])
        """
        hints, listed = get_type_hints(kind), fields(kind)
        needed = frozenset(each.name for each in listed if each.default is NOTHING)
        return cls(name, kind, {each.name: hints[each.name] for each in listed}, needed, kind)

    @classmethod
    def plain(cls, name: str, kind: type) -> "Form":
        """
        Make the form of a kind that is stated as one thing, which bears the name.

        Example:
            >>> dict(Form.plain("station", StationId).parts)
            {'station': <class 'rural_taobao.identifiers.StationId'>}
        """
        return cls(name, kind, {name: kind}, frozenset([name]), partial(_only, name))

    def made(self, parts: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of its kind
        """
        Make a value of its parts, each of its type; one that is None is as where nothing is said.

        Example:
            >>> parts = {"station": StationId("sanhe"), "partner": PartnerId("li"), "day": None}
            >>> Form.of("posting", Post).made(parts), Form.plain("station", StationId).made(parts)
            (Post(station=StationId('sanhe'), partner=PartnerId('li')), StationId('sanhe'))
        """
        return self.make(**{part: parts[part] for part in self.parts if parts[part] is not None})


def _only(name: str, **parts: Any) -> Any:  # noqa: ANN401 - of the kind that is stated
    return parts[name]


def _revoked_for(cause: CauseName, **figures: int) -> RevokedFor:
    """Make the detail of a revocation, which has figures for defaults alone."""
    for column in ("defaults", "within_days"):
        if (column in figures) is not (wanted := cause is CauseName.DEFAULTS):
            raise CauseUnfit(column, wanted)
    return RevokedFor(_CAUSES[cause](**figures))


def _by_name(*forms: Form) -> dict[str, Form]:
    return {form.name: form for form in forms}


SUBJECTS: Final = _by_name(
    Form.plain("centre", CentreId),
    Form.plain("station", StationId),
    Form.plain("partner", PartnerId),
    Form.plain("payee", PayeeId),
    Form.of("posting", Post),
    Form.of("permission", Grant),
)
"""What something is told of, by what a document calls it."""
DETAILS: Final = _by_name(
    Form.plain("reason", Reason),
    Form.plain("centre", CentreId),
    Form.plain("version", VersionId),
    Form.plain("payee", PayeeId),
    Form.plain("engagement", Engagement),
    Form.of("site", Site),
    Form.of("terms", Terms),
    Form.of("leave", Leave),
    Form(
        "revoked_for",
        RevokedFor,
        {"cause": CauseName, "defaults": int, "within_days": int},
        frozenset(["cause"]),
        _revoked_for,
    ),
)
"""What a step may state beside its day, by what a document calls it."""
_SUBJECT_NAMES: Final = {form.kind: form.name for form in SUBJECTS.values()}
_DETAIL_NAMES: Final = {form.kind: form.name for form in DETAILS.values()}


def form_of(subject: Subject) -> Form:
    """Give the form of a thing."""
    return SUBJECTS[_SUBJECT_NAMES[type(subject)]]


def steps_of(name: str) -> type[StrEnum]:
    """
    Give the steps of a kind of thing.

    Example:
        >>> [step.value for step in steps_of("payee")]
        ['enrol', 'hold', 'release', 'settle']
    """
    return CYCLES[SUBJECTS[name].kind].steps


def subject_tree(structuring: Structuring, subject: Subject) -> Table:
    """Give a thing as a document states it: one key, which says of what kind it is."""
    return {form_of(subject).name: structuring.tree(subject)}


def detail_tree(structuring: Structuring, detail: Detail) -> Table:
    """Give what a step states as a document does: one key, which says of what kind it is."""
    return {_DETAIL_NAMES[type(detail)]: structuring.tree(detail)}


def declare_lives(structuring: Structuring) -> None:
    """
    Declare how a document states things and what their steps state.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> declare_lives(structuring)
        >>> subject_tree(structuring, Post("sanhe", "li"))
        {'posting': {'station': 'sanhe', 'partner': 'li'}}
        >>> structuring.value(Subject, {"station": "sanhe"})
        StationId('sanhe')
    """
    structuring.custom(Reason, _reason, (Reason, attrgetter("text")), expected="text that says why")
    for cause in (WithdrawnByProvider, WithdrawnByHouse):
        structuring.table(cause)
    structuring.table(ClusteredDefaults, defaults="defaults", within_days="within_days")
    structuring.tagged(Cause, "cause", **{name.value: kind for name, kind in _CAUSES.items()})
    structuring.custom(RevokedFor, partial(_cause, structuring), (RevokedFor, partial(_cause_tree, structuring)))
    for form in (*SUBJECTS.values(), *DETAILS.values()):
        if form.make is form.kind:
            keys: dict[str, Any] = {part: part for part in form.parts}
            structuring.table(form.kind, **keys)
    for union, forms in ((Subject, SUBJECTS), (Detail | None, DETAILS)):
        expected = f"a table with one key of {', '.join(forms)}"
        structuring.custom(union, partial(_one_of, structuring, forms, expected), expected=expected)


def step_unfit(table: Table, key: str) -> Iterator[Told]:
    """
    Tell of a step that a table states and that no thing of its kind takes.

    Args:
        table: The table; its key `of` states the thing.
        key: The key of the step.
    """
    of, step = table.get("of"), table.get(key)
    name = next(iter(of)) if is_table(of) and len(of) == 1 else ""
    if name in SUBJECTS and isinstance(step, str):
        try:
            scalars.option(steps_of(name), step)
        except NotOfKind as fault:
            yield key, fault


def _reason(tree: object) -> Reason:
    return Reason(scalars.text(tree))


def _cause(structuring: Structuring, tree: object) -> RevokedFor:
    union: Any = Cause
    return RevokedFor(structuring.value(union, tree))


def _cause_tree(structuring: Structuring, revoked: RevokedFor) -> object:
    return structuring.tree(revoked.cause)


def _one_of(structuring: Structuring, forms: Mapping[str, Form], expected: str, tree: object) -> object:
    """Read what stands below the one key of a table, which says of what kind it is."""
    if not is_table(tree) or len(tree) != 1:
        raise NotOfKind(expected, tree)
    [(name, stated)] = tree.items()
    if name not in forms:
        raise KeyUnknown(name, tuple(forms))
    try:
        return structuring.made(forms[name].kind, stated)
    except (Misfit, RuralTaobaoError) as error:
        raise Misfit(sentences(name, error)) from None
