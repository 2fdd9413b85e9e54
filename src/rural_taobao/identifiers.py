"""
Every id and every role of the domain, each a type of its own.

An id is a string of 1 to 64 ASCII letters, digits, dots, underscores and hyphens.
It starts with a letter or a digit.
Ids of different kinds are different types for a type checker.
For everything else they are plain strings: they sort, hash and print as such.
"""

import re
from collections.abc import Iterable
from typing import Self, TypeVar, final

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.kinds import Word

__all__ = [
    "CampaignId",
    "CapId",
    "CategoryCode",
    "CentreId",
    "ClaimId",
    "DeductionId",
    "EventId",
    "FestivalId",
    "HappeningId",
    "Identifier",
    "MalformedIdentifier",
    "PartnerId",
    "Party",
    "PayeeId",
    "PlanId",
    "ProviderId",
    "RuleId",
    "ServiceId",
    "StandardId",
    "StationId",
    "TagCode",
    "TargetId",
    "ThresholdId",
    "VersionId",
    "several",
]

Name = TypeVar("Name")

_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@final
class MalformedIdentifier(RuralTaobaoError, ValueError):
    """
    A text cannot be an id.

    Attributes:
        kind: What the id was for, as the name of its type.
        given: The text, or another value, that was given.
    """

    def __init__(self, kind: str, given: object) -> None:
        self.kind = kind
        self.given = given
        super().__init__(kind, given)

    def __str__(self) -> str:
        article = "an" if self.kind[0] in "AEIOU" else "a"
        return (
            f"{article} {self.kind} must be 1 to 64 ASCII letters, digits, '.', '_' or '-' "
            f"and start with a letter or a digit, but {shown(self.given, 80)} was given; "
            "choose such an id and keep other names in a name field"
        )


class Identifier(str):
    """
    A checked id; the base of the types below, not used by itself.

    Raises:
        MalformedIdentifier: The text does not have the form of an id.

    Example:
        >>> StationId("sanhe-01")
        StationId('sanhe-01')
        >>> StationId("三河")
        Traceback (most recent call last):
            ...
        rural_taobao.identifiers.MalformedIdentifier: a StationId must be 1 to 64 ASCII letters, ...
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check the text, which must be a string, and make the id of it."""
        if type(text) is cls:
            return text
        if not isinstance(text, str) or not _FORM.fullmatch(text):
            raise MalformedIdentifier(cls.__name__, text)
        return super().__new__(cls, text)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str.__repr__(self)})"


def several(names: str | Iterable[Name]) -> Iterable[str | Name]:
    """
    Give names one by one, where a single text is one name and not a list of its letters.

    Example:
        >>> several("phones"), several(["phones", "seeds"])
        (['phones'], ['phones', 'seeds'])
    """
    return [names] if isinstance(names, str) else names


@final
class CentreId(Identifier):
    """The id of a county service centre."""

    __slots__ = ()


@final
class StationId(Identifier):
    """The id of a village service station."""

    __slots__ = ()


@final
class PartnerId(Identifier):
    """The id of a partner: the person who runs a station."""

    __slots__ = ()


@final
class PayeeId(Identifier):
    """The id of a payee: who is paid, which is not always the partner."""

    __slots__ = ()


@final
class VersionId(Identifier):
    """The name of a version, of a station model (`2.0`) or of a plan (`2016a`)."""

    __slots__ = ()


@final
class ServiceId(Identifier):
    """The id of a service that stations bring to villagers."""

    __slots__ = ()


@final
class ProviderId(Identifier):
    """The id of whoever provides a service and decides on it: a bank, a hospital, a railway."""

    __slots__ = ()


@final
class PlanId(Identifier):
    """The id of a commission plan, the same through all its versions."""

    __slots__ = ()


@final
class RuleId(Identifier):
    """The id of a rule within a plan, the same through all the plan's versions."""

    __slots__ = ()


@final
class CampaignId(Identifier):
    """The name of a campaign within a plan: a boost of a rule, or a layer of rules of its own."""

    __slots__ = ()


@final
class CapId(Identifier):
    """The id of a cap that several events, rules or payees share, the same through all the plan's versions."""

    __slots__ = ()


@final
class DeductionId(Identifier):
    """The id of a deduction within the payout terms of a plan."""

    __slots__ = ()


@final
class FestivalId(Identifier):
    """The id of a festival, the same for all its editions."""

    __slots__ = ()


@final
class EventId(Identifier):
    """The id of an event, unique among all: orders, parcels, referrals, refunds and cancellations."""

    __slots__ = ()


@final
class HappeningId(Identifier):
    """The id of what happened to one centre, station, partner or posting, or of its cancellation; unique there."""

    __slots__ = ()


@final
class TargetId(Identifier):
    """The id of a target of a programme."""

    __slots__ = ()


@final
class ClaimId(Identifier):
    """The id of what a source claims of a programme."""

    __slots__ = ()


@final
class StandardId(Identifier):
    """The id of a standard that partners are assessed by, the same through all its versions."""

    __slots__ = ()


@final
class ThresholdId(Identifier):
    """The id of a threshold within a version of a standard."""

    __slots__ = ()


@final
class CategoryCode(Identifier):
    """The code of a category of goods or services."""

    __slots__ = ()


@final
class TagCode(Identifier):
    """A code that an order is tagged with; what it means is the business of whoever states it."""

    __slots__ = ()


@final
class Party(Word):
    """
    A role that takes a share of a commission.

    Example:
        >>> Party("county_centre")
        <Party.COUNTY_CENTRE: 'county_centre'>
    """

    PARTNER = "partner"
    COUNTY_CENTRE = "county_centre"
    PLATFORM = "platform"
    HELPER = "helper"
    """Whoever served in the place of the partner in charge, where an event names one."""
