"""
Limiting: shared caps used up by the events of many accounts, and which accounts bear upon each other through them.

A pool is what one cap is for one holder over one time; its events use it up by earned period, instant and id, and those
of one event by the order of the rules in the plan.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import Final, NamedTuple, TypeAlias, assert_never, final

from attrs import evolve, field, frozen

from rural_taobao.commission.caps import CapHolder, CapWithin, SharedCap
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.policies import RunningTotals
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.identifiers import CapId, Party, PlanId, RuleId, VersionId
from rural_taobao.periods import Month
from rural_taobao.settlement.attribution import Terms
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.lines import Account, Component, Entry
from rural_taobao.settlement.runs import Limit, Run
from rural_taobao.settlement.tallies import Slip, Tally

__all__ = ["Links", "Pool", "limited"]

_USES_UP: Final[Mapping[str, int]] = {Component.COMMISSION: 1, Component.FEE: -1}
"""What uses up a cap, by its component, and the sign of it."""


class Pool(NamedTuple):
    """
    What is used up together.

    Attributes:
        plan: The plan.
        cap: The cap.
        holder: The payee, or that of the county centre; empty for the whole network.
        earned: The earned period; None where there is one pool for all.
        since: The version that the running totals were last reset with; empty where they never were.
    """

    plan: str
    cap: str
    holder: str
    earned: Month | None
    since: str


def _pool(cap: SharedCap, terms: Terms, credited: str, earned: Month, since: str) -> Pool:
    """Give the pool of a cap that an event under some terms uses up, the running totals of which were last reset."""
    match cap.of:
        case CapHolder.PAYEE:
            holder = credited
        case CapHolder.COUNTY_CENTRE:
            holder = terms.payees[Party.COUNTY_CENTRE]
        case CapHolder.NETWORK:
            holder = ""
        case _:
            assert_never(cap.of)
    if cap.within is CapWithin.PLAN:
        return Pool(terms.plan.id, cap.id, holder, None, "")
    return Pool(terms.plan.id, cap.id, holder, earned, since)


def _since(plan: CommissionPlan, version: PlanVersion) -> str:
    """Give the last version, up to one, that resets what was counted before it."""
    names = [entry.value.version for entry in plan.versions.entries]
    until = plan.versions.entries[: names.index(version.version) + 1]
    return next(
        (entry.value.version for entry in reversed(until) if entry.value.running_totals is RunningTotals.RESET), ""
    )


@final
@frozen(eq=False)
class Links:
    """
    Which accounts bear upon each other, because they use up one cap.

    It is false where no cap is shared.

    Attributes:
        slips: The slips of all events.
    """

    slips: Collection[Slip]
    _known: set[Account] = field(init=False, factory=set[Account])
    _sharing: defaultdict[Pool, set[Account]] = field(init=False, factory=lambda: defaultdict(set))
    _around: dict[frozenset[Pool], frozenset[Account]] = field(
        init=False, factory=dict[frozenset[Pool], frozenset[Account]]
    )
    _shared_by: defaultdict[Account, set[Pool]] = field(init=False, factory=lambda: defaultdict(set))

    @cached_property
    def _some(self) -> bool:
        return any(slip.capped for slip in self.slips)

    def __bool__(self) -> bool:
        return self._some

    @property
    def sharing(self) -> Mapping[Pool, set[Account]]:
        """The accounts by the pool that they share, whichever version reset it; found when they are first asked for."""
        if not self._sharing:
            for slip in self.slips:
                for cap in slip.terms.version.caps_on(slip.rule.id):
                    # Versions may reset what is counted, so that less is shared than is linked: that does no harm.
                    pool = _pool(cap, slip.terms, slip.credited, slip.earned, "")
                    self._sharing[pool].add(slip.account)
                    self._shared_by[slip.account].add(pool)
        return self._sharing

    def within_month(self, accounts: Iterable[Account]) -> set[Account]:
        """Give the accounts that some bear upon by caps a month, directly or by others; those themselves, too."""
        found, sharing = set(accounts), self.sharing
        open_ends, looked_at = list(found), set[Pool]()
        while open_ends:
            for pool in self._pools(open_ends.pop()):
                if pool.earned is not None and pool not in looked_at:
                    looked_at.add(pool)
                    new = sharing[pool] - found
                    found |= new
                    open_ends.extend(new)
        return found

    def around(self, account: Account) -> frozenset[Account]:
        """Give the accounts that an account shares a cap with, itself too; none where it shares no cap."""
        sharing, pools = self.sharing, frozenset(self._pools(account))
        if pools not in self._around:
            self._around[pools] = frozenset[Account]().union(*map(sharing.__getitem__, pools))
        return self._around[pools]

    def _pools(self, account: Account) -> Iterable[Pool]:
        """Give the pools of an account; of one that has no events, those of its month that it may have shared."""
        if not self._known:
            self._known.update(slip.account for slip in self.slips)
        if account in self._known or account.of_singles in self._known:
            return self._shared_by.get(account, ())
        return [pool for pool in self.sharing if pool.plan == account.plan and pool.earned == account.earned]


_Total: TypeAlias = tuple[int, str | None, str]


@final
@frozen(eq=False)
class _Part:
    """
    A run that caps may cut.

    Attributes:
        tally: The place of its tally.
        number: Its place in that.
        run: The run.
        order: The place of its rule in the plan version.
        pools: The pools that may cut it, each with its cap, in the order of the plan version.
        total: The running total that it is a part of: its tally, its name, and the version that reset it last.
        earned: What its rows earn, cut step by step.
        limits: What cut them.
        falls: What had been cut before, of the rows with which the total falls.
    """

    tally: int
    number: int
    run: Run
    order: int
    pools: tuple[tuple[Pool, SharedCap], ...]
    total: _Total
    earned: list[int]
    limits: dict[int, Limit] = field(factory=dict[int, Limit])
    falls: dict[int, int] = field(factory=dict[int, int])

    def cut(self, place: int, used: dict[Pool, int], cuts: dict[_Total, int]) -> None:
        """
        Cut what a row earns to what is left of the caps, and use them up.

        What a total falls by is set off against what was cut of it before, which was never paid.
        """
        asked, had = self.earned[place], cuts[self.total]
        if asked < 0 < had:
            self.falls[place] = had
            self.earned[place] = min(asked + had, 0)
        for pool, cap in self.pools:
            left = cap.left(used[pool])
            if self.earned[place] > left:
                self.earned[place] = left
                self.limits[place] = Limit(CapId(cap.id), left)
        cuts[self.total] += asked - self.earned[place]
        for pool, _ in self.pools:
            used[pool] += self.earned[place]


def limited(tallies: Sequence[Tally], events: EventColumns, kept: Iterable[Entry]) -> dict[int, Tally]:
    """
    Cut what events earn to what is left of the caps that they share.

    Args:
        tallies: What events earn by themselves, in any order.
        events: The events.
        kept: What is posted and left as it is; it uses up the caps that last for a whole plan.

    Returns:
        The tallies that are cut, by their places; the amounts of shared caps are never exceeded.
    """
    pools = _Pools()
    places = [at for at, tally in enumerate(tallies) if any(run.version.caps_on(run.rule.id) for run in tally.runs)]

    def capped() -> Iterator[tuple[int, int, Run]]:
        return ((at, number, run) for at in places for number, run in enumerate(tallies[at].runs))

    asked, least = defaultdict[Pool, int](int), dict[Pool, int]()
    for at, _, run in capped():
        amount = sum(run.earned) if min(run.earned) >= 0 else sum(map(max, run.earned, repeat(0)))
        for pool, cap in pools.of(tallies[at].credited, run, tallies[at].earned):
            asked[pool] += amount
            least[pool] = min(least.get(pool, cap.amount.minor), cap.amount.minor)
    so_far = _used_by(kept, (run for _, _, run in capped()))
    # More could be asked of these at any time than their cap is.
    tight = {pool for pool, amount in asked.items() if so_far.get(pool, 0) + amount > least[pool]}
    parts: list[_Part] = []
    for at, number, run in capped() if tight else ():
        binding = tuple(each for each in pools.of(tallies[at].credited, run, tallies[at].earned) if each[0] in tight)
        if binding:
            total = at, run.more.name, pools.since(run)
            parts.append(_Part(at, number, run, pools.order(run), binding, total, [*run.earned]))
    cuts = defaultdict[_Total, int](int)
    for together in _together(parts):
        for part, place in _in_order(together, tallies, events):
            part.cut(place, so_far, cuts)
    cut: dict[int, dict[int, Run]] = {}
    for part in parts:
        if part.limits or part.falls:
            falls = {**part.run.more.falls}
            for place, had in part.falls.items():
                falls[place] = falls.get(place, 0) + had
            more = evolve(part.run.more, falls=falls) if falls else part.run.more
            run = evolve(part.run, earned=tuple(part.earned), limits=part.limits, more=more, parts=())
            cut.setdefault(part.tally, {})[part.number] = run
    found: dict[int, Tally] = {}
    for at, runs in cut.items():
        first, *others = (runs.get(number, run) for number, run in enumerate(tallies[at].runs))
        found[at] = evolve(tallies[at], first=first, others=tuple(others))
    return found


@final
class _Pools:
    """Gives the pools that runs use up; what depends on the plan version alone is looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[PlanId, VersionId], tuple[str, dict[RuleId, int]]] = {}

    def of(self, credited: str, run: Run, earned: Month) -> list[tuple[Pool, SharedCap]]:
        """Give the pools of a run, each with its cap, in the order of the plan version."""
        caps = run.version.caps_on(run.rule.id)
        return [(_pool(cap, run.terms[0], credited, earned, self.since(run)), cap) for cap in caps]

    def since(self, run: Run) -> str:
        """Give the version with which its running total was last reset."""
        since, _ = self._look_up(run.terms[0])
        return since

    def order(self, run: Run) -> int:
        """Give the place of its rule in the plan version."""
        _, places = self._look_up(run.terms[0])
        return places[run.rule.id]

    def _look_up(self, terms: Terms) -> tuple[str, dict[RuleId, int]]:
        key = terms.plan.id, terms.version.version
        if key not in self._known:
            places = {rule.id: place for place, rule in enumerate(terms.version.every_rule)}
            self._known[key] = _since(terms.plan, terms.version), places
        return self._known[key]


def _used_by(entries: Iterable[Entry], capped: Iterable[Run]) -> defaultdict[Pool, int]:
    """
    Give what was posted already against the caps that last for a whole plan.

    Args:
        entries: What is posted and left as it is.
        capped: What is settled; its caps are looked at.
    """
    caps: dict[tuple[str, str], set[tuple[str, CapHolder]]] = defaultdict(set)
    for run in capped:
        for cap in run.version.caps_on(run.rule.id):
            if cap.within is CapWithin.PLAN:
                for rule in cap.rules:
                    caps[run.terms[0].plan.id, rule].add((cap.id, cap.of))
    used = defaultdict[Pool, int](int)
    for entry in entries if caps else ():
        # What is owed uses up a cap of fees as what is earned does one of commissions.
        sign = _USES_UP.get(entry.cell.component)
        if sign is not None:
            for cap_id, holder in caps.get((entry.cell.plan, entry.cell.rule), ()):
                whose = entry.credited if holder is CapHolder.PAYEE else ""
                used[Pool(entry.cell.plan, cap_id, whose, None, "")] += sign * entry.amount
    return used


def _together(parts: Iterable[_Part]) -> list[list[_Part]]:
    """Part runs into those that bear upon each other, directly or by others."""
    groups: dict[int, list[_Part]] = {}
    group_of: dict[Pool, int] = {}
    for number, part in enumerate(parts):
        mine = [part]
        for other in sorted({group_of[pool] for pool, _ in part.pools if pool in group_of}):
            mine.extend(groups.pop(other))
        groups[number] = mine
        group_of.update((pool, number) for each in mine for pool, _ in each.pools)
    return list(groups.values())


def _in_order(parts: Sequence[_Part], tallies: Sequence[Tally], events: EventColumns) -> Iterable[tuple[_Part, int]]:
    """Give the rows of runs in the order in which they use up caps."""
    if len({part.tally for part in parts}) == 1:
        in_order = sorted(parts, key=lambda part: part.number)
        return ((part, place) for part in in_order for place in range(len(part.run.rows)))
    earned = sorted({tallies[part.tally].earned for part in parts})
    months = {month: number for number, month in enumerate(earned)}
    claims = sorted(
        (months[tallies[part.tally].earned], events.placed[row], events.ids[row], part.order, number, place)
        for number, part in enumerate(parts)
        for place, row in enumerate(part.run.rows)
    )
    return ((parts[number], place) for *_, number, place in claims)
