"""Splits: how a rounded commission is shared by the parties of an order, to the last coin."""

from collections.abc import Iterable
from typing import final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import MILLIONTHS, Rate, is_rate
from rural_taobao.identifiers import Party
from rural_taobao.money import Allocation, allocated

__all__ = ["PartyTwice", "Share", "SharesNotWhole", "Split"]


@final
class SharesNotWhole(RuralTaobaoError, ValueError):
    """
    The shares of a split are not the whole.

    Attributes:
        total: What they add up to.
    """

    def __init__(self, total: Rate) -> None:
        self.total = total
        super().__init__(total)

    def __str__(self) -> str:
        side = "above" if self.total.millionths > MILLIONTHS else "below"
        return (
            f"the shares of a split must add up to 100 %, but they add up to {self.total}, {side} it; "
            "change a share, or add the party that takes the rest"
        )


@final
class PartyTwice(RuralTaobaoError, ValueError):
    """
    A party has two shares of one split.

    Attributes:
        party: The party.
    """

    def __init__(self, party: Party) -> None:
        self.party = party
        super().__init__(party)

    def __str__(self) -> str:
        return f"a party must have one share of a split, but {self.party} has two; add them up"


@final
@frozen
class Share:
    """
    What one party takes.

    Attributes:
        party: Who.
        rate: How much of the commission; 0 % takes nothing, ever.
    """

    party: Party = field(converter=Party)
    rate: Rate = field(validator=is_rate)


def _shares(shares: Iterable[Share]) -> tuple[Share, ...]:
    return tuple(shares)


def _whole(_value: "Split", _attribute: object, shares: tuple[Share, ...]) -> None:
    seen: set[Party] = set()
    for share in shares:
        if share.party in seen:
            raise PartyTwice(share.party)
        seen.add(share.party)
    total = sum(share.rate.millionths for share in shares)
    if total != MILLIONTHS:
        raise SharesNotWhole(Rate(total))


@final
@frozen
class Split:
    """
    The shares of all parties; they make the whole.

    Attributes:
        shares: In the order in which ties are settled.
        mode: Who takes the units that are left.

    Raises:
        SharesNotWhole: They do not add up to 100 %.
        PartyTwice: A party has two.

    Example:
        >>> split = Split(
        ...     [
        ...         Share("partner", Rate.parse("70 %")),
        ...         Share("county_centre", Rate.parse("20 %")),
        ...         Share("platform", Rate.parse("10 %")),
        ...     ],
        ...     Allocation.LARGEST_REMAINDER,
        ... )
        >>> split.parts(999)
        (699, 200, 100)
    """

    shares: tuple[Share, ...] = field(converter=_shares, validator=_whole)
    mode: Allocation = field(converter=Allocation)

    @classmethod
    def all_to(cls, party: Party | str) -> "Split":
        """Give all of it to one party."""
        return cls([Share(Party(party), Rate(MILLIONTHS))], Allocation.LARGEST_REMAINDER)

    @property
    def parties(self) -> tuple[Party, ...]:
        """Who takes a share, in the declared order."""
        return tuple(share.party for share in self.shares)

    @property
    def weights(self) -> tuple[int, ...]:
        """The shares in millionths, in the declared order."""
        return tuple(share.rate.millionths for share in self.shares)

    def parts(self, commission: int) -> tuple[int, ...]:
        """Divide a commission in minor units, of any sign, into one part a share."""
        return allocated(commission, self.weights, self.mode)
