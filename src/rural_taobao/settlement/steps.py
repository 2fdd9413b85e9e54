"""Steps: the arithmetic of an amount, one step after the other, in words."""

from collections.abc import Sequence
from typing import assert_never, final

from attrs import frozen

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.bases import BasisForm
from rural_taobao.commission.operands import Banded, Counted, Exactly, Sloped, Units
from rural_taobao.commission.terms import (
    Aged,
    AgeUnit,
    AtVolume,
    Boosted,
    Bounded,
    Fallen,
    Less,
    Levelled,
    Limited,
    Owed,
    Part,
    PastFree,
    Poured,
    Rounded,
    Scaled,
    Sum,
    Term,
    Topped,
    UnitBounded,
)
from rural_taobao.currencies import Currency
from rural_taobao.exact import MILLIONTHS, Exact, Rate
from rural_taobao.money import Money, UnitPrice
from rural_taobao.settlement.figures import exactly, measure_text, rate_text, scaled_text, wholly
from rural_taobao.settlement.words import Words

__all__ = ["Teller"]


@final
@frozen
class Teller:
    """
    Tells the steps of arithmetic.

    Attributes:
        words: In which words.
        basis: What is measured.
        currency: What is paid.
    """

    words: Words
    basis: BasisForm
    currency: Currency

    def money(self, term: Term) -> str:
        """Give what a term comes to, as money; with its digits where it is finer than a coin."""
        return exactly(evaluated(term), self.currency)

    def measure(self, units: int) -> str:
        """Give so much of what is measured."""
        return measure_text(units, self.basis, self.currency)

    def _rate(self, millionths: int) -> str:
        return rate_text(millionths, self.basis, self.currency)

    def _whole(self, minor: int) -> str:
        return str(Money(minor, self.currency))

    def steps(self, term: Term) -> list[str]:
        """Give the steps of a term, each a text of its own, the last one giving its value."""
        words = self.words.step
        match term:
            case Units():
                return [words.each.format(amount=self.money(term))]
            case Banded(bands):
                if not bands:
                    return [words.nothing.format(amount=self.money(term))]
                parts = " + ".join(f"{self.measure(part)} × {self._rate(rate)}" for part, rate in bands)
                return [f"{parts} = {self.money(term)}"]
            case Counted(count, price):
                return [words.begun.format(count=count, price=UnitPrice(price, self.currency), amount=self.money(term))]
            case Sloped(measure, low, low_rate, high, high_rate):
                return [
                    words.between.format(
                        measure=self.measure(measure),
                        low_rate=self._rate(low_rate),
                        low=self.measure(low),
                        high_rate=self._rate(high_rate),
                        high=self.measure(high),
                        amount=self.money(term),
                    )
                ]
            case Exactly():
                return [words.events_before.format(amount=self.money(term))]
            case AtVolume(inner, volume, basis):
                what, first, *rest = self.words.what(basis, words.volumes), *self.steps(inner)
                reached = measure_text(volume, basis, self.currency)
                return [words.at_volume.format(what=what, volume=reached, step=first), *rest]
            case PastFree(inner, free):
                steps = [] if inner == Units(0) else self.steps(inner)
                return [words.free.format(amount=self.measure(free)), *steps]
            case Boosted() | Topped():
                return self._campaign(term)
            case Bounded() | UnitBounded() | Limited():
                return self._bound(term)
            case Fallen(inner, cut):
                return [*self.steps(inner), words.fallen.format(cut=self._whole(cut), amount=self.money(term))]
            case Sum(terms):
                steps = [step for each in terms for step in self.steps(each) if not isinstance(each, Units)]
                # What several parts have in common is said once.
                return [*dict.fromkeys(steps), f"{self._added(terms)} = {self.money(term)}"]
            case Rounded(inner):
                return [*self.steps(inner), *self.rounding(term)]
            case Less():
                return self._difference(term)
            case Scaled(inner, numerator, denominator):
                share = f"{self.measure(numerator)} / {self.measure(denominator)}"
                return [f"{self.money(inner)} × {share} = {self.money(term)}"]
            case Aged(inner, parts, whole, scale, unit):
                each = [Aged(inner, (part,), whole, scale, unit) for part in parts]
                steps = [step for one in each for step in self._aged(one)]
                if len(each) == 1:
                    return steps
                return [*steps, f"{self._added(each)} = {self.money(term)}"]
            case Part():
                return self._share(term)
            case Poured():
                return self._poured(term)
            case Levelled():
                return self._level(term)
            case Owed(inner):
                pattern = words.given_back if evaluated(inner) < Exact(0) else words.owed
                return [*self.steps(inner), pattern.format(amount=self.money(term))]
            case _:
                assert_never(term)

    def _added(self, terms: Sequence[Term]) -> str:
        """Write amounts added up, of which those below zero are subtracted."""
        told = ""
        for each in terms:
            value = evaluated(each)
            if told and value < Exact(0):
                told += f" − {exactly(Exact(0) - value, self.currency)}"
            else:
                told += f"{' + ' if told else ''}{self.money(each)}"
        return told

    def rounding(self, term: Rounded) -> list[str]:
        """Say what was rounded, from what to what, and by how much; nothing where that changed nothing."""
        exact, found = evaluated(term.term), evaluated(term)
        if exact == found:
            return []
        words = self.words.step
        pattern = words.more if exact < found else words.less
        return [pattern.format(how=words.modes[term.mode], **self._change(exact, found))]

    def _change(self, exact: Exact, found: Exact) -> dict[str, str]:
        """Give an exact amount, the coins that it became, and by how much they differ, nothing left out."""
        whole, shown = wholly(exact, self.currency), exactly(exact, self.currency)
        by = found - exact if exact < found else exact - found
        return {
            # A decimal without an end is a fraction first, and then as much of it as can be read.
            "exact": f"{whole} = {shown}" if "/" in whole else whole,
            "amount": exactly(found, self.currency),
            "by": wholly(by, self.currency),
        }

    def _campaign(self, term: Boosted | Topped) -> list[str]:
        """Give the steps of an amount that a campaign changes."""
        match term:
            case Boosted(inner, campaign, factor):
                added = f"× {Rate(factor)}"
            case Topped(inner, campaign, measure, rate):
                added = f"+ {self.measure(measure)} × {self._rate(rate)}"
            case _:
                assert_never(term)
        total = f"{self.money(inner)} {added} = {self.money(term)}"
        return [*self.steps(inner), self.words.step.campaign.format(campaign=campaign, sum=total)]

    def _bound(self, term: Bounded | UnitBounded | Limited) -> list[str]:
        """Give the steps of an amount within bounds; nothing is said of bounds that change nothing."""
        words, steps = self.words.step, self.steps(term.term)
        before, after = evaluated(term.term), evaluated(term)
        if before == after:
            return steps
        raised = before < after
        match term:
            case Limited(_, cap, left):
                step = words.limited.format(cap=cap, amount=self._whole(left))
            case Bounded():
                step = (words.floor if raised else words.cap).format(amount=self.money(term))
            case UnitBounded(_, units, floor, cap):
                price = UnitPrice((floor if raised else cap) or 0, self.currency)
                pattern = words.unit_floor if raised else words.unit_cap
                step = pattern.format(price=price, units=units, amount=self.money(term))
            case _:
                assert_never(term)
        return [*steps, step]

    def _difference(self, term: Less) -> list[str]:
        """Give the steps of one amount less another."""
        words = self.words.step
        match term:
            case Less(inner, Units() as posted):
                steps = [] if isinstance(inner, Units) else self.steps(inner)
                return [*steps, self.posted_before(inner, posted, term)]
            case Less(
                Part() | Poured() | Sum((Part() | Poured(), *_)) | Levelled() | Less(Levelled(), Rounded()) as left,
                Part() | Poured() | Sum((Part() | Poured(), *_)) | Levelled() | Less(Levelled(), Rounded()) as had,
            ):
                steps = self.steps(had)
                rest = [step for step in self.steps(left) if step not in steps]
                last = words.left.format(left=self.money(left), had=self.money(had), rest=self.money(term))
                return [*steps, *rest, last]
            case Less(_, Rounded(Scaled() | Aged())):
                pattern = words.taken_back
            case _:
                pattern = words.before
        back = [pattern.format(step=step) for step in self.steps(term.less)]
        return [*self.steps(term.term), *back, self.less(term.term, term.less, term)]

    def less(self, amount: Term, less: Term, rest: Term) -> str:
        """Say what is left of one amount less another."""
        return self.words.step.difference.format(
            amount=self.money(amount), less=self.money(less), rest=self.money(rest)
        )

    def posted_before(self, amount: Term, posted: Term, rest: Term) -> str:
        """Say what is left of an amount less what is posted already."""
        return self.words.step.posted_before.format(
            amount=self.money(amount), less=self.money(posted), rest=self.money(rest)
        )

    def _share(self, term: Part) -> list[str]:
        """Give the steps of one of several shares; a share that is not a whole number of coins is told exactly."""
        words, steps = self.words.step, self.steps(term.term)
        amount, weights = self.money(term.term), term.weights
        if term.place == len(weights):
            return [*steps, words.share_left.format(amount=amount, rest=self.money(term))]
        weight, whole = weights[term.place], sum(weights)
        if whole == MILLIONTHS:
            share = words.share.format(rate=Rate(weight), amount=amount)
        else:
            share = words.share_of_parts.format(weight=weight, whole=whole, amount=amount)
        of, found = evaluated(term.term), evaluated(term)
        exact = Exact(of.numerator * weight, of.denominator * whole)
        if exact == found:
            return [*steps, f"{share} = {self.money(term)}"]
        pattern = words.coins_more if exact < found else words.coins_less
        return [*steps, pattern.format(share=share, **self._change(exact, found))]

    def _poured(self, term: Poured) -> list[str]:
        """Give the steps of what one of several steps takes."""
        words, maxima, place = self.words.step, term.maxima, term.place
        first, amount, rest = self._whole(sum(maxima[:place])), self.money(term.term), self.money(term)
        if place == len(maxima):
            step = words.rest.format(amount=amount, first=first, rest=rest)
        elif place:
            step = words.most_after.format(most=self._whole(maxima[place]), amount=amount, first=first, rest=rest)
        else:
            step = words.most.format(most=self._whole(maxima[place]), amount=amount, rest=rest)
        return [*self.steps(term.term), step]

    def _level(self, term: Levelled) -> list[str]:
        """Give the steps of what one of several levels earns."""
        words, role = self.words.step, self.words.roles[term.level]
        named = (
            words.level_off.format(role=role, off=self._whole(term.off)) if term.off else words.level.format(role=role)
        )
        steps = [named, *self.steps(term.term)]
        if not term.below:
            return steps
        below = words.below.format(amount=self.money(term.term), less=self._whole(term.below), rest=self.money(term))
        return [*steps, below]

    def _aged(self, term: Aged) -> list[str]:
        """Say of each refund what part of the basis it took, how old that was, and what is therefore taken back."""
        words = self.words.step
        return [
            words.aged.format(
                amount=self.money(term.term),
                part=self.measure(part),
                whole=self.measure(term.basis),
                age=self._age(age, term.unit),
                taken=scaled_text(taken, term.scale),
                rest=self.money(term),
            )
            for part, age, taken in term.parts
        ]

    def _age(self, age: int, unit: AgeUnit) -> str:
        one, several = self.words.step.ages[unit]
        return (one if age == 1 else several).format(age=age)
