"""
Networks and registers in files: what loading the rosters of a hundred thousand stations costs, and a register's events.

    python bench/network_load.py [--stations 100000] [--events 100000]

Targets: 1,000 centres, 100,000 stations, 120,000 partners and 150,000 postings load from CSV in under 10 s and 1 GB.
A fresh process loads them, so that its memory is that of loading alone, the imports included.
Events of a register are written and read, and a table of commands is read and taken, in this one.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from register import CHARTER, taken

from rural_taobao.currencies import CNY
from rural_taobao.documents import (
    append_to_register,
    read_commands,
    read_register,
    read_register_events,
    take_commands,
    write_models,
    write_register,
    write_register_events,
)
from rural_taobao.documents.models import Models
from rural_taobao.documents.tables import table_text
from rural_taobao.instants import CHINA
from rural_taobao.network import Vacancy, programme_versions
from rural_taobao.register import Register

PER_CENTRE = 100
CHANGED = "2016-08-01"
"""The day on which half of the stations get another partner."""
LOAD_TARGET, MEMORY_TARGET = 10.0, 1000.0
"""Seconds and megabytes, at a hundred thousand stations."""
LOADED = """
import resource, sys, time
from pathlib import Path
from rural_taobao.documents import read_network
start, began = time.perf_counter(), time.process_time()
network = read_network(Path(sys.argv[1]))
took, worked = time.perf_counter() - start, time.process_time() - began
print(len(network.stations), len(network.partners), len(network.postings))
print(took, worked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def day(place: int) -> str:
    return (date(2015, 6, 1) + timedelta(place % 300)).isoformat()


def rosters(stations: int) -> Iterator[tuple[str, str, Iterable[tuple[str, ...]]]]:
    """A network: half of its stations changed the partner, and some partners were trained and never posted."""
    centres = max(stations // PER_CENTRE, 1)
    first = range(stations)
    later = range(stations // 2)
    yield (
        "centres.csv",
        "centre,county,payee,opened",
        ((f"c{n}", "340123", f"o{n}", "2015-05-01") for n in range(centres)),
    )
    yield (
        "stations.csv",
        "station,centre,opened,closed,name",
        ((f"s{n}", f"c{n % centres}", day(n), "", f"village station {n}") for n in first),
    )
    partners = stations * 6 // 5
    yield (
        "partners.csv",
        "partner,contract_from,contract_to,engagement,examined,name",
        ((f"p{n}", day(n), "", "full_time", "2015-05-20", f"partner {n}") for n in range(partners)),
    )
    payees = [f"p{n}" for n in range(partners)] + [f"o{n}" for n in range(centres)] + ["platform"]
    yield "payees.csv", "payee,from,to", ((payee, "2015-01-01", "") for payee in payees)
    ends = [CHANGED if n in later else "" for n in first]
    changed = [*((f"s{n}", f"p{n}", f"p{n}", "2.0", day(n), ends[n]) for n in first)]
    changed += [(f"s{n}", f"p{second(n, stations)}", f"p{second(n, stations)}", "2.0", CHANGED, "") for n in later]
    yield "postings.csv", "station,partner,payee,version,from,to", changed


def second(place: int, stations: int) -> int:
    """Who came to a station later: one who was nowhere before, or who was at a station that changed its partner."""
    new = stations // 5
    return stations + place if place < new else (place - new)


def write_rosters(folder: Path, stations: int) -> None:
    for file, header, rows in rosters(stations):
        with (folder / file).open("w", encoding="utf-8") as opened:
            opened.writelines(table_text(header.split(","), rows))
    models = Models(
        clock=CHINA,
        currency=CNY,
        platform="platform",
        vacancy=Vacancy("nobody"),
        versions=programme_versions({"2.0": "partner"}),
    )
    write_models(models, folder / "models.toml")


def loaded(folder: Path) -> tuple[str, float, float, float]:
    """Load the rosters in a fresh process; give how many there are, the seconds, those of work, and the megabytes."""
    ran = subprocess.run([sys.executable, "-c", LOADED, str(folder)], stdout=subprocess.PIPE, text=True, check=True)
    counted, costs = ran.stdout.splitlines()
    seconds, work, megabytes = map(float, costs.split())
    stations, partners, postings = map(int, counted.split())
    return f"{stations:,} stations, {partners:,} partners, {postings:,} postings", seconds, work, megabytes


def commands(rows: int) -> str:
    """A roster of payees, as somebody writes it in a spreadsheet."""
    lines = ["what,payee,step,day", *(f"payee,x{n},enrol,{day(n)}" for n in range(rows)), ""]
    return "\n".join(lines)


def told(what: str, start: float, pieces: int, asked: str = "") -> float:
    """Print how long something took since a start, and give when that was printed."""
    seconds = time.perf_counter() - start
    print(f"{what:32}{seconds:8.2f} s   {seconds / pieces * 1e6:8.1f} µs each{asked}")
    return time.perf_counter()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stations", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_rosters(folder, asked.stations)
        counted, seconds, work, megabytes = loaded(folder)
        print(counted)
        print(f"loaded in {seconds:.2f} s, of work {work:.2f} s   (asked: under {LOAD_TARGET:.0f} at 100,000 stations)")
        print(f"memory at most {megabytes:.0f} MB   (asked: under {MEMORY_TARGET:.0f} at 100,000 stations)")
    register, events = Register(CHARTER), []
    for grown, event, _ in taken(max(asked.events // 9, 1)):
        register = grown
        events.append(event)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_register(CHARTER, [], folder)
        path = folder / "events.jsonl"
        start = time.perf_counter()
        write_register_events(events, path)
        start = told(f"{len(events):,} events written", start, len(events))
        assert len(read_register_events(path)) == len(events)
        start = told("read", start, len(events))
        assert read_register(folder) == register
        start = told("read and replayed", start, len(events))
        (folder / "roster.csv").write_text(commands(asked.events), encoding="utf-8")
        start = time.perf_counter()
        found = read_commands(folder / "roster.csv")
        start = told(f"{found.count:,} commands read", start, found.count)
        _, more = take_commands(Register(CHARTER), found, datetime(2016, 1, 1, tzinfo=CHINA.timezone))
        start = told("taken", start, found.count)
        path.unlink()
        append_to_register(more, folder)
        told("their events replayed, appended", start, found.count)


if __name__ == "__main__":
    main()
