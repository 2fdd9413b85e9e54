"""
Supposition: a network as it never was, to ask what the same events would earn in it.

Who is in charge where, and for whose account, stays as it was; only the model versions are others.
"""

from collections.abc import Iterable, Mapping

from attrs import evolve

from rural_taobao.identifiers import VersionId
from rural_taobao.network.aggregate import Network
from rural_taobao.network.model_versions import ModelVersion

__all__ = ["supposed"]


def supposed(network: Network, versions: Mapping[str, str]) -> Network:
    """
    Give a network in which every posting under one model version is under another, and vacant stations too.

    What the other version demands of a partner is lowered to what the one demanded, since those who are posted meet
    that; the works, the plan and the name of the version are its own.
    A station may go back to an earlier version.

    Args:
        network: The network; it stays as it is.
        versions: The names of the versions, each with that of the one to take its place; all at once, so that two may
            change places.

    Raises:
        UnknownReference: The network has no such version.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.samples import one_village
        >>> village = one_village()
        >>> later = evolve(village.versions[0], id="3.0", since=date(2017, 1, 1), plan="services")
        >>> both = evolve(village, versions=[*village.versions, later])
        >>> [str(posting.version) for posting in supposed(both, {"2.0": "3.0"}).postings]
        ['3.0']
    """
    others = {network.version(name).id: network.version(other) for name, other in versions.items()}
    replaced = {
        other.id: [network.version(name) for name in others if others[name] is other] for other in others.values()
    }

    def other(version: VersionId) -> VersionId:
        return others[version].id if version in others else version

    vacancy = network.vacancy
    return evolve(
        network,
        vacancy=vacancy if vacancy.version is None else evolve(vacancy, version=other(vacancy.version)),
        versions=[_lowered(version, replaced.get(version.id, ())) for version in network.versions],
        postings=[evolve(posting, version=other(posting.version), reverts=True) for posting in network.postings],
    )


def _lowered(version: ModelVersion, replaced: Iterable[ModelVersion]) -> ModelVersion:
    """Give a version whose demands are met by whoever met its own, or those of one that it takes the place of."""
    alike = [version, *replaced]
    helpers = [each.helpers_at_once for each in alike]
    return evolve(
        version,
        since=min(each.since for each in alike),
        engagements=frozenset().union(*(each.engagements for each in alike)),
        exam=all(each.exam for each in alike),
        training=all(each.training for each in alike),
        local=all(each.local for each in alike),
        premises=all(each.premises for each in alike),
        stations_per_partner=max(each.stations_per_partner for each in alike),
        helpers_at_once=None if None in helpers else max(each for each in helpers if each is not None),
    )
