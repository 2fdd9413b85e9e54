"""Strangers: what adoptions and decisions name that a network has not, or not yet."""

from collections.abc import Callable, Iterator
from functools import partial

from rural_taobao.identifiers import PayeeId
from rural_taobao.network import Adoptions, Network
from rural_taobao.network.adoption import AdoptedTooEarly
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.transition.decisions import Decisions, Replace

__all__ = ["strange_adoptions", "strange_decisions"]


def strange_adoptions(
    network: Network, adoptions: Adoptions
) -> Iterator[tuple[int, str, UnknownReference | AdoptedTooEarly]]:
    """Tell of what adoptions name in vain, or too early: the place of each, and the key in its document."""
    since = {each.id: each.since for each in network.versions}
    for place, each in enumerate(adoptions.entries):
        yield from _unknown(place, "version", partial(network.version, each.version))
        if each.centre is not None:
            yield from _unknown(place, "centre", partial(network.centre_rows, each.centre))
        if each.station is not None:
            yield from _unknown(place, "station", partial(network.station_rows, each.station))
        begins = since.get(each.version, each.start)
        if each.start < begins:
            yield place, "from", AdoptedTooEarly(each.version, each.start, begins)


def strange_decisions(network: Network, decisions: Decisions) -> Iterator[tuple[int, str, UnknownReference]]:
    """Tell of what decisions name in vain: the place of each, and the attribute, or that of its measure."""
    payees = {each.id for each in network.payees}
    for place, each in enumerate(decisions.entries):
        yield from _unknown(place, "station", partial(network.station_rows, each.station))
        yield from _unknown(place, "version", partial(network.version, each.version))
        if isinstance(each.measure, Replace):
            yield from _unknown(place, "measure.successor", partial(network.partner_rows, each.measure.successor))
            if each.measure.payee not in payees:
                yield place, "measure.payee", UnknownReference(None, "payee", PayeeId(each.measure.payee))


def _unknown(place: int, attribute: str, ask: Callable[[], object]) -> Iterator[tuple[int, str, UnknownReference]]:
    try:
        ask()
    except UnknownReference as unknown:
        yield place, attribute, unknown
