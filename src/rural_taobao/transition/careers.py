"""Careers: the steps of one partner at one station while a plan makes others of them, and what a register is told."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, final

from attrs import evolve, frozen

from rural_taobao.identifiers import HappeningId, PayeeId, VersionId
from rural_taobao.lives import Detail, Passage, Post, PostingState, PostingStep, Terms
from rural_taobao.register import Command, Take, Withdraw

__all__ = ["Career"]


@final
@frozen
class _Step:
    """
    A step of a posting.

    Attributes:
        day: Its day.
        step: Which one it is.
        state: The state that it leads to.
        detail: What it states.
        happening: Its id; None for one that a register is still to be told of.
    """

    day: date
    step: PostingStep
    state: PostingState
    detail: Detail | None
    happening: HappeningId | None = None


def _day_of(step: _Step) -> date:
    return step.day


def _reverts(step: _Step) -> bool:
    """Tell whether a step states that the station goes back to an earlier version."""
    return step.detail.reverts if isinstance(step.detail, Terms) else step.step is PostingStep.REVERT


@final
class Career:
    """
    The steps of a posting while others are made of them.

    Args:
        post: Who was sent where.
        passages: The steps that a register knows.
    """

    def __init__(self, post: Post, passages: Iterable[Passage[Any, Any]]) -> None:
        self._post = post
        self._steps = [
            _Step(each.day, each.happening.step, each.arrow.end, each.happening.detail, each.happening.id)
            for each in passages
        ]
        self._known = tuple(self._steps)

    def is_in_charge(self, day: date) -> bool:
        """Tell whether the partner is in charge of the station on a day."""
        return self._state(self._place(day)) is PostingState.IN_CHARGE

    def goes_over(self, day: date, version: VersionId, *, reverts: bool) -> None:
        """
        Let the partner go on under a version from a day on, unless that is so already, or nobody is in charge.

        Where it is stated of that day that the station goes back to an earlier version, that stays stated.
        What later steps only state again is left out; where they state another version, that holds from then on.
        """
        place = self._place(day)
        if not self.is_in_charge(day):
            return
        before = self._terms(place).version
        if before != version:
            begun = any(each.day == day and _reverts(each) for each in self._steps[:place])
            step = PostingStep.REVERT if reverts or begun else PostingStep.ADOPT
            later = list(self._restated(place, before, version))
            self._steps[place:] = [_Step(day, step, PostingState.IN_CHARGE, version), *later]

    def _restated(self, place: int, before: VersionId, version: VersionId) -> Iterator[_Step]:
        """Give the steps after so many, those that state a version again stating another one or left out."""
        anew: date | None = None
        goes_on = True
        for number, each in enumerate(self._steps[place:], place + 1):
            told = each if each.day != anew else evolve(each, happening=None)
            stated = each.detail.version if isinstance(each.detail, Terms) else each.detail
            if isinstance(stated, VersionId):
                goes_on = goes_on and stated == before
            if goes_on and isinstance(each.detail, Terms):
                # What is told of that day after it is told anew, so that it comes after it.
                anew = each.day
                told = evolve(each, detail=evolve(each.detail, version=version), happening=None)
            if not (goes_on and isinstance(each.detail, VersionId)):
                yield told
            if self._place(each.day) == number and each.state is not PostingState.IN_CHARGE:
                goes_on = False

    def ends(self, day: date) -> date | None:
        """
        Let a partner in charge go on a day; who would have stepped down later helps from then on all the same.

        Returns:
            The day on which the partner would have left the charge; None where there is none.
        """
        place, leaves = self._place(day), None
        left: list[_Step] = []
        for number in range(place, len(self._steps)):
            step = self._steps[number]
            is_last = self._place(step.day) == number + 1
            if is_last and step.state is not PostingState.IN_CHARGE:
                leaves = step.day
                if step.state is PostingState.HELPER:
                    payee = self._terms(number + 1).payee
                    left = [_Step(leaves, PostingStep.HELP, PostingState.HELPER, payee)]
                left += self._steps[number + 1 :]
                break
        self._steps[place:] = [_Step(day, PostingStep.END, PostingState.ENDED, None), *left]
        return leaves

    def takes_charge(self, day: date, terms: Terms, end: date | None) -> None:
        """
        Let the partner take charge from a day on up to another one, and help no more.

        Args:
            day: The first day.
            terms: The model version, and who is paid.
            end: The first day on which the partner is not in charge; None where there is none.
        """
        place = self._place(day)
        step = PostingStep.PROMOTE if self._state(place) is PostingState.HELPER else PostingStep.TAKE_CHARGE
        later = list(self._without_help(place))
        if end is not None:
            until = bisect_left(later, end, key=_day_of)
            # What is told of that day comes after the end, so that it is told anew.
            anew = [evolve(each, happening=None) if each.day == end else each for each in later[until:]]
            later[until:] = [_Step(end, PostingStep.END, PostingState.ENDED, None), *anew]
        self._steps[place:] = [_Step(day, step, PostingState.IN_CHARGE, terms), *later]

    def commands(self) -> Iterator[Command]:
        """Give what a register is told, so that it knows these steps and no others."""
        kept = {each.happening for each in self._steps}
        for each in self._known:
            if each.happening is not None and each.happening not in kept:
                yield Withdraw(self._post, each.happening)
        for each in self._steps:
            if each.happening is None:
                yield Take(self._post, each.step, each.day, each.detail)

    def _place(self, day: date) -> int:
        """Give how many steps were taken by a day."""
        return bisect_right(self._steps, day, key=_day_of)

    def _state(self, place: int) -> PostingState | None:
        """Give the state after so many steps."""
        return self._steps[place - 1].state if place else None

    def _terms(self, place: int) -> Terms:
        """Give the terms after so many steps, of which one took charge."""
        steps = iter(self._steps[:place])
        terms = next(each.detail for each in steps if isinstance(each.detail, Terms))
        for each in steps:
            match each.detail:
                case Terms():
                    terms = each.detail
                case VersionId():
                    terms = evolve(terms, version=each.detail)
                case PayeeId():
                    terms = evolve(terms, payee=each.detail)
                case _:
                    pass
        return terms

    def _without_help(self, place: int) -> Iterator[_Step]:
        """Give the steps after so many, as if the partner never helped in them."""
        before = self._state(place)
        for each in self._steps[place:]:
            if each.step is PostingStep.PROMOTE:
                yield evolve(each, step=PostingStep.TAKE_CHARGE, happening=None)
            elif each.step is PostingStep.STEP_DOWN:
                yield evolve(each, step=PostingStep.END, state=PostingState.ENDED, happening=None)
            elif PostingState.HELPER not in (before, each.state):
                yield each
            before = each.state
