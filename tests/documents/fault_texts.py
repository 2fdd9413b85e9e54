"""
The faults of a plan's rules, and of what stands beside them, as people read them, kept in `fault_texts.txt`.

    python -m tests.documents.fault_texts

writes the file anew; what it then changes in the file is to be read as whoever wrote the plan will read it.
"""

from pathlib import Path
from typing import Final

from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.plans import plan_from_text

__all__ = ["BESIDE", "BY_PIECE", "FAULTY", "KEPT", "RULE", "VERSION", "WHOLE", "places", "told"]

KEPT: Final = Path(__file__).with_suffix(".txt")
VERSION: Final = """
format = "rural-taobao plan 1"
plan = "example"
currency = "CNY"
[[versions]]
version = "2016"
from = 2016-01-01
hit_policy = "first"
earned_on = "placed"
running_totals = "carry"
"""
RULE: Final = """
[[versions.rules]]
rule = "a"
when = {}
rounding = "half_up"
on_refund = "rerate"
"""
SPLIT: Final = 'split = { mode = "first", shares = [{ party = "partner", share = "100 %" }] }\n'
MONEY: Final = f'basis = "gross"\nmeasured_on = "order"\n{SPLIT}'
MONTH: Final = f'basis = "gross"\nmeasured_on = "running_total"\n{SPLIT}'
UNITS: Final = f'basis = "quantity"\nmeasured_on = "order"\n{SPLIT}'
ONE_PERCENT: Final = 'form = "percentage", rate = "1 %"'
PERCENT: Final = f"rate = {{ {ONE_PERCENT} }}"
LEVELS: Final = f"""
levels = {{ mode = "additive", missing = "skip", levels = [{{ party = "partner", {PERCENT} }}] }}
"""
BY_PIECE: Final = f'{UNITS}rate = {{ form = "per_unit", price = "1.00" }}\n'
CAMPAIGN: Final = """
[[versions.campaigns]]
campaign = "autumn"
effect = "adds"
budget = "12.00"
[[versions.campaigns.rules]]
rule = "b"
when = {}
rounding = "half_up"
on_refund = "reverse"
"""
EXCEPTION: Final = CAMPAIGN.replace("campaign", "exception").replace('budget = "12.00"', "days = { from = 2016-01-01 }")
ENDED: Final = EXCEPTION.replace("2016-01-01 }", "2016-01-01, to = 2016-02-01 }")
FEE: Final = RULE.replace('"a"', '"f"') + f'direction = "owes"\n{BY_PIECE}'
NAMED: Final = 'cap = "c", '
BY_MONTH: Final = 'form = "attainment", quota = "100.00", rate = "1 %", mode = "graduated", prorated = "whole"'
WHOLE_QUOTA: Final = '{ from = "0 %", factor = "100 %" }'
QUOTA: Final = f"{BY_MONTH}, boundary = 'upper_inclusive', steps = [{WHOLE_QUOTA}]"
FIRST: Final = '{ from = "0 %", to = "50 %", factor = "100 %" }'
SECOND: Final = '{ from = "50 %", factor = "150 %" }'


def _caps(*caps: tuple[str, str, str]) -> str:
    """Write caps of payees, each by its id, its amount and its rules."""
    stated = 'amount = "{}", of = "payee", within = "plan", rules = [{}]'
    listed = [f"{{ {named}{stated.format(most, of)} }}" for named, most, of in caps]
    return f"caps = [{', '.join(listed)}]"


def _promise(kind: str, more: str) -> str:
    return f'{kind}s = [{{ {kind} = "least", amount = "9.00", rules = ["f"], {more}prorated = "whole" }}]'


def _free(per: str, measure: str) -> str:
    return f'allowance = {{ per = "{per}", measure = {measure} }}'


def _rate(facts: str) -> str:
    return f"rate = {{ {facts} }}"


def _steps(*steps: str, more: str = "") -> str:
    return _rate(f"{BY_MONTH}, boundary = 'upper_inclusive', steps = [{', '.join(steps)}]{more}")


def _points(*points: str) -> str:
    return _rate(f'form = "interpolated", overflow = "last_tier", points = [{", ".join(points)}]')


def _bands(*bands: str, step: str = '"0.01"') -> str:
    return _rate(f'form = "banded", step = {step}, bands = [{", ".join(bands)}]')


def _tiers(*tiers: str) -> str:
    return _rate(f'form = "graduated", boundary = "upper_inclusive", tiers = [{", ".join(tiers)}]')


def _volume(*tiers: str, volume: str = "quantity") -> str:
    tables = f"tiers = [{', '.join(tiers)}]"
    return _rate(f'form = "by_volume", volume = "{volume}", boundary = "upper_inclusive", {tables}')


def _by_key(sanhe: str, otherwise: str) -> str:
    return _rate(f'form = "by_key", key = "station", table = {{ sanhe = {sanhe} }}, otherwise = {otherwise}')


FAULTY: Final = {
    "no steps": MONTH + _steps(),
    "a step that is open in the middle": MONTH + _steps(FIRST.replace(', to = "50 %"', ""), SECOND),
    "steps that overlap": MONTH + _steps(FIRST, SECOND.replace("50 %", "40 %", 1)),
    "steps with a gap": MONTH + _steps(FIRST, SECOND.replace("50 %", "60 %", 1)),
    "steps from above 0 and with an end": MONTH + _steps(FIRST.replace('"0 %"', '"10 %"')),
    "a step within a coin": MONTH + _steps(FIRST.replace("50 %", "0.001 %"), SECOND.replace('"50 %', '"0.001 %')),
    "a step within a coin of one's own quota": MONTH
    + _steps(FIRST, SECOND, more=', quotas = [{ payee = "p", quota = "0.01" }]'),
    "no points": MONEY + _points(),
    "points that fall": MONEY + _points('{ at = "5.00", rate = "1 %" }', '{ at = "0.00", rate = "2 %" }'),
    "points at one place": MONEY + _points('{ at = "0.00", rate = "1 %" }', '{ at = "0.00", rate = "2 %" }'),
    "a point below 0": MONEY + _points('{ at = "-5.00", rate = "1 %" }', '{ at = "0.00", rate = "2 %" }'),
    "points of money and of units": MONEY + _points('{ at = "0.00", rate = "1 %" }', '{ at = 5, price = "1.00" }'),
    "no bands": MONEY + _bands(),
    "a band below 0": MONEY + _bands('{ from = "-1.00", rate = "1 %" }'),
    "a band from money to units": MONEY + _bands('{ from = "0.00", to = 5, rate = "1 %" }'),
    "a band backwards": MONEY + _bands('{ from = "5.00", to = "1.00", rate = "1 %" }'),
    "a band that is open in the middle": MONEY
    + _bands('{ from = "0.00", rate = "1 %" }', '{ from = "5.00", rate = "2 %" }'),
    "bands of money and of units": MONEY
    + _bands('{ from = "0.00", to = "4.99", rate = "1 %" }', '{ from = 5, price = "2.00" }'),
    "a band of money at a price": MONEY + _bands('{ from = "0.00", price = "1.00" }'),
    "a band of units at a rate": UNITS + _bands('{ from = 0, rate = "1 %" }', step="1"),
    "a step of money between bands of units with a gap": UNITS
    + _bands('{ from = 0, to = 5, price = "1.00" }', '{ from = 9, price = "1.00" }'),
    "a step of units between bands of money and of units": MONEY
    + _bands('{ from = "0.00", to = "4.99", rate = "1 %" }', '{ from = 900, price = "2.00" }', step="1"),
    "a step of money between bands of units": UNITS
    + _bands('{ from = 0, to = 5, price = "1.00" }', '{ from = 6, price = "1.00" }'),
    "a tier below 0": MONEY + _tiers('{ from = "-1.00", rate = "1 %" }'),
    "a tier from money to units": MONEY + _tiers('{ from = "0.00", to = 5, rate = "1 %" }'),
    "tiers of money and of units": MONEY
    + _tiers('{ from = "0.00", to = "5.00", rate = "1 %" }', '{ from = 5, price = "1.00" }'),
    "a tier of a volume below 0": MONEY + _volume('{ from = -1, rate = "1 %" }'),
    "a tier of a volume from units to money": MONEY + _volume('{ from = 0, to = "5.00", rate = "1 %" }'),
    "a tier of a volume backwards": MONEY + _volume('{ from = 5, to = 1, rate = "1 %" }'),
    "tiers of a volume of units and of money": MONEY
    + _volume('{ from = 0, to = 5, rate = "1 %" }', '{ from = "5.00", rate = "1 %" }'),
    "tiers of a volume at a rate and at a price": MONEY
    + _volume('{ from = 0, to = 5, rate = "1 %" }', '{ from = 5, price = "1.00" }'),
    "tiers of money by the quantity": MONEY + _volume('{ from = "0.00", rate = "1 %" }'),
    "a volume of what is paid for": MONEY + _volume('{ from = "0.00", rate = "1 %" }', volume="gross"),
    "a volume beside an allowance": f'{MONEY}allowance = {{ per = "order", measure = "1.00" }}\n'
    + _volume('{ from = 0, rate = "1 %" }'),
    "a campaign twice": f"{MONEY}{PERCENT}\nboosts = ["
    '{ campaign = "a", when = {}, plus = "1 %" }, { campaign = "a", when = {}, times = "150 %" }]',
    "a campaign that raises money by a price": f"{MONEY}{PERCENT}\n"
    'boosts = [{ campaign = "a", when = {}, plus_price = "1.00" }]',
    "a level that leaves nothing": MONEY.replace(SPLIT, "")
    + f'levels = {{ mode = "subtract_lower", missing = "skip", levels = [{{ party = "partner", {PERCENT} }}, '
    '{ party = "county_centre", rate = { form = "flat", amount = "1.00" } }] }',
    "bounds of a unit that bound nothing": f"{BY_PIECE}per_unit = {{}}",
    "bounds of a unit that cross": f'{BY_PIECE}per_unit = {{ floor = "2.00", cap = "1.00" }}',
    "a price above a threshold of money": MONEY + _rate('form = "linear", threshold = "5.00", rate = "1.00"'),
    "a threshold below 0": MONEY + _rate('form = "linear", threshold = "-5.00", rate = "1 %"'),
    "a bonus below 0": MONTH + _rate('form = "bonus", at = "-5.00", amount = "5.00"'),
    "a package that holds nothing": MONEY + _rate('form = "per_package", size = "0.00", price = "50.00"'),
    "levels of a running total": f'{LEVELS}basis = "gross"\nmeasured_on = "running_total"\n',
    "levels of a fee": f'direction = "owes"\nbasis = "gross"\nmeasured_on = "order"\n{LEVELS}',
    "a bonus of a fee": f'direction = "owes"\n{MONTH}' + _rate('form = "bonus", at = "5.00", amount = "5.00"'),
    "a quota of a fee for one station": f'direction = "owes"\n{MONTH}'
    + _by_key(f"{{ {QUOTA} }}", f"{{ {ONE_PERCENT} }}"),
    "a quota of a fee elsewhere": f'direction = "owes"\n{MONTH}' + _by_key(f"{{ {ONE_PERCENT} }}", f"{{ {QUOTA} }}"),
    "a quota of single orders": MONEY + _rate(QUOTA),
    "an amount for each event on a running total": MONTH + _rate('form = "flat", amount = "1.00"'),
    "a rate of money on a quantity": UNITS + PERCENT,
    "an allowance of units on money": f"{MONEY}{PERCENT}\n{_free('order', '3')}",
    "an allowance of units beside a rate that cannot be read": f"{MONEY}rate = 7\n{_free('order', '3')}",
    "a floor of a rule below 0": f'{MONEY}{PERCENT}\nfloor = "-1.00"',
    "a cap of a rule below 0": f'{MONEY}{PERCENT}\ncap = "-1.00"',
    "a cap below the floor": f'{MONEY}{PERCENT}\nfloor = "2.00"\ncap = "1.00"',
    "a cap of nothing below the floor": f'{MONEY}{PERCENT}\nfloor = "0.01"\ncap = "0.00"',
    "a clawback beside a refund that rates anew": f'{MONEY}{PERCENT}\nclawback = {{ form = "unearned", months = 9 }}',
    "tiers from above 0, of which one cannot be read": MONEY
    + _tiers('{ from = "1.00", to = "5.00", rate = "1 %" }', '{ from = "seven", rate = "2 %" }'),
    "tiers that fall": MONEY
    + _tiers('{ from = "5.00", to = "9.00", rate = "1 %" }', '{ from = "1.00", to = "5.00", rate = "1 %" }'),
    "tiers that fall to nothing, where there is a flat amount": MONEY
    + _tiers('{ from = "5.00", rate = "1 %" }', '{ from = "0.00", to = "5.00", rate = "1 %", flat = "1.00" }'),
    "tiers with an end, of which one cannot be read": MONEY
    + _tiers('{ from = "0.00", to = "5.00", rate = "1 %" }', '{ from = "five", to = "9.00", rate = "1 %" }').replace(
        "}]", '}, { from = "9.00", to = "12.00", rate = "1 %" }]'
    ),
    "a tier that is open in the middle": MONEY
    + _tiers('{ from = "0.00", rate = "1 %" }', '{ from = "5.00", rate = "1 %" }'),
    "no tiers": MONEY + _tiers(),
    "a tier backwards": MONEY + _tiers('{ from = "5.00", to = "1.00", rate = "1 %" }'),
    "a package of a tier that holds nothing": MONEY + _tiers('{ from = "0.00", package = "0.00", price = "1.00" }'),
    "a first flat amount from 0": MONEY + _tiers('{ from = "0.00", flat = "1.00", rate = "1 %" }'),
    "a party that is paid twice": MONEY.replace(
        SPLIT, SPLIT.replace("] }", ', { party = "partner", share = "1 %" }] }')
    )
    + PERCENT,
}
"""What is wrong with a rule, each with the rest of the rule in a document."""
BESIDE: Final = {
    "a cap of no rule": _caps((NAMED, "1.00", "")),
    "a cap below 0": _caps((NAMED, "-1.00", '"a"')),
    "two caps of one id": _caps((NAMED, "1.00", '"a"'), (NAMED, "2.00", '"a"')),
    "two caps of one id after one that cannot be read": _caps((NAMED, "1.00", '"a"'), (NAMED, "2.00", '"a"')).replace(
        "[{", "[7, {", 1
    ),
    "a cap without an id beside another": _caps(("", "1.00", '"a"'), (NAMED, "2.00", '"a"')),
    "a cap without an id beside a budget": _caps(("", "1.00", '"a"')) + CAMPAIGN + MONEY + PERCENT,
    "a cap of the id of a campaign": _caps(('cap = "autumn", ', "1.00", '"a"')) + CAMPAIGN + MONEY + PERCENT,
    "a budget below 0": CAMPAIGN.replace("12.00", "-12.00") + MONEY + PERCENT,
    "a budget of a fee": f'{CAMPAIGN}direction = "owes"\n{MONEY}{PERCENT}',
    "a budget of levels": f'{CAMPAIGN}basis = "gross"\nmeasured_on = "order"\n{LEVELS}',
    "an exception without an end": EXCEPTION + MONEY + PERCENT,
}
"""What is wrong with a version, each with that part of it in a document."""
BEST: Final = VERSION.replace('"first"', '"best_for_payee"')
WITHOUT: Final = VERSION.replace('running_totals = "carry"\n', "")
FREE_BY_MONTH: Final = MONEY + PERCENT + "\n" + _free("period", '"1.00"') + "\n"
REVERSED: Final = RULE.replace("rerate", "reverse")
EARLIER: Final = RULE.replace('"a"', '"z"')
WHOLE: Final = {
    "nothing said of two running totals": WITHOUT + RULE + MONTH + PERCENT + EARLIER + MONTH + PERCENT,
    "nothing said of a free amount of each month": WITHOUT + RULE + FREE_BY_MONTH,
    "nothing said of the total of a cap": WITHOUT + _caps((NAMED, "1.00", '"a"')) + RULE + BY_PIECE,
    "nothing said of the total of a budget": WITHOUT + CAMPAIGN + MONEY + PERCENT + RULE + BY_PIECE,
    "the best of running totals": BEST + RULE + MONTH + PERCENT,
    "the best of running totals in a campaign": BEST
    + CAMPAIGN.replace('budget = "12.00"\n', "")
    + MONTH
    + PERCENT
    + RULE
    + BY_PIECE,
    "the best of running totals in an exception": BEST + ENDED + MONTH + PERCENT + RULE + BY_PIECE,
    "the best of free amounts of each month": BEST + RULE + FREE_BY_MONTH,
    "a bonus that is taken back in proportion": VERSION
    + REVERSED
    + MONTH
    + _rate('form = "bonus", at = "5.00", amount = "5.00"'),
    "a volume that is taken back in proportion": VERSION
    + REVERSED
    + MONEY
    + _volume('{ from = 0, to = 5, rate = "2 %" }', '{ from = 5, rate = "1 %" }'),
    "a guarantee that counts a fee": VERSION + _promise("guarantee", "") + FEE + RULE + BY_PIECE,
    "a draw that counts a fee": VERSION + _promise("draw", "recoverable = true, ") + FEE + RULE + BY_PIECE,
    "a budget below 0 of the second campaign": VERSION
    + CAMPAIGN.replace('budget = "12.00"\n', "").replace("autumn", "spring").replace('"b"', '"y"')
    + BY_PIECE
    + CAMPAIGN.replace("12.00", "-12.00")
    + BY_PIECE
    + RULE
    + BY_PIECE,
    "the second campaign of the id of a cap": VERSION
    + _caps((NAMED, "1.00", '"a"'))
    + CAMPAIGN.replace('budget = "12.00"\n', "").replace('"b"', '"y"')
    + BY_PIECE
    + CAMPAIGN.replace("autumn", "c")
    + BY_PIECE
    + RULE
    + BY_PIECE,
}
"""What is wrong with a whole plan, written out."""


def _faults(plan: str) -> list[tuple[str, str]]:
    """Give the faults of a plan, each behind its place in the version."""
    try:
        plan_from_text(plan)
    except DocumentsRefused as refused:
        return [(fault.place.removeprefix("versions[0]."), fault.message) for fault in refused.faults]
    return []


def places(plan: str) -> list[str]:
    """Give the places in the version of a plan at which something is wrong."""
    return [place for place, _ in _faults(plan)]


def told() -> str:
    """Give the faults of each plan under what is wrong with it."""
    plans = {what: VERSION + RULE + rule for what, rule in FAULTY.items()}
    plans |= {what: VERSION + part + RULE + BY_PIECE for what, part in BESIDE.items()} | WHOLE
    lines = {what: [f"    {place}: {message}" for place, message in _faults(plan)] for what, plan in plans.items()}
    return "".join("\n".join([what, *(faults or ["    no fault"]), ""]) for what, faults in lines.items())


if __name__ == "__main__":
    KEPT.write_text(told(), encoding="utf-8", newline="\n")
