"""
Standards: what an app asks of its partners, as data: thresholds, the ladder of consequences, dated versions.

Nobody published thresholds of the programme, so that a standard is the app's own, and every one here is an example.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import final

from attrs import field, frozen
from attrs.validators import instance_of, optional

from rural_taobao.assessment.consequences import HELD_AS, Consequence, Rung, Standing, gravity
from rural_taobao.assessment.demands import OrderAmount, least
from rural_taobao.assessment.thresholds import Threshold
from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.flaws import Checks, Flaw, refuse, stating
from rural_taobao.identifiers import StandardId, ThresholdId
from rural_taobao.kinds import tuple_of
from rural_taobao.money import CurrencyMismatch
from rural_taobao.periods import Month
from rural_taobao.timeline import Source

__all__ = [
    "MonthBeforeStandard",
    "NoThresholds",
    "NoVersions",
    "RungTwice",
    "SinceTwice",
    "Standard",
    "StandardVersion",
    "ThresholdRepeated",
    "ThresholdTwice",
    "ThresholdsCrossed",
    "standard_checks",
    "version_checks",
]


@final
class ThresholdTwice(RuralTaobaoError, ValueError):
    """
    Two thresholds of one version have the same id.

    Attributes:
        threshold: The id.
    """

    def __init__(self, threshold: ThresholdId) -> None:
        self.threshold = threshold
        super().__init__(threshold)

    def __str__(self) -> str:
        return f"thresholds must have ids of their own, but two are called {self.threshold}; rename one"


@final
class ThresholdRepeated(RuralTaobaoError, ValueError):
    """
    Two thresholds count the same over the same months and lead to the same, so that one of them decides nothing.

    Attributes:
        threshold: The second of them.
        first: The first.
    """

    def __init__(self, threshold: ThresholdId, first: ThresholdId) -> None:
        self.threshold = threshold
        self.first = first
        super().__init__(threshold, first)

    def __str__(self) -> str:
        return (
            "thresholds that count the same over the same months must lead to different consequences, but "
            f"{self.threshold} leads to that of {self.first}; leave out the one that asks for less"
        )


@final
class ThresholdsCrossed(RuralTaobaoError, ValueError):
    """
    Of two thresholds that count the same, the graver one asks for more, so that the milder one never decides.

    Attributes:
        milder: The one with the milder consequence.
        graver: The one with the graver consequence.
    """

    def __init__(self, milder: ThresholdId, graver: ThresholdId) -> None:
        self.milder = milder
        self.graver = graver
        super().__init__(milder, graver)

    def __str__(self) -> str:
        return (
            "of thresholds that count the same over the same months, the graver one must ask for less, or for the same "
            f"where its ladder leads over the milder one, but {self.graver} leaves nothing to {self.milder}; "
            "lower the one or raise the other"
        )


@final
class RungTwice(RuralTaobaoError, ValueError):
    """
    A ladder says twice what a step comes after.

    Attributes:
        step: The step.
    """

    def __init__(self, step: Consequence) -> None:
        self.step = step
        super().__init__(step)

    def __str__(self) -> str:
        return f"a ladder must say once what a step comes after, but '{self.step}' is there twice; leave one out"


@final
class NoThresholds(RuralTaobaoError, ValueError):
    """A version of a standard asks for nothing."""

    def __str__(self) -> str:
        return "a version of a standard must have at least one threshold, but it has none; add what it asks for"


@final
class NoVersions(RuralTaobaoError, ValueError):
    """A standard has no version."""

    def __str__(self) -> str:
        return "a standard must have at least one version, but it has none; add one, with the month from which it holds"


@final
class SinceTwice(RuralTaobaoError, ValueError):
    """
    Two versions of a standard hold from the same month on.

    Attributes:
        since: The month.
    """

    def __init__(self, since: Month) -> None:
        self.since = since
        super().__init__(since)

    def __str__(self) -> str:
        return f"versions of a standard must begin in different months, but two begin in {self.since}; change one"


@final
class MonthBeforeStandard(RuralTaobaoError, LookupError):
    """
    A standard is asked about a month in which no version of it held yet.

    Attributes:
        standard: The standard.
        month: The month.
        first: The first month of its first version.
    """

    def __init__(self, standard: StandardId, month: Month, first: Month) -> None:
        self.standard = standard
        self.month = month
        self.first = first
        super().__init__(standard, month, first)

    def __str__(self) -> str:
        return (
            f"a month must not lie before the first version of standard {self.standard}, which holds from "
            f"{self.first}, but {self.month} was asked for; choose a later month, or add a version"
        )


def _thresholds(thresholds: Iterable[Threshold]) -> tuple[Threshold, ...]:
    return tuple_of(Threshold, thresholds, "thresholds", "Threshold(id='orders', ...)")


def _rungs(rungs: Iterable[Rung]) -> tuple[Rung, ...]:
    return tuple_of(Rung, rungs, "ladder", "Rung(step='removal', after='warning')")


@final
@frozen(kw_only=True)
class StandardVersion:
    """
    What is asked for from a month on.

    It holds for the months that are asked about from then on, and looks back over earlier ones as well.

    Attributes:
        since: The first month.
        thresholds: What is asked for; at least one, and none twice.
        ladder: Which steps come after which; a step that is not in it comes after none.
        source: Who says so; an example says that it is one.

    Raises:
        NoThresholds: There is no threshold.
        ThresholdTwice: Two have one id.
        ThresholdRepeated: Two decide the same.
        ThresholdsCrossed: A graver one leaves nothing to a milder one.
        RungTwice: A step is twice in the ladder.
    """

    since: Month = field(validator=instance_of(Month))
    thresholds: tuple[Threshold, ...] = field(converter=_thresholds)
    ladder: tuple[Rung, ...] = field(default=(), converter=_rungs)
    source: Source | None = field(default=None, validator=optional(instance_of(Source)))

    def __attrs_post_init__(self) -> None:
        refuse(version_checks(self))

    def step(self, consequence: Consequence, in_force: Iterable[Standing]) -> Consequence:
        """
        Give the step that may be taken towards a consequence: itself, or the milder one that must come first.

        Args:
            consequence: The consequence.
            in_force: What holds of the partner.
        """
        held, found = frozenset(in_force), consequence
        after = {rung.step: rung.after for rung in self.ladder}
        while found in after and HELD_AS[after[found]] not in held:
            found = after[found]
        return found


def version_checks(version: StandardVersion) -> Checks:
    """Find what keeps the parts of a version from going together, each behind the way to the part."""
    yield _some_thresholds(version)
    yield _thresholds_differ(version)
    yield _thresholds_agree(version)
    yield _rungs_differ(version)


def _some_thresholds(version: StandardVersion) -> Iterator[Flaw]:
    if not version.thresholds:
        yield ("thresholds",), NoThresholds()


def _thresholds_differ(version: StandardVersion) -> Iterator[Flaw]:
    seen: set[ThresholdId] = set()
    for place, each in enumerate(version.thresholds):
        if stating([each], "id"):
            if each.id in seen:
                yield ("thresholds", place, "id"), ThresholdTwice(each.id)
            seen.add(each.id)


def _thresholds_agree(version: StandardVersion) -> Iterator[Flaw]:
    after = {rung.step: rung.after for rung in stating(version.ladder, "step", "after")}
    stated = [
        (place, each)
        for place, each in enumerate(version.thresholds)
        if stating([each], "id", "demand", "over", "leads_to")
    ]
    for (_, one), (place, other) in combinations(stated, 2):
        if not one.counts_like(other):
            continue
        if one.leads_to is other.leads_to:
            yield ("thresholds", place), ThresholdRepeated(other.id, one.id)
            continue
        milder, graver = sorted((one, other), key=lambda each: gravity(each.leads_to))
        more = least(graver.demand) - least(milder.demand)
        if more > 0 or (more == 0 and not _leads_over(after, graver.leads_to, milder.leads_to)):
            yield ("thresholds", place), ThresholdsCrossed(milder.id, graver.id)


def _leads_over(after: dict[Consequence, Consequence], step: Consequence, milder: Consequence) -> bool:
    """Tell whether a ladder leads to a step over a milder one."""
    while step in after:
        step = after[step]
        if step is milder:
            return True
    return False


def _rungs_differ(version: StandardVersion) -> Iterator[Flaw]:
    seen: set[Consequence] = set()
    for place, each in enumerate(version.ladder):
        if stating([each], "step"):
            if each.step in seen:
                yield ("ladder", place, "step"), RungTwice(each.step)
            seen.add(each.step)


def _versions(versions: Iterable[StandardVersion]) -> tuple[StandardVersion, ...]:
    return tuple_of(StandardVersion, versions, "versions", "StandardVersion(since=Month(2016, 1), ...)")


@final
@frozen(kw_only=True)
class Standard:
    """
    What an app asks of its partners, in dated versions.

    Attributes:
        id: The standard.
        name: What people call it.
        currency: What its amounts are in.
        versions: Each holds from its month on until the next one; at least one, in any order.

    Raises:
        NoVersions: There is no version.
        SinceTwice: Two versions begin in one month.
        CurrencyMismatch: An amount is in another currency.

    Example:
        >>> from rural_taobao.samples import example_standard
        >>> standard = example_standard()
        >>> [threshold.id for threshold in standard.on(Month(2016, 11)).thresholds]
        [ThresholdId('orders'), ThresholdId('turnover'), ThresholdId('presence'), ThresholdId('silence')]
    """

    id: StandardId = field(converter=StandardId)
    name: str = field(default="", validator=instance_of(str))
    currency: Currency = field(validator=instance_of(Currency))
    versions: tuple[StandardVersion, ...] = field(converter=_versions)

    def __attrs_post_init__(self) -> None:
        refuse(standard_checks(self))

    def on(self, month: Month) -> StandardVersion:
        """
        Give the version that holds for a month.

        Raises:
            MonthBeforeStandard: None held yet.
        """
        held = [version for version in self.versions if version.since <= month]
        if not held:
            raise MonthBeforeStandard(self.id, month, min(version.since for version in self.versions))
        return max(held, key=lambda version: version.since)


def standard_checks(standard: Standard) -> Checks:
    """Find what keeps the parts of a standard from going together, each behind the way to the part."""
    yield _some_versions(standard)
    yield _versions_differ(standard)
    yield _in_one_currency(standard)


def _some_versions(standard: Standard) -> Iterator[Flaw]:
    if not standard.versions:
        yield ("versions",), NoVersions()


def _versions_differ(standard: Standard) -> Iterator[Flaw]:
    seen: set[Month] = set()
    for place, each in enumerate(standard.versions):
        if stating([each], "since"):
            if each.since in seen:
                yield ("versions", place, "since"), SinceTwice(each.since)
            seen.add(each.since)


def _in_one_currency(standard: Standard) -> Iterator[Flaw]:
    for place, version in enumerate(standard.versions):
        for number, threshold in enumerate(version.thresholds if stating([version], "thresholds") else ()):
            demand = threshold.demand if stating([threshold], "demand") else None
            if isinstance(demand, OrderAmount) and demand.at_least.currency != standard.currency:
                way = "versions", place, "thresholds", number, "demand", "at_least"
                yield way, CurrencyMismatch(standard.currency, demand.at_least.currency)
