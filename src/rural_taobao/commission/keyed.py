"""
Tables by key: a rate for each of some categories, stations, county centres or model versions, and one for the others.

What is measured over a running total is measured for each key by itself, as it would be by a rule for each.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias, assert_never, final

from attrs import field, frozen

from rural_taobao.commission.matching import Credit
from rural_taobao.commission.rates import MeasuredForm, RateForm
from rural_taobao.commission.volume import ByVolume, VolumeUnfit
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.flaws import Checks, Flaw, refuse
from rural_taobao.identifiers import (
    CategoryCode,
    CentreId,
    Identifier,
    MalformedIdentifier,
    RuleId,
    StationId,
    VersionId,
)
from rural_taobao.kinds import Word, WrongKind, of_kind

__all__ = [
    "NAMES",
    "ByKey",
    "Key",
    "NameTwice",
    "NoNames",
    "Otherwise",
    "RateByKey",
    "RuleRate",
    "forms_of",
    "keyed_checks",
]


@final
class NoNames(RuralTaobaoError, ValueError):
    """A table by key names nothing."""

    def __str__(self) -> str:
        return (
            "a table by key must have a rate for at least one name, but it is empty; "
            "add one, or state the rate of 'otherwise' as the rate of the rule"
        )


@final
class NameTwice(RuralTaobaoError, ValueError):
    """
    A table by key has two rates for one name.

    Attributes:
        name: The name.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"a table by key must have one rate for each name, but {self.name} has two; leave one out"


@final
class RateByKey(RuralTaobaoError, LookupError):
    """
    A rule with a table by key was asked for the one rate that it has.

    Attributes:
        rule: The rule.
    """

    def __init__(self, rule: RuleId) -> None:
        self.rule = rule
        super().__init__(rule)

    def __str__(self) -> str:
        return (
            f"a rule must have one rate to be rated by, but rule {self.rule} has a table of them by key; "
            "look up what it pays for a credit first"
        )


@final
class Key(Word):
    """By what of a credit a table by key is looked up."""

    CATEGORY = "category"
    """The category of what was ordered, or the nearest above it; what has no category is in no table."""
    STATION = "station"
    """Where it happened."""
    CENTRE = "centre"
    """The county centre that runs that station."""
    VERSION = "version"
    """The model version that it falls under."""


@final
class Otherwise(Word):
    """What is earned under a name that a table by key does not have, where that is no rate."""

    NOTHING = "nothing"
    """Nothing."""
    ERROR = "error"
    """Nothing is computed: such a name is an error."""


NAMES: Final[Mapping[Key, type[Identifier]]] = {
    Key.CATEGORY: CategoryCode,
    Key.STATION: StationId,
    Key.CENTRE: CentreId,
    Key.VERSION: VersionId,
}
"""What a name in a table is an id of, by its key."""
_is_rate_or_says = of_kind((*MeasuredForm.__args__, Otherwise), "a rate form, or an Otherwise")


def _of_one_measure(_value: object, _attribute: object, rate: object) -> None:
    """Refuse a rate by volume: whether it would be that of one name, or of all, is not said."""
    if isinstance(rate, ByVolume):
        where = "in a table by key"
        raise VolumeUnfit(where)


_ByName: TypeAlias = tuple[tuple[str, MeasuredForm], ...]


def _by_name(table: Mapping[str, MeasuredForm] | _ByName) -> _ByName:
    pairs = table if isinstance(table, tuple) else table.items()
    listed = tuple(sorted(pairs, key=lambda pair: pair[0]))
    what, made = "table", "a rate form"
    for _, rate in listed:
        _of_one_measure(None, None, rate)
        if not isinstance(rate, MeasuredForm):
            raise WrongKind(what, rate, made)
    return listed


def _says_of_others(value: object, attribute: object, stated: MeasuredForm | Otherwise) -> None:
    _of_one_measure(value, attribute, stated)
    _is_rate_or_says(value, attribute, stated)


def _otherwise(stated: "MeasuredForm | Otherwise | str") -> "MeasuredForm | Otherwise":
    return Otherwise(stated) if isinstance(stated, str) else stated


@final
@frozen(kw_only=True)
class ByKey:
    """
    A rate for each of some names, and what is earned under any other.

    Attributes:
        key: By what of a credit the table is looked up.
        table: The rates by name; their order means nothing. Over a running total each name has a total of its own.
        otherwise: The rate of all other names, which have one running total together, or what else becomes of them.

    Raises:
        NoNames: The table is empty.
        NameTwice: A name has two rates.
        MalformedIdentifier: A name cannot be such an id.
        VolumeUnfit: One of the rates is by volume.

    Example:
        >>> from rural_taobao.commission.rates import Percentage
        >>> from rural_taobao.exact import Rate
        >>> dear = Percentage(Rate.parse("1.2 %"))
        >>> table = ByKey(key="category", table={"phones": dear, "appliances": dear}, otherwise="nothing")
        >>> table.names, table.rate("phones") == dear, table.rate("seeds")
        (('appliances', 'phones'), True, <Otherwise.NOTHING: 'nothing'>)
    """

    key: Key = field(converter=Key)
    table: _ByName = field(converter=_by_name)
    otherwise: MeasuredForm | Otherwise = field(converter=_otherwise, validator=_says_of_others)

    def __attrs_post_init__(self) -> None:
        refuse(keyed_checks(self))

    @property
    def names(self) -> tuple[str, ...]:
        """The names that have a rate of their own, sorted."""
        return tuple(name for name, _ in self.table)

    def fitting(self, credit: Credit) -> tuple[str, ...]:
        """Give the names in the table that a credit has: one at most, but for categories that lie below each other."""
        match self.key:
            case Key.CATEGORY:
                has: Iterable[str | None] = (credit.category, *credit.above)
            case Key.STATION:
                has = (credit.station,)
            case Key.CENTRE:
                has = (credit.centre,)
            case Key.VERSION:
                has = (credit.model_version,)
            case _:
                assert_never(self.key)
        return tuple(name for name in self.names if name in has)

    def rate(self, name: str | None) -> MeasuredForm | Otherwise:
        """Give what is earned under a name; None is any that the table does not have."""
        return dict[str | None, MeasuredForm](self.table).get(name, self.otherwise)


RuleRate: TypeAlias = RateForm | ByKey
"""What a rule may state as its rate."""


def forms_of(rate: RuleRate) -> tuple[RateForm, ...]:
    """
    Give the rate forms that a rate is made of: itself, or those of its table.

    Example:
        >>> from rural_taobao.commission.rates import Flat
        >>> from rural_taobao.money import Money
        >>> len(forms_of(ByKey(key="version", table={"2.0": Flat(Money(50))}, otherwise=Flat(Money(20)))))
        2
    """
    if not isinstance(rate, ByKey):
        return (rate,)
    listed = tuple(form for _, form in rate.table)
    return listed if isinstance(rate.otherwise, Otherwise) else (*listed, rate.otherwise)


def keyed_checks(rate: ByKey) -> Checks:
    """Check that a table by key has names, each once and one that can be, and a rate of one measure for each."""
    if not rate.table:
        yield ("table",), NoNames()
    for place, (name, _) in enumerate(rate.table):
        yield _name(rate, name)
        if name in [other for other, _ in rate.table[:place]]:
            yield ("table", name), NameTwice(name)


def _name(rate: ByKey, name: str) -> Iterator[Flaw]:
    try:
        NAMES[rate.key](name)
    except MalformedIdentifier as error:
        yield ("table", name), error
