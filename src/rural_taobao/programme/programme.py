"""
The programme: its targets, what was claimed of it, and how many counties and villages there were to be covered.

Nothing is ever overwritten: targets and claims are added, each under an id of its own, and stay.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import final

from attrs import evolve, field, frozen
from attrs.validators import instance_of

from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.flaws import Checks, Flaw, refuse, stating
from rural_taobao.identifiers import ClaimId, TargetId
from rural_taobao.kinds import tuple_of
from rural_taobao.money import CurrencyMismatch
from rural_taobao.programme.budgets import Spending, spending
from rural_taobao.programme.claims import Claim, Conflict, conflicts
from rural_taobao.programme.denominators import Denominator
from rural_taobao.programme.figures import Measure
from rural_taobao.programme.progress import Milestone, Standing, milestones, standings
from rural_taobao.programme.tallies import Course
from rural_taobao.programme.targets import Target

__all__ = [
    "ClaimTwice",
    "ClaimUnknown",
    "DenominatorTwice",
    "Programme",
    "ProgrammeUnnamed",
    "TargetTwice",
    "TargetUnknown",
    "programme_checks",
]


@final
class ProgrammeUnnamed(RuralTaobaoError, ValueError):
    """
    A programme has no name.

    Attributes:
        given: What was given as its name.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return f"a programme must have a name, but {shown(self.given)} was given; give the name by which it is known"


@final
class TargetTwice(RuralTaobaoError, ValueError):
    """
    Two targets have the same id.

    Attributes:
        target: The id.
    """

    def __init__(self, target: TargetId) -> None:
        self.target = target
        super().__init__(target)

    def __str__(self) -> str:
        return (
            f"targets must have ids of their own, but two are called {self.target}; "
            "rename one, since a later target takes the place of no earlier one"
        )


@final
class TargetUnknown(RuralTaobaoError, LookupError):
    """
    A programme has no such target.

    Attributes:
        target: The id.
        known: The ids of its targets.
    """

    def __init__(self, target: TargetId, known: tuple[TargetId, ...]) -> None:
        self.target = target
        self.known = known
        super().__init__(target, known)

    def __str__(self) -> str:
        known = ", ".join(self.known) or "none"
        return f"a target must be one of the programme, {known}, but {self.target} was given; choose one or add it"


@final
class ClaimTwice(RuralTaobaoError, ValueError):
    """
    Two claims have the same id.

    Attributes:
        claim: The id.
    """

    def __init__(self, claim: ClaimId) -> None:
        self.claim = claim
        super().__init__(claim)

    def __str__(self) -> str:
        return (
            f"claims must have ids of their own, but two are called {self.claim}; "
            "rename one, since a claim takes the place of no other"
        )


@final
class ClaimUnknown(RuralTaobaoError, LookupError):
    """
    A claim disputes one that is not there, or itself.

    Attributes:
        claim: The claim.
        disputed: The id of what it disputes.
    """

    def __init__(self, claim: ClaimId, disputed: ClaimId) -> None:
        self.claim = claim
        self.disputed = disputed
        super().__init__(claim, disputed)

    def __str__(self) -> str:
        return (
            f"a claim must dispute another one of the programme, but {self.claim} disputes {self.disputed}; "
            "add that one, or leave the dispute out"
        )


@final
class DenominatorTwice(RuralTaobaoError, ValueError):
    """
    Two denominators are of one measure and year.

    Attributes:
        measure: The measure.
        year: The year.
    """

    def __init__(self, measure: Measure, year: int) -> None:
        self.measure = measure
        self.year = year
        super().__init__(measure, year)

    def __str__(self) -> str:
        return (
            f"a year must have one denominator of each measure, but two are of {self.measure} in {self.year}; "
            "choose one, and tell of the other in its note"
        )


def _targets(targets: Iterable[Target]) -> tuple[Target, ...]:
    return tuple_of(Target, targets, "targets", "Target(id='ours', ...)")


def _claims(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple_of(Claim, claims, "claims", "Claim(id='press', ...)")


def _denominators(denominators: Iterable[Denominator]) -> tuple[Denominator, ...]:
    return tuple_of(Denominator, denominators, "denominators", "Denominator(measure='counties', ...)")


def _named(_programme: object, _attribute: object, name: str) -> None:
    if not isinstance(name, str) or not name.strip():
        raise ProgrammeUnnamed(name)


@final
@frozen(kw_only=True)
class Programme:
    """
    A programme as it was announced and told of.

    Attributes:
        name: The name by which it is known; never blank.
        currency: What its budgets are in.
        targets: What it is to come to; a later target stands beside an earlier one.
        claims: What was told of it; two that do not go together are both there.
        denominators: Of how many its shares are; one a measure and year.

    Raises:
        ProgrammeUnnamed: The name is blank.
        TargetTwice: Two targets have one id.
        ClaimTwice: Two claims have one id.
        ClaimUnknown: A claim disputes one that is not there, or itself.
        DenominatorTwice: Two denominators are of one measure and year.
        CurrencyMismatch: A budget is in another currency.

    Example:
        >>> from rural_taobao.programme import programme_history
        >>> programme = programme_history()
        >>> [str(goal) for goal in programme.target("announced").goals[:2]]
        ['1000 counties', '100000 stations']
    """

    name: str = field(validator=_named)
    currency: Currency = field(validator=instance_of(Currency))
    targets: tuple[Target, ...] = field(default=(), converter=_targets)
    claims: tuple[Claim, ...] = field(default=(), converter=_claims)
    denominators: tuple[Denominator, ...] = field(default=(), converter=_denominators)

    def __attrs_post_init__(self) -> None:
        refuse(programme_checks(self))

    def target(self, target: str) -> Target:
        """
        Give a target by its id.

        Raises:
            TargetUnknown: There is no such target.
        """
        known = {each.id: each for each in self.targets}
        name = TargetId(target)
        if name not in known:
            raise TargetUnknown(name, tuple(known))
        return known[name]

    def with_target(self, target: Target) -> "Programme":
        """
        Give the programme with one target more.

        Raises:
            TargetTwice: It has one of that id.
        """
        return evolve(self, targets=(*self.targets, target))

    def with_claim(self, claim: Claim) -> "Programme":
        """
        Give the programme with one claim more; all others stay as they are.

        Raises:
            ClaimTwice: It has one of that id.
            ClaimUnknown: The claim disputes one that is not there, or itself.
        """
        return evolve(self, claims=(*self.claims, claim))

    def conflicts(self) -> tuple[Conflict, ...]:
        """Give the pairs of claims that do not go together, sorted by what they are about."""
        return conflicts(self.claims)

    def standings(self, target: str, course: Course, day: date) -> tuple[Standing, ...]:
        """
        Tell how every goal of a target stands on a day, by what was counted.

        Raises:
            TargetUnknown: There is no such target.
            NotADay: The day is none.
            DayNotCounted: It lies before the first one that was counted.
        """
        return standings(self.target(target), course, day, self.denominators)

    def spending(self, target: str, course: Course, day: date) -> Spending:
        """
        Give what was spent of the budget of a target up to a day.

        Raises:
            TargetUnknown: There is no such target.
            NoBudget: It states no budget.
            NotADay: The day is none.
            DayNotCounted: It lies before the first one that was counted.
            NotCounted: Nobody told what was spent, or counted the stations.
            CurrencyMismatch: It was spent in another currency.
        """
        return spending(self.target(target), course, day)

    def milestones(self, target: str) -> tuple[Milestone, ...]:
        """
        Set all that was claimed beside the totals of a target.

        Raises:
            TargetUnknown: There is no such target.
        """
        return milestones(self.target(target), self.claims)


def programme_checks(programme: Programme) -> Checks:
    """Find what keeps the parts of a programme from going together, each behind the way to the part."""
    yield _targets_differ(programme)
    yield _claims_differ(programme)
    yield _disputes_known(programme)
    yield _denominators_differ(programme)
    yield _in_one_currency(programme)


def _targets_differ(programme: Programme) -> Iterator[Flaw]:
    seen: set[TargetId] = set()
    for place, each in enumerate(programme.targets):
        if stating([each], "id"):
            if each.id in seen:
                yield ("targets", place, "id"), TargetTwice(each.id)
            seen.add(each.id)


def _claims_differ(programme: Programme) -> Iterator[Flaw]:
    seen: set[ClaimId] = set()
    for place, each in enumerate(programme.claims):
        if stating([each], "id"):
            if each.id in seen:
                yield ("claims", place, "id"), ClaimTwice(each.id)
            seen.add(each.id)


def _disputes_known(programme: Programme) -> Iterator[Flaw]:
    known = {each.id for each in programme.claims}
    for place, each in enumerate(programme.claims):
        if stating([each], "disputes"):
            for disputed in sorted(each.disputes):
                if disputed == each.id or disputed not in known:
                    yield ("claims", place, "disputes", disputed), ClaimUnknown(each.id, disputed)


def _denominators_differ(programme: Programme) -> Iterator[Flaw]:
    seen: set[tuple[Measure, int]] = set()
    for place, each in enumerate(programme.denominators):
        if stating([each], "measure", "year"):
            if (each.measure, each.year) in seen:
                yield ("denominators", place, "year"), DenominatorTwice(each.measure, each.year)
            seen.add((each.measure, each.year))


def _in_one_currency(programme: Programme) -> Iterator[Flaw]:
    for place, each in enumerate(programme.targets):
        if stating([each], "budget") and each.budget is not None and each.budget.currency != programme.currency:
            yield ("targets", place, "budget"), CurrencyMismatch(programme.currency, each.budget.currency)
