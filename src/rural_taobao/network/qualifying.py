"""Qualifying: who qualifies for the model version that is adopted, and what postings become when all do."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import assert_never, final

from attrs import evolve, frozen

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError, first_of
from rural_taobao.identifiers import VersionId
from rural_taobao.kinds import Word
from rural_taobao.network.adoption import Adoptions, check, turns
from rural_taobao.network.aggregate import Network
from rural_taobao.network.demands import Demand, met_since, unmet
from rural_taobao.network.model_versions import ModelVersion
from rural_taobao.network.partners import Partner, Posting
from rural_taobao.periods import Period

__all__ = ["AdoptionRefused", "Readiness", "Remedy", "adopted", "readiness", "ready"]

_SHOWN = 5


@final
class Remedy(Word):
    """What is to be done about a demand that a partner does not meet."""

    EXAMINE = "examine"
    TRAIN = "train"
    STATE = "state"
    """State it: it is not known of the partner, and may be so."""
    REPLACE = "replace"
    """Post another partner: this one does not meet it."""


@final
@frozen
class Readiness:
    """
    Whether whoever is in charge qualifies for a version that is adopted, and what is to be done where that is not so.

    Attributes:
        posting: The posting as it would be, from the day on which it would be under the version.
        unmet: The demands of the version that the partner does not meet by that day, each with what is to be done.
    """

    posting: Posting
    unmet: tuple[tuple[Demand, Remedy], ...]

    @property
    def qualifies(self) -> bool:
        """Whether all demands are met."""
        return not self.unmet

    @property
    def by(self) -> date:
        """The day by which all must be done."""
        return self.posting.period.start

    def __str__(self) -> str:
        who = f"{self.posting.partner} at station {self.posting.station}"
        if self.qualifies:
            return f"{who} qualifies for {self.posting.version} on {self.by}"
        todo = ", ".join(f"{remedy} ({demand})" for demand, remedy in self.unmet)
        return f"{who} does not qualify for {self.posting.version} by {self.by}: {todo}"


@final
class AdoptionRefused(RuralTaobaoError, ValueError):
    """
    A model version is adopted where whoever is in charge does not meet its demands.

    Attributes:
        unready: Who does not, and what is to be done.
    """

    def __init__(self, unready: tuple[Readiness, ...]) -> None:
        self.unready = unready
        super().__init__(unready)

    def __str__(self) -> str:
        return (
            "whoever is in charge must meet the demands of a model version that is adopted, but "
            f"{first_of(self.unready, _SHOWN)}; do it by then, or adopt it later"
        )


def readiness(network: Network, adoptions: Adoptions, since: date) -> tuple[Readiness, ...]:
    """
    Tell of everybody in charge whose version would change whether they qualify, and what is to be done if not.

    Args:
        network: The network.
        adoptions: What is adopted where.
        since: The first day from which postings are written anew.

    Raises:
        UnknownReference: An adoption is of a version, a centre or a station that the network has not.
        NotADay: The day is none.

    Example:
        >>> from rural_taobao.network import Adoption
        >>> from rural_taobao.samples import one_village
        >>> strict = evolve(one_village().versions[0], id="2.1", training=True, local=True)
        >>> network = evolve(one_village(), versions=[*one_village().versions, strict])
        >>> adoptions = Adoptions([Adoption(version="2.1", centre="feixi", start=date(2016, 9, 1))])
        >>> print(*readiness(network, adoptions, date(2016, 9, 1)))
        li at station sanhe does not qualify for 2.1 by 2016-09-01: train (training), state (local)
    """
    is_day(None, None, since)
    check(network, adoptions)
    return tuple(
        ready(piece, network.partner_rows(piece.partner), network.version(piece.version))
        for posting in network.postings
        for piece in _pieces(network, adoptions, posting, since)
        if piece.version != posting.version
    )


def ready(piece: Posting, partner: Sequence[Partner], version: ModelVersion) -> Readiness:
    """
    Tell whether a partner qualifies for a posting, and what is to be done if not.

    Args:
        piece: The posting as it would be.
        partner: All that is told of the partner.
        version: Its model version.
    """
    demands = unmet(partner, version, piece.period)
    return Readiness(piece, tuple((demand, _remedy(partner, demand)) for demand in demands))


def adopted(network: Network, adoptions: Adoptions, since: date) -> Network:
    """
    Give a network whose postings are under the versions that are adopted, from a day on.

    Each posting is cut where its version changes, and nothing else of it changes; where nothing is adopted it stays.

    Args:
        network: The network; it stays as it is.
        adoptions: What is adopted where.
        since: The first day from which postings are written anew; before it they stay as they are.

    Raises:
        UnknownReference: An adoption is of a version, a centre or a station that the network has not.
        NotADay: The day is none.
        AdoptionRefused: Whoever is in charge does not meet the demands; all are told.
        NetworkRefused: Another law is broken, such as that a version goes back and nobody stated that.

    Example:
        >>> from rural_taobao.network import Adoption, programme_versions
        >>> from rural_taobao.samples import one_village
        >>> later = programme_versions({"3.0": "example"})
        >>> network = evolve(one_village(), versions=[*one_village().versions, *later])
        >>> adoptions = Adoptions([Adoption(version="3.0", centre="feixi", start=date(2016, 9, 1))])
        >>> [(str(each.version), str(each.period)) for each in adopted(network, adoptions, date(2016, 1, 1)).postings]
        [('2.0', '2015-06-01 to before 2016-09-01'), ('3.0', 'from 2016-09-01')]
    """
    unready = tuple(each for each in readiness(network, adoptions, since) if not each.qualifies)
    if unready:
        raise AdoptionRefused(unready)
    pieces = (piece for posting in network.postings for piece in _pieces(network, adoptions, posting, since))
    return evolve(network, postings=pieces)


def _pieces(network: Network, adoptions: Adoptions, posting: Posting, since: date) -> Iterator[Posting]:
    """Cut a posting where its version changes."""
    parts: list[tuple[date, VersionId, bool]] = [(posting.period.start, posting.version, posting.reverts)]
    for start, adoption in turns(network, adoptions, posting, since):
        version = posting.version if adoption is None else adoption.version
        if version == parts[-1][1]:
            continue
        reverts = adoption is not None and adoption.reverts
        if start == parts[-1][0]:
            parts[-1] = (start, version, reverts or posting.reverts)
        else:
            parts.append((start, version, reverts))
    ends = [*(start for start, _, _ in parts[1:]), posting.period.end]
    for (start, version, reverts), end in zip(parts, ends, strict=True):
        yield evolve(posting, version=version, period=Period(start, end), reverts=reverts)


def _remedy(partner: Sequence[Partner], demand: Demand) -> Remedy:
    match demand:
        case Demand.EXAM:
            return Remedy.EXAMINE
        case Demand.TRAINING:
            return Remedy.TRAIN
        case Demand.ENGAGEMENT:
            return Remedy.REPLACE
        case Demand.LOCAL | Demand.PREMISES:
            return Remedy.STATE if met_since(partner, demand) is None else Remedy.REPLACE
        case _:
            assert_never(demand)
