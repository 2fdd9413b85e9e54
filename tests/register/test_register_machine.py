"""A register beside plain rows: every command against a model that walks every arrow and looks at every day."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId, VersionId
from rural_taobao.instants import CHINA
from rural_taobao.lives import (
    CENTRE_LIFE,
    PARTNER_LIFE,
    PAYEE_LIFE,
    PERMISSION_LIFE,
    POSTING_LIFE,
    STATION_LIFE,
    Grant,
    Leave,
    LifeCycle,
    PayeeStep,
    Post,
    Reason,
    RevokedFor,
    Site,
    Terms,
)
from rural_taobao.network import (
    ClusteredDefaults,
    Engagement,
    ModelVersion,
    Network,
    Service,
    Vacancy,
    WithdrawnByHouse,
)
from rural_taobao.register.aggregate import Register
from rural_taobao.register.charter import Charter
from rural_taobao.register.commands import Command, Correct, Take, Withdraw
from rural_taobao.register.entrances import entering
from tests.register.telling import told as all_told

Row = dict[str, Any]
Thing = tuple[str, str]
"""A kind and an id; for a posting or a permission the ids that name it, with blanks between them."""
FIRST: Final = date(2016, 3, 1)
DAYS: Final = 6
LIVES: Final[dict[str, LifeCycle[Any, Any, Any]]] = {
    "centre": CENTRE_LIFE,
    "station": STATION_LIFE,
    "partner": PARTNER_LIFE,
    "post": POSTING_LIFE,
    "payee": PAYEE_LIFE,
    "grant": PERMISSION_LIFE,
}
POOL: Final[list[Thing]] = [
    *(("centre", name) for name in ("c1", "c2")),
    *(("station", name) for name in ("s1", "s2")),
    *(("partner", name) for name in ("p1", "p2")),
    *(("payee", name) for name in ("platform", "p1")),
    *(("post", f"{station} {partner}") for station in ("s1", "s2") for partner in ("p1", "p2")),
    *(("grant", name) for name in ("loans s1 p1", "loans s1 p1", "loans s2 p2", "films s1 p1", "none s1 p1")),
]
SINCE: Final = {"1.0": 0, "2.0": 2, "3.0": 4}
"""The day on which each version begins."""
MOST: Final = {"1.0": 1, "2.0": 1, "3.0": 2}
"""How many stations at once a partner may be in charge of."""
HELP: Final = {"1.0": 9, "2.0": 0, "3.0": 9}
"""How many may help at once."""
ALLOWED: Final = {"loans": {"1.0", "3.0"}, "films": {"3.0"}}
"""The versions that allow each service."""
DETAILS: Final[dict[type | None, list[Any]]] = {
    None: [None],
    Reason: [Reason("late")],
    CentreId: [CentreId("c1"), CentreId("c1"), CentreId("c2"), CentreId("c9")],
    VersionId: [VersionId("1.0"), VersionId("2.0"), VersionId("3.0"), VersionId("9.0")],
    PayeeId: [PayeeId("p1"), PayeeId("p1"), PayeeId("platform"), PayeeId("x")],
    Engagement: [Engagement.FULL_TIME, Engagement.FULL_TIME, Engagement.PART_TIME],
    Site: [Site("340123", "platform"), Site("340123", "platform"), Site("340123", "p1"), Site("340199", "platform")],
    Terms: [
        Terms("1.0", "p1"),
        Terms("2.0", "p1"),
        Terms("3.0", "p1"),
        Terms("2.0", "platform"),
        Terms("1.0", "p1", reverts=True),
        Terms("9.0", "p1"),
    ],
    Leave: [Leave(), Leave(), *(Leave(FIRST + timedelta(day)) for day in (2, 4))],
    RevokedFor: [RevokedFor(WithdrawnByHouse()), RevokedFor(ClusteredDefaults(3, 90))],
}


def version(name: str) -> ModelVersion:
    return ModelVersion(
        id=name,
        since=FIRST + timedelta(SINCE[name]),
        focus="place",
        engagements=["full_time", "part_time"] if name == "1.0" else ["full_time"],
        exam=name == "2.0",
        local=name == "3.0",
        reach="own_village",
        works=["culture"] if name == "3.0" else [],
        services=[service for service, versions in ALLOWED.items() if name in versions and service == "loans"],
        plan="plan",
        stations_per_partner=MOST[name],
        helpers_at_once=HELP[name],
    )


CHARTER: Final = Charter(
    platform="platform",
    vacancy=Vacancy("nobody"),
    versions=[version(name) for name in SINCE],
    services=[Service(id="loans", area="finance", decided_by="bank"), Service(id="films", area="culture")],
)


def instant(number: int) -> datetime:
    return datetime(2016, 6, 1, tzinfo=CHINA.timezone) + timedelta(hours=number)


def subject(thing: Thing) -> Any:
    kind, name = thing
    kinds = {
        "centre": CentreId,
        "station": StationId,
        "partner": PartnerId,
        "payee": PayeeId,
        "post": Post,
        "grant": Grant,
    }
    return kinds[kind](*name.split())


def in_force(rows: list[Row], known: int) -> list[Row]:
    """The rows that somebody who knows all by an instant still believes, by day and turn."""
    there = [row for row in rows if row["known"] <= known]
    gone = {row["corrects"] for row in there}
    believed = [row for row in there if "step" in row and row["id"] not in gone]
    return sorted(believed, key=lambda row: (row["day"], row["turn"]))


def over(row: Row, day: int) -> bool:
    """Whether the time that a row states is over on a day."""
    until = row["detail"].until if isinstance(row["detail"], Leave) else None
    return until is not None and until <= FIRST + timedelta(day)


def walked(kind: str, rows: list[Row], known: int) -> list[tuple[Row, str]] | None:
    """The rows in force, each with the state that it led to; None where they are no way along the arrows."""
    arrows = {(arrow.start, arrow.step): arrow for arrow in LIVES[kind].arrows}
    state, way, turns = None, list[tuple[Row, str]](), set[tuple[int, int]]()
    for row in in_force(rows, known):
        if way and over(way[-1][0], row["day"]):
            state = "ended"
        arrow = arrows.get((state, row["step"]))
        given = None if row["detail"] is None else type(row["detail"])
        if arrow is None or (given is not arrow.needs and not (arrow.needs is None and given is Reason)):
            return None
        if (row["day"], row["turn"]) in turns or over(row, row["day"]):
            return None
        turns.add((row["day"], row["turn"]))
        state = arrow.end
        way.append((row, str(state)))
    return way


class Model:
    """All rows of all things, and what they come to day by day."""

    def __init__(self, rows: dict[Thing, list[Row]]) -> None:
        self.rows = rows
        self.ways: dict[tuple[Thing, int], list[list[tuple[Row, str]]]] = {}

    def way(self, thing: Thing, day: int, known: int) -> list[tuple[Row, str]]:
        """The steps taken by a day."""
        rows = self.rows.get(thing, [])
        place = thing, sum(row["known"] <= known for row in rows)
        if place not in self.ways:
            found = walked(thing[0], rows, known)
            assert found is not None
            self.ways[place] = [[(row, state) for row, state in found if row["day"] <= each] for each in range(DAYS)]
        return self.ways[place][min(day, DAYS - 1)] if day >= 0 else []

    def state(self, thing: Thing, day: int, known: int) -> str | None:
        way = self.way(thing, day, known)
        return ("ended" if over(way[-1][0], day) else way[-1][1]) if way else None

    def last(self, thing: Thing, day: int, known: int, *kinds: type) -> Any:
        """The last detail of some kinds that was stated by a day."""
        details = [row["detail"] for row, _ in self.way(thing, day, known)]
        return next((each for each in reversed(details) if isinstance(each, kinds)), None)

    def charge(self, station: str, day: int, known: int) -> list[tuple[str, str, str]]:
        """The partners in charge of a station on a day, each with the version and the payee."""
        found = []
        for kind, name in self.rows:
            if kind == "post" and name.split()[0] == station and self.state((kind, name), day, known) == "in_charge":
                under = self.last((kind, name), day, known, Terms, VersionId)
                paid = self.last((kind, name), day, known, Terms, PayeeId)
                named = under.version if isinstance(under, Terms) else under
                found.append((name.split()[1], str(named), str(getattr(paid, "payee", paid))))
        return found

    def serving(self, station: str, day: int, known: int) -> list[tuple[str, str, str]]:
        """Those in charge of a station that is open, and not suspended themselves."""
        opened = self.state(("station", station), day, known) == "open"
        charged = self.charge(station, day, known) if opened else []
        return [each for each in charged if self.state(("partner", each[0]), day, known) != "suspended"]

    def reverts(self, thing: Thing, day: int, known: int) -> bool:
        """Whether it is said that the station goes back: by the last step, or by one of its day and its version."""
        stated, version, on = False, None, -1
        for row, state in self.way(thing, day, known):
            detail = row["detail"]
            named = (
                detail.version if isinstance(detail, Terms) else detail if isinstance(detail, VersionId) else version
            )
            under = named if state == "in_charge" else None
            goes_on = under == version and row["day"] == on
            stated = row["step"] == "revert" or getattr(detail, "reverts", False) or (stated and goes_on)
            version, on = under, row["day"]
        return stated

    def lawful(self, known: int) -> bool:
        """Whether every law holds on every day."""
        lawful = all(self.lawful_on(day, known) for day in range(DAYS)) and self.never_back(known)
        return lawful and all(self.stands(name, known) for kind, name in self.rows if kind == "grant")

    def ever(self, thing: Thing, known: int, *states: str) -> bool:
        return any(self.state(thing, day, known) in states for day in range(DAYS))

    def stands(self, grant: str, known: int) -> bool:
        """Whether a permission that was given at all names a station and a partner who were there on any day."""
        _, station, partner = grant.split()
        way = self.way(("grant", grant), DAYS, known)
        given = [row["day"] for row, state in way if state == "permitted"]
        at_once = [
            one["day"] for (one, _), (other, _) in pairwise(way) if (other["step"], other["day"]) == ("end", one["day"])
        ]
        return len(given) == len(at_once) or (
            self.ever(("station", station), known, "open", "suspended")
            and self.ever(("partner", partner), known, "on_probation", "contracted", "suspended")
            and self.each_is_of_use(grant, way, known)
        )

    def each_is_of_use(self, grant: str, way: list[tuple[Row, str]], known: int) -> bool:
        """Whether each time that a permission was given has a day on which whoever has it could offer the service."""
        service, station, partner = grant.split()
        for place, (row, state) in enumerate(way):
            if state != "permitted":
                continue
            after = way[place + 1][0] if place + 1 < len(way) else None
            ends = after["day"] if after is not None and after["step"] == "end" else DAYS
            days = [day for day in range(row["day"], ends) if not over(row, day)]
            offering = {
                day
                for day in days
                for name, under, _ in self.charge(station, day, known)
                if name == partner and under in ALLOWED[service]
            }
            if days and not offering:
                return False
        return True

    def founded(self, grant: str, day: int, known: int) -> bool:
        """Whether whoever is in charge and at work on a day could offer the service if it were permitted."""
        service, station, partner = grant.split()
        charged = [
            under
            for name, under, _ in self.charge(station, day, known)
            if name == partner and self.state(("partner", partner), day, known) != "suspended"
        ]
        return self.state(("station", station), day, known) == "open" and any(
            under in ALLOWED[service] for under in charged
        )

    def known_payee(self, name: str, day: int, known: int) -> bool:
        return self.state(("payee", name), day, known) in {"known", "on_hold"}

    def lawful_on(self, day: int, known: int) -> bool:
        held: dict[str, list[str]] = {}
        for kind, name in self.rows:
            state = self.state((kind, name), day, known)
            if kind == "centre" and state == "open":
                site = self.last((kind, name), day, known, Site)
                paid = self.last((kind, name), day, known, Site, PayeeId)
                if site.county != "340123" or not self.known_payee(getattr(paid, "payee", paid), day, known):
                    return False
            if kind == "centre" and state == "planned" and self.last((kind, name), day, known, Site).county != "340123":
                return False
            if kind == "station" and state in {"proposed", "surveyed", "opening"}:
                centre = self.last((kind, name), day, known, CentreId)
                if self.state(("centre", centre), day, known) not in {"planned", "open"}:
                    return False
            if kind == "station" and state in {"open", "suspended"}:
                centre = self.last((kind, name), day, known, CentreId)
                if self.state(("centre", centre), day, known) != "open" or not self.known_payee("platform", day, known):
                    return False
            if kind == "post" and state in {"helper", "in_charge"}:
                station, partner = name.split()
                paid = self.last((kind, name), day, known, Terms, PayeeId)
                stands = (
                    self.state(("station", station), day, known) in {"open", "suspended"}
                    and self.state(("partner", partner), day, known) in {"on_probation", "contracted", "suspended"}
                    and self.known_payee(getattr(paid, "payee", paid), day, known)
                )
                if not stands:
                    return False
        for station in ("s1", "s2"):
            charges = self.charge(station, day, known)
            if len(charges) > 1:
                return False
            helpers = [
                thing
                for thing in self.rows
                if thing[0] == "post" and thing[1].split()[0] == station and self.state(thing, day, known) == "helper"
            ]
            if any(len(helpers) > HELP[under] for _, under, _ in charges):
                return False
            for partner, under, _ in charges:
                held.setdefault(partner, []).append(under)
                examined = [row for row, _ in self.way(("partner", partner), day, known) if row["step"] == "examine"]
                engaged = self.last(("partner", partner), day, known, Engagement)
                if day < SINCE[under] or (under == "2.0" and not examined):
                    return False
                if under != "1.0" and engaged is not Engagement.FULL_TIME:
                    return False
                home = [row for row, _ in self.way(("partner", partner), day, known) if row["step"] == "settle_in"]
                if under == "3.0" and not home:
                    return False
        return all(len(under) <= min(MOST[each] for each in under) for under in held.values())

    def never_back(self, known: int) -> bool:
        for station in ("s1", "s2"):
            before = None
            for day in range(DAYS):
                for partner, under, payee in self.charge(station, day, known):
                    stated = self.reverts(("post", f"{station} {partner}"), day, known)
                    stint = (partner, under, payee, stated)
                    if before not in {None, stint} and SINCE[under] < SINCE[before[1]] and not stated:
                        return False
                    before = stint
        return True


class RegisterMachine(RuleBasedStateMachine):
    """A register takes what the model can take, refuses the rest and stays as it was, and tells the same as it."""

    def __init__(self) -> None:
        super().__init__()
        self.register = Register(CHARTER)
        self.model = Model({})
        self.clock = 0
        self.events: list[Any] = []
        self.told: dict[tuple[Thing, int, int], object] = {}

    def acceptable(self, after: Model, new: list[tuple[Thing, Row]]) -> bool:
        """Tell whether rows may be added, which `after` holds."""
        known = new[0][1]["known"]
        latest = max((row["known"] for rows in self.model.rows.values() for row in rows), default=-1)
        if known < latest or not new:
            return False
        for thing in {thing for thing, _ in new}:
            before = self.model.rows.get(thing, [])
            if any(row["known"] >= known for row in before):
                return False
            believed = {row["id"] for row in in_force(before, known)}
            targets = [row["corrects"] for each, row in new if each == thing and row["corrects"]]
            if not set(targets) <= believed or len(set(targets)) < len(targets):
                return False
            if walked(thing[0], after.rows[thing], known) is None:
                return False
        for thing, row in new:
            detail = row.get("detail")
            named = (
                [*zip(("station", "partner"), thing[1].split()[-2:], strict=True)]
                if thing[0] in {"post", "grant"}
                else []
            )
            if thing[0] == "grant" and thing[1].split()[0] not in ALLOWED:
                return False
            named += [("centre", str(detail))] if isinstance(detail, CentreId) else []
            named += (
                [("payee", str(getattr(detail, "payee", detail)))] if isinstance(detail, PayeeId | Site | Terms) else []
            )
            under = detail.version if isinstance(detail, Terms) else detail
            if any(each not in after.rows for each in named) or (isinstance(under, VersionId) and under not in SINCE):
                return False
        return after.lawful(known) and all(
            after.founded(thing[1], row["day"], known)
            for thing, row in new
            if thing[0] == "grant" and row.get("step") == "permit"
        )

    def do(self, *asked: tuple[Thing, Row]) -> None:
        """Ask the register for what the rows tell, and see that it does as the model."""
        number = len(self.events) + 1
        new: list[tuple[Thing, Row]] = []
        rows = {thing: [*there] for thing, there in self.model.rows.items()}
        for place, (thing, row) in enumerate(asked, 1):
            named = {**row, "id": f"{number}" if len(asked) == 1 else f"{number}.{place}"}
            new.append((thing, named))
            rows.setdefault(thing, []).append(named)
        commands = [command(thing, row) for thing, row in new]
        accepted = self.acceptable(Model(rows), new)
        before = self.register
        refusal, event = None, None
        try:
            self.register, event = before.take(*commands, known=instant(asked[0][1]["known"]))
        except RuralTaobaoError as refused:
            refusal = str(refused)
        assert (refusal is None) == accepted, refusal
        self.judged_alike_beside_another(before, commands, asked[0][1]["known"], accepted=accepted)
        if event is None:
            assert self.register is before
            return
        assert event.number == number == self.register.count
        self.model = Model(rows)
        self.events.append(event)

    def judged_alike_beside_another(
        self, before: Register, commands: list[Command], known: int, *, accepted: bool
    ) -> None:
        """What comes last is seen to be sound at a glance; beside something else, all that it reaches is judged."""
        beside = Take(PayeeId("beside"), PayeeStep.ENROL, FIRST)
        try:
            before.take(*commands, beside, known=instant(known))
        except RuralTaobaoError:
            assert not accepted
        else:
            assert accepted

    def step(self, data: st.DataObject, thing: Thing) -> Row:
        """A step, likely one that an arrow stands for, on the day of the last one or later."""
        way = self.model.way(thing, DAYS, self.clock) if thing in self.model.rows else []
        last = self.model.state(thing, DAYS, self.clock) if way else None
        state = next((each for each in LIVES[thing[0]].states if str(each) == last), None)
        ways = LIVES[thing[0]].arrows_from(state) or LIVES[thing[0]].arrows
        arrow = data.draw(st.sampled_from(ways))
        after = way[-1][0]["day"] if way else 0
        day = data.draw(st.integers(min(after, DAYS - 1), DAYS - 1) | st.integers(0, DAYS - 1))
        turns = [row["turn"] for row, _ in way if row["day"] == day]
        detail = data.draw(st.sampled_from(DETAILS[arrow.needs]))
        return {"step": arrow.step, "day": day, "turn": max(turns, default=-1) + 1, "detail": detail,
                "known": self.clock, "corrects": None}  # fmt: skip

    @rule(data=st.data(), thing=st.sampled_from(POOL), passed=st.sampled_from([1, 1, 1, 1, 0]))
    def a_thing_goes_on(self, data: st.DataObject, thing: Thing, passed: int) -> None:
        self.clock += passed
        self.do((thing, self.step(data, thing)))

    @rule(data=st.data(), one=st.sampled_from(POOL), other=st.sampled_from(POOL))
    def two_things_go_on_at_once(self, data: st.DataObject, one: Thing, other: Thing) -> None:
        self.clock += 1
        first, second = self.step(data, one), self.step(data, other)
        if one == other and first["day"] == second["day"]:
            second["turn"] = first["turn"] + 1
        self.do((one, first), (other, second))

    @rule(data=st.data())
    def a_station_is_set_up(self, data: st.DataObject) -> None:
        """All that a station needs to be run, as far as it is not there yet, from a day on."""
        day, under = data.draw(st.sampled_from([(0, "1.0"), (1, "1.0"), (2, "2.0"), (3, "2.0"), (4, "3.0")]))
        wanted: list[tuple[Thing, str, Any]] = [
            (("payee", "platform"), "enrol", None),
            (("payee", "p1"), "enrol", None),
            (("centre", "c1"), "enter", Site("340123", "platform")),
            (("station", "s1"), "enter", CentreId("c1")),
            (("partner", "p1"), "settle_in", None),
            (("partner", "p1"), "examine", None),
            (("partner", "p1"), "enter", Engagement.FULL_TIME),
            (("post", "s1 p1"), "take_charge", Terms(under, "p1")),
            (("grant", "loans s1 p1"), "permit", data.draw(st.sampled_from(DETAILS[Leave]))),
        ]
        for thing, name, detail in wanted[: data.draw(st.integers(7, len(wanted)))]:
            there = self.model.rows.get(thing, [])
            if all(row.get("step") != name for row in there):
                self.clock += 1
                steps = LIVES[thing[0]].steps
                self.do((thing, {"step": steps(name), "day": day, "turn": len(there), "detail": detail,
                                 "known": self.clock, "corrects": None}))  # fmt: skip

    @rule(data=st.data())
    def a_permission_goes_on(self, data: st.DataObject) -> None:
        self.clock += 1
        thing = data.draw(st.sampled_from([each for each in self.model.rows if each[0] == "grant"] or POOL[-5:]))
        self.do((thing, self.step(data, thing)))

    @rule(data=st.data(), passed=st.sampled_from([1, 1, 0]))
    def something_is_put_right(self, data: st.DataObject, passed: int) -> None:
        self.clock += passed
        things = [thing for thing, rows in self.model.rows.items() if in_force(rows, self.clock)]
        if things:
            thing = data.draw(st.sampled_from(things))
            old = data.draw(st.sampled_from(in_force(self.model.rows[thing], self.clock)))
            kind = None if old["detail"] is None else type(old["detail"])
            detail = data.draw(st.sampled_from([old["detail"], *DETAILS[kind]]))
            changed = {"day": data.draw(st.integers(0, DAYS - 1)), "detail": detail, "known": self.clock}
            self.do((thing, {**old, **changed, "corrects": old["id"]}))

    @rule(data=st.data(), passed=st.sampled_from([1, 1, 0]))
    def something_never_took_place(self, data: st.DataObject, passed: int) -> None:
        self.clock += passed
        things = [*self.model.rows, ("station", "s2")]
        thing = data.draw(st.sampled_from(things))
        ids = [row["id"] for row in self.model.rows.get(thing, [])] + ["999"]
        self.do((thing, {"known": self.clock, "corrects": data.draw(st.sampled_from(ids[-3:]))}))

    @invariant()
    def every_day_is_told_as_the_rows_tell_it(self) -> None:
        known = self.clock
        for thing in self.model.rows:
            for day in range(-1, DAYS):
                state = self.register.state(subject(thing), FIRST + timedelta(day), instant(known))
                assert (None if state is None else str(state)) == self.model.state(thing, day, known)
                # What was told of a day by an instant that has passed is told so for ever.
                passed = self.register.state(subject(thing), FIRST + timedelta(day), instant(known - 1))
                assert self.told.setdefault((thing, day, known - 1), passed) == passed
        for (thing, day, earlier), answer in list(self.told.items())[:: 1 + len(self.told) // 20]:
            assert self.register.state(subject(thing), FIRST + timedelta(day), instant(earlier)) == answer

    @invariant()
    def who_is_in_charge_is_told_as_the_rows_tell_it(self) -> None:
        for station in ("s1", "s2"):
            for day in range(DAYS):
                charge = self.register.charged_on(station, FIRST + timedelta(day))
                told = [] if charge is None else [(str(charge.partner), str(charge.version), str(charge.payee))]
                assert told == self.model.serving(station, day, self.clock)
                # The same, by way of what was known by the last instant of all.
                assert self.register.charged_on(station, FIRST + timedelta(day), instant(self.clock)) == charge

    @invariant()
    def the_network_serves_on_the_days_of_the_rows(self) -> None:
        if ("payee", "platform") not in self.model.rows or not self.register.history(PayeeId("platform")).holding():
            return
        network = self.register.network()
        assert isinstance(network, Network)
        for station in ("s1", "s2"):
            for day in range(DAYS):
                opened = self.model.state(("station", station), day, self.clock) == "open"
                there = network.knows(station) and network.station_on(station, FIRST + timedelta(day)) is not None
                assert there == opened
                posting = network.posting_on(station, FIRST + timedelta(day)) if there else None
                told = [] if posting is None else [(str(posting.partner), str(posting.version), str(posting.payee))]
                assert told == self.model.serving(station, day, self.clock)
                self.what_is_permitted_is_told_as_the_rows_tell_it(network, station, day)

    def what_is_permitted_is_told_as_the_rows_tell_it(self, network: Network, station: str, day: int) -> None:
        for thing in self.model.rows:
            if thing[0] == "grant" and thing[1].split()[1] == station and network.knows(station):
                state = self.model.state(thing, day, self.clock)
                service, _, partner = thing[1].split()
                given = [each for each in network.permissions_at(station, service) if each.partner == partner]
                on = FIRST + timedelta(day)
                # One by which nobody who serves there could ever offer anything is not told of.
                allowed = {(partner, under) for under in ALLOWED[service]}
                serving = {(name, under) for name, under, _ in self.model.serving(station, day, self.clock)}
                assert not any(on in each for each in given) or state == "permitted"
                assert any(on in each for each in given) or state != "permitted" or not allowed & serving
                begun = [each for each in given if each.period.start <= on]
                if state == "revoked" and begun and begun[-1].period.start == self.given_last(thing, day):
                    assert begun[-1].revocation is not None
                    assert begun[-1].revocation.cause == self.model.last(thing, day, self.clock, RevokedFor).cause

    def given_last(self, thing: Thing, day: int) -> date:
        """The day on which a permission was given last, by a day."""
        way = self.model.way(thing, day, self.clock)
        return FIRST + timedelta(max(row["day"] for row, state in way if state == "permitted"))

    def teardown(self) -> None:
        """Replaying the history gives the same register, whole or in two parts; twice or out of order it is refused."""
        again = Register(CHARTER).replayed(self.events)
        assert again == self.register
        half = len(self.events) // 2
        assert Register(CHARTER).replayed(self.events[:half]).replayed(self.events[half:]) == self.register
        if ("payee", "platform") in self.model.rows and self.register.history(PayeeId("platform")).holding():
            network = self.register.network()
            entered, _ = Register(Charter.of(network)).take_each(entering(network), instant(0))
            assert all_told(entered.network()) == all_told(network)


def command(thing: Thing, row: Row) -> Command:
    if "step" not in row:
        return Withdraw(subject(thing), row["corrects"])
    day = FIRST + timedelta(row["day"])
    if row["corrects"]:
        return Correct(subject(thing), row["corrects"], day, row["detail"], turn=row["turn"])
    return Take(subject(thing), row["step"], day, row["detail"], turn=row["turn"])


TestRegisterMachine = RegisterMachine.TestCase
