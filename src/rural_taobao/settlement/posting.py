"""
Posting: new lines = truth - what is already posted, cell by cell, within the scope.

Where nothing was posted before, the lines are the truth itself and are made only when they are asked for.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias, final

from attrs import evolve, frozen

from rural_taobao.commission.fees import Direction
from rural_taobao.commission.operands import Units
from rural_taobao.commission.rules import OnRefund
from rural_taobao.commission.terms import Less
from rural_taobao.currencies import Currency
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.settlement.columns import EventColumns, latest
from rural_taobao.settlement.lines import Account, Cell, Component, Entry, Line, LineKey, Reason, State
from rural_taobao.settlement.runs import Reversal, Run
from rural_taobao.settlement.tallies import Tally
from rural_taobao.settlement.true_ups import TrueUpDraft

__all__ = [
    "COMPONENTS",
    "Desk",
    "Draft",
    "Posting",
    "Truth",
    "Vanished",
    "nothings",
    "of_refund",
    "of_row",
    "truths",
]

COMPONENTS: Final = {
    Direction.EARNS: (Component.COMMISSION, Component.REVERSAL),
    Direction.OWES: (Component.FEE, Component.FEE_REVERSAL),
}
"""What a line is of an order, and what of a refund that takes back."""


@final
@frozen
class Truth:
    """
    One cell of a tally and what it should come to.

    Attributes:
        tally: The tally.
        run: The run of it.
        place: The place of the order in the run.
        share: The share of the split.
        amount: What the cell should come to, in minor units.
        reversal: The refund that takes back, or None for what the order earns.
    """

    tally: Tally
    run: Run
    place: int
    share: int
    amount: int
    reversal: Reversal | None = None

    @property
    def account(self) -> Account:
        """The account that the order is settled on."""
        return self.tally.account_of(self.run, self.place)


@final
@frozen
class Draft:
    """
    A line to be made of a cell.

    Attributes:
        truth: The cell and what it should come to.
        number: The how-manieth line of the cell it is.
        posted: What is posted there already, in minor units.
        reason: Why it is posted.
        cause: The event that made it shift, if one did.
        corrects: The key of the line that it corrects, if it corrects one.
    """

    truth: Truth
    number: int
    posted: int
    reason: Reason
    cause: str
    corrects: str


@final
@frozen
class Vanished:
    """
    A line that takes back what is posted in a cell that is no part of the truth any more.

    Attributes:
        line: The last line of the cell.
        posted: What is posted there, in minor units.
        reason: Why it is taken back.
        cause: The event that made it vanish, if one did.
    """

    line: Line
    posted: int
    reason: Reason
    cause: str


@final
@frozen
class Desk:
    """
    What every line of a settlement needs.

    Attributes:
        events: The events.
        currency: What is paid.
        clock: The network's clock.
        month: The period posted to.
    """

    events: EventColumns
    currency: Currency
    clock: UtcOffset
    month: Month

    def event(self, truth: Truth) -> str:
        """Give the event that a cell is paid for."""
        if truth.reversal is not None:
            return truth.reversal.refund.id
        return self.events.ids[truth.run.rows[truth.place]]

    def cell(self, truth: Truth) -> Cell:
        """Give the cell."""
        party, payee = truth.run.payee(truth.place, truth.share)
        component = COMPONENTS[truth.run.rule.direction][truth.reversal is not None]
        account = truth.tally.account
        return Cell(
            self.event(truth), account.plan, account.rule, party, payee, component, State.ACCRUED, self.currency.code
        )

    def first_line(self, truth: Truth) -> Draft:
        """
        Give the draft of the first line of a cell.

        Of what refunds left of an order it names the latest refund, and of what a refund takes back the first line of
        the order, where the party has one: by some modes a party has a share of what is left and none of the whole.
        """
        if truth.reversal is None:
            rerated = truth.run.rule.on_refund is OnRefund.RERATE
            refunds = self.events.refunds.get(truth.run.rows[truth.place], ()) if rerated else ()
            return Draft(truth, 1, 0, Reason.ACCRUAL, latest(refunds), "")
        earned = truth.run.parts[truth.place][truth.share]
        order = Truth(truth.tally, truth.run, truth.place, truth.share, earned)
        corrects = str(LineKey(self.cell(order), 1)) if earned else ""
        return Draft(truth, 1, 0, Reason.REFUND, truth.reversal.refund.id, corrects)

    def measured(self, truth: Truth) -> tuple[int, int | None]:
        """Give what of a cell is measured, and the running total before it."""
        run, reversal = truth.run, truth.reversal
        if reversal is None:
            return run.bases[truth.place], run.before(truth.place)
        return reversal.after - reversal.before, reversal.before

    def entry(self, draft: Draft) -> Entry:
        """Give what differencing needs to know of a line."""
        truth = draft.truth
        account, amount = truth.account, truth.amount - draft.posted
        return Entry(
            self.cell(truth),
            draft.number,
            amount,
            account.earned,
            self.month,
            account.credited,
            draft.cause,
            *self.measured(truth),
        )

    def line(self, draft: Draft) -> Line:
        """Make a line."""
        truth, cell = draft.truth, self.cell(draft.truth)
        run, place, reversal = truth.run, truth.place, truth.reversal
        row, account = run.rows[place], truth.account
        if reversal is None:
            instant = self.events.placed[row]
            arithmetic = run.share(place, truth.share)
        else:
            instant = reversal.refund.at
            arithmetic = run.reversed_share(reversal, truth.share)
        measured, before = self.measured(truth)
        if draft.posted:
            arithmetic = Less(arithmetic, Units(draft.posted))
        return Line(
            event=cell.event,
            plan=cell.plan,
            rule=cell.rule,
            party=cell.party,
            payee=cell.payee,
            component=cell.component,
            state=cell.state,
            number=draft.number,
            amount=Money(truth.amount - draft.posted, self.currency),
            earned=account.earned,
            posted=self.month,
            plan_version=run.version.version,
            model_version=run.terms[place].model.id,
            station=self.events.station_ids[self.events.stations[row]],
            credited=account.credited,
            at=self.clock.instant(instant),
            basis=run.rule.basis,
            measured=measured,
            before=before,
            arithmetic=arithmetic,
            reason=draft.reason,
            cause=draft.cause,
            corrects=draft.corrects,
        )

    def taken_back(self, vanished: Vanished) -> Line:
        """
        Make the line that takes back what is posted in a cell that is no part of the truth any more.

        Nothing is measured there now.
        """
        line = vanished.line
        return evolve(
            line,
            number=line.number + 1,
            amount=Money(-vanished.posted, self.currency),
            posted=self.month,
            measured=0,
            before=None,
            arithmetic=Less(Units(0), Units(vanished.posted)),
            reason=vanished.reason,
            cause=vanished.cause,
            corrects=str(line.key),
        )


def truths(tally: Tally) -> Iterator[Truth]:
    """Give every cell of a tally that comes to something: run by run what orders earn, then what refunds take back."""
    for run in tally.runs:
        for place in range(len(run.parts)):
            yield from of_row(tally, run, place)
        for reversal in run.reversals:
            yield from of_refund(tally, run, reversal)


def nothings(tally: Tally) -> Iterator[Truth]:
    """Give every cell of a tally that comes to nothing and that there is somebody for."""
    for run in tally.runs:
        allocated = [(place, parts, None) for place, parts in enumerate(run.parts)]
        for place, parts, reversal in (*allocated, *((each.place, each.parts, each) for each in run.reversals)):
            present = run.terms[place].payees
            for share, party in enumerate(run.rule.parties):
                if not parts[share] and party in present:
                    yield Truth(tally, run, place, share, 0, reversal)


def of_row(tally: Tally, run: Run, place: int) -> Iterator[Truth]:
    """Give the cells of what one row earns."""
    return (Truth(tally, run, place, share, part) for share, part in enumerate(run.parts[place]) if part)


def of_refund(tally: Tally, run: Run, reversal: Reversal) -> Iterator[Truth]:
    """Give the cells of what one refund takes back."""
    place = reversal.place
    return (Truth(tally, run, place, share, part, reversal) for share, part in enumerate(reversal.parts) if part)


Posting: TypeAlias = Draft | Vanished | TrueUpDraft
"""What becomes a line."""
