"""
Contrasts: what tells two lines apart that pay for the same event, as classes and in words.

Everything is read off the lines and their arithmetic, so that two ledgers are compared without plan or network.
Exchanging the two lines gives the same classes.
"""

from collections.abc import Iterator, Sequence
from typing import final

from attrs import evolve, frozen

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.bases import Basis
from rural_taobao.commission.operands import Units
from rural_taobao.commission.terms import Less, Part, Term
from rural_taobao.exact import Exact
from rural_taobao.identifiers import PayeeId
from rural_taobao.kinds import Word
from rural_taobao.money import Money
from rural_taobao.settlement.figures import exactly
from rural_taobao.settlement.lines import Line
from rural_taobao.settlement.readings import at_volume, binding, headline, share_of, unrounded, unsigned

__all__ = ["Contrast", "DifferenceClass", "Paid", "absent", "contrasted", "moved", "signed", "unmatched"]


@final
class DifferenceClass(Word):
    """
    What makes a difference; the first of these that applies is its class.

    Example:
        >>> [each.value for each in DifferenceClass][:4]
        ['attribution', 'rule', 'bound', 'rate']
    """

    ATTRIBUTION = "attribution"
    """It is paid to somebody else, or falls to another station, payee in charge, model version or earned month."""
    RULE = "rule"
    """Another rule pays, or that of another plan or plan version."""
    BOUND = "bound"
    """A floor or a cap changes the amount on one side only, or by another figure."""
    RATE = "rate"
    """The exact amount is another: rates, tiers, what is measured, or the share of it."""
    ROUNDING = "rounding"
    """The exact amount is the same, and the coin is not: another rounding, or another part of what a split leaves."""
    MISSING = "missing"
    """It is paid before, and nothing is after."""
    UNEXPECTED = "unexpected"
    """Nothing is paid before, and it is after."""


@final
@frozen
class Paid:
    """
    What all lines of a cell come to.

    Attributes:
        amount: Minor units.
        line: The last of its lines.
    """

    amount: int
    line: Line

    @property
    def term(self) -> Term:
        """How the amount came about, without what was posted before of it; the mere amount where lines do not tell."""
        term = self.line.arithmetic
        whole = term.term if isinstance(term, Less) and isinstance(term.less, Units) else term
        told = (each for each in (term, whole) if evaluated(each) == Exact(self.amount))
        return next(told, Units(self.amount))


@final
@frozen
class Contrast:
    """
    What tells two lines apart.

    Attributes:
        classes: What makes the difference, the first of which is its class; nothing where there is none.
        words: The same in words, one piece for each thing that differs.
    """

    classes: tuple[DifferenceClass, ...]
    words: tuple[str, ...]


def signed(amount: Money) -> str:
    """
    Write an amount with its sign, whichever it is.

    Example:
        >>> signed(Money(839)), signed(Money(-839)), signed(Money(0))
        ('+¥8.39', '-¥8.39', '¥0.00')
    """
    return f"+{amount}" if amount.minor > 0 else str(amount)


def contrasted(before: Paid, after: Paid) -> Contrast:
    """Tell apart what one party is paid for one event, before and after."""
    attribution, rule = list(_attributed(before.line, after.line)), list(_ruled(before.line, after.line))
    classes, words = _classes_of(attribution, rule), [*attribution, *rule]
    if before.amount != after.amount:
        more, said = _worked_out(before, after)
        classes += more
        words += said
    return Contrast(tuple(classes), tuple(words))


def absent(paid: Paid, sibling: Paid, *, before: bool) -> Contrast:
    """
    Tell apart what a party is paid, and nothing that it is paid where others are paid for the same event.

    Args:
        paid: What it is paid.
        sibling: What another is paid for the event, on the side where this party is paid nothing.
        before: Whether it is paid before, and not after.
    """
    earlier, later = (paid.line, sibling.line) if before else (sibling.line, paid.line)
    attribution, rule = list(_attributed(earlier, later)), list(_ruled(earlier, later))
    classes, words = _classes_of(attribution, rule), [*attribution, *rule]
    nothing = share_of_nothing(paid, sibling)
    if nothing is not None:
        more, said = _worked_out(*((paid, nothing) if before else (nothing, paid)))
        classes += more
        words += said
    elif _weights(paid.term) != _weights(sibling.term):
        classes.append(DifferenceClass.RATE)
        words.append(f"no share for the {_role(paid.line)} {'any more' if before else 'before'}")
    else:
        missed = unmatched(paid.line, before=before)
        classes += missed.classes
        words += missed.words
    return Contrast(tuple(classes), tuple(words))


def moved(line: Line, before: Sequence[PayeeId], after: Sequence[PayeeId]) -> Contrast:
    """
    Tell that a party's payees are others.

    Args:
        line: What one of them is paid.
        before: Those who are paid before alone.
        after: Those who are paid after alone.
    """
    words = f"the {_role(line)} is {' and '.join(after)} instead of {' and '.join(before)}"
    return Contrast((DifferenceClass.ATTRIBUTION,), (words,))


def unmatched(line: Line, *, before: bool) -> Contrast:
    """
    Tell that nothing on the other side can be set against a line.

    Args:
        line: The line.
        before: Whether it is paid before, and not after.
    """
    kind = DifferenceClass.MISSING if before else DifferenceClass.UNEXPECTED
    when = "any more" if before else "before"
    return Contrast((kind,), (f"nothing under rule {line.rule} {when}",))


def _role(line: Line) -> str:
    return line.party.replace("_", " ")


def _classes_of(attribution: Sequence[str], rule: Sequence[str]) -> list[DifferenceClass]:
    told = (DifferenceClass.ATTRIBUTION, attribution), (DifferenceClass.RULE, rule)
    return [kind for kind, words in told if words]


def _attributed(before: Line, after: Line) -> Iterator[str]:
    """Say where an event falls that fell elsewhere."""
    facts = (
        ("station {}", before.station, after.station),
        ("model version {}", before.model_version, after.model_version),
        ("earned in {}", before.earned, after.earned),
        ("counted with {}", before.credited, after.credited),
    )
    for words, old, new in facts:
        if old != new:
            yield f"{words.format(new)} instead of {old}"


def _ruled(before: Line, after: Line) -> Iterator[str]:
    """Say which rule pays in place of another."""
    if before.plan != after.plan:
        yield f"plan {after.plan} instead of {before.plan}"
    elif before.plan_version != after.plan_version:
        yield f"version {after.plan_version} of plan {after.plan} instead of {before.plan_version}"
    if before.rule != after.rule:
        yield f"rule {after.rule} instead of {before.rule}"


def _weights(term: Term) -> tuple[int, ...]:
    """Give the weights of the split that a term is a share of; nothing where it is none."""
    term = unsigned(term)
    return term.weights if isinstance(term, Part) else ()


def share_of_nothing(paid: Paid, sibling: Paid) -> Paid | None:
    """Give the share that a party has of the split that pays another, where it comes to nothing; None where not."""
    match unsigned(paid.term), unsigned(sibling.term):
        case Part(_, weights, _, place), Part(_, other, mode) as whole if (
            weights == other and place < len(weights) + mode.keeps_rest_apart
        ):
            term = evolve(whole, place=place)
            if evaluated(term) == Exact(0):
                return Paid(0, evolve(sibling.line, number=1, arithmetic=term))
        case _:
            pass
    return None


def _worked_out(before: Paid, after: Paid) -> tuple[list[DifferenceClass], list[str]]:
    """Tell apart two amounts that differ: by bounds, by the exact amount, or else by the rounding of it."""
    old, new, currency = before.term, after.term, before.line.amount.currency
    if isinstance(old, Units) or isinstance(new, Units):
        # What comes from elsewhere may be without a word of how it came about: all that is known is the amount.
        exact = unrounded(old, bounded=True), unrounded(new, bounded=True)
        texts = [exactly(each, currency) for each in exact]
        if isinstance(old, Units) is not isinstance(new, Units) and _within_a_coin(*exact):
            return [DifferenceClass.ROUNDING], [f"{texts[isinstance(old, Units)]} rounded otherwise"]
        return [DifferenceClass.RATE], [f"{texts[0]} became {texts[1]}"]
    classes: list[DifferenceClass] = []
    words: list[str] = []
    bounds = binding(old, currency), binding(new, currency)
    if bounds[0] != bounds[1]:
        classes.append(DifferenceClass.BOUND)
        words += (f"no longer {each}" for each in sorted(bounds[0] - bounds[1]))
        words += (f"now {each}" for each in sorted(bounds[1] - bounds[0]))
    bounded = not classes
    if unrounded(old, bounded=bounded) != unrounded(new, bounded=bounded):
        classes.append(DifferenceClass.RATE)
        words += _rated(before, after)
    elif bounded:
        classes.append(DifferenceClass.ROUNDING)
        words.append(f"{exactly(unrounded(new, bounded=True), currency)} rounded otherwise")
    return classes, words


def _within_a_coin(one: Exact, other: Exact) -> bool:
    return Exact(-1) < one - other < Exact(1)


def _rated(before: Paid, after: Paid) -> Iterator[str]:
    """Say how an exact amount became another."""
    currency = before.line.amount.currency
    (old, old_measure), (new, new_measure) = (
        headline(paid.term, paid.line.basis or Basis.GROSS, currency) for paid in (before, after)
    )
    volumes = [at_volume(paid.term, currency) for paid in (before, after)]
    if (old, old_measure, volumes[0]) != (new, new_measure, volumes[1]):
        measure = " of it" if old_measure == new_measure != "" else _of(new_measure)
        yield f"{old}{_of(old_measure)}{volumes[0]} became {new}{measure}{volumes[1]}"
    shares = [share_of(paid.term) for paid in (before, after)]
    if shares[0] != shares[1]:
        yield f"a share of {shares[0]} became {shares[1]}"
    elif (old, old_measure, volumes[0]) == (new, new_measure, volumes[1]):
        exact = [exactly(unrounded(paid.term, bounded=True), currency) for paid in (before, after)]
        yield f"{exact[0]} became {exact[1]} before rounding"


def _of(measure: str) -> str:
    return f" of {measure}" if measure else ""
