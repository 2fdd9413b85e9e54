"""The month of the page of forms: what the plan on that page comes to, with other lines in place of its own."""

from datetime import date, datetime
from pathlib import Path
from typing import Final

from attrs import evolve

from rural_taobao import Ledger, Money, Order, Scope, read_plan, settle
from rural_taobao.commission import CommissionPlan, PayoutTerms, paid_out
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals import programme_calendar
from rural_taobao.identifiers import Party
from rural_taobao.network import HelperPosting, Network, Partner, Payee, Posting, Station, programme_versions
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.settlement import Event, Line, Parcel, Refund

__all__ = ["comes_to", "keyed", "plan_with"]

OF_A_VERSION: Final = (
    "version",
    "hit_policy",
    "earned_on",
    "running_totals",
    "categories",
    "caps",
    "campaigns",
    "exceptions",
    "guarantees",
    "draws",
    "payout",
)
"""The keys of a line that stands in the version; all others stand in its rule."""


def _at(instant: str) -> datetime:
    return datetime.fromisoformat(f"{instant}+08:00")


def _village() -> Network:
    one, always = one_village(), Period(date(2015, 6, 1))
    return evolve(
        one,
        versions=programme_versions({"1.0": "example", "2.0": "example"}),
        stations=[*one.stations, Station("beili", centre="feixi", open=always)],
        partners=[
            *one.partners,
            Partner("wang", contract=Period(date(2016, 11, 1)), engagement="part_time"),
            Partner("zhao", contract=always, engagement="part_time"),
        ],
        payees=[*one.payees, Payee("wang", known=always), Payee("zhao", known=always)],
        postings=[*one.postings, Posting("beili", "wang", "wang", "1.0", Period(date(2016, 11, 16)))],
        helpers=[HelperPosting("sanhe", partner="zhao", payee="zhao", period=always)],
    )


VILLAGE: Final = _village()
ORDERS: Final = (
    Order(
        id="a",
        station="sanhe",
        category="seeds",
        gross=Money.parse("600.00"),
        cost=Money.parse("500.00"),
        quantity=2,
        placed=_at("2016-11-10T10:00"),
        known_at=_at("2016-11-10T10:00"),
    ),
    Order(
        id="b",
        station="sanhe",
        category="phones",
        gross=Money.parse("1000.00"),
        discount=Money.parse("100.00"),
        tax_included=Money.parse("50.00"),
        tax_added=Money.parse("20.00"),
        shipping=Money.parse("10.00"),
        cost=Money.parse("700.00"),
        quantity=3,
        tags=["fresh"],
        helper="zhao",
        placed=_at("2016-11-11T00:03"),
        deposit=_at("2016-11-11T00:04"),
        balance=_at("2016-11-11T00:05"),
        paid=_at("2016-11-11T00:05"),
        received=_at("2016-11-29T09:00"),
        known_at=_at("2016-11-29T09:00"),
    ),
    Order(
        id="c",
        station="beili",
        category="clothing",
        gross=Money.parse("400.00"),
        cost=Money.parse("400.00"),
        placed=_at("2016-11-20T10:00"),
        known_at=_at("2016-11-20T10:00"),
    ),
)
PARCEL: Final = Parcel(
    id="p", station="sanhe", pieces=2, handed_out=_at("2016-11-12T10:00"), known_at=_at("2016-11-12T10:00")
)
REFUND: Final = Refund(
    id="r",
    order="b",
    gross=Money.parse("500.00"),
    discount=Money.parse("50.00"),
    tax_included=Money.parse("25.00"),
    tax_added=Money.parse("10.00"),
    shipping=Money.parse("5.00"),
    cost=Money.parse("350.00"),
    quantity=1,
    at=_at("2016-12-12T10:00"),
    known_at=_at("2016-12-12T10:00"),
)
NOTHING: Final = Money(0)
SPACE: Final = "\N{NO-BREAK SPACE}"
"""What stands before an amount, so that a narrow column does not part the two."""


def keyed(lines: str) -> dict[str, str]:
    """
    Give lines by the key with which each begins.

    Example:
        >>> keyed('basis = "net"')
        {'basis': 'basis = "net"'}
    """
    return {line.partition(" = ")[0]: line for line in lines.split("\n") if line}


def plan_with(plan: str, changes: str) -> str:
    """Write a plan with other lines in place of its own; where two totals meet, with a second version."""
    head, version, rule = plan.split("\n\n")
    lines = {"version": keyed(version), "rule": keyed(rule)}
    stated = keyed(changes)
    for key, line in stated.items():
        lines["version" if key in OF_A_VERSION else "rule"][key] = line
    for key in ("rate", "split") if "levels" in stated else ():
        del lines["rule"][key]
    versions = ["\n".join(lines["version"].values())]
    if "running_totals" in stated:
        ends = lines["version"].pop("to")
        versions = ["\n".join(lines["version"].values())]
        later = {"version": 'version = "2016-11-11"', "from": "from = 2016-11-11", "to": ends}
        versions.append("\n".join((lines["version"] | later).values()))
    return "\n\n".join([head, *(f"{each}\n\n" + "\n".join(lines["rule"].values()) for each in versions)]) + "\n"


def _ledger(plan: CommissionPlan, stated: dict[str, str]) -> Ledger:
    """Settle November; October before it where there are draws, December after it where something is of December."""
    calendar = programme_calendar()
    events: list[Event] = [*ORDERS, PARCEL]
    october = settle(VILLAGE, [plan], calendar, (), Scope("2016-10")).ledger if "draws" in stated else Ledger()
    november = settle(VILLAGE, [plan], calendar, events, Scope("2016-11"), posted=october).ledger
    if not stated.keys() & {"earned_on", "on_refund"}:
        return november
    late: list[Event] = [REFUND] if "on_refund" in stated else []
    return settle(VILLAGE, [plan], calendar, events + late, Scope("2016-12"), posted=november).ledger


def _place(line: Line) -> tuple[bool, str, int]:
    """Give where a line is told of, in whatever order lines are posted: what belongs to a month alone comes last."""
    return line.event == str(line.earned), line.event, list(Party).index(line.party)


def _told(line: Line) -> str:
    month = str(line.earned)
    who = "" if line.party == "partner" and line.event != month else f" {line.payee}"
    when = "" if month in {"2016-11", line.event} else f" in {month}"
    return f"{line.event}{who}{SPACE}{line.amount.decimal}{when}"


def _paid(terms: PayoutTerms, ledger: Ledger) -> str:
    earned = sum((line.amount for line in ledger if line.payee == "li"), NOTHING)
    payout = paid_out(
        terms, earned, carried_before=NOTHING, taxed_before=NOTHING, withheld_before=NOTHING, on_hold=False
    )
    last = payout.steps[-1]
    return f"{(-last.amount).decimal} paid, {last.left.decimal} carried forward"


def comes_to(text: str, changes: str, file: Path, *, of: str = "") -> str:
    """
    Say what the month comes to under a plan.

    Args:
        text: The plan.
        changes: The lines of it that are in question.
        file: Where it is written to, and read from.
        of: The order that is told of alone; each party then has its own name.
    """
    file.write_text(text, encoding="utf-8")
    plan, stated = read_plan(file), keyed(changes)
    try:
        ledger = _ledger(plan, stated)
    except RuralTaobaoError:
        return "an error"
    terms = plan.versions.entries[0].value.payout
    if terms is not None:
        return _paid(terms, ledger)
    lines = sorted(ledger, key=_place)
    if of:
        return ", ".join(f"{line.party}{SPACE}{line.amount.decimal}" for line in lines if line.event == of)
    return ", ".join(map(_told, lines)) or "nothing"
