"""
Comparing: the same events settled twice, under two plans or versions, or by two systems; what differs, and why.

Lines that pay for the same event are set beside each other, and a difference is the money of one payee under one rule.
For every payee, rule and class, the sum of the differences is the difference of the sums.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Final, TypeAlias, final

from rural_taobao.currencies import CNY, Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PayeeId, PlanId, RuleId
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.periods import Month
from rural_taobao.settlement.comparisons import Change, Comparison, Difference
from rural_taobao.settlement.contrasts import Contrast, Paid, absent, contrasted, moved, unmatched
from rural_taobao.settlement.ledger import Ledger
from rural_taobao.settlement.lines import Cell, Line, State
from rural_taobao.settlement.settling import Settlement

__all__ = ["EventsDiffer", "ScopesDiffer", "compare"]

_SHOWN = 5


@final
class EventsDiffer(RuralTaobaoError, ValueError):
    """
    Two settlements that were to be compared were made of other events.

    Attributes:
        events: The ids of those that only one of them knew, or that they knew otherwise, sorted.
    """

    def __init__(self, events: tuple[str, ...]) -> None:
        self.events = events
        super().__init__(events)

    def __str__(self) -> str:
        shown = ", ".join(self.events[:_SHOWN])
        more = f" and {len(self.events) - _SHOWN} more" if len(self.events) > _SHOWN else ""
        return (
            f"settlements must be of the same events to be compared, but {shown}{more} "
            f"{'differs' if len(self.events) == 1 else 'differ'} between the two; "
            "settle both with the same events, or compare their ledgers, where such events are missing or unexpected"
        )


@final
class ScopesDiffer(RuralTaobaoError, ValueError):
    """
    Two settlements that were to be compared do not cover the same.

    Attributes:
        name: In what: the month, the payees or the restated months.
        before: What the one covers.
        after: What the other does.
    """

    def __init__(self, name: str, before: str, after: str) -> None:
        self.name = name
        self.before = before
        self.after = after
        super().__init__(name, before, after)

    def __str__(self) -> str:
        return (
            f"settlements must cover the same {self.name} to be compared, but {self.before} and {self.after} were "
            "given; settle both under one scope"
        )


Settled: TypeAlias = Settlement | Ledger | Iterable[Line]
"""What can be compared: a settlement, or lines from wherever they come."""
_Covered: TypeAlias = Month | frozenset[PayeeId] | frozenset[Month] | None
"""What of a scope must be the same."""
_Event: TypeAlias = tuple[str, str, str]
"""An event, the component and the state of what is paid for it."""
_Rule: TypeAlias = tuple[str, str]
"""A plan and a rule of it."""
_NO_RULE: Final = ("", "")
_Account: TypeAlias = tuple[PayeeId, PlanId, RuleId]
"""A payee, and a plan and a rule that it is paid under."""


def compare(before: Settled, after: Settled) -> Comparison:
    """
    Compare what two settlements pay for the same events, payee by payee and rule by rule.

    Of a settlement, what it posts to counts: its new lines, and what was posted before in the same cells.
    Of a ledger or of lines, all count, so that an outside result is read as a ledger and compared with.
    Those in one state are compared with those in the same; the sums are of all states, and `Ledger.accrued` gives a
    ledger without the others.

    What is paid for an event is set beside each other by rule, then by role, then by payee.
    Rules of one name belong together; the others of an event do in the order of their names, and one that is left over
    is missing or unexpected.
    A difference that several things make has the class of the first of them, in the order of `DifferenceClass`.
    Lines make no difference where they agree in payee, role, station, payee in charge, model version, earned month,
    plan, plan version, rule and amount; those that agree in the amount alone make one of 0.

    Args:
        before: The one.
        after: The other; the differences are what it pays more.

    Raises:
        ScopesDiffer: Two settlements are of two months, or of other payees or restated months.
        EventsDiffer: Two settlements are of other events.
        CurrencyMismatch: Lines are in two currencies.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.samples import one_order, one_plan, one_village
        >>> from rural_taobao.settlement import Scope, settle
        >>> november = settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11"))
        >>> print(compare(november, november))
        ¥23.98 → ¥23.98 (¥0.00), 0 differences
        >>> for difference in compare(november, []).differences[:1]:
        ...     print(difference.explanation)
        o-1: nothing under rule everything any more: ¥4.79 → ¥0.00 (-¥4.79)
    """
    if isinstance(before, Settlement) and isinstance(after, Settlement):
        _check_alike(before, after)
    cells = _posted_to(before) | _posted_to(after)
    sides = _Side(_lines_of(before, cells)), _Side(_lines_of(after, cells))
    currency = _currency(*sides)
    events = sides[0].events.keys() | sides[1].events.keys()
    found = (_differences(sides[0].events.get(event, {}), sides[1].events.get(event, {})) for event in events)
    differences = tuple(sorted(chain.from_iterable(found), key=_place))
    return Comparison(currency=currency, sums=_sums(*sides, differences, currency), differences=differences)


def _check_alike(before: Settlement, after: Settlement) -> None:
    """Refuse settlements that are not of the same."""
    old, new = before.scope, after.scope
    parts: tuple[tuple[str, _Covered, _Covered], ...] = (
        ("month", old.month, new.month),
        ("payees", old.payees, new.payees),
        ("restated months", old.restated, new.restated),
    )
    for name, one, other in parts:
        if one != other:
            raise ScopesDiffer(name, _named(one), _named(other))
    if before.currency != after.currency:
        raise CurrencyMismatch(before.currency, after.currency)
    events = before.lines.events, after.lines.events
    if events[0] is not events[1]:
        found = [dict(columns.facts()) for columns in events]
        differ = {event for event in found[0].keys() | found[1].keys() if found[0].get(event) != found[1].get(event)}
        if differ:
            raise EventsDiffer(tuple(sorted(differ)))


def _named(part: _Covered) -> str:
    """Give a part of a scope as a message shows it."""
    match part:
        case None:
            return "everybody"
        case Month():
            return str(part)
        case _:
            return ", ".join(sorted(map(str, part))) or "none"


def _posted_to(settled: Settled) -> frozenset[Cell]:
    """Give the cells that a settlement posts to; nothing where lines were given."""
    return (
        frozenset(entry.cell for entry in settled.lines.entries()) if isinstance(settled, Settlement) else frozenset()
    )


def _lines_of(settled: Settled, cells: frozenset[Cell]) -> Iterator[Line]:
    """Give the lines that count."""
    if not isinstance(settled, Settlement):
        yield from settled
        return
    yield from (line for line in settled.posted if line.cell in cells)
    yield from settled.lines


@final
class _Side:
    """
    What one of two settlements pays.

    Args:
        lines: Its lines.

    Attributes:
        events: What is paid for each event, by rule; what was taken back again is not.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        paid: dict[Cell, Paid] = {}
        for line in lines:
            cell = line.cell
            had = paid.get(cell)
            # Whoever keeps the lines may have sorted them: the last line of a cell is the one with the highest number.
            last = line if had is None or had.line.number <= line.number else had.line
            paid[cell] = Paid(line.amount.minor + (0 if had is None else had.amount), last)
        self.currencies: list[str] = sorted({cell.currency for cell in paid})
        self.events: dict[_Event, dict[_Rule, list[Paid]]] = {}
        for cell, each in paid.items():
            if each.amount:
                event = self.events.setdefault((cell.event, cell.component, cell.state), {})
                event.setdefault((cell.plan, cell.rule), []).append(each)

    def __iter__(self) -> Iterator[Paid]:
        """Give all that is paid."""
        return (paid for rules in self.events.values() for listed in rules.values() for paid in listed)


def _currency(before: _Side, after: _Side) -> Currency:
    """Give the one currency of all lines."""
    codes = sorted({*before.currencies, *after.currencies})
    if len(codes) > 1:
        raise CurrencyMismatch(Currency(codes[0]), Currency(codes[1]))
    return Currency(codes[0]) if codes else CNY


def _differences(before: dict[_Rule, list[Paid]], after: dict[_Rule, list[Paid]]) -> Iterator[Difference]:
    """Give the differences of one event."""
    for old, new in _paired(before, after):
        olds, news = before.get(old, []), after.get(new, [])
        if olds and news:
            yield from _under_one_rule(olds, news)
        else:
            yield from (_made(paid, None, unmatched(paid.line, before=True)) for paid in olds)
            yield from (_made(None, paid, unmatched(paid.line, before=False)) for paid in news)


def _paired(before: Iterable[_Rule], after: Iterable[_Rule]) -> Iterator[tuple[_Rule, _Rule]]:
    """Set rules beside each other: those of the same plan and name, of the same name, and then in their order."""
    olds, news = sorted(before), sorted(after)
    for alike in (slice(2), slice(1, 2)):
        found = {new[alike]: new for new in reversed(news)}
        for old in olds.copy():
            new = found.pop(old[alike], None)
            if new is not None:
                yield old, new
                olds.remove(old)
                news.remove(new)
    yield from zip_longest(olds, news, fillvalue=_NO_RULE)


def _under_one_rule(before: Sequence[Paid], after: Sequence[Paid]) -> Iterator[Difference]:
    """Give the differences of what an event is paid under one rule, or under two that are set beside each other."""
    for party in {paid.line.party for paid in (*before, *after)}:
        olds = [paid for paid in before if paid.line.party == party]
        news = [paid for paid in after if paid.line.party == party]
        if olds and news:
            yield from _in_one_role(olds, news)
        else:
            yield from (_made(paid, None, absent(paid, _first(after), before=True)) for paid in olds)
            yield from (_made(None, paid, absent(paid, _first(before), before=False)) for paid in news)


def _first(paid: Sequence[Paid]) -> Paid:
    return min(paid, key=lambda each: (each.line.party, each.line.payee))


def _in_one_role(before: Sequence[Paid], after: Sequence[Paid]) -> Iterator[Difference]:
    """Give the differences of what one role is paid for an event."""
    olds, news = ({paid.line.payee: paid for paid in side} for side in (before, after))
    gone, come = sorted(olds.keys() - news.keys()), sorted(news.keys() - olds.keys())
    for payee in olds.keys() & news.keys():
        contrast = contrasted(olds[payee], news[payee])
        if contrast.classes:
            yield _made(olds[payee], news[payee], contrast)
    for payee in gone:
        line = olds[payee].line
        yield _made(olds[payee], None, moved(line, gone, come) if come else unmatched(line, before=True))
    for payee in come:
        line = news[payee].line
        yield _made(None, news[payee], moved(line, gone, come) if gone else unmatched(line, before=False))


def _made(before: Paid | None, after: Paid | None, contrast: Contrast) -> Difference:
    """Make a difference of what is paid before or after, or both."""
    [line, *_] = [paid.line for paid in (before, after) if paid is not None]
    currency = line.amount.currency
    amounts = [Money(0 if paid is None else paid.amount, currency) for paid in (before, after)]
    change = Change(amounts[0], amounts[1], 1)
    return Difference(
        event=line.event,
        component=line.component,
        state=line.state,
        party=line.party,
        payee=line.payee,
        before=None if before is None else before.line,
        after=None if after is None else after.line,
        amount_before=amounts[0],
        amount_after=amounts[1],
        classes=contrast.classes,
        explanation=f"{line.event}{_in_state(line)}: {', '.join(contrast.words)}: {change}",
    )


def _in_state(line: Line) -> str:
    """Say the state of a line where it is not the usual one."""
    return "" if line.state is State.ACCRUED else f" ({line.state})"


def _place(difference: Difference) -> tuple[object, ...]:
    """Give where a difference stands among the others, which is the same whichever side comes first."""
    rules = sorted((line.plan, line.rule, line.state) for line in (difference.before, difference.after) if line)
    return difference.event, difference.component, difference.party, difference.payee, rules


def _sums(
    before: _Side, after: _Side, differences: Iterable[Difference], currency: Currency
) -> dict[tuple[PayeeId, PlanId, RuleId], Change]:
    """Add up what every payee is paid under every rule."""
    counts = Counter(
        account
        for difference in differences
        for account in {_account(line) for line in (difference.before, difference.after) if line is not None}
    )
    sums: tuple[Counter[_Account], Counter[_Account]] = Counter(), Counter()
    for side, found in zip((before, after), sums, strict=True):
        for paid in side:
            found[_account(paid.line)] += paid.amount
    return {
        account: Change(Money(sums[0][account], currency), Money(sums[1][account], currency), counts[account])
        for account in sorted(sums[0].keys() | sums[1].keys())
    }


def _account(line: Line) -> _Account:
    return line.payee, line.plan, line.rule
