"""Blame: which adoption or which decision is to be changed where a plan cannot be run."""

from typing import Final, final

from attrs import frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.network import Adoptions, HelperPosting, Permission, Posting, in_force
from rural_taobao.transition.decisions import Decisions, Postpone, Refuse, Replace
from rural_taobao.transition.moves import Move
from rural_taobao.transition.transitions import Transition

__all__ = ["Blamed", "blamed_for_breach", "blamed_for_move"]

_PLACED: Final = Posting, HelperPosting, Permission


@final
@frozen(kw_only=True)
class Blamed:
    """
    What is to be changed.

    Attributes:
        decided: Whether it is a decision; else it is an adoption.
        key: Its place in its document; nothing where that is not known.
    """

    decided: bool
    key: str


def blamed_for_move(transition: Transition, adoptions: Adoptions, move: Move) -> Blamed:
    """
    Tell what led to a move: what is decided of it, and where nothing is, the adoption.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.network import Adoption
        >>> from rural_taobao.samples import one_village
        >>> from rural_taobao.transition.moves import Course
        >>> adoptions = Adoptions([Adoption(version="3.0", centre="feixi", start=date(2016, 9, 1))])
        >>> later = Decisions([], otherwise=Postpone(date(2016, 9, 1)))
        >>> transition = Transition(network=one_village(), decisions=later, moves=())
        >>> facts = {"station": "sanhe", "version": "3.0", "day": date(2016, 9, 1), "by": date(2016, 9, 1)}
        >>> move = Move(**facts, course=Course.UNDECIDED, measure=later.otherwise)
        >>> blamed_for_move(transition, adoptions, move)
        Blamed(decided=True, key='otherwise.until')
    """
    if move.measure is None or isinstance(move.measure, Refuse):
        found = in_force(transition.network, adoptions, move.station, move.day)
        return Blamed(decided=False, key="" if found is None else f"adoptions[{adoptions.entries.index(found)}]")
    return Blamed(decided=True, key=_key(transition.decisions, move))


def blamed_for_breach(transition: Transition, adoptions: Adoptions, breach: RuralTaobaoError) -> Blamed:
    """
    Tell what led to a breach of a law of the network after a plan.

    That is the decision by which a partner took charge whom it is told of; else what led to a move of a station that
    it is told of, one that was decided before any other.
    """
    told = getattr(breach, "subject", None)
    if not isinstance(told, _PLACED):
        return Blamed(decided=False, key="")

    def rank(move: Move) -> tuple[bool, bool, bool]:
        return move.successor == told.partner, move.station == told.station, move.measure is not None

    changing = (move for move in transition.moves if move.changes)
    found = max(changing, key=rank, default=None)
    if found is None or not any(rank(found)[:2]):
        return Blamed(decided=False, key="")
    return blamed_for_move(transition, adoptions, found)


def _key(decisions: Decisions, move: Move) -> str:
    """Give the place of what is decided of a move in the document of the decisions."""
    decided = [(each.station, each.version) for each in decisions.entries]
    asked = move.station, move.version
    of = f"decisions[{decided.index(asked)}].measure" if asked in decided else "otherwise"
    match move.measure:
        case Replace():
            return f"{of}.successor"
        case Postpone():
            return f"{of}.until"
        case _:
            return of
