"""
Splits: how a rounded commission is shared by the parties of an order, to the last coin.

A split divides an amount by shares, a waterfall step by step; what either gives may be divided again, or kept.
"""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias, assert_never, final

from attrs import Factory, field, frozen

from rural_taobao.commission.portions import Remaining, check_rest, is_maximum, is_portion, weights_of
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.flaws import Checks, Flaw, refuse
from rural_taobao.identifiers import Party
from rural_taobao.kinds import WrongKind, tuple_of
from rural_taobao.money import Allocation, Money, allocated, poured

__all__ = [
    "AbsenceUnstated",
    "Helper",
    "Kept",
    "NoSteps",
    "PartyTwice",
    "Receiver",
    "Share",
    "Shared",
    "Split",
    "SplitTooDeep",
    "Step",
    "Waterfall",
    "beneath",
    "leaves",
    "split_checks",
]

DEEPEST_SPLIT: Final = 8
"""How deep splits and waterfalls may lie in each other."""


@final
class PartyTwice(RuralTaobaoError, ValueError):
    """
    A party has two shares of one split.

    Attributes:
        party: The party.
    """

    def __init__(self, party: Party) -> None:
        self.party = party
        super().__init__(party)

    def __str__(self) -> str:
        return f"a party must have one share of a split, but {self.party} has two; add them up"


@final
class AbsenceUnstated(RuralTaobaoError, ValueError):
    """A helper takes something, and who takes it where no helper served is not said."""

    def __str__(self) -> str:
        return (
            "a split must say who takes what a helper takes where an event names no helper, but it does not; "
            "state a party, or 'kept', as 'absent' beside the helper"
        )


@final
class NoSteps(RuralTaobaoError, ValueError):
    """A waterfall has no step."""

    def __str__(self) -> str:
        return "a waterfall must have a step before the rest, but none was given; state one, or share all by a split"


@final
class SplitTooDeep(RuralTaobaoError, ValueError):
    """
    Splits lie in each other too deep.

    Attributes:
        depth: How deep.
    """

    def __init__(self, depth: int) -> None:
        self.depth = depth
        super().__init__(depth)

    def __str__(self) -> str:
        return (
            f"splits must lie in each other at most {DEEPEST_SPLIT} deep, but these lie {self.depth} deep; "
            "put shares of shares into one split of whole parts"
        )


@final
@frozen
class Kept:
    """What is posted to nobody."""


def _otherwise(to: "Receiver | str") -> "Receiver":
    return _receiver(to)


@final
@frozen
class Helper:
    """
    The helper, where an event names one.

    Attributes:
        absent: Who takes it where an event names none; a choice that moves money, so it has no default.

    Raises:
        AbsenceUnstated: That is a helper again, without saying so.
    """

    absent: "Receiver" = field(converter=_otherwise)


def _receiver(to: "Receiver | str") -> "Receiver":
    if isinstance(to, str):
        party = Party(to)
        if party is Party.HELPER:
            raise AbsenceUnstated
        return party
    if not isinstance(to, Kept | Helper | Split | Waterfall):
        name, made = "to", "Party('partner'), Kept(), Helper(...), Split(...) or Waterfall(...)"
        raise WrongKind(name, to, made)
    return to


def _maybe_receiver(to: "Receiver | str | None") -> "Receiver | None":
    return None if to is None else _receiver(to)


@final
@frozen
class Share:
    """
    What one receiver takes of an amount.

    Attributes:
        to: Who: a party, nobody, or a split or waterfall that divides it again.
        rate: How much: a percentage, a whole number of parts, or what the other shares leave; 0 takes nothing, ever.

    Raises:
        WrongKind: The receiver or the size is of another kind.
        WrongNumber: The parts are below 0, or have more than 100 digits.

    Example:
        >>> Share("partner", Rate.parse("70 %")).to
        <Party.PARTNER: 'partner'>
        >>> Share(Kept(), Remaining())
        Share(to=Kept(), rate=Remaining())
    """

    to: "Receiver" = field(converter=_receiver)
    rate: Rate | int | Remaining = field(validator=is_portion)


def _shares(shares: Iterable[Share]) -> tuple[Share, ...]:
    return tuple_of(Share, shares, "shares", "Share(...)")


def _split_weights(split: "Split") -> tuple[int, ...]:
    return weights_of([share.rate for share in split.shares])


def _split_receivers(split: "Split") -> "tuple[Receiver, ...]":
    check_rest(split.mode, split.rest)
    rest = () if split.rest is None else (split.rest,)
    return (*(share.to for share in split.shares), *rest)


def beneath(receiver: "Receiver") -> "tuple[Receiver, ...]":
    """Give who may take what a receiver is given; nobody else where it stays there."""
    match receiver:
        case Party() | Kept():
            return ()
        case Helper(absent):
            return (absent,)
        case Split() | Waterfall():
            return receiver.receivers
        case _:
            assert_never(receiver)


def _parties(shared: "Shared") -> tuple[Party, ...]:
    """Give the parties further down, each once; splits that lie too deep in each other are refused."""
    depth = _depth(shared)
    if depth > DEEPEST_SPLIT:
        raise SplitTooDeep(depth)
    return tuple(dict.fromkeys(_named(shared)))


def _named(receiver: "Receiver") -> "Iterator[Party]":
    if isinstance(receiver, Party | Helper):
        yield receiver if isinstance(receiver, Party) else Party.HELPER
    for each in beneath(receiver):
        yield from _named(each)


def _depth(receiver: "Receiver") -> int:
    inside = beneath(receiver)
    return 1 + max(map(_depth, inside)) if inside else 0


@final
@frozen
class Split:
    """
    The shares of an amount; with the rest, where the mode keeps one apart, they make the whole.

    Attributes:
        shares: In the order in which ties are settled.
        mode: Who takes the units that are left.
        rest: Who takes the rest, where the mode keeps it apart, or else None.
        weights: What is divided by: millionths, or parts, in the declared order.
        receivers: Who takes each share and, where there is one, the rest.
        parties: The parties that take something of it, here or further down, each once, in the order of their shares.

    Raises:
        SharesNotWhole: Percentages do not add up to 100 %, or to more than that beside what remains.
        SharesMixed: Some shares are percentages, others parts.
        RemainingTwice: Two shares are what the others leave.
        NothingToAllocateTo: All parts are 0.
        PartyTwice: A party has two shares, neither of which is divided again.
        RestUnfit: Who takes the rest is not stated, or is where there is none.
        SplitTooDeep: Splits lie in each other more than 8 deep.

    Example:
        >>> split = Split(
        ...     [
        ...         Share("partner", Rate.parse("70 %")),
        ...         Share("county_centre", Rate.parse("20 %")),
        ...         Share("platform", Rate.parse("10 %")),
        ...     ],
        ...     Allocation.LARGEST_REMAINDER,
        ... )
        >>> split.parts(999)
        (699, 200, 100)
        >>> Split([Share("partner", 2), Share("platform", 1)], "floor_separate", rest=Kept()).parts(101)
        (67, 33)
    """

    shares: tuple[Share, ...] = field(converter=_shares)
    mode: Allocation = field(converter=Allocation)
    rest: "Receiver | None" = field(default=None, converter=_maybe_receiver)
    weights: tuple[int, ...] = field(init=False, eq=False, repr=False, default=Factory(_split_weights, takes_self=True))
    receivers: "tuple[Receiver, ...]" = field(
        init=False, eq=False, repr=False, default=Factory(_split_receivers, takes_self=True)
    )
    parties: tuple[Party, ...] = field(init=False, eq=False, repr=False, default=Factory(_parties, takes_self=True))

    def __attrs_post_init__(self) -> None:
        refuse(split_checks(self))

    @classmethod
    def all_to(cls, party: Party | str) -> "Split":
        """Give all of it to one party."""
        return cls([Share(party, Rate(MILLIONTHS))], Allocation.LARGEST_REMAINDER)

    def parts(self, commission: int, *, helped: bool = False) -> tuple[int, ...]:
        """Divide a commission in minor units, of any sign, into one part a party, whether a helper served or not."""
        return _parts(self, commission, helped=helped)

    def divided(self, amount: int) -> tuple[int, ...]:
        """Divide an amount in minor units, of any sign, into one part a receiver."""
        return allocated(amount, self.weights, self.mode)


def split_checks(split: Split) -> Checks:
    """Check that no party has two shares."""
    yield from (_once(split, place) for place in range(len(split.shares)))


def _once(split: Split, place: int) -> Iterator[Flaw]:
    party = _party_of(split.shares[place])
    if party is not None and party in map(_party_of, split.shares[:place]):
        yield ("shares", place, "to"), PartyTwice(party)


def _party_of(share: Share) -> Party | None:
    """Give the party of a share; None where it is divided again, or kept."""
    party = Party.HELPER if isinstance(share.to, Helper) else share.to
    return party if isinstance(party, Party) else None


@final
@frozen
class Step:
    """
    One step of a waterfall.

    Attributes:
        to: Who takes it: a party, nobody, or a split or waterfall that divides it again.
        most: The most that it takes of one commission, 0 or more; at 0 nothing is posted.

    Raises:
        StepBelowZero: The maximum is below zero, which is refused and not taken for 0.
        WrongKind: The receiver or the maximum is of another kind.
    """

    to: "Receiver" = field(converter=_receiver)
    most: Money = field(validator=is_maximum)


def _steps(steps: Iterable[Step]) -> tuple[Step, ...]:
    found = tuple_of(Step, steps, "steps", "Step(...)")
    if not found:
        raise NoSteps
    return found


def _waterfall_receivers(waterfall: "Waterfall") -> "tuple[Receiver, ...]":
    return (*(step.to for step in waterfall.steps), waterfall.rest)


@final
@frozen
class Waterfall:
    """
    Steps that take an amount one after the other, each up to its maximum; the rest goes on.

    Attributes:
        steps: In their order.
        rest: Who takes what is left after the last step.
        receivers: Who takes each step, and the rest.
        parties: The parties that take something of it, here or further down, each once, in the order of the steps.

    Raises:
        NoSteps: There is none.
        SplitTooDeep: Splits lie in each other more than 8 deep.

    Example:
        >>> waterfall = Waterfall([Step("partner", Money.parse("20.00"))], rest="platform")
        >>> waterfall.parts(100_00), waterfall.parts(-5_00)
        ((2000, 8000), (-500, 0))
    """

    steps: tuple[Step, ...] = field(converter=_steps)
    rest: "Receiver" = field(converter=_receiver)
    receivers: "tuple[Receiver, ...]" = field(
        init=False, eq=False, repr=False, default=Factory(_waterfall_receivers, takes_self=True)
    )
    parties: tuple[Party, ...] = field(init=False, eq=False, repr=False, default=Factory(_parties, takes_self=True))

    @property
    def maxima(self) -> tuple[int, ...]:
        """The most that each step takes, in minor units."""
        return tuple(step.most.minor for step in self.steps)

    def parts(self, commission: int, *, helped: bool = False) -> tuple[int, ...]:
        """Divide a commission in minor units, of any sign, into one part a party, whether a helper served or not."""
        return _parts(self, commission, helped=helped)

    def divided(self, amount: int) -> tuple[int, ...]:
        """Divide an amount in minor units, of any sign, into one part a receiver."""
        return poured(amount, self.maxima)


Shared: TypeAlias = Split | Waterfall
"""What divides an amount; a closed union."""
Receiver: TypeAlias = Party | Kept | Helper | Split | Waterfall
"""Who takes a part of an amount; a closed union."""


def _parts(shared: Shared, commission: int, *, helped: bool) -> tuple[int, ...]:
    """Add up what each party takes, here and further down."""
    if shared.receivers == shared.parties:
        return shared.divided(commission)
    by_party = dict.fromkeys(shared.parties, 0)
    for receiver, part in leaves(shared, commission, helped=helped):
        if isinstance(receiver, Party):
            by_party[receiver] += part
    return tuple(by_party.values())


def leaves(receiver: Receiver, amount: int, *, helped: bool) -> Iterator[tuple[Party | Kept, int]]:
    """Give every part of an amount in minor units that is not divided again, with who takes it."""
    match receiver:
        case Party() | Kept():
            yield receiver, amount
        case Helper(absent):
            yield from [(Party.HELPER, amount)] if helped else leaves(absent, amount, helped=helped)
        case Split() | Waterfall():
            for each, part in zip(receiver.receivers, receiver.divided(amount), strict=True):
                yield from leaves(each, part, helped=helped)
        case _:
            assert_never(receiver)
