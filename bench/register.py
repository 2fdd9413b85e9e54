"""
The register: what a command, a replayed event and a question cost at a hundred thousand stations.

    python bench/register.py [--stations 100000] [--rounds 3]

Targets: a command in under 100 µs, a million events replayed in under 60 s, who is in charge in under 3 µs.
Beside them stands, in the same run, the copy of a plain dictionary of all stations, which a register does not make.
"""

import argparse
import gc
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId, VersionId
from rural_taobao.instants import CHINA
from rural_taobao.lives import CentreStep, PartnerStep, PayeeStep, Post, PostingStep, Site, StationStep, Terms
from rural_taobao.network import Engagement, Vacancy, programme_versions
from rural_taobao.register import Charter, Command, Event, Register, Take

PER_CENTRE = 100
FIRST = date(2015, 5, 1)
ASKED = datetime(2015, 6, 10, tzinfo=CHINA.timezone)
BEGUN = datetime(2015, 1, 1, 9, tzinfo=CHINA.timezone)
VERSIONS = programme_versions({"1.0": "shop", "2.0": "partner"})
CHARTER = Charter(platform="platform", vacancy=Vacancy("nobody"), versions=VERSIONS)


def after(days: int) -> date:
    return FIRST + timedelta(days)


def commands(stations: int) -> Iterator[list[Command]]:
    """A roster as it grows: centres, stations from proposal to opening, partners, and a change of the version."""
    yield [Take(PayeeId("platform"), PayeeStep.ENROL, FIRST)]
    for place in range(stations):
        centre, name = f"c{place // PER_CENTRE}", f"{place}"
        if place % PER_CENTRE == 0:
            yield [Take(CentreId(centre), CentreStep.PLAN, FIRST, Site("340123", "platform"))]
            yield [Take(CentreId(centre), CentreStep.OPEN, FIRST)]
        station, partner, payee = StationId(f"s{name}"), PartnerId(f"p{name}"), PayeeId(f"p{name}")
        post = Post(station, partner)
        yield [Take(station, StationStep.PROPOSE, after(1), CentreId(centre))]
        yield [Take(station, StationStep.SURVEY, after(2))]
        yield [Take(station, StationStep.PREPARE, after(3))]
        yield [Take(station, StationStep.OPEN, after(4))]
        yield [Take(payee, PayeeStep.ENROL, FIRST)]
        yield [Take(partner, PartnerStep.EXAMINE, after(1))]
        yield [Take(partner, PartnerStep.ENTER, after(1), Engagement.FULL_TIME)]
        yield [Take(post, PostingStep.TAKE_CHARGE, after(5), Terms("1.0", payee))]
        yield [Take(post, PostingStep.ADOPT, after(30), VersionId("2.0"))]


def taken(stations: int) -> Iterator[tuple[Register, Event, float]]:
    """Take all commands, a second after one another; give the register, the event, and the seconds that each took."""
    register, known = Register(CHARTER), BEGUN
    for together in commands(stations):
        known += timedelta(seconds=1)
        start = time.perf_counter()
        register, event = register.take(*together, known=known)
        yield register, event, time.perf_counter() - start


@contextmanager
def collecting() -> Iterator[list[float]]:
    """Note the seconds that each garbage collection takes."""
    began, spent = 0.0, list[float]()

    def note(phase: str, _: object) -> None:
        nonlocal began
        if phase == "start":
            began = time.perf_counter()
        else:
            spent.append(time.perf_counter() - began)

    gc.callbacks.append(note)
    yield spent
    gc.callbacks.remove(note)


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stations", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    # Whoever keeps a register writes each event down, and holds it no longer.
    with collecting() as collected:
        seconds = [spent for _, _, spent in taken(asked.stations)]
    register, events = Register(CHARTER), list[Event]()
    for grown, event, _ in taken(asked.stations):
        register = grown
        events.append(event)
    names = [f"s{place}" for place in range(asked.stations)]
    plain = dict.fromkeys(names)
    replays = [timed(lambda: Register(CHARTER).replayed(events)) / len(events) for _ in range(asked.rounds)]
    questions = [
        timed(lambda: [register.in_charge(name, ASKED) for name in names]) / len(names) for _ in range(asked.rounds)
    ]
    copies = [timed(plain.copy) for _ in range(asked.rounds)]
    print(f"{asked.stations:,} stations, {len(events):,} events")
    print(f"a command, one by one      {statistics.fmean(seconds) * 1e6:8.1f} µs   (asked: under 100)")
    print(f"  of which collecting garbage {sum(collected) / len(seconds) * 1e6:8.1f} µs")
    print(f"  half of them in less than {statistics.median(seconds) * 1e6:8.1f} µs")
    print(f"an event, replayed         {statistics.median(replays) * 1e6:8.1f} µs   (asked: under 60)")
    print(f"who is in charge           {statistics.median(questions) * 1e6:8.2f} µs   (asked: under 3)")
    print(f"copying a plain dictionary {statistics.median(copies) * 1e6:8.1f} µs")
    print(f"memory at most             {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


if __name__ == "__main__":
    main()
