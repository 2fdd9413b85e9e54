"""Strategies for programmes: figures, claims, targets and denominators, and courses of what was counted."""

from datetime import date
from operator import attrgetter

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.currencies import Currency
from rural_taobao.identifiers import ClaimId, TargetId
from rural_taobao.money import Money
from rural_taobao.programme.claims import Claim, When
from rural_taobao.programme.denominators import Denominator
from rural_taobao.programme.figures import About, AtLeast, Exactly, Figure, Measure, MoreThan, Nearly, Proportion
from rural_taobao.programme.programme import Programme
from rural_taobao.programme.tallies import Course, Tally
from rural_taobao.programme.targets import Goal, Horizon, ShareOfAll, Target, Total, Yearly
from rural_taobao.testing.strategies import currencies, days, identifiers, money, months, sources

__all__ = [
    "claims",
    "courses",
    "denominators",
    "figures",
    "goals",
    "measures",
    "programmes",
    "proportions",
    "tallies",
    "targets",
    "whens",
]

_FEW = 3
_MOST = 10**20
_LAST = date(9800, 1, 1)
"""Targets are set before this day, so that their horizons end within the calendar."""
_YEARS = 199
_CLAIM_IDS = identifiers(ClaimId)
_TARGET_IDS = identifiers(TargetId)


def measures() -> SearchStrategy[Measure]:
    """Draw what a programme counts."""
    return st.sampled_from(Measure)


def figures(*, number: SearchStrategy[int] | None = None) -> SearchStrategy[Figure]:
    """
    Draw figures, told exactly or about.

    Args:
        number: The number, 1 or more; any of at most 21 digits, and 0 where that can be told, where it is not given.
    """
    some = st.integers(0, _MOST) if number is None else number
    above = st.integers(1, _MOST) if number is None else number
    return st.one_of(
        st.builds(Exactly, some),
        st.builds(AtLeast, some),
        st.builds(MoreThan, some),
        st.builds(About, some),
        st.builds(Nearly, above),
    )


def whens() -> SearchStrategy[When]:
    """Draw days, and months of days that are not known."""
    return days() | months()


def proportions() -> SearchStrategy[Proportion]:
    """Draw shares of a whole, from none to all of it."""
    return st.tuples(st.integers(0, _MOST), st.integers(0, _MOST)).map(
        lambda parts: Proportion(parts[0], max(1, parts[0] + parts[1]))
    )


def claims(
    *,
    claim: SearchStrategy[ClaimId] | None = None,
    when: SearchStrategy[When] | None = None,
    disputes: SearchStrategy[frozenset[ClaimId]] | None = None,
) -> SearchStrategy[Claim]:
    """
    Draw claims, each with a source and at least one figure.

    Args:
        claim: The id; any where it is not given.
        when: What it is about; any day or month where it is not given.
        disputes: What it disputes; nothing where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(claims())
        ... def test_a_claim_says_something(claim):
        ...     assert claim.measures and claim.source.title
        >>> test_a_claim_says_something()
    """
    return _claims(
        _CLAIM_IDS if claim is None else claim,
        whens() if when is None else when,
        st.just(frozenset[ClaimId]()) if disputes is None else disputes,
    )


@st.composite
def _claims(
    draw: st.DrawFn,
    claim: SearchStrategy[ClaimId],
    when: SearchStrategy[When],
    disputes: SearchStrategy[frozenset[ClaimId]],
) -> Claim:
    told = draw(st.dictionaries(measures(), figures(), min_size=1))
    return Claim(
        id=draw(claim),
        when=draw(when),
        counties=told.get(Measure.COUNTIES),
        stations=told.get(Measure.STATIONS),
        villages=told.get(Measure.VILLAGES),
        provinces=told.get(Measure.PROVINCES),
        source=draw(sources()),
        disputes=draw(disputes),
    )


def goals(*, measure: SearchStrategy[Measure] | None = None) -> SearchStrategy[Goal]:
    """
    Draw goals of every form.

    Args:
        measure: What is counted; anything where it is not given.
    """
    counted = measures() if measure is None else measure
    figure = figures(number=st.integers(1, _MOST))
    return st.one_of(
        st.builds(Total, counted, figure),
        st.builds(Yearly, counted, figure),
        st.builds(_share_of_all, counted, st.integers(0, _MOST), st.integers(1, _MOST), st.booleans()),
    )


def _share_of_all(measure: Measure, part: int, rest: int, exceeded: bool) -> ShareOfAll:  # noqa: FBT001 - drawn like the others
    """Aim at a part beside a rest of 1 or more, and where it is not to be exceeded, at that rest."""
    return ShareOfAll(measure, Proportion(part if exceeded else rest, part + rest), exceeded)


def _kind_of_goal(goal: Goal) -> tuple[type[Goal], Measure]:
    return type(goal), goal.measure


def targets(
    *,
    target: SearchStrategy[TargetId] | None = None,
    set_on: SearchStrategy[When] | None = None,
    goal: SearchStrategy[Goal] | None = None,
    currency: SearchStrategy[Currency] | None = None,
) -> SearchStrategy[Target]:
    """
    Draw targets, each with a source, and with a goal or a budget at least.

    Args:
        target: The id; any where it is not given.
        set_on: When it was set; any day or month before the year 9800 where it is not given.
        goal: One of its goals, of which those of one form and measure are drawn once; any where it is not given.
        currency: What the budget is in; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(targets())
        ... def test_a_target_is_due_after_it_was_set(target):
        ...     assert target.due_first <= target.due_last
        >>> test_a_target_is_due_after_it_was_set()
    """
    early = st.dates(max_value=_LAST) | months().filter(lambda month: month.year < _LAST.year)
    paid_in = currencies() if currency is None else currency
    return _targets(
        _TARGET_IDS if target is None else target,
        early if set_on is None else set_on,
        goals() if goal is None else goal,
        money(minor=st.integers(0, _MOST), currency=paid_in),
    )


@st.composite
def _targets(
    draw: st.DrawFn,
    target: SearchStrategy[TargetId],
    set_on: SearchStrategy[When],
    goal: SearchStrategy[Goal],
    budget: SearchStrategy[Money],
) -> Target:
    aimed = draw(st.lists(goal, max_size=_FEW, unique_by=_kind_of_goal))
    years = sorted(draw(st.tuples(st.integers(1, _YEARS), st.integers(1, _YEARS))))
    return Target(
        id=draw(target),
        set_on=draw(set_on),
        horizon=Horizon(*years),
        goals=aimed,
        budget=draw(st.none() | budget if aimed else budget),
        source=draw(sources()),
    )


def denominators(
    *, measure: SearchStrategy[Measure] | None = None, year: SearchStrategy[int] | None = None
) -> SearchStrategy[Denominator]:
    """
    Draw denominators.

    Args:
        measure: What there were; anything where it is not given.
        year: The year; any of 1 to 9999 where it is not given.
    """
    return st.builds(
        Denominator,
        measure=measures() if measure is None else measure,
        year=st.integers(1, date.max.year) if year is None else year,
        number=st.integers(1, _MOST),
        as_of=days(),
        source=sources(),
    )


def tallies(
    *, count: SearchStrategy[int] | None = None, currency: SearchStrategy[Currency] | None = None
) -> SearchStrategy[Tally]:
    """
    Draw tallies, of which some things may not have been counted.

    Args:
        count: A count, 0 or more; any where it is not given.
        currency: What was spent in; any where it is not given.
    """
    counted = st.none() | (st.integers(0, _MOST) if count is None else count)
    spent = money(minor=st.integers(0, _MOST), currency=currencies() if currency is None else currency)
    return st.builds(
        Tally, counties=counted, stations=counted, villages=counted, provinces=counted, spent=st.none() | spent
    )


def courses(
    *, day: SearchStrategy[date] | None = None, tally: SearchStrategy[Tally] | None = None
) -> SearchStrategy[Course]:
    """
    Draw courses of what was counted.

    Args:
        day: A day on which it was; any where it is not given.
        tally: What was counted; anything where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(courses())
        ... def test_a_tally_holds_on_its_own_day(course):
        ...     assert all(course.on(day) == tally for day, tally in course.tallies)
        >>> test_a_tally_holds_on_its_own_day()
    """
    counted = st.dictionaries(days() if day is None else day, tallies() if tally is None else tally, min_size=1)
    return counted.map(Course)


@st.composite
def _programmes(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> Programme:
    paid_in = draw(currency)
    told = draw(st.lists(claims(), max_size=_FEW, unique_by=attrgetter("id")))
    names = [each.id for each in told]
    return Programme(
        name=draw(st.text(min_size=1).filter(str.strip)),
        currency=paid_in,
        targets=draw(st.lists(targets(currency=st.just(paid_in)), max_size=_FEW, unique_by=attrgetter("id"))),
        claims=[_disputing(draw, each, [name for name in names if name != each.id]) for each in told],
        denominators=draw(st.lists(denominators(), max_size=_FEW, unique_by=attrgetter("measure", "year"))),
    )


def _disputing(draw: st.DrawFn, claim: Claim, others: list[ClaimId]) -> Claim:
    """Let a claim dispute some of the others."""
    return evolve(claim, disputes=draw(st.frozensets(st.sampled_from(others)))) if others else claim


def programmes(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[Programme]:
    """
    Draw programmes; claims dispute others of the same programme.

    Args:
        currency: What budgets are in; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(programmes())
        ... def test_no_claim_is_lost(programme):
        ...     assert len({claim.id for claim in programme.claims}) == len(programme.claims)
        >>> test_no_claim_is_lost()
    """
    return _programmes(currencies() if currency is None else currency)
