"""
Ledger lines: what was posted to whom, for which event, under which rule, and how it came about.

A line belongs to a cell, and its key is the cell and a number: the first line of a cell is 1, the next 2.
A line of a period belongs to a month in place of an event, and to no station.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple, Protocol, Self, final, runtime_checkable

from attrs import field, frozen
from attrs.converters import optional

from rural_taobao.commission.bases import BasisForm, basis_form
from rural_taobao.commission.terms import Term
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.identifiers import EventId, Party, PayeeId, PlanId, RuleId, StationId, VersionId
from rural_taobao.kinds import Word, positive
from rural_taobao.money import Money, is_money
from rural_taobao.periods import Month

__all__ = [
    "OF_A_PERIOD",
    "OF_FEES",
    "Account",
    "Cell",
    "Component",
    "Entry",
    "Line",
    "LineKey",
    "LineSequence",
    "LineUnfit",
    "MalformedKey",
    "Reason",
    "State",
]

_KEY_PARTS = 9


@final
class Component(Word):
    """What part of a commission a line is."""

    COMMISSION = "commission"
    """What an order or a parcel earns."""
    REVERSAL = "reversal"
    """What a refund takes back, where the rule reverses."""
    FEE = "fee"
    """What an order or a parcel costs its payees, below zero."""
    FEE_REVERSAL = "fee_reversal"
    """What a refund gives back of a fee, where the rule reverses."""
    GUARANTEE = "guarantee"
    """What a month is short of what is guaranteed."""
    DRAW = "draw"
    """What is advanced in a month, or repaid of what was."""


OF_A_PERIOD: Final = frozenset({Component.GUARANTEE, Component.DRAW})
"""The components that belong to a month and to no event."""
OF_FEES: Final = frozenset({Component.FEE, Component.FEE_REVERSAL})
"""The components of which nothing is earned."""


@final
class State(Word):
    """
    How far what a line is about has come towards being paid.

    `settle` posts what is accrued and reads nothing else of a ledger, so that lines in the other states, which an
    application posts itself, change nothing of what is settled.
    What passes from one state to the next is taken off the one and posted to the other, each by a line of its own.
    """

    EXPECTED = "expected"
    """A forecast: of an order that earns nothing yet, such as one that is not received."""
    ACCRUED = "accrued"
    """Earned under the rule; nothing is said yet of payment."""
    PAYABLE = "payable"
    """Asked for: it stands on an invoice or on a statement that was approved."""


@final
class Reason(Word):
    """Why a line was posted."""

    ACCRUAL = "accrual"
    """The event earned it, and nothing was posted for it before."""
    REFUND = "refund"
    """A refund changed it."""
    CANCELLATION = "cancellation"
    """A cancellation changed it."""
    LATE_EVENT = "late_event"
    """An event that became known later changed the running total before it."""
    RESTATEMENT = "restatement"
    """The period was restated, for a reason that was given."""
    CORRECTION = "correction"
    """The network, the plan or the calendar given differ from those that it was posted with."""


class Cell(NamedTuple):
    """
    What is paid at most once.

    Attributes:
        event: The event that earns: an order, a parcel, or a refund for a reversal; the month for a line of a period.
        plan: The plan.
        rule: The rule, or the guarantee or draw.
        party: The role.
        payee: Who is paid.
        component: What part of a commission.
        state: How far it has come.
        currency: The code of the currency.
    """

    event: str
    plan: str
    rule: str
    party: str
    payee: str
    component: str
    state: str
    currency: str


@final
class LineUnfit(RuralTaobaoError, ValueError):
    """
    A line of a period names a station, or what belongs to an event is missing from another line.

    Attributes:
        key: The key of the line.
    """

    def __init__(self, key: "LineKey") -> None:
        self.key = key
        super().__init__(key)

    def __str__(self) -> str:
        return (
            "a line of a guarantee or a draw must name its month as its event, no station and no basis, and any other "
            f"line must name its event, its station and its basis, but {self.key} does not; "
            "leave a line as it was posted"
        )


@final
class MalformedKey(RuralTaobaoError, ValueError):
    """
    A text is not the key of a line.

    Attributes:
        given: The text.
    """

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            "a line's key must be event/plan/rule/party/payee/component/state/currency/number, "
            f"but {shown(self.given)} was given; copy it from the ledger"
        )


class LineKey(NamedTuple):
    """
    The key of a line.

    Attributes:
        cell: What it pays.
        number: The how-manieth line of the cell it is, from 1.

    Example:
        >>> key = LineKey.parse("o-1/example/seeds/partner/li/commission/accrued/CNY/1")
        >>> key.cell.event, key.number
        ('o-1', 1)
        >>> print(key)
        o-1/example/seeds/partner/li/commission/accrued/CNY/1
    """

    cell: Cell
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Read a key.

        Raises:
            MalformedKey: The text has another form.
        """
        parts = text.split("/")
        number = parts[-1]
        if len(parts) != _KEY_PARTS or not (number.isascii() and number.isdigit()) or number.startswith("0"):
            raise MalformedKey(text)
        return cls(Cell(*parts[:-1]), int(number))

    def __str__(self) -> str:
        return "/".join((*self.cell, str(self.number)))


class Account(NamedTuple):
    """
    What is measured together: the events that bear upon each other's commission.

    Attributes:
        credited: The payee that is credited; empty for all events that the rule rates each by itself.
        plan: The plan.
        rule: The rule.
        earned: The period in which they are earned.
    """

    credited: str
    plan: str
    rule: str
    earned: Month

    @property
    def of_singles(self) -> Self:
        """The account of the same rule and period in which each event is rated by itself, whoever is credited."""
        return self._replace(credited="")


class Entry(NamedTuple):
    """
    What differencing needs to know of a line.

    Attributes:
        cell: What it pays.
        number: The how-manieth line of the cell it is.
        amount: Minor units.
        earned: The period in which it is earned.
        posted: The period in which it was posted.
        credited: Whose running totals it counts in.
        cause: The event that made it shift; empty where none did.
        measured: What was measured, in minor units or in units.
        before: The running total before it; None where the event is measured alone.
    """

    cell: Cell
    number: int
    amount: int
    earned: Month
    posted: Month
    credited: str
    cause: str
    measured: int
    before: int | None

    @property
    def account(self) -> Account:
        """What the line is measured together with."""
        return Account(self.credited, self.cell.plan, self.cell.rule, self.earned)

    @property
    def payment(self) -> tuple[str, str, str]:
        """The event, the plan and the rule of the line."""
        return self.cell.event, self.cell.plan, self.cell.rule

    @property
    def of_a_period(self) -> bool:
        """Whether the line belongs to a month and to no event."""
        return self.cell.component in OF_A_PERIOD


@final
@frozen(kw_only=True)
class Line:
    """
    One line of a ledger; signed, and never changed.

    Attributes:
        event: What earns it: an order, a parcel, or a refund for a reversal; for a line of a period its month.
        plan: The plan.
        rule: The rule of it, or the guarantee or draw.
        party: The role that is paid.
        payee: Who is paid.
        component: What part of a commission it is.
        state: How far it has come towards being paid.
        number: The how-manieth line of its cell it is, from 1.
        amount: What is posted; negative where it takes back.
        earned: The period in which it is earned; measures read it.
        posted: The period in which it is posted; closing and statements read it.
        plan_version: The version of the plan that was applied.
        model_version: The model version that the event fell under, or that the payee was last in charge under.
        station: Where the event happened; None for a line of a period.
        credited: Whose running totals it counts in: the payee of the partner in charge.
        at: The attribution instant; for a line of a period the end of its month, the first instant after it.
        basis: What was measured: a plain name, or an amount part by part; None for a line of a period, which measures
            what was earned in it.
        measured: How much of it, in minor units or in units.
        before: The running total before it, in the same; None where the event is measured alone. For a recoverable draw
            what is left of earlier advances.
        arithmetic: How the amount came about; evaluated, it gives the amount.
        reason: Why it was posted.
        cause: The event that made it shift, or the refund that had taken a part before it was posted, if one did.
        corrects: The key of the line that it corrects, if it corrects one.

    Raises:
        LineUnfit: A line of a period names a station or a basis, or another line does not.
    """

    event: EventId = field(converter=EventId)
    plan: PlanId = field(converter=PlanId)
    rule: RuleId = field(converter=RuleId)
    party: Party = field(converter=Party)
    payee: PayeeId = field(converter=PayeeId)
    component: Component = field(converter=Component)
    state: State = field(converter=State)
    number: int = field(validator=positive)
    amount: Money = field(validator=is_money)
    earned: Month
    posted: Month
    plan_version: VersionId = field(converter=VersionId)
    model_version: VersionId = field(converter=VersionId)
    station: StationId | None = field(converter=optional(StationId))
    credited: PayeeId = field(converter=PayeeId)
    at: datetime
    basis: BasisForm | None = field(converter=optional(basis_form))
    measured: int
    before: int | None
    arithmetic: Term
    reason: Reason = field(converter=Reason)
    cause: str = ""
    corrects: str = ""

    def __attrs_post_init__(self) -> None:
        if self.component in OF_A_PERIOD:
            fit = self.station is None and self.basis is None and self.event == str(self.earned)
        else:
            fit = self.station is not None and self.basis is not None
        if not fit:
            raise LineUnfit(self.key)

    @property
    def cell(self) -> Cell:
        """What the line pays."""
        return Cell(
            self.event,
            self.plan,
            self.rule,
            self.party,
            self.payee,
            self.component,
            self.state,
            self.amount.currency.code,
        )

    @property
    def key(self) -> LineKey:
        """The key of the line."""
        return LineKey(self.cell, self.number)

    @property
    def entry(self) -> Entry:
        """What differencing needs to know of it."""
        return Entry(
            self.cell,
            self.number,
            self.amount.minor,
            self.earned,
            self.posted,
            self.credited,
            self.cause,
            self.measured,
            self.before,
        )


@runtime_checkable
class LineSequence(Protocol):
    """Lines, made when they are asked for; their entries are there at once."""

    def __len__(self) -> int:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """How many lines there are."""

    def __getitem__(self, place: int) -> Line:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Make a line."""

    def __iter__(self) -> Iterator[Line]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Make one line after the other."""

    def entries(self) -> Iterator[Entry]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Give what differencing needs to know of each line, in the same order."""
