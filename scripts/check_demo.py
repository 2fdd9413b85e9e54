# /// script
# requires-python = ">=3.11"
# ///
"""
Check what `rural-taobao demo` wrote, by hand as it were: without the library, with whole numbers and nothing else.

Every amount must be a whole number of minor units, every key unique and made of its parts, every payment numbered from
1 on within its cell, every event and payee one that the input has.
The statements, the table and the JSON, must add up to the lines of the ledger: each of their items, each payee, and
all together.

    rural-taobao demo --out demo
    python scripts/check_demo.py demo
"""

import argparse
import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

Row = dict[str, str]
Item = tuple[str, ...]
Sums = dict[Item, tuple[int, int]]

KEY = ("event", "plan", "rule", "party", "payee", "component", "state", "currency", "number")
ITEM = ("payee", "posted", "currency", "plan", "rule", "party", "component", "earned")
STATED = ("payee", "month", "currency", "plan", "rule", "party", "component", "earned")
WHOLE = re.compile(r"0|-?[1-9][0-9]*")
DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def rows(path: Path) -> list[Row]:
    """Read a table; each row must have as many cells as the header."""
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, strict=True))
    if any(None in row or None in row.values() for row in found):
        sys.exit(f"{path}: a row has more or fewer cells than the header")
    return found


def minor_units(path: Path, text: str, form: re.Pattern[str]) -> int:
    """Read an amount; one in major units has all digits of its currency, so that the point can be left out."""
    if not form.fullmatch(text):
        sys.exit(f"{path}: {text!r} is no amount")
    return int(text.replace(".", ""))


def whole(number: object) -> int:
    """Give a number of the JSON, which must be a whole one."""
    if type(number) is not int:
        sys.exit(f"{number!r} in the statements is no whole number")
    return number


def summed(items: Iterable[tuple[Item, int, int]]) -> Sums:
    """Add up lines and amounts by item."""
    sums: Sums = {}
    for item, lines, amount in items:
        before = sums.get(item, (0, 0))
        sums[item] = before[0] + lines, before[1] + amount
    return sums


def by_payee(sums: Sums) -> Sums:
    """Add up what each payee has in each month and currency."""
    return summed((item[:3], *found) for item, found in sums.items())


def in_all(sums: Sums) -> tuple[int, int]:
    """Add up everything."""
    return sum(lines for lines, _ in sums.values()), sum(amount for _, amount in sums.values())


def keys_faults(ledger: Iterable[Row]) -> Iterator[str]:
    """Tell of keys that are there twice or are not made of their parts, and of lines that are misnumbered in a cell."""
    numbers: defaultdict[Item, list[str]] = defaultdict(list)
    keys: Counter[str] = Counter()
    for row in ledger:
        keys[row["key"]] += 1
        if row["key"] != "/".join(row[name] for name in KEY):
            yield f"the key {row['key']} is not made of its parts"
        numbers[tuple(row[name] for name in KEY[:-1])].append(row["number"])
    yield from (f"the key {key} is there {times} times" for key, times in keys.items() if times > 1)
    for cell, found in numbers.items():
        if found != [str(number) for number in range(1, len(found) + 1)]:
            yield f"the lines of {'/'.join(cell)} are numbered {', '.join(found)}"


def names_faults(folder: Path, ledger: Iterable[Row]) -> Iterator[str]:
    """Tell of events, stations and payees in the ledger that are not in the input."""
    known: dict[str, set[str]] = {
        "event": {
            row[column]
            for column in ("order", "parcel", "refund")
            if (path := folder / "events" / f"{column}s.csv").exists()
            for row in rows(path)
        },
        "station": {row["station"] for row in rows(folder / "network" / "stations.csv")},
        "payee": {row["payee"] for row in rows(folder / "network" / "payees.csv")},
    }
    for row in ledger:
        unknown = (what for what in known if row[what] not in known[what])
        yield from (f"{row['key']} names {row[what]}, which is no {what} of the input" for what in unknown)


def differences(name: str, stated: Sums, posted: Sums) -> Iterator[str]:
    """Tell where statements say something else than the ledger."""
    for item in sorted(stated.keys() | posted.keys()):
        if stated.get(item) != posted.get(item):
            yield f"{name}: {' '.join(item)} is {stated.get(item)}, but the ledger has {posted.get(item)}"


def faults(folder: Path) -> Iterator[str]:
    """Tell of everything that is wrong."""
    ledger_path, table_path, json_path = (folder / n for n in ("ledger.csv", "statements.csv", "statements.json"))
    ledger, table = rows(ledger_path), rows(table_path)
    document = json.loads(json_path.read_text(encoding="utf-8"), parse_float=str)
    yield from keys_faults(ledger)
    yield from names_faults(folder, ledger)

    statements = document["statements"]
    months = {statement["month"] for statement in statements}
    of_months = [row for row in ledger if row["posted"] in months]
    posted = summed(
        (tuple(row[name] for name in ITEM), 1, minor_units(ledger_path, row["amount_minor"], WHOLE))
        for row in of_months
    )
    in_table = summed(
        (tuple(row[name] for name in STATED), int(row["lines"]), minor_units(table_path, row["amount"], DECIMAL))
        for row in table
    )
    items = [
        (tuple((statement | item)[name] for name in STATED), whole(item["lines"]), whole(item["amount_minor"]))
        for statement in statements
        for item in statement["items"]
    ]
    heads = [
        (tuple(statement[name] for name in STATED[:3]), whole(statement["lines"]), whole(statement["accrued_minor"]))
        for statement in statements
    ]
    if not len(items) == len(table) == len(posted):
        yield f"{len(items)} items in the JSON, {len(table)} in the table, {len(posted)} in the ledger"
    if len(heads) != len(by_payee(posted)):
        yield f"{len(heads)} statements, but {len(by_payee(posted))} payees in the ledger"
    yield from differences(str(table_path), in_table, posted)
    yield from differences(str(json_path), summed(items), posted)
    yield from differences(f"{json_path}, in all", summed(heads), by_payee(posted))
    lines, amount = in_all(posted)
    for name, sums in (("the table", in_table), ("the JSON", summed(heads))):
        if in_all(sums) != (len(of_months), amount):
            yield f"in all, {name} has {in_all(sums)}, but the ledger {len(of_months)} lines and {amount} minor units"
    print(f"{folder}: {lines} lines, {len(heads)} statements, {amount} minor units in all")


def main() -> None:
    """Check a folder; the exit status is 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description="Check what rural-taobao demo wrote, without the library.")
    parser.add_argument("folder", type=Path)
    found = list(faults(parser.parse_args().folder))
    for fault in found:
        print(fault, file=sys.stderr)
    print("everything adds up" if not found else f"{len(found)} {'fault' if len(found) == 1 else 'faults'}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
