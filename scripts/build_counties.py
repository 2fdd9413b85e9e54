# /// script
# requires-python = ">=3.11"
# ///
"""
Make the package's county table from year-end lists of counties and of prefectures.

The inputs are CSV files with a header, whose further columns are not read:
of the counties `year_end, code, name, prefecture_code, prefecture_name`,
of the prefectures `year_end, code, name`.
The output has a row for each code and name with the first and the last year of an unbroken run.
A county's prefecture is not repeated, because the county's code names it.
The same input gives the same bytes.

    cd src/rural_taobao/places
    python ../../../scripts/build_counties.py counties.csv prefectures.csv counties.csv.gz
"""

import argparse
import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

Row = tuple[str, str, int]


def rows(counties: Path, prefectures: Path) -> Iterator[Row]:
    """Give code, name and year of each division, and of each group in place of a prefecture."""
    with counties.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["prefecture_code"] != f"{row['code'][:4]}00":
                message = f"{row['code']} must lie in {row['code'][:4]}00, not {row['prefecture_code']}"
                raise SystemExit(message)
            yield row["code"], row["name"], int(row["year_end"])
            yield row["prefecture_code"], row["prefecture_name"], int(row["year_end"])
    with prefectures.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["code"], row["name"], int(row["year_end"])


def runs(divisions: Iterable[Row]) -> Iterator[tuple[str, str, int, int]]:
    """Join the years in which a code bore a name into unbroken runs, sorted by code and year."""
    run: tuple[str, str, int, int] | None = None
    for code, year, name in sorted({(code, year, name) for code, name, year in divisions}):
        if any(mark in name for mark in ',"\r\n'):
            message = f"the name of {code} must be free of commas, quotes and line ends: {name!r}"
            raise SystemExit(message)
        if run is not None and run[0] == code and run[3] == year:
            message = f"{code} has two names at the end of {year}: {run[1]} and {name}"
            raise SystemExit(message)
        if run is not None and run[:2] == (code, name) and run[3] == year - 1:
            run = (code, name, run[2], year)
        else:
            if run is not None:
                yield run
            run = (code, name, year, year)
    if run is not None:
        yield run


def main() -> None:
    """Read the lists and write the table."""
    parser = argparse.ArgumentParser(description="Make the county table from year-end lists.")
    parser.add_argument("counties", type=Path)
    parser.add_argument("prefectures", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    lines = ["code,name,first_year,last_year"]
    lines += [
        f"{code},{name},{first},{last}" for code, name, first, last in runs(rows(given.counties, given.prefectures))
    ]
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as file:
        file.write(("\n".join(lines) + "\n").encode())
    given.out.write_bytes(packed.getvalue())


if __name__ == "__main__":
    main()
