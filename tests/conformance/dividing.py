"""Dividing: parts of whole units, by shares, step by step, or level by level."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Final

from attrs import evolve

from rural_taobao.commission import Level, Levels, Percentage, Remaining, Share, Split, Step, Waterfall
from rural_taobao.commission.portions import weights_of
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.identifiers import Party
from rural_taobao.money import Allocation, Money
from tests.conformance.cases import CannotBeExpressed, Case, number
from tests.conformance.shop import HELPER, Coin, Shop, percent, rate_of, rule_of

__all__ = ["allotted", "complement", "hierarchy", "waterfall"]

Found = Mapping[str, object]
_UP: Final = (Party.HELPER, Party.PARTNER, Party.COUNTY_CENTRE, Party.PLATFORM)
"""Who can stand on a level, the lowest first."""
_REST: Final = ("rem", "remaining", "rest")


def _units(value: object) -> int:
    """Read whole units."""
    read = number(value)
    if read.denominator > 1:
        msg = f"{value} units, which are no whole number"
        raise CannotBeExpressed(msg)
    return read.numerator


def _portion(text: str) -> Fraction | None:
    """Read a percentage or a fraction as a share of one; None for what remains."""
    if text in _REST:
        return None
    return percent(text) if text.endswith("%") else number(text)


def _portions(texts: Sequence[str]) -> Sequence[int]:
    """Give what portions of one divide by: percentages as they stand, finer ones and fractions as parts."""
    portions = list(map(_portion, texts))
    stated = [each for each in portions if each is not None]
    if all((each * MILLIONTHS).denominator == 1 for each in stated):
        return weights_of([Remaining() if each is None else rate_of(each) for each in portions])
    # Parts do not say what remains, so that two of it, and what is no whole, are refused here.
    weights_of([Remaining()] * max(1, portions.count(None)))
    over = lcm(*(each.denominator for each in stated))
    parts = [None if each is None else int(each * over) for each in portions]
    left = over - sum(each for each in parts if each is not None)
    if left and None not in parts:
        # A share is of somebody: what parts leave of the whole, or what they take besides, is refused.
        Share("partner" if left < 0 else None, left)  # type: ignore[arg-type]
    return weights_of([left if each is None else each for each in parts])


def _weights(stated: Sequence[object]) -> Sequence[int]:
    """Give what is divided by: portions of one where any is a percentage, a fraction or what remains; else ratios."""
    texts = [str(each).strip() for each in stated]
    if any(text in _REST or "%" in text or "/" in text for text in texts):
        return _portions(texts)
    ratios = list(map(number, texts))
    over = lcm(*(each.denominator for each in ratios))
    return [int(each * over) for each in ratios]


def allotted(case: Case) -> tuple[int, ...]:
    """Divide whole units by weights."""
    case.has_only(rule=["mode", "weights"], inputs=["amount"])
    named = case.rule["mode"]
    if named not in {each.value for each in Allocation}:
        msg = f"the allocation mode {named}"
        raise CannotBeExpressed(msg)
    parts = Money(_units(case.inputs["amount"])).allocated(_weights(case.rule["weights"]), Allocation(named))
    return tuple(part.minor for part in parts)


def complement(case: Case) -> Found:
    """Give a percentage to the one and the rest to the other."""
    case.has_only(rule=["percent"], inputs=["amount"])
    share = rate_of(percent(case.rule["percent"]))
    split = Split([Share("platform", share), Share("partner", Remaining())], Allocation.LARGEST_REMAINDER)
    admin, vendor = split.parts(_units(case.inputs["amount"]))
    return {"sum": admin + vendor, "admin": admin, "vendor": vendor}


def waterfall(case: Case) -> Found:
    """Pour into the steps, and the rest into the last of them."""
    case.has_only(rule=["steps"], inputs=["amount"])
    *steps, rest = (list(step) for step in case.rule["steps"]) if case.rule["steps"] else [[]]
    if rest not in [[name] for name in _REST] or any(len(step) != 2 or step[0] != "max" for step in steps):
        msg = "a waterfall of other steps than maxima and then the rest"
        raise CannotBeExpressed(msg)
    amount = _units(case.inputs["amount"])
    poured = [Step("partner", Money(_units(most))) for _, most in steps]
    shared = Waterfall(poured, rest="platform") if poured else Split.all_to("platform")
    return {"parts": shared.divided(amount)}


def hierarchy(case: Case) -> Found:
    """Settle an order of the base under levels, each of which earns on what those below it leave."""
    case.has_only(rule=["percents", "digits"], inputs=["base"])
    percents, coin = case.rule["percents"], Coin(int(number(case.rule.get("digits", 2))))
    if len(percents) > len(_UP):
        msg = f"more than {len(_UP)} levels"
        raise CannotBeExpressed(msg)
    parties = _UP if len(percents) == len(_UP) else _UP[1:]
    standing = parties[: len(percents)]
    rates = [Percentage(rate_of(percent(each))) for each in percents]
    levels = Levels("subtract_lower", "error", [Level(*each) for each in zip(standing, rates, strict=True)])
    rule = evolve(rule_of(Percentage(Rate(0))), rate=None, split=None, levels=levels)
    shop = Shop([rule], coin)
    order = evolve(shop.order(0, gross=coin.money(case.inputs["base"])), helper=HELPER)
    shares: dict[Party, Fraction] = dict.fromkeys(standing, Fraction(0))
    for line in shop.settled([order]).lines:
        shares[line.party] += coin.major(line.amount)
    return {"shares": list(shares.values())}
