"""What the review of a plan says of it holds for whatever is settled under it."""

from collections.abc import Iterator
from itertools import combinations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import CommissionPlan, HitPolicy, PlanVersion
from rural_taobao.commission.coverage import overlaps, uncovered, unreachable
from rural_taobao.commission.findings import NotLookedThrough, Overlap
from rural_taobao.commission.witnesses import Ground
from rural_taobao.settlement import Component, Scope, Settlement, settle
from rural_taobao.settlement.sorting import RuleAmbiguous
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Entry, Timeline

MONTHS = ("2016-10", "2016-11", "2016-12")


def under(hit_policy: HitPolicy, plan: CommissionPlan) -> CommissionPlan:
    """Give a plan under another hit policy."""
    versions = [
        Entry(entry.period, evolve(entry.value, hit_policy=hit_policy), entry.source) for entry in plan.versions.entries
    ]
    return evolve(plan, versions=Timeline(versions))


def settled(world: World, month: str) -> Settlement:
    return settle(world.network, world.plans, world.calendar, world.events, Scope(month))


def entries(world: World) -> dict[tuple[str, str], Entry[PlanVersion]]:
    """Give all plan versions, by the ids of the plan and the version."""
    return {(plan.id, entry.value.version): entry for plan in world.plans for entry in plan.versions.entries}


class TestUnreachableRules:
    """A rule that is called unreachable never pays."""

    @given(worlds(), st.sampled_from(MONTHS))
    def test_never_pay(self, world: World, month: str) -> None:
        idle = {
            (*key, found.rule)
            for key, entry in entries(world).items()
            for found in unreachable(entry.value, Ground(entry.period))
            if not isinstance(found, NotLookedThrough)
        }
        for line in settled(world, month).lines:
            assert (line.plan, line.plan_version, line.rule) not in idle


class TestOverlaps:
    """Two rules that a settlement is refused for are called overlapping."""

    @given(worlds())
    def test_are_all_that_a_settlement_is_refused_for(self, drawn: World) -> None:
        world = evolve(drawn, plans=tuple(under(HitPolicy.UNIQUE, plan) for plan in drawn.plans))
        for error in _refusals(world):
            entry = entries(world)[error.plan, error.version]
            found = overlaps(entry.value, Ground(entry.period))
            pairs = {each.rules for each in found if isinstance(each, Overlap)}
            assert set(combinations(error.rules, 2)) <= pairs


def _refusals(world: World) -> Iterator[RuleAmbiguous]:
    """Settle each month, and give why it is refused."""
    for month in MONTHS:
        try:
            settled(world, month)
        except RuleAmbiguous as error:
            yield error


class TestUncoveredCategories:
    """Nothing is paid for what is ordered in a category that is called uncovered; fees may be owed for it."""

    @given(worlds(), st.sampled_from(MONTHS))
    def test_are_never_paid_for(self, world: World, month: str) -> None:
        categories = {event.id: getattr(event, "category", None) for event in world.events}
        missing = {
            (*key, code)
            for key, entry in entries(world).items()
            for found in uncovered(entry.value, ["phones", "seeds"], Ground(entry.period))
            for code in found.categories
        }
        for line in settled(world, month).lines:
            owed = line.component is Component.FEE
            assert owed or (line.plan, line.plan_version, categories.get(line.event)) not in missing
