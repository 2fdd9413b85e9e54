"""
Witnesses: credits that some conditions hold for, searched for among all that the conditions tell apart.

Conditions tell few credits apart: of each fact one value stands for all those between which none of them can decide.
The values are combined fact by fact, and what nobody asks for any more is not looked at.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import Any, Final, TypeAlias, final

from attrs import field, frozen

from rural_taobao.commission.circumstances import Tagged
from rural_taobao.commission.conditions import (
    AllOf,
    Always,
    AnyOf,
    Condition,
    CreditKind,
    DuringFestival,
    Leaf,
    Not,
    OfAmount,
)
from rural_taobao.commission.facts import Fact, edges_of, fact_of, go_together, in_words, is_within, named_in
from rural_taobao.commission.matching import Credit, leaves, matches
from rural_taobao.currencies import CNY
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CategoryCode, CentreId, StationId, TagCode, VersionId
from rural_taobao.periods import Period

__all__ = ["ANY", "Ground", "Open", "TooManyCombinations", "Witness", "met"]

Open: TypeAlias = tuple[tuple[int, bool], ...]
"""The places of conditions that hold, or still may, in their order, and whether it is sure that they hold."""

_MOST_FACTS: Final = 200
_OTHER: Final = "other"
_SOME_DAY: Final = date(2016, 11, 11)
_SOME_AMOUNT: Final = 10_000


@final
@frozen
class Ground:
    """
    What is known of the credits that may come.

    Attributes:
        days: The days of their attribution; None for any.
        never: Conditions of which it is known that they hold for none of them.
        above: Categories, each with itself and all that it lies below.
        most: How many combinations are looked at, 1 or more.
    """

    days: Period | None = None
    never: frozenset[Leaf] = frozenset()
    above: Mapping[CategoryCode, frozenset[CategoryCode]] = field(factory=dict[CategoryCode, frozenset[CategoryCode]])
    most: int = 20_000


ANY: Final = Ground()
"""Nothing is known: any credit may come."""


@final
class TooManyCombinations(RuralTaobaoError, ValueError):
    """
    Conditions tell more credits apart than are looked at.

    Attributes:
        most: How many combinations are.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(most)

    def __str__(self) -> str:
        return (
            f"conditions must tell at most {self.most} combinations of facts apart to be looked through, but these "
            "tell more; make them simpler, or look at more"
        )


@final
@frozen
class Witness:
    """
    A credit that shows something.

    Attributes:
        credit: The credit.
        facts: What of it matters, in words.

    Example:
        >>> from rural_taobao.commission import InCategory, OfKind
        >>> conditions = [InCategory(["phones"]), OfKind("order")]
        >>> [(held, witness)] = met(conditions, ANY, lambda found: found if len(found) > 1 else ())
        >>> held, str(witness)
        ((0, 1), 'an order in category phones')
    """

    credit: Credit
    facts: tuple[str, ...]

    def __str__(self) -> str:
        kind = str(self.credit.kind)
        return " ".join([f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}", *self.facts])


@final
@frozen
class _Value:
    """One value of a fact, and the bits of the conditions about that fact that hold for it."""

    value: Any
    holding: int


@final
@frozen
class _Node:
    """
    A condition over others, each a node or the bit of a condition about the credit itself.

    Attributes:
        decisive: What one of its parts must come to for the rest not to matter; None where it is the contrary of one.
        parts: Its parts.
    """

    decisive: bool | None
    parts: "tuple[_Node | int, ...]"


def met(
    conditions: Sequence[Condition], ground: Ground, asked: Callable[[Open], Open]
) -> Iterator[tuple[tuple[int, ...], Witness]]:
    """
    Give which conditions hold together, each time with a credit that they do hold for.

    Every credit that may come is looked at, or one that no condition tells from it, unless it is not asked for.

    Args:
        conditions: The conditions.
        ground: What is known of the credits.
        asked: Is told which conditions hold or may, and gives those of them that must be decided; none, where no
            credit of this sort is asked for.

    Returns:
        The places of the conditions that were asked for and hold, and a credit.

    Raises:
        TooManyCombinations: More combinations would have to be looked at than the ground allows.
    """
    return _Search(conditions, ground, asked).found()


@final
class _Search:
    """
    A search.

    Args:
        conditions: The conditions.
        ground: What is known of the credits.
        asked: Says what must be decided.
    """

    def __init__(self, conditions: Sequence[Condition], ground: Ground, asked: Callable[[Open], Open]) -> None:
        self._asked = asked
        self._most = ground.most
        self._above = ground.above
        self._first_day = _SOME_DAY if ground.days is None else ground.days.start
        every = sorted(frozenset[Leaf]().union(*map(leaves, conditions)), key=repr)
        edges = [edge for leaf in every if isinstance(leaf, OfAmount) for edge in edges_of(leaf)]
        self._top = max(_SOME_AMOUNT, *(edge.minor for edge in edges), _SOME_AMOUNT)
        self._currency = min((edge.currency for edge in edges), key=attrgetter("code"), default=CNY)
        bits = {leaf: 1 << number for number, leaf in enumerate(every)}
        self._trees = [_tree(condition, bits) for condition in conditions]
        self._fact_of = {bit: fact_of(leaf) for leaf, bit in bits.items()}
        about: defaultdict[Fact, dict[Leaf, int]] = defaultdict(dict)
        for leaf, bit in bits.items():
            about[fact_of(leaf)][leaf] = bit
        self._about = {fact: sum(of_fact.values()) for fact, of_fact in about.items()}
        self._left = ground.most if len(about) <= _MOST_FACTS else 0
        self._values = {fact: self._told_apart(fact, of_fact, ground) for fact, of_fact in about.items() if self._left}

    def found(self) -> Iterator[tuple[tuple[int, ...], Witness]]:
        """Give what is found."""
        return self._within(0, 0, {}, tuple((place, False) for place in range(len(self._trees))))

    def _within(
        self, held: int, known: int, chosen: Mapping[Fact, Any], before: Open
    ) -> Iterator[tuple[tuple[int, ...], Witness]]:
        """Look at all credits of which some facts are chosen: what is known by them, and of that what holds."""
        if not self._left:
            raise TooManyCombinations(self._most)
        self._left -= 1
        decided = ((place, is_sure or _decided(self._trees[place], held, known)) for place, is_sure in before)
        still = self._asked(tuple((place, bool(found)) for place, found in decided if found is not False))
        undecided = next((place for place, is_sure in still if not is_sure), None)
        if undecided is None:
            if still:
                yield tuple(place for place, _ in still), self._witness(chosen)
            return
        fact = self._fact_of[_undecided(self._trees[undecided], held, known)]
        for each in self._values[fact]:
            further = {**chosen, fact: each.value}
            if go_together(further, fact):
                yield from self._within(held | each.holding, known | self._about[fact], further, still)

    def _told_apart(self, fact: Fact, about: Mapping[Leaf, int], ground: Ground) -> list[_Value]:
        """Give one value of a fact for all those that no condition tells apart; to have no amount is one of its own."""
        found: dict[tuple[int, bool], _Value] = {}
        for value in self._candidates(fact, about, ground):
            credit = self._credit({fact: value})
            holding = [leaf for leaf in about if matches(leaf, credit)]
            if ground.never.isdisjoint(holding):
                bits = sum(about[leaf] for leaf in holding)
                found.setdefault((bits, value is None), _Value(value, bits))
        return list(found.values())

    def _candidates(self, fact: Fact, about: Iterable[Leaf], ground: Ground) -> list[Any]:
        """Give values of a fact, among which each that conditions tell apart has one like it; the first are taken."""
        named = sorted(frozenset[Any](chain.from_iterable(named_in(leaf) for leaf in about)))
        match fact:
            case "kind":
                return list(CreditKind)
            case "day":
                within = Period(date.min) if ground.days is None else ground.days
                return [self._first_day, within.start, *(day for day in named if day in within)]
            case "gross":
                # The highest between two edges goes with the most net amounts, the lowest net with the most gross.
                return [*(edge - 1 for edge in reversed([*named, self._top + 1]) if edge > 0), None]
            case "net":
                return [0, *(edge for edge in named if edge > 0), None]
            case "category":
                return [*named, *sorted(ground.above), _other([*named, *ground.above])]
            case "tags":
                return self._tagged(about)
            case "months":
                return [*named, 0, None]
            case str():
                return [*named, _other(named)]
            case _:
                return [frozenset([fact]), frozenset[DuringFestival]()]

    def _tagged(self, about: Iterable[Leaf]) -> list[frozenset[TagCode]]:
        """Give sets of tags, one for all conditions that tags can meet together."""
        asked = [leaf for leaf in about if isinstance(leaf, Tagged)]
        found = {frozenset[Tagged](): frozenset[TagCode]()}
        for tag in sorted(frozenset[TagCode]().union(*(leaf.tags for leaf in asked))):
            met_by_it = frozenset(leaf for leaf in asked if tag in leaf.tags)
            for met_before, tags in list(found.items()):
                found.setdefault(met_before | met_by_it, tags | {tag})
            if len(found) > self._most:
                raise TooManyCombinations(self._most)
        return list(found.values())

    def _credit(self, chosen: Mapping[Fact, Any]) -> Credit:
        """Make a credit of facts, with any others that go with them."""
        facts = {fact: value for fact, value in chosen.items() if isinstance(fact, str)}
        gross, net = facts.get("gross", -1), facts.get("net", -1)
        kind = facts.get("kind", CreditKind.PARCEL if None in (gross, net) else CreditKind.ORDER)
        if kind is CreditKind.PARCEL:
            gross = net = None
        elif gross == -1:
            gross = max(net, self._top)
        held = frozenset[DuringFestival]().union(*(v for fact, v in chosen.items() if not isinstance(fact, str)))
        implied = (fact for fact in self._about if not isinstance(fact, str) and fact not in chosen)
        category = facts.get("category", CategoryCode(_OTHER))
        return Credit(
            kind=kind,
            category=category,
            above=self._above.get(category, frozenset([category])),
            tags=facts.get("tags", ()),
            months=facts.get("months", 0),
            model_version=facts.get("model_version", VersionId(_OTHER)),
            station=facts.get("station", StationId(_OTHER)),
            centre=facts.get("centre", CentreId(_OTHER)),
            day=facts.get("day", self._first_day),
            gross=gross,
            net=gross if net == -1 else net,
            during=held.union(each for each in implied if any(is_within(other, each) for other in held)),
        )

    def _witness(self, chosen: Mapping[Fact, Any]) -> Witness:
        """Make the credit of facts, and say in words which."""
        words = [word for fact, value in chosen.items() for word in in_words(fact, value, self._currency)]
        return Witness(self._credit(chosen), tuple(words))


def _other(named: Sequence[str]) -> str:
    """Give a name that is none of some."""
    name, number = _OTHER, 1
    while name in named:
        number += 1
        name = f"{_OTHER}-{number}"
    return name


def _tree(condition: Condition, bits: Mapping[Leaf, int]) -> _Node | int:
    """Put the bits of conditions in their place."""
    match condition:
        case Always():
            return _Node(decisive=False, parts=())
        case AllOf(conditions):
            return _Node(decisive=False, parts=tuple(_tree(each, bits) for each in conditions))
        case AnyOf(conditions):
            return _Node(decisive=True, parts=tuple(_tree(each, bits) for each in conditions))
        case Not(other):
            return _Node(decisive=None, parts=(_tree(other, bits),))
        case _:
            return bits[condition]


def _decided(tree: _Node | int, held: int, known: int) -> bool | None:
    """Tell whether a condition holds, as far as that follows from what is known; None where it does not."""
    if isinstance(tree, int):
        return bool(held & tree) if known & tree else None
    found = [_decided(each, held, known) for each in tree.parts]
    if tree.decisive is None:
        return None if found[0] is None else not found[0]
    if tree.decisive in found:
        return tree.decisive
    return None if None in found else not tree.decisive


def _undecided(tree: _Node | int, held: int, known: int) -> int:
    """Give the first part of a condition that must be known for it to be decided, which it is not yet."""
    while not isinstance(tree, int):
        tree = next(each for each in tree.parts if _decided(each, held, known) is None)
    return tree
