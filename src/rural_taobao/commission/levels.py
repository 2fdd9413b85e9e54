"""
Levels: overrides, where those above a helper earn on what the helper does, each level at a rate of its own.

The lowest level comes first; whether a level earns on all of the basis, on what those below leave of it, or only what
its rate is above theirs, is the mode.
"""

from collections.abc import Iterable, Iterator
from typing import final

from attrs import field, frozen
from attrs.validators import instance_of

from rural_taobao.commission.rates import MeasuredForm, pays_for_money
from rural_taobao.commission.volume import ByVolume, VolumeUnfit
from rural_taobao.errors import RuralTaobaoError, spelled
from rural_taobao.flaws import Checks, Flaw, refuse
from rural_taobao.identifiers import Party, RuleId
from rural_taobao.kinds import Word, tuple_of

__all__ = [
    "Level",
    "LevelMissing",
    "LevelMode",
    "LevelTwice",
    "Levels",
    "LevelsUnfit",
    "MissingLevel",
    "NoLevels",
    "NothingToLeave",
    "PaidByLevels",
    "PaidNotOneWay",
    "levels_checks",
]


@final
class LevelMode(Word):
    """What a level earns on."""

    ADDITIVE = "additive"
    """Each level earns by its own rate on the whole basis, whatever the others earn."""
    SUBTRACT_LOWER = "subtract_lower"
    """Each level earns by its own rate on what the levels below it leave of the basis, less what they earned."""
    DIFFERENTIAL = "differential"
    """
    Each level earns what its own rate comes to on the whole basis, less the most that the rate of a level below comes
    to; never less than nothing, so that all levels together earn as much as the highest rate alone.
    """


@final
class MissingLevel(Word):
    """What becomes of a level that an event has nobody for."""

    SKIP = "skip"
    """It is left out, and the level above stands directly on the level below."""
    ERROR = "error"
    """The event cannot be settled under the rule, and is named."""


@final
class NoLevels(RuralTaobaoError, ValueError):
    """Overrides have no level."""

    def __str__(self) -> str:
        return "overrides must have a level, but none was given; state one for each party, the lowest first"


@final
class LevelTwice(RuralTaobaoError, ValueError):
    """
    A party stands above itself: it has two levels of the same overrides.

    Attributes:
        party: The party.
    """

    def __init__(self, party: Party) -> None:
        self.party = party
        super().__init__(party)

    def __str__(self) -> str:
        return f"a party must have one level and not stand above itself, but {self.party} has two; leave one out"


@final
class NothingToLeave(RuralTaobaoError, ValueError):
    """
    A level was to earn on what the levels below leave of a basis that is no money.

    Attributes:
        party: The level.
        rate: The form of its rate.
    """

    def __init__(self, party: Party, rate: str) -> None:
        self.party = party
        self.rate = rate
        super().__init__(party, rate)

    def __str__(self) -> str:
        return (
            "under mode 'subtract_lower' every level must earn a share of money, since only of that what others earned "
            f"can be taken off, but {self.party} has '{spelled(self.rate)}'; state a percentage, or mode 'additive'"
        )


@final
class LevelMissing(RuralTaobaoError, LookupError):
    """
    An event has nobody for a level, and the rule says that this is an error.

    Attributes:
        event: The event.
        rule: The rule.
        party: The level.
    """

    def __init__(self, event: str, rule: RuleId, party: Party) -> None:
        self.event = event
        self.rule = rule
        self.party = party
        super().__init__(event, rule, party)

    def __str__(self) -> str:
        return (
            f"every level of rule {self.rule} must have somebody who is paid, but {self.event} has no {self.party}; "
            "name one in the event, or state missing 'skip'"
        )


@final
class PaidNotOneWay(RuralTaobaoError, ValueError):
    """
    A rule states neither how its commission is rated and shared, nor levels, or both.

    Attributes:
        rule: The rule.
        stated: Which of rate, split and levels it states.
    """

    def __init__(self, rule: RuleId, stated: tuple[str, ...]) -> None:
        self.rule = rule
        self.stated = stated
        super().__init__(rule, stated)

    def __str__(self) -> str:
        return (
            "a rule must state a rate and a split, or levels in place of both, but rule "
            f"{self.rule} states {' and '.join(self.stated) or 'none of these'}; state the one or the other"
        )


@final
class LevelsUnfit(RuralTaobaoError, ValueError):
    """
    A rule with levels states something that levels have no answer to.

    Attributes:
        rule: The rule.
        stated: What: a running total, an allowance, a boost, a bound.
    """

    def __init__(self, rule: RuleId, stated: str) -> None:
        self.rule = rule
        self.stated = stated
        super().__init__(rule, stated)

    def __str__(self) -> str:
        return (
            "a rule with levels must be measured on the order and take no other step, since each rounds by itself, "
            f"but rule {self.rule} states {self.stated}; leave that out, or state a rule for each party"
        )


@final
class PaidByLevels(RuralTaobaoError, LookupError):
    """
    A rule was asked for its one rate, but states levels.

    Attributes:
        rule: The rule.
    """

    def __init__(self, rule: RuleId) -> None:
        self.rule = rule
        super().__init__(rule)

    def __str__(self) -> str:
        return f"a rule must have one rate here, but rule {self.rule} has levels; ask for those of each level"


def _of_one_measure(_value: object, _attribute: object, rate: object) -> None:
    """Refuse a rate by volume, which a level has none of."""
    if isinstance(rate, ByVolume):
        where = "on a level"
        raise VolumeUnfit(where)


@final
@frozen
class Level:
    """
    One level of overrides.

    Attributes:
        party: Who stands there.
        rate: What the level earns.

    Raises:
        VolumeUnfit: It is a rate by volume.
    """

    party: Party = field(converter=Party)
    rate: MeasuredForm = field(validator=[_of_one_measure, instance_of(MeasuredForm)])


def _levels(levels: Iterable[Level]) -> tuple[Level, ...]:
    return tuple_of(Level, levels, "levels", "Level(...)")


@final
@frozen
class Levels:
    """
    What each level above an event earns, in place of one rate and the split of it.

    Attributes:
        mode: What a level earns on.
        missing: What becomes of a level that an event has nobody for.
        levels: The lowest first.

    Raises:
        NoLevels: There is none.
        LevelTwice: A party has two, and so stands above itself.
        NothingToLeave: A level is paid for units under `subtract_lower`.

    Example:
        >>> from rural_taobao.commission.rates import Percentage
        >>> from rural_taobao.exact import Rate
        >>> tenth = Percentage(Rate.parse("10 %"))
        >>> Levels("additive", "skip", [Level("partner", tenth), Level("county_centre", tenth)]).parties
        (<Party.PARTNER: 'partner'>, <Party.COUNTY_CENTRE: 'county_centre'>)
    """

    mode: LevelMode = field(converter=LevelMode)
    missing: MissingLevel = field(converter=MissingLevel)
    levels: tuple[Level, ...] = field(converter=_levels)

    def __attrs_post_init__(self) -> None:
        refuse(levels_checks(self))

    @property
    def parties(self) -> tuple[Party, ...]:
        """Who stands on the levels, the lowest first."""
        return tuple(level.party for level in self.levels)


def levels_checks(levels: Levels) -> Checks:
    """Check that there are levels, each of a party of its own, that earn on what their mode leaves."""
    listed = levels.levels
    yield _some(listed)
    yield from (_once(listed, place) for place in range(len(listed)))
    yield from (_leaves(levels, place, level) for place, level in enumerate(listed))


def _some(listed: tuple[Level, ...]) -> Iterator[Flaw]:
    if not listed:
        yield ("levels",), NoLevels()


def _once(listed: tuple[Level, ...], place: int) -> Iterator[Flaw]:
    party = listed[place].party
    if party in [level.party for level in listed[:place]]:
        yield ("levels", place, "party"), LevelTwice(party)


def _leaves(levels: Levels, place: int, level: Level) -> Iterator[Flaw]:
    if levels.mode is LevelMode.SUBTRACT_LOWER and pays_for_money(level.rate) is not True:
        yield ("levels", place, "rate"), NothingToLeave(level.party, type(level.rate).__name__)
