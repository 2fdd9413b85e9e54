"""
Details: what a step of a life states beside its day: a reason, where and for whose account, on which terms, how long.

No name of a person belongs into a reason; its text stays out of `repr`, logs and errors all the same.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeAlias, final

from attrs import field, frozen
from attrs.validators import instance_of, optional

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.identifiers import CentreId, PayeeId, VersionId
from rural_taobao.kinds import of_kind
from rural_taobao.network.model_versions import Engagement
from rural_taobao.network.permissions import Cause, ClusteredDefaults, WithdrawnByHouse, WithdrawnByProvider
from rural_taobao.places.codes import CountyCode

__all__ = ["DETAILS", "Detail", "Leave", "Reason", "ReasonBlank", "RevokedFor", "Site", "Terms", "a_detail"]


@final
class ReasonBlank(RuralTaobaoError, ValueError):
    """
    A reason gives none.

    Attributes:
        given: What was given as one.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            f"a reason must be a text that says why, but {shown(self.given)} was given; "
            "say in a few words what led to it"
        )


def _said(_reason: object, _attribute: object, text: str) -> None:
    """Refuse a text that says nothing."""
    if not isinstance(text, str) or not text.strip():
        raise ReasonBlank(text)


@final
@frozen
class Reason:
    """
    Why something was done.

    Attributes:
        text: A few words, never blank; they stay out of `repr`.

    Raises:
        ReasonBlank: The text is blank, or none.

    Example:
        >>> Reason("no order in three full months").text
        'no order in three full months'
    """

    text: str = field(validator=_said, repr=False)


@final
@frozen
class Site:
    """
    Where a county centre is, and who is paid its share.

    Attributes:
        county: The county that it serves, by its code in the year in which it opens.
        payee: Who is paid the centre's share.

    Raises:
        MalformedCode, MalformedIdentifier: The code, or the id, is none.
    """

    county: CountyCode = field(converter=CountyCode)
    payee: PayeeId = field(converter=PayeeId)


@final
@frozen
class Terms:
    """
    On which terms a partner takes charge of a station.

    Attributes:
        version: The model version.
        payee: Who is paid for what the partner earns.
        reverts: Whether it is stated that the station goes back to an earlier version.

    Raises:
        MalformedIdentifier: An id is none.
    """

    version: VersionId = field(converter=VersionId)
    payee: PayeeId = field(converter=PayeeId)
    reverts: bool = field(default=False, validator=instance_of(bool))


@final
@frozen
class Leave:
    """
    For how long a service is permitted.

    Attributes:
        until: The first day on which it is permitted no more; None while no end is known.

    Raises:
        NotADay: The day is none.

    Example:
        >>> Leave(date(2017, 1, 1)).until.year, Leave().until
        (2017, None)
    """

    until: date | None = field(default=None, validator=optional(is_day))


@final
@frozen
class RevokedFor:
    """
    Why a permission is revoked.

    Attributes:
        cause: The cause.

    Raises:
        WrongKind: The cause is none.

    Example:
        >>> RevokedFor(ClusteredDefaults(3, 90)).cause.defaults
        3
    """

    cause: Cause = field(
        validator=of_kind((WithdrawnByProvider, WithdrawnByHouse, ClusteredDefaults), "WithdrawnByProvider() or such")
    )


Detail: TypeAlias = Reason | CentreId | VersionId | PayeeId | Engagement | Site | Terms | Leave | RevokedFor
"""What a happening may state."""
DETAILS: Final[dict[type[Detail], str]] = {
    Reason: "reason",
    CentreId: "county centre",
    VersionId: "model version",
    PayeeId: "payee",
    Engagement: "engagement",
    Site: "site",
    Terms: "statement of terms",
    Leave: "length of leave",
    RevokedFor: "cause",
}
"""Each kind of detail, as it is called in a sentence."""
a_detail: Callable[[object, object, Any], None] = of_kind(
    tuple(DETAILS), f"{', '.join(f'{kind.__name__}(...)' for kind in list(DETAILS)[:-1])} or RevokedFor(...)"
)
"""A validator, for attrs, that something is what a happening may state."""
