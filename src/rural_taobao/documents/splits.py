"""
The tables of splits in a plan: shares, waterfalls, and either within the other.

A share names a `party`, or what else it goes `to`: `"kept"`, or a table that divides it again.
Where the party is the helper, `absent` names who takes it where no helper served.
A table with `steps` is a waterfall, one with `shares` a split.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Final, Literal, final

from attrs import frozen

from rural_taobao.commission.portions import Remaining, RemainingTwice, RestUnfit, SharesMixed, SharesNotWhole
from rural_taobao.commission.splits import (
    AbsenceUnstated,
    Helper,
    Kept,
    Receiver,
    Share,
    Shared,
    Split,
    Step,
    Waterfall,
    split_checks,
)
from rural_taobao.documents.expectations import NotOfKind, expectation
from rural_taobao.documents.misfits import KeyMissing, Told
from rural_taobao.documents.partials import UNREAD
from rural_taobao.documents.structuring import Parts, Structuring
from rural_taobao.documents.trees import Table, is_table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.identifiers import Party
from rural_taobao.money import Allocation, Money, NothingToAllocateTo

__all__ = ["AbsenceUseless", "BothStated", "declare_splits"]

_KEPT = "kept"
_REMAINING = "remaining"
_WHO: Final = ("party", "to")
_HOW_MUCH: Final = ("share", "parts")
_ONE_OF_WHO: Final = {"oneOf": [{"required": [key]} for key in _WHO]}
_ONE_OF_HOW_MUCH: Final = {"oneOf": [{"required": [key]} for key in _HOW_MUCH]}
_KEPT_APART: Final = {
    "description": "Who takes the units that are left.",
    "enum": [each.value for each in Allocation if each.keeps_rest_apart],
}
_REST_WHERE_KEPT_APART: Final = {
    "if": {"required": ["mode"], "properties": {"mode": _KEPT_APART}},
    "then": {"required": ["rest"]},
    "else": {"not": {"required": ["rest"]}},
}
"""How a schema says what `RestUnfit` refuses."""
_EXPECTED: Final = f"{expectation(Party)}, {_KEPT}, or a table with 'shares' or 'steps'"


@final
class BothStated(RuralTaobaoError, ValueError):
    """
    A table states two keys of which it must state one.

    Attributes:
        keys: The two.
    """

    def __init__(self, keys: tuple[str, str]) -> None:
        self.keys = keys
        super().__init__(keys)

    def __str__(self) -> str:
        one, other = self.keys
        return f"a table here must state '{one}' or '{other}', but both were stated; leave one out"


@final
class AbsenceUseless(RuralTaobaoError, ValueError):
    """
    A table says who takes something in the absence of a party that is never absent.

    Attributes:
        party: The party; None where none is named.
    """

    def __init__(self, party: Party | None) -> None:
        self.party = party
        super().__init__(party)

    def __str__(self) -> str:
        named = "no party is" if self.party is None else f"it is {self.party}"
        return f"'absent' must stand beside the party 'helper', but {named} named here; leave it out"


@final
@frozen
class _Helper:
    """
    A helper as it stands in a document, alone.

    Attributes:
        party: The helper.
        absent_: Who takes it where an event names none.
    """

    party: Party
    absent_: Receiver | None = None

    def value(self) -> Receiver:
        return _receiver_of(self.party, None, self.absent_)


@final
@frozen
class _Share:
    """
    A share as it stands in a document.

    Attributes:
        party: Who takes it, where that is a party.
        to: Who takes it, where that is nobody, `"kept"`, or a table that divides it again.
        absent_: Who takes it where the party is the helper, and an event names none.
        share: How much, in percent, or `"remaining"`.
        parts: How much, in whole parts of those of all shares.
    """

    party: Party | None = None
    to: Receiver | None = None
    absent_: Receiver | None = None
    share: Rate | Remaining | None = None
    parts: int | None = None


@final
@frozen
class _Step:
    """
    A step of a waterfall as it stands in a document.

    Attributes:
        party: Who takes it, where that is a party.
        to: Who takes it, where that is nobody, `"kept"`, or a table that divides it again.
        absent_: Who takes it where the party is the helper, and an event names none.
    """

    most: Money
    party: Party | None = None
    to: Receiver | None = None
    absent_: Receiver | None = None


def _receiver_of(party: Party | None, to: Receiver | None, absent: Receiver | None) -> Receiver:
    if party is Party.HELPER and to is None:
        if absent is None:
            raise AbsenceUnstated
        return Helper(absent)
    if absent is not None:
        raise AbsenceUseless(party)
    if party is None and to is not None:
        return to
    if party is not None and to is None:
        return party
    raise BothStated(_WHO)


def _to_whom(known: Parts) -> Parts:
    """Give who takes something, where that could be read and is said in one way."""
    with suppress(KeyError, AbsenceUnstated, AbsenceUseless, BothStated):
        return {"to": _receiver_of(known["party"], known["to"], known["absent_"])}
    return {}


def _share(known: Parts) -> tuple[type, Parts]:
    """Make a share of what could be read of its table."""
    sizes = [known.get(name, UNREAD) for name in _HOW_MUCH]
    stated = [size for size in sizes if size is not None]
    sized = {"rate": stated[0]} if len(stated) == 1 and stated[0] is not UNREAD else {}
    return Share, {**_to_whom(known), **sized}


def _step(known: Parts) -> tuple[type, Parts]:
    """Make a step of what could be read of its table."""
    most = {"most": known["most"]} if "most" in known else {}
    return Step, {**_to_whom(known), **most}


def declare_splits(structuring: Structuring) -> None:
    """
    Declare the tables of splits and waterfalls.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> declare_splits(structuring)
        >>> structuring.value(Share, {"party": "partner", "parts": 2})
        Share(to=<Party.PARTNER: 'partner'>, rate=2)
        >>> structuring.tree(Waterfall([Step("partner", Money(2000))], rest=Kept()))
        {'steps': [{'party': 'partner', 'max': '20.00'}], 'rest': 'kept'}
    """
    receiver, size = partial(_receiver, structuring), partial(_size, structuring)
    takes = (Party, Literal["kept"], _Helper, Split, Waterfall)
    for kind in (Receiver, Receiver | None):
        structuring.custom(kind, receiver, (Kept, lambda _: _KEPT), like=takes, expected=_EXPECTED)
    words = Literal["remaining"]
    structuring.custom(Rate | Remaining | None, size, (Remaining, lambda _: _REMAINING), like=(Rate, words))
    structuring.table(_Helper, check=_whom, stands_for=Helper, party="party", absent_="absent")
    structuring.table(
        _Share,
        check=_half,
        stands_for=Share,
        makes=(Share,),
        from_zero=("parts",),
        made=_share,
        spelled={"to": ("party",), "rate": _HOW_MUCH},
        also={"allOf": [_ONE_OF_WHO, _ONE_OF_HOW_MUCH]},
        party="party",
        absent_="absent",
        to="to",
        share="share",
        parts="parts",
    )
    structuring.table(
        _Step,
        check=_whom,
        stands_for=Step,
        makes=(Step,),
        made=_step,
        spelled={"to": ("party",)},
        from_zero=("max",),
        also=_ONE_OF_WHO,
        party="party",
        absent_="absent",
        to="to",
        most="max",
    )
    share, step = partial(structuring.made, _Share), partial(structuring.made, _Step)
    structuring.custom(Helper, partial(_helper, structuring), (Helper, partial(_to, structuring)), like=(_Helper,))
    structuring.custom(Share, share, (Share, partial(_share_tree, structuring)), like=(_Share,))
    structuring.custom(Step, step, (Step, partial(_step_tree, structuring)), like=(_Step,))
    structuring.table(
        Split,
        checks=split_checks,
        filled=("shares",),
        also=_REST_WHERE_KEPT_APART,
        blamed={
            RestUnfit: ("rest",),
            SharesNotWhole: ("shares",),
            SharesMixed: ("shares",),
            RemainingTwice: ("shares",),
            NothingToAllocateTo: ("shares",),
        },
        mode="mode",
        shares="shares",
        rest="rest",
    )
    structuring.table(Waterfall, filled=("steps",), steps="steps", rest="rest")
    shared = "a table with 'shares' or with 'steps'"
    structuring.custom(Shared, partial(_shared, structuring), like=(Split, Waterfall), expected=shared)


def _helper(structuring: Structuring, tree: object) -> Receiver:
    return structuring.value(_Helper, tree).value()


def _receiver(structuring: Structuring, tree: object) -> Receiver:
    if is_table(tree):
        return _helper(structuring, tree) if "party" in tree else _shared(structuring, tree)
    if tree == _KEPT:
        return Kept()
    try:
        return _receiver_of(structuring.value(Party, tree), None, None)
    except NotOfKind as error:
        raise NotOfKind(_EXPECTED, error.given) from None


def _shared(structuring: Structuring, tree: object) -> Shared:
    if is_table(tree) and "steps" in tree:
        return structuring.value(Waterfall, tree)
    return structuring.value(Split, tree)


def _size(structuring: Structuring, tree: object) -> Rate | Remaining:
    return Remaining() if tree == _REMAINING else structuring.value(Rate, tree)


def _whom(table: Table) -> Iterator[Told]:
    """Tell where it is missing who takes something, or said in more than one way."""
    stated = [key for key in _WHO if key in table]
    party = table.get("party")
    if not stated:
        yield "party", KeyMissing("party", f"{expectation(Party)}, or 'to' in place of it")
    elif len(stated) > 1:
        yield "to", BothStated(_WHO)
    elif party == Party.HELPER and "absent" not in table:
        yield "absent", AbsenceUnstated()
    named = None if party is None else next((each for each in Party if each == party), Party.HELPER)
    if "absent" in table and stated and named is not Party.HELPER:
        yield "absent", AbsenceUseless(named)


def _half(table: Table) -> Iterator[Told]:
    """Tell where it is missing who takes a share, or how much, or said in more than one way."""
    yield from _whom(table)
    stated = [key for key in _HOW_MUCH if key in table]
    if not stated:
        yield "share", KeyMissing("share", f"{expectation(Rate)}, or 'parts' in place of it")
    elif len(stated) > 1:
        yield "parts", BothStated(_HOW_MUCH)


def _to(structuring: Structuring, receiver: Receiver) -> Table:
    if isinstance(receiver, Helper):
        return {"party": Party.HELPER.value, "absent": structuring.tree(receiver.absent)}
    return {"party" if isinstance(receiver, Party) else "to": structuring.tree(receiver)}


def _share_tree(structuring: Structuring, share: Share) -> Table:
    return {
        **_to(structuring, share.to),
        "parts" if isinstance(share.rate, int) else "share": structuring.tree(share.rate),
    }


def _step_tree(structuring: Structuring, step: Step) -> Table:
    return {**_to(structuring, step.to), "max": structuring.tree(step.most)}
