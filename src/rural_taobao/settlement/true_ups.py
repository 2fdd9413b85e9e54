"""
True-ups: what a guarantee or a draw comes to in a month, and the line that brings what is posted up to it.

Where several versions of a plan hold within a month, or a payee is in charge of several stations, the latest version
under which it was in charge and which states a guarantee or a draw says what holds of it.
"""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar, final

from attrs import frozen

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.draws import Draw
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.operands import Units
from rural_taobao.commission.proration import prorated
from rural_taobao.commission.terms import Bounded, Less, Term
from rural_taobao.currencies import Currency
from rural_taobao.days import months_after
from rural_taobao.exact import Rounding
from rural_taobao.identifiers import VersionId
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.settlement.lines import Cell, Entry, Line, Reason
from rural_taobao.settlement.standings import Spell, days_within

__all__ = ["Stated", "TrueUp", "TrueUpDraft", "drawn", "draws_stated", "guaranteed", "guarantees_stated"]

APromise = TypeVar("APromise", Guarantee, Draw)


class Stated(NamedTuple):
    """
    How a guarantee or a draw holds of a month.

    Attributes:
        plan_version: The version that states it.
        model_version: The model version under which the payee was last in charge under that.
        due: What is due of its amount in the month.
    """

    plan_version: VersionId
    model_version: VersionId
    due: Term


@final
@frozen
class TrueUp:
    """
    What a guarantee or a draw should come to in a month.

    Attributes:
        cell: Where it is posted; its event is the month.
        month: The month.
        stated: How it holds of the month.
        measured: What was earned in the month of what counts, in minor units.
        before: What is left of earlier advances, in minor units; None but for a recoverable draw.
        term: How it comes about.
    """

    cell: Cell
    month: Month
    stated: Stated
    measured: int
    before: int | None
    term: Term

    @property
    def amount(self) -> int:
        """What it comes to, in minor units."""
        return _whole(self.term)


def _whole(term: Term) -> int:
    return evaluated(term).rounded(Rounding.DOWN)


def _stated(promises: Iterable[tuple[APromise, Spell]], month: Month) -> dict[str, tuple[APromise, Stated]]:
    """Give what each promise comes to in a month, of pairs in the order of the first days."""
    spells: dict[str, list[Spell]] = {}
    last: dict[str, APromise] = {}
    for promise, spell in promises:
        last[promise.id] = promise
        spells.setdefault(promise.id, []).append(spell)
    days = (month.period.end or month.first) - month.first
    found: dict[str, tuple[APromise, Stated]] = {}
    for name in sorted(last):
        promise, spell = last[name], spells[name][-1]
        within = days_within((each.days for each in spells[name]), month)
        due = prorated(promise.amount.minor, promise.prorated, within, days.days)
        found[name] = promise, Stated(spell.version.version, spell.model, due)
    return found


def guarantees_stated(spells: Iterable[Spell], month: Month) -> dict[str, tuple[Guarantee, Stated]]:
    """
    Give the guarantees of a month, by their ids: those stated while the payee was in charge within it.

    Args:
        spells: When the payee was in charge, by the first days.
        month: The month.
    """
    within = [spell for spell in spells if spell.days.overlap(month.period) is not None]
    return _stated(((each, spell) for spell in within for each in spell.version.guarantees), month)


def draws_stated(spells: Iterable[Spell], month: Month) -> dict[str, tuple[Draw, Stated]]:
    """
    Give the draws of a month, by their ids: those stated within it or ever before, of which nothing is due then.

    Args:
        spells: When the payee was in charge, by the first days.
        month: The month.
    """
    end = months_after(month.first, 1)
    begun = [spell for spell in spells if spell.days.start < end]
    return _stated(((each, spell) for spell in begun for each in spell.version.draws), month)


def guaranteed(cell: Cell, month: Month, stated: Stated, earned: int) -> TrueUp:
    """Give what a month is short of what is guaranteed, beside what was earned, in minor units."""
    return TrueUp(cell, month, stated, earned, None, Bounded(Less(stated.due, Units(earned)), 0, None))


def drawn(cell: Cell, month: Month, stated: Stated, earned: int, left: int | None) -> TrueUp:
    """
    Give what is advanced in a month, or repaid.

    Args:
        cell: Where it is posted.
        month: The month.
        stated: How the draw holds of the month.
        earned: What counts of what was earned in it, in minor units.
        left: What is left of earlier advances, in minor units; None where none is ever repaid.
    """
    if left is None or earned < _whole(stated.due):
        term: Term = Bounded(Less(stated.due, Units(earned)), 0, None)
    else:
        term = Less(Units(0), Bounded(Less(Units(earned), stated.due), 0, max(left, 0)))
    return TrueUp(cell, month, stated, earned, left, term)


@final
@frozen
class TrueUpDraft:
    """
    A line of a period to be made.

    Attributes:
        truth: What it should come to.
        number: The how-manieth line of its cell it is.
        already: What is posted there already, in minor units.
        reason: Why it is posted.
        cause: The event that made it shift, if one did.
        corrects: The key of the line that it corrects, if it corrects one.
    """

    truth: TrueUp
    number: int
    already: int
    reason: Reason
    cause: str
    corrects: str

    def entry(self, month: Month) -> Entry:
        """Give what differencing needs to know of the line, posted in a month."""
        truth = self.truth
        amount = truth.amount - self.already
        payee = truth.cell.payee
        return Entry(
            truth.cell, self.number, amount, truth.month, month, payee, self.cause, truth.measured, truth.before
        )

    def line(self, currency: Currency, clock: UtcOffset, month: Month) -> Line:
        """Make the line, posted in a month."""
        truth, cell = self.truth, self.truth.cell
        return Line(
            event=cell.event,
            plan=cell.plan,
            rule=cell.rule,
            party=cell.party,
            payee=cell.payee,
            component=cell.component,
            state=cell.state,
            number=self.number,
            amount=Money(truth.amount - self.already, currency),
            earned=truth.month,
            posted=month,
            plan_version=truth.stated.plan_version,
            model_version=truth.stated.model_version,
            station=None,
            credited=cell.payee,
            at=clock.instant(clock.midnight(months_after(truth.month.first, 1))),
            basis=None,
            measured=truth.measured,
            before=truth.before,
            arithmetic=Less(truth.term, Units(self.already)) if self.already else truth.term,
            reason=self.reason,
            cause=self.cause,
            corrects=self.corrects,
        )
