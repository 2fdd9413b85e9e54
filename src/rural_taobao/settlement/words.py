"""
Words: what is said in an explanation, in one language after the other, as patterns whose places have names.

A pattern is a whole sentence or clause wherever languages order it otherwise.
The names of its places are the same in every language, and every language has every pattern.
"""

from collections.abc import Mapping
from typing import final

from attrs import frozen

from rural_taobao.commission.bases import Basis, BasisForm, PartOff, PartOn, amount_of
from rural_taobao.commission.conditions import CreditKind
from rural_taobao.commission.policies import HitPolicy
from rural_taobao.commission.terms import AgeUnit
from rural_taobao.exact import Rounding
from rural_taobao.identifiers import Party
from rural_taobao.kinds import Word
from rural_taobao.settlement.facts import Fact
from rural_taobao.settlement.lines import Component, Reason, State
from rural_taobao.settlement.outcomes import Outcome

__all__ = ["Language", "LineWords", "RuleWords", "StepWords", "Words"]


@final
class Language(Word):
    """The languages of explanations."""

    ENGLISH = "en"
    CHINESE = "zh"
    """Simplified Chinese."""


@final
@frozen(kw_only=True)
class LineWords:
    """
    What is said of a line around its arithmetic.

    Attributes:
        headed: What was posted to whom.
        in_state: The same, of what is not accrued.
        earned_by: What it is for, where and when.
        taken_back: What a refund is for that has no line of the order before it.
        taken_back_of: What a refund is for.
        given_back: What a refund gives back of a fee that has no line before it.
        given_back_of: What a refund gives back of a fee.
        month: What a line of a period is for.
        under: Under which rule.
        promised: Under which guarantee or draw.
        measured: What was measured.
        units: What is measured that is no amount.
        amount: An amount by its parts.
        before_discounts: The amount as it was ordered.
        after_discounts: The amount less its discount.
        parts: The other parts of an amount.
        so_far: What was measured, after a running total, and whose total that is.
        left_by: What was measured, where a refund took a part before.
        counted: What was earned in a month.
        counted_left: What was earned in a month, where advances are left.
        gone: What a line came to that is there no more, and why it is not.
        gone_of_month: What a line of a period came to that nothing states any more.
        posted: When and why a line was posted.
        corrects: What it corrects.
    """

    headed: str
    in_state: str
    earned_by: str
    taken_back: str
    taken_back_of: str
    given_back: str
    given_back_of: str
    month: str
    under: str
    promised: str
    measured: str
    units: Mapping[Basis, str]
    amount: str
    before_discounts: str
    after_discounts: str
    parts: Mapping[PartOff | PartOn, str]
    so_far: str
    left_by: str
    counted: str
    counted_left: str
    gone: Mapping[Reason, str]
    gone_of_month: str
    posted: Mapping[Reason, str]
    corrects: str


@final
@frozen(kw_only=True)
class StepWords:
    """
    What is said of the steps of arithmetic.

    Attributes:
        each: A fixed amount.
        nothing: Bands that hold nothing.
        begun: Things that were begun, each at a price.
        between: A measure at a rate between two points.
        at_volume: What a measure earns at the volume that is reached.
        volumes: What a volume is of that is no amount.
        events_before: What came before, exactly.
        free: What is free.
        campaign: What a campaign makes of an amount.
        limited: A shared cap.
        fallen: What had been cut before, and what is left of a fall.
        floor: A floor that raises.
        cap: A cap that cuts.
        unit_floor: A floor of each unit that raises.
        unit_cap: A cap of each unit that cuts.
        modes: How an amount is rounded.
        more: What rounding adds.
        less: What rounding takes away.
        coins_more: What sharing out whole coins adds to a share.
        coins_less: What it takes away from one.
        posted_before: An amount less what is posted already.
        left: What is left of an amount, less what it was.
        taken_back: What is taken back.
        before: What came before.
        difference: One amount less another.
        aged: What is taken back of an amount by its age.
        ages: An age of one, and one of several.
        level: A level.
        level_off: A level whose measure is less what those below it earn.
        below: An amount less what is paid below.
        rest: What the steps of a waterfall leave.
        most: What the first step takes.
        most_after: What a later step takes.
        share: A share in percent.
        share_of_parts: A share of so many parts.
        share_left: What whole shares leave.
        due: What is due in a month.
        by_days: What is due for a part of a month, before rounding.
        nothing_added: Nothing is due besides.
        none_left: No advance is left to be repaid.
        repaid: What is repaid of advances.
        owed: What is owed of a fee.
        given_back: What is given back of one.
    """

    each: str
    nothing: str
    begun: str
    between: str
    at_volume: str
    volumes: Mapping[Basis, str]
    events_before: str
    free: str
    campaign: str
    limited: str
    fallen: str
    floor: str
    cap: str
    unit_floor: str
    unit_cap: str
    modes: Mapping[Rounding, str]
    more: str
    less: str
    coins_more: str
    coins_less: str
    posted_before: str
    left: str
    taken_back: str
    before: str
    difference: str
    aged: str
    ages: Mapping[AgeUnit, tuple[str, str]]
    level: str
    level_off: str
    below: str
    rest: str
    most: str
    most_after: str
    share: str
    share_of_parts: str
    share_left: str
    due: Mapping[Component, str]
    by_days: str
    nothing_added: str
    none_left: str
    repaid: str
    owed: str
    given_back: str


@final
@frozen(kw_only=True)
class RuleWords:
    """
    What is said of an event and of the rules of its plan.

    Attributes:
        headed: The event, where and when.
        kinds: The kinds of events.
        outcomes: What became of an event.
        under: Under which plan, and how it chooses.
        earned_in: In which month it is earned.
        policies: What the plan pays where several rules match.
        rule: A rule of the base.
        rule_of_layer: A rule of a campaign or an exception.
        paid: A rule that pays.
        paid_of_cap: A rule that pays what a shared cap left.
        pays_nothing: A rule that pays nothing, and why.
        takes_back: A rule whose running total falls.
        owed: A fee that is owed.
        owed_of_cap: A fee of which what a shared cap left is owed.
        owes_nothing: A fee of which nothing is owed, and why.
        gives_back: A fee whose running total falls.
        nothings: Why a rule comes to nothing for an event.
        chosen: A rule that is chosen, and for which nothing was measured here.
        not_in_table: A rule whose table by key pays nothing.
        replaced: A rule that one above it takes the place of.
        passed_over: A rule that matches, where another is paid, by the policy that says so.
        compared: Such a rule where the better one is paid.
        not_matched: A rule that does not match.
        but: A condition about one thing, and what that was.
        but_kind: A condition about the kind of an event, and what that was.
        but_none: A condition about one thing, which was not there.
        but_given: A condition about several things, and what they were.
        given: One of several things, and what it was.
        none: Stands for what is not there.
        facts: The things that a condition is about.
        below: A category, and those that it lies below.
        of_kind: An event is to be of a kind.
        not_of_kind: An event is not to be of a kind.
        one_of: A thing is to be one of some.
        none_of: A thing is to be none of some.
        holds: One of the tags is to be there.
        holds_none: None of the tags is to be there.
        from_on: A number is to be so much or more.
        less_than: A number is to be less.
        within: A number is to lie in a range.
        outside: A number is to lie outside a range.
        since: A day is to be this or later.
        until: A day is to be earlier.
        during: A day is to lie in a period.
        not_during: A day is to lie outside a period.
        in_window: An instant is to lie in a window of a festival.
        in_no_window: An instant is to lie in none.
        windows: Windows of a festival by their names.
        any_window: Every window of a festival.
        editions: Windows of a festival in some years.
        always: What every event does.
        never: What no event does.
        every: All of several conditions.
        group: One of several conditions that is itself several.
        some: One of several conditions.
    """

    headed: str
    kinds: Mapping[CreditKind, str]
    outcomes: Mapping[Outcome, str]
    under: str
    earned_in: str
    policies: Mapping[HitPolicy, str]
    rule: str
    rule_of_layer: str
    paid: str
    paid_of_cap: str
    pays_nothing: str
    takes_back: str
    owed: str
    owed_of_cap: str
    owes_nothing: str
    gives_back: str
    nothings: Mapping[Outcome, str]
    chosen: str
    not_in_table: str
    replaced: str
    passed_over: Mapping[HitPolicy, str]
    compared: str
    not_matched: str
    but: str
    but_kind: str
    but_none: str
    but_given: str
    given: str
    none: str
    facts: Mapping[Fact, str]
    below: str
    of_kind: str
    not_of_kind: str
    one_of: str
    none_of: str
    holds: str
    holds_none: str
    from_on: str
    less_than: str
    within: str
    outside: str
    since: str
    until: str
    during: str
    not_during: str
    in_window: str
    in_no_window: str
    windows: str
    any_window: str
    editions: str
    always: str
    never: str
    every: str
    group: str
    some: str


@final
@frozen(kw_only=True)
class Words:
    """
    All words of a language.

    Attributes:
        roles: The roles that are paid.
        components: The parts of a commission.
        states: How far what a line is about has come.
        between: What stands between the things of a list.
        last: What stands before the last of them.
        either: What stands before the last of several things of which one is meant.
        clauses: What stands between clauses.
        line: What is said of a line.
        step: What is said of arithmetic.
        rule: What is said of rules.
    """

    roles: Mapping[Party, str]
    components: Mapping[Component, str]
    states: Mapping[State, str]
    between: str
    last: str
    either: str
    clauses: str
    line: LineWords
    step: StepWords
    rule: RuleWords

    def both(self, things: list[str]) -> str:
        """Give a list of things that are all meant."""
        return self._listed(things, self.last)

    def one_of(self, things: list[str]) -> str:
        """Give a list of things of which one is meant."""
        return self._listed(things, self.either)

    def what(self, basis: BasisForm, units: Mapping[Basis, str]) -> str:
        """
        Say a basis in words, part by part.

        Args:
            basis: The basis.
            units: What is said of one that is no amount.
        """
        amount, said = amount_of(basis), self.line
        if amount is None:
            return units[Basis(str(basis))]
        first = said.after_discounts if PartOff.DISCOUNT in amount.less else said.before_discounts
        others = [text for part, text in said.parts.items() if part in amount.less or part in amount.plus]
        return said.amount.format(parts=self.both([first, *others]))

    def _listed(self, things: list[str], last: str) -> str:
        return f"{self.between.join(things[:-1])}{last}{things[-1]}" if len(things) > 1 else things[0]
