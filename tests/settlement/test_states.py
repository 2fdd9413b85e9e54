"""Lines in other states than accrued: an application posts them itself, and settling does not see them."""

from collections.abc import Sequence

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.periods import Month
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import (
    DifferenceClass,
    Language,
    Ledger,
    Line,
    Scope,
    Settlement,
    State,
    compare,
    explained,
    inquire,
    settle,
)
from rural_taobao.testing.worlds import World, worlds

MONTHS = [Month(2016, 10), Month(2016, 11), Month(2016, 12), Month(2017, 1)]
OTHERS = [state for state in State if state is not State.ACCRUED]


def settled(world: World, scope: Scope, posted: Ledger) -> Settlement:
    return settle(world.network, world.plans, world.calendar, world.events, scope, posted=posted)


def as_known(month: Month) -> Scope:
    return Scope(month, known_before=CHINA.instant(CHINA.midnight(month.plus(1).first)))


def example() -> Sequence[Line]:
    return settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11")).lines


class TestOtherStates:
    """Lines in other states change nothing of what is settled, and are left as they are."""

    @given(worlds(), st.lists(st.sampled_from(OTHERS), min_size=1, unique=True), st.sampled_from(MONTHS))
    def test_a_ledger_is_settled_as_if_they_were_not_in_it(
        self, world: World, states: list[State], posted: Month
    ) -> None:
        everything = Scope("2017-01", restated=MONTHS[:-1], reason="a forecast")
        truth = settled(world, everything, Ledger()).lines
        others = [evolve(line, state=state, posted=posted) for state in states for line in truth]
        alone, beside = Ledger(), Ledger.of(others)
        for month in [*MONTHS, MONTHS[-1]]:
            plain, found = (settled(world, as_known(month), ledger) for ledger in (alone, beside))
            assert list(found.lines) == list(plain.lines)
            assert found.outcomes == plain.outcomes
            assert found.statements == plain.statements
            assert found.accrued == plain.accrued
            alone, beside = plain.ledger, found.ledger
        assert list(beside)[: len(others)] == others
        assert list(beside.accrued) == list(alone)
        assert len(Ledger.of(beside)) == len(others) + len(alone)

    @given(worlds(), st.sampled_from(OTHERS))
    def test_what_is_settled_is_compared_without_them(self, world: World, state: State) -> None:
        found = settled(world, as_known(MONTHS[1]), Ledger())
        beside = evolve(found, posted=Ledger.of(evolve(line, state=state) for line in found.lines))
        assert not compare(found, beside).differences

    @given(worlds(), st.sampled_from(OTHERS), st.sampled_from(MONTHS))
    def test_what_became_of_an_event_is_found_without_them(self, world: World, state: State, posted: Month) -> None:
        lines = settled(world, as_known(MONTHS[1]), Ledger()).lines
        beside = Ledger.of(evolve(line, state=state, posted=posted) for line in lines)
        made = world.network, world.plans, world.calendar, world.events, world.events[0].id
        assert inquire(*made, posted=beside) == inquire(*made)


class TestAccruedLines:
    """The accrued lines of a ledger are a ledger: the same lines in the same order, by place, slice and one by one."""

    def test_one_in_which_nothing_else_is_is_itself(self) -> None:
        ledger = Ledger.of(example())
        assert ledger.accrued is ledger

    def test_others_are_passed_over(self) -> None:
        lines = list(example())
        expected = [evolve(line, state="expected") for line in lines]
        ledger = Ledger.of([expected[0], lines[0], *expected[1:], *lines[1:]]).accrued
        [block] = ledger.blocks
        assert [block[place] for place in range(len(block))] == list(block) == list(ledger) == lines
        assert isinstance(block, Sequence)
        assert list(block[1:]) == lines[1:]
        assert block[-1] == lines[-1]
        assert list(block.entries()) == list(ledger.entries()) == [line.entry for line in lines]


class TestComparing:
    """What is in one state is compared with what is in the same, and with nothing else."""

    def test_what_was_expected_and_is_accrued_makes_two_differences(self) -> None:
        [line, *_] = example()
        expected = evolve(line, state="expected")
        differences = compare([expected], [line]).differences
        assert {each.state: each.amount.minor for each in differences} == {
            State.EXPECTED: -line.amount.minor,
            State.ACCRUED: line.amount.minor,
        }
        told = {each.state: (each.classed, each.explanation.partition(":")[0]) for each in differences}
        assert told[State.EXPECTED] == (DifferenceClass.MISSING, "o-1 (expected)")
        assert told[State.ACCRUED] == (DifferenceClass.UNEXPECTED, "o-1")

    @given(st.lists(st.sampled_from(State), unique=True), st.lists(st.sampled_from(State), unique=True))
    def test_the_differences_of_a_state_are_what_it_comes_to_less_what_it_came_to(
        self, before: list[State], after: list[State]
    ) -> None:
        lines = example()
        sides = [[evolve(line, state=state) for state in states for line in lines] for states in (before, after)]
        differences = compare(*sides).differences
        for state in State:
            old, new = (sum(line.amount.minor for line in side if line.state is state) for side in sides)
            assert sum(each.amount.minor for each in differences if each.state is state) == new - old


class TestWords:
    """A line in another state says so."""

    def test_in_its_first_line(self) -> None:
        [line, *_] = example()
        first, *_ = explained(evolve(line, state="payable")).splitlines()
        assert first == "¥16.79 to li as partner, payable"
        first, *_ = explained(evolve(line, state="payable"), Language.CHINESE).splitlines()
        assert first == "¥16.79 计给 li（合伙人），应付"
        assert "payable" not in explained(line)
