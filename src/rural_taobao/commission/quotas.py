"""Quotas: the table of tiers that attainment comes to, for a payee and a month."""

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.attainment import Attainment, AttainmentMode
from rural_taobao.commission.edges import size_of
from rural_taobao.commission.proration import prorated
from rural_taobao.commission.rates import Graduated, WholeAmount
from rural_taobao.commission.tiers import Tier
from rural_taobao.exact import Rounding
from rural_taobao.money import Money

__all__ = ["for_all", "for_payee"]


def for_all(attainment: Attainment) -> Graduated | WholeAmount:
    """
    Give the table of a whole month under the quota of all.

    Example:
        >>> from rural_taobao.commission.attainment import AttainmentStep
        >>> from rural_taobao.exact import Rate
        >>> percent = Rate.parse
        >>> attainment = Attainment(
        ...     quota=Money.parse("1000.00"),
        ...     rate=percent("10 %"),
        ...     mode="graduated",
        ...     boundary="upper_inclusive",
        ...     steps=[
        ...         AttainmentStep(percent("0 %"), percent("50 %"), percent("50 %")),
        ...         AttainmentStep(percent("50 %"), None, percent("100 %")),
        ...     ],
        ...     prorated="whole",
        ... )
        >>> [(str(tier.start), str(tier.rate)) for tier in for_all(attainment).tiers]
        [('¥0.00', '5 %'), ('¥500.00', '10 %')]
    """
    return _table(attainment, size_of(attainment.quota))


def for_payee(attainment: Attainment, payee: str, days: int, of: int) -> Graduated | WholeAmount:
    """
    Give the table of a month of a payee.

    Args:
        attainment: What it goes by.
        payee: The payee.
        days: The days of the month on which it was in charge of a station; one that was on none has the whole quota.
        of: The days of the month.

    Returns:
        The tiers under the quota of the payee in that month; a step that so small a quota leaves nothing in is left
        out. A prorated quota is at least one coin, or one unit.
    """
    whole = attainment.quota_of(payee)
    due = evaluated(prorated(whole, attainment.prorated, days or of, of)).rounded(Rounding.DOWN)
    return _table(attainment, max(due, 1))


def _table(attainment: Attainment, quota: int) -> Graduated | WholeAmount:
    measured = attainment.quota

    def edge(size: int) -> Money | int:
        return Money(size, measured.currency) if isinstance(measured, Money) else size

    starts = attainment.edges(quota)
    ends = (*starts[1:], None)
    tiers = [
        Tier(edge(start), rate, None if end is None else edge(end))
        for start, end, rate in zip(starts, ends, attainment.rates, strict=True)
        if end is None or start < end
    ]
    form = Graduated if attainment.mode is AttainmentMode.GRADUATED else WholeAmount
    return form(tiers=tiers, boundary=attainment.boundary)
