"""
Explaining: why a line is what it is, in words that a partner understands, in English or in Chinese.

Everything said is read off the line itself, so that a ledger explains itself without plan, network or events.
"""

from typing import Final

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.bases import Basis, BasisForm
from rural_taobao.commission.operands import Units
from rural_taobao.commission.terms import Bounded, Less, Rounded, Scaled, Term
from rural_taobao.money import Money
from rural_taobao.settlement.chinese import CHINESE
from rural_taobao.settlement.english import ENGLISH
from rural_taobao.settlement.lines import Component, Line, LineKey, Reason, State
from rural_taobao.settlement.steps import Teller
from rural_taobao.settlement.words import Language, Words

__all__ = ["WORDS", "explained"]

WORDS: Final = {Language.ENGLISH: ENGLISH, Language.CHINESE: CHINESE}
"""The words of each language."""


def explained(line: Line, language: Language = Language.ENGLISH) -> str:
    """
    Say why a line is what it is.

    Whatever was rounded is told with what it was exactly, and by how much rounding changed it: in decimals where they
    end, as a fraction where they do not.

    Args:
        line: The line.
        language: In which language; ids and names stay as they are.

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
          share 70 % of ¥23.98: ¥16.786 becomes ¥16.79 in whole coins, ¥0.004 more
          earned in 2016-11, posted in 2016-11 as it was earned
        >>> print(explained(november.lines[0], Language.CHINESE))
        ¥16.79 计给 li（合伙人）
          事由：o-1，服务站 sanhe，2016-11-11 00:03
          依据方案 example，版本 2015，规则 everything（模式版本 2.0）
          计佣基数：优惠后的金额，¥1,199.00
          ¥1,199.00 × 2 % = ¥23.98
          ¥23.98 的 70 % 分成：¥16.786 凑整为 ¥16.79，多 ¥0.004
          归属 2016-11，于 2016-11 按应计入账
    """
    words = WORDS[Language(language)]
    if line.basis is None:
        said = _of_a_month(line, words)
    elif _is_gone(line):
        gone = words.line.gone[line.reason]
        said = [*_head(line, words), *_gone_steps(line, gone, words)]
    else:
        said = _of_an_event(line, line.basis, words)
    head = words.line.headed.format(amount=line.amount, payee=line.payee, role=words.roles[line.party])
    if line.state is not State.ACCRUED:
        head = words.line.in_state.format(head=head, state=words.states[line.state])
    posted = words.line.posted[line.reason].format(earned=line.earned, posted=line.posted, cause=line.cause)
    corrects = [words.line.corrects.format(key=line.corrects)] if line.corrects else []
    return "\n  ".join([head, *said, posted, *corrects])


def _of_an_event(line: Line, basis: BasisForm, words: Words) -> list[str]:
    """Say what a line of an event is for, and how it came about."""
    said, teller = words.line, Teller(words, basis, line.amount.currency)
    measured = said.measured.format(what=words.what(basis, said.units), amount=teller.measure(line.measured))
    if line.before is not None and line.component in {Component.COMMISSION, Component.FEE}:
        before = teller.measure(line.before)
        measured = said.so_far.format(measured=measured, before=before, month=line.earned, credited=line.credited)
    if line.reason is Reason.ACCRUAL and line.cause:
        measured = said.left_by.format(measured=measured, refund=line.cause)
    return [*_head(line, words), measured, *teller.steps(line.arithmetic)]


def _head(line: Line, words: Words) -> list[str]:
    """Say what a line of an event is for, and under which rule."""
    said = words.line
    return [
        said.earned_by.format(what=_what(line, words), station=line.station, at=f"{line.at:%Y-%m-%d %H:%M}"),
        said.under.format(plan=line.plan, version=line.plan_version, rule=line.rule, model=line.model_version),
    ]


def _is_gone(line: Line) -> bool:
    """Tell whether a line takes back what is there no more, so that nothing is worked out."""
    return line.arithmetic == Less(Units(0), Units(-line.amount.minor))


def _gone_steps(line: Line, gone: str, words: Words) -> list[str]:
    """Say what a line came to before that is there no more, and why it is not."""
    now = Money(0, line.amount.currency)
    step = words.step.posted_before.format(amount=now, less=-line.amount, rest=line.amount)
    return [gone.format(before=-line.amount, now=now, cause=line.cause), step]


def _of_a_month(line: Line, words: Words) -> list[str]:
    """Say what a line of a month is for, and how it came about."""
    said, amount = words.line, Money(line.measured, line.amount.currency)
    if line.before is None:
        counted = said.counted.format(amount=amount)
    else:
        counted = said.counted_left.format(amount=amount, left=Money(line.before, line.amount.currency))
    head = [
        said.month.format(month=line.event),
        said.promised.format(
            plan=line.plan,
            version=line.plan_version,
            component=words.components[line.component],
            rule=line.rule,
            model=line.model_version,
        ),
    ]
    if _is_gone(line):
        return [*head, *_gone_steps(line, said.gone_of_month, words)]
    return [*head, counted, *_month_steps(line.arithmetic, line, Teller(words, Basis.GROSS, line.amount.currency))]


def _month_steps(term: Term, line: Line, teller: Teller) -> list[str]:
    """Give the steps to what a month is short of, or repays."""
    words = teller.words.step
    match term:
        case Less(inner, Units() as posted):
            steps = [] if isinstance(inner, Units) else _month_steps(inner, line, teller)
            return [*steps, teller.posted_before(inner, posted, term)]
        case Bounded(Less(due, Units() as earned) as rest):
            steps = [*_due_steps(due, line, teller), teller.less(due, earned, rest)]
            return steps if evaluated(rest) == evaluated(term) else [*steps, words.nothing_added]
        case Less(Units(), Bounded(Less(Units() as earned, due) as rest, _, left) as back):
            owed = Money(left or 0, line.amount.currency)
            repaid = words.repaid.format(left=owed, back=teller.money(back)) if left else words.none_left
            return [*_due_steps(due, line, teller), teller.less(earned, due, rest), repaid]
        case _:
            return teller.steps(term)


def _due_steps(due: Term, line: Line, teller: Teller) -> list[str]:
    """Say what is due in a month."""
    words = teller.words.step
    last = words.due[line.component].format(amount=teller.money(due))
    match due:
        case Rounded(Scaled(whole, days, of) as share):
            part = words.by_days.format(amount=teller.money(whole), days=days, of=of, exact=teller.money(share))
            return [part, *teller.rounding(due), last]
        case _:
            return [last]


def _what(line: Line, words: Words) -> str:
    """Say what a line is for; the first line of a refund corrects that of its order, which it names."""
    match line.component:
        case Component.REVERSAL:
            alone, of = words.line.taken_back, words.line.taken_back_of
        case Component.FEE_REVERSAL:
            alone, of = words.line.given_back, words.line.given_back_of
        case _:
            return line.event
    if line.number == 1 and line.corrects:
        return of.format(refund=line.event, event=LineKey.parse(line.corrects).cell.event)
    return alone.format(refund=line.event)
