"""
Explaining: why a line is what it is, in words that a partner understands.

Everything said is read off the line itself, so that a ledger explains itself without plan, network or events.
"""

from typing import assert_never

from rural_taobao.commission.arithmetic import (
    Aged,
    AgeUnit,
    Banded,
    Boosted,
    Bounded,
    Counted,
    Exactly,
    Less,
    Levelled,
    Limited,
    Part,
    PastFree,
    Poured,
    Rounded,
    Scaled,
    Sloped,
    Sum,
    Term,
    Topped,
    UnitBounded,
    Units,
    evaluated,
)
from rural_taobao.commission.bases import Basis, BasisForm, PartOff, PartOn, amount_of, is_money
from rural_taobao.currencies import Currency
from rural_taobao.exact import MILLIONTHS, Exact, Rate, Rounding, decimal_text
from rural_taobao.money import Money, UnitPrice
from rural_taobao.settlement.lines import Component, Line, LineKey, Reason

__all__ = ["exactly", "explained"]

_MODES = {
    Rounding.HALF_UP: "rounded half up",
    Rounding.HALF_EVEN: "rounded half even",
    Rounding.DOWN: "rounded down",
    Rounding.UP: "rounded up",
}
_UNITS = {Basis.QUANTITY: "the quantity", Basis.COUNT: "the event itself"}
_PARTS = {
    PartOff.TAX_INCLUDED: "without included tax",
    PartOn.TAX_ADDED: "with added tax",
    PartOn.SHIPPING: "with shipping",
    PartOff.COST: "less its cost",
}
_REASONS = {
    Reason.ACCRUAL: "posted as it was earned",
    Reason.REFUND: "posted because of refund {cause}",
    Reason.CANCELLATION: "posted because of cancellation {cause}",
    Reason.LATE_EVENT: "posted because {cause} became known later",
    Reason.RESTATEMENT: "posted because the period was restated",
    Reason.CORRECTION: "posted because the network, the plan or the calendar was corrected",
}
_DUE = {Component.GUARANTEE: "guaranteed", Component.DRAW: "brought up to"}


def explained(line: Line) -> str:
    """
    Say why a line is what it is.

    Returns:
        A few lines of text: what was posted to whom, for what, the arithmetic step by step, and why it was posted.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.samples import one_order, one_plan, one_village
        >>> from rural_taobao.settlement import Scope, settle
        >>> november = settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11"))
        >>> print(explained(november.lines[0]))
        ¥16.79 to li as partner
          for o-1 at station sanhe on 2016-11-11 00:03
          under plan example, version 2015, rule everything (model version 2.0)
          measured: the amount after discounts, ¥1,199.00
          ¥1,199.00 × 2 % = ¥23.98
          share 70 % of ¥23.98 = ¥16.79
          earned in 2016-11, posted in 2016-11 as it was earned
    """
    currency = line.amount.currency
    if line.basis is None:
        return _month_explained(line)
    measured = f"measured: {_what_is_measured(line.basis)}, {_measure(line.measured, line.basis, currency)}"
    if line.before is not None and line.component is Component.COMMISSION:
        measured += f", after {_measure(line.before, line.basis, currency)} before it in {line.earned}"
    if line.reason is Reason.ACCRUAL and line.cause:
        measured += f", which is what refund {line.cause} left of it"
    text = [
        _headed(line),
        f"for {_what(line)} at station {line.station} on {line.at:%Y-%m-%d %H:%M}",
        f"under plan {line.plan}, version {line.plan_version}, rule {line.rule} (model version {line.model_version})",
        measured,
        *_steps(line.arithmetic, line.basis, currency),
        *_posted(line),
    ]
    return "\n  ".join(text)


def _headed(line: Line) -> str:
    return f"{line.amount} to {line.payee} as {line.party.replace('_', ' ')}"


def _posted(line: Line) -> list[str]:
    """Say when and why a line was posted, and what it corrects."""
    why = _REASONS[line.reason].format(cause=line.cause)
    said = [f"earned in {line.earned}, posted in {line.posted} {why.removeprefix('posted ')}"]
    return [*said, f"corrects {line.corrects}"] if line.corrects else said


def _month_explained(line: Line) -> str:
    """Say why a line of a month is what it is."""
    name = line.component.value
    counted = f"{Money(line.measured, line.amount.currency)} earned in it"
    if line.before is not None:
        counted += f", {Money(line.before, line.amount.currency)} left of earlier advances"
    text = [
        _headed(line),
        f"for the month {line.event}",
        f"under plan {line.plan}, version {line.plan_version}, {name} {line.rule} (model version {line.model_version})",
        f"counted: {counted}",
        *_month_steps(line.arithmetic, line),
        *_posted(line),
    ]
    return "\n  ".join(text)


def _month_steps(term: Term, line: Line) -> list[str]:
    """Give the steps to what a month is short of, or repays."""
    currency = line.amount.currency
    match term:
        case Less(inner, Units() as posted):
            steps = [] if isinstance(inner, Units) else _month_steps(inner, line)
            both = f"{_money(inner, currency)} less {_money(posted, currency)} posted before"
            return [*steps, f"{both} = {_money(term, currency)}"]
        case Bounded(Less(due, Units() as earned) as rest):
            missing = f"{_money(due, currency)} less {_money(earned, currency)} = {_money(rest, currency)}"
            steps = [*_due_steps(due, line), missing]
            return steps if evaluated(rest) == evaluated(term) else [*steps, "nothing is to be added"]
        case Less(Units(), Bounded(Less(Units() as earned, due) as rest, _, left) as back):
            surplus = f"{_money(earned, currency)} less {_money(due, currency)} = {_money(rest, currency)}"
            repaid = f"of {Money(left or 0, currency)} left to repay, {_money(back, currency)} is repaid"
            return [*_due_steps(due, line), surplus, repaid]
        case _:
            return _steps(term, Basis.GROSS, currency)


def _due_steps(due: Term, line: Line) -> list[str]:
    """Say what is due in a month."""
    currency, what = line.amount.currency, _DUE[line.component]
    match due:
        case Rounded(Scaled(whole, days, of), mode):
            share = f"{_money(whole, currency)} for {days} of {of} days, {_MODES[mode]}"
            return [f"{what}: {share}, {_money(due, currency)}"]
        case _:
            return [f"{what}: {_money(due, currency)}"]


def _what(line: Line) -> str:
    """Say what a line is for; the first line of a refund corrects that of its order, which it names."""
    if line.component is not Component.REVERSAL:
        return line.event
    of = f" of {LineKey.parse(line.corrects).cell.event}" if line.number == 1 and line.corrects else ""
    return f"what refund {line.event} takes back{of}"


def _what_is_measured(basis: BasisForm) -> str:
    """Say a basis in words, part by part."""
    amount = amount_of(basis)
    if amount is None:
        return _UNITS[Basis(str(basis))]
    first = "after discounts" if PartOff.DISCOUNT in amount.less else "before discounts"
    *most, last = first, *(words for part, words in _PARTS.items() if part in amount.less or part in amount.plus)
    return f"the amount {', '.join(most)} and {last}" if most else f"the amount {last}"


def _measure(units: int, basis: BasisForm, currency: Currency) -> str:
    return str(Money(units, currency)) if is_money(basis) else str(units)


def _money(term: Term, currency: Currency) -> str:
    """Give what a term comes to, as money; with all its digits where it is finer than a coin."""
    return exactly(evaluated(term), currency)


def exactly(amount: Exact, currency: Currency) -> str:
    """
    Write an exact amount as money, with six digits more than its coins have where it is finer, and `…` for any left.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> exactly(Exact(2398), CNY), exactly(Exact(-33, 2), CNY), exactly(Exact(1, 3), CNY)
        ('¥23.98', '-¥0.165', '¥0.00333333…')
    """
    whole, rest = divmod(abs(amount.numerator), amount.denominator)
    sign = "-" if amount.numerator < 0 else ""
    if rest == 0:
        return str(Money(-whole if sign else whole, currency))
    places = 6
    fine, left = divmod(rest * 10**places, amount.denominator)
    before, _, after = decimal_text(whole * 10**places + fine, currency.digits + places, trim=True).partition(".")
    return f"{sign}{currency.sign}{int(before):,}.{after}{'…' if left else ''}"


def _steps(term: Term, basis: BasisForm, currency: Currency) -> list[str]:
    """Give the steps of a term, each on a line of its own, the last one giving its value."""
    match term:
        case Units():
            return [f"{_money(term, currency)} for each event"]
        case Banded(bands):
            parts = " + ".join(
                f"{_measure(part, basis, currency)} × {_rate(rate, basis, currency)}" for part, rate in bands
            )
            return [f"{parts or 'nothing is earned here'} = {_money(term, currency)}"]
        case Counted(count, price):
            return [f"{count} begun × {UnitPrice(price, currency)} = {_money(term, currency)}"]
        case Sloped(measure, low, low_rate, high, high_rate):
            ends = " and ".join(
                f"{_rate(rate, basis, currency)} at {_measure(at, basis, currency)}"
                for at, rate in ((low, low_rate), (high, high_rate))
            )
            return [f"{_measure(measure, basis, currency)} × the rate between {ends} = {_money(term, currency)}"]
        case Exactly():
            return [f"{_money(term, currency)} for the events before it"]
        case PastFree(inner, free):
            steps = [] if inner == Units(0) else _steps(inner, basis, currency)
            return [f"{_measure(free, basis, currency)} of it is free", *steps]
        case Boosted() | Topped():
            return _campaign_steps(term, basis, currency)
        case Bounded() | UnitBounded() | Limited():
            return _bound_steps(term, basis, currency)
        case Sum(terms):
            steps = [step for each in terms for step in _steps(each, basis, currency) if not isinstance(each, Units)]
            # What several parts have in common is said once.
            once = dict.fromkeys(steps)
            return [*once, f"{' + '.join(_money(each, currency) for each in terms)} = {_money(term, currency)}"]
        case Rounded(inner, mode):
            steps = _steps(inner, basis, currency)
            if evaluated(inner) == evaluated(term):
                return steps
            return [*steps, f"{_MODES[mode]}: {_money(inner, currency)} becomes {_money(term, currency)}"]
        case Less(inner, Units() as posted):
            steps = [] if isinstance(inner, Units) else _steps(inner, basis, currency)
            return [
                *steps,
                f"{_money(inner, currency)} less {_money(posted, currency)} posted before = {_money(term, currency)}",
            ]
        case Less(
            Part() | Poured() | Sum((Part() | Poured(), *_)) | Levelled() | Less(Levelled(), Rounded()) as left,
            Part() | Poured() | Sum((Part() | Poured(), *_)) | Levelled() | Less(Levelled(), Rounded()) as had,
        ):
            steps = _steps(had, basis, currency)
            rest = [step for step in _steps(left, basis, currency) if step not in steps]
            return [
                *steps,
                *rest,
                f"{_money(left, currency)} of it is left, less {_money(had, currency)} = {_money(term, currency)}",
            ]
        case Less(inner, Rounded(Scaled() | Aged()) as back):
            return [
                *_steps(inner, basis, currency),
                *(f"taken back: {step}" for step in _steps(back, basis, currency)),
                f"{_money(inner, currency)} less {_money(back, currency)} = {_money(term, currency)}",
            ]
        case Less(inner, less):
            return [
                *_steps(inner, basis, currency),
                *(f"before: {step}" for step in _steps(less, basis, currency)),
                f"{_money(inner, currency)} less {_money(less, currency)} = {_money(term, currency)}",
            ]
        case Scaled(inner, numerator, denominator):
            shown = _measure(numerator, basis, currency), _measure(denominator, basis, currency)
            return [f"{_money(inner, currency)} × {shown[0]} / {shown[1]} = {_money(term, currency)}"]
        case Aged(inner, parts, whole, scale, unit):
            each = [Aged(inner, (part,), whole, scale, unit) for part in parts]
            steps = [step for one in each for step in _aged(one, basis, currency)]
            if len(each) == 1:
                return steps
            return [*steps, f"{' + '.join(_money(one, currency) for one in each)} = {_money(term, currency)}"]
        case Part() | Poured() | Levelled():
            return _share_steps(term, basis, currency)
        case _:
            assert_never(term)


def _campaign_steps(term: Boosted | Topped, basis: BasisForm, currency: Currency) -> list[str]:
    """Give the steps of an amount that a campaign changes."""
    match term:
        case Boosted(inner, campaign, factor):
            added = f"× {Rate(factor)}"
        case Topped(inner, campaign, measure, rate):
            added = f"+ {_measure(measure, basis, currency)} × {_rate(rate, basis, currency)}"
        case _:
            assert_never(term)
    return [
        *_steps(inner, basis, currency),
        f"campaign {campaign}: {_money(inner, currency)} {added} = {_money(term, currency)}",
    ]


def _bound_steps(term: Bounded | UnitBounded | Limited, basis: BasisForm, currency: Currency) -> list[str]:
    """Give the steps of an amount within bounds; nothing is said of bounds that change nothing."""
    steps = _steps(term.term, basis, currency)
    before, after = evaluated(term.term), evaluated(term)
    if before == after:
        return steps
    match term:
        case Limited(_, cap, left):
            return [*steps, f"cut to what is left of cap {cap}: {Money(left, currency)}"]
        case Bounded():
            what = "raised to the floor" if before < after else "cut to the cap"
            return [*steps, f"{what} of {_money(term, currency)}"]
        case UnitBounded(_, units, floor, cap):
            raised = before < after
            price = UnitPrice((floor if raised else cap) or 0, currency)
            what = "raised to the floor" if raised else "cut to the cap"
            return [*steps, f"{what} of each unit: {price} × {units} = {_money(term, currency)}"]
        case _:
            assert_never(term)


def _share_steps(term: Part | Poured | Levelled, basis: BasisForm, currency: Currency) -> list[str]:
    """Give the steps of an amount that is one of several shares, steps or levels."""
    match term:
        case Part(inner, weights, _, place):
            share = _share(weights, place)
            return [
                *_steps(inner, basis, currency),
                f"{share} {_money(inner, currency)} = {_money(term, currency)}",
            ]
        case Levelled(inner, level, off, below):
            named = f"level {level.replace('_', ' ')}"
            taken = f": of the measure, less {Money(off, currency)} that the levels below earn" if off else ""
            steps = [f"{named}{taken}", *_steps(inner, basis, currency)]
            if below:
                paid = f"{_money(inner, currency)} less {Money(below, currency)} that is paid below"
                steps.append(f"{paid} = {_money(term, currency)}")
            return steps
        case Poured(inner, maxima, place):
            first = Money(sum(maxima[:place]), currency)
            amount, found = _money(inner, currency), _money(term, currency)
            if place == len(maxima):
                step = f"what {amount} leaves after the first {first} = {found}"
            else:
                following = f" after the first {first}" if place else ""
                step = f"at most {Money(maxima[place], currency)} of {amount}{following} = {found}"
            return [*_steps(inner, basis, currency), step]
        case _:
            assert_never(term)


def _share(weights: tuple[int, ...], place: int) -> str:
    """Say which share of an amount a part is."""
    if place == len(weights):
        return "what whole shares leave of"
    whole = sum(weights)
    return f"share {Rate(weights[place])} of" if whole == MILLIONTHS else f"share {weights[place]} of {whole} parts of"


def _rate(millionths: int, basis: BasisForm, currency: Currency) -> str:
    return str(Rate(millionths)) if is_money(basis) else str(UnitPrice(millionths, currency))


def _aged(term: Aged, basis: BasisForm, currency: Currency) -> list[str]:
    """Say of each refund what part of the basis it took, how old that was, and what is therefore taken back."""
    amount, whole = _money(term.term, currency), _measure(term.basis, basis, currency)
    return [
        f"{amount} × {_measure(part, basis, currency)} / {whole}, refunded after {_age(age, term.unit)}: "
        f"{_taken_back(taken, term.scale)} is taken back = {_money(term, currency)}"
        for part, age, taken in term.parts
    ]


def _age(age: int, unit: AgeUnit) -> str:
    return f"1 {unit.removesuffix('s')}" if age == 1 else f"{age} {unit}"


def _taken_back(taken: int, scale: int) -> str:
    """Give a share in percent where it is a number of them that a rate can hold, as a fraction else."""
    rate, rest = divmod(taken * MILLIONTHS, scale)
    return f"{taken}/{scale}" if rest else str(Rate(rate))
