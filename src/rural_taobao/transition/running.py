"""
Running: what a plan has a register told: who goes over, who hands over to whom, what ends and what is suspended.

Whatever is so already is not told again, so that a plan that was run has nothing left to tell.
"""

from collections.abc import Iterable, Iterator

from rural_taobao.identifiers import PartnerId, StationId
from rural_taobao.lives import Post, StationState, StationStep, Terms
from rural_taobao.register import Command, Register, Take
from rural_taobao.transition.careers import Career
from rural_taobao.transition.decisions import Replace
from rural_taobao.transition.moves import Course, Move
from rural_taobao.transition.transitions import Transition, TransitionRefused

__all__ = ["moving"]


def moving(transition: Transition, register: Register) -> tuple[tuple[Command, ...], ...]:
    """
    Give the commands that run a plan in a register; those that stand together are to be judged together.

    Stations between which nobody goes are apart, so that `take_each` tells of each what keeps it from going over.

    Args:
        transition: The plan, of the network of the register.
        register: The register.

    Raises:
        TransitionRefused: Somebody does not qualify, and nothing is decided; all are told.

    Example:
        >>> from datetime import date, datetime
        >>> from attrs import evolve
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.network import Adoption, Adoptions, programme_versions
        >>> from rural_taobao.register import Charter, entering
        >>> from rural_taobao.samples import one_village
        >>> from rural_taobao.transition import Decisions, Refuse, planned
        >>> network = evolve(one_village(), versions=[*one_village().versions, *programme_versions({"3.0": "example"})])
        >>> known = datetime(2016, 8, 1, tzinfo=CHINA.timezone)
        >>> register, _ = Register(Charter.of(network)).take_each(entering(network), known)
        >>> adoptions = Adoptions([Adoption(version="3.0", centre="feixi", start=date(2016, 9, 1))])
        >>> plan = planned(register.network(), adoptions, date(2016, 9, 1), Decisions([], otherwise=Refuse()))
        >>> [[(each.step.value, str(each.day)) for each in together] for together in moving(plan, register)]
        [[('adopt', '2016-09-01')]]
    """
    if transition.in_the_way:
        raise TransitionRefused(transition.in_the_way)
    careers: dict[Post, Career] = {}
    resting: list[tuple[StationId, Take]] = []
    for move in transition.moves:
        if move.course is Course.SUSPENDED:
            if register.history(move.station).state(move.day) is StationState.OPEN:
                resting.append((move.station, Take(move.station, StationStep.SUSPEND, move.day)))
        elif move.changes:
            _told(move, register, careers)
    told: dict[StationId, list[Command]] = {move.station: [] for move in transition.moves if move.changes}
    for post, career in careers.items():
        told[post.station] += career.commands()
    for station, take in resting:
        told[station].append(take)
    return tuple(_together(told, careers))


def _told(move: Move, register: Register, careers: dict[Post, Career]) -> None:
    """Let those who are posted at a station go over, or one after another."""

    def career(partner: str) -> Career:
        post = Post(move.station, partner)
        if post not in careers:
            careers[post] = Career(post, register.entry(post).passages)
        return careers[post]

    held = career(str(move.partner))
    if move.course is Course.ADOPTS:
        held.goes_over(move.day, move.version, reverts=move.reverts)
    elif held.is_in_charge(move.day):
        end = held.ends(move.day)
        if isinstance(move.measure, Replace):
            terms = Terms(move.version, move.measure.payee, move.reverts)
            career(move.measure.successor).takes_charge(move.day, terms, end)


def _together(told: dict[StationId, list[Command]], careers: Iterable[Post]) -> Iterator[tuple[Command, ...]]:
    """Put the commands of stations together that somebody goes between; of others, apart."""
    group: dict[StationId, list[StationId]] = {station: [station] for station in told}
    first: dict[PartnerId, StationId] = {}
    for post in careers:
        other = first.setdefault(post.partner, post.station)
        one, two = group[other], group[post.station]
        if one is not two:
            one += two
            group.update(dict.fromkeys(two, one))
    for station, of in group.items():
        together = tuple(command for each in of for command in told[each])
        if of[0] == station and together:
            yield together
