import pickle
from collections.abc import Iterable

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import AllOf, Always, CommissionPlan, Condition, DuringFestival, InCategory
from rural_taobao.commission.matching import campaigns
from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents.calendars import calendar_text
from rural_taobao.documents.checking import Document, PlanUnused, cross_faults, cross_hints
from rural_taobao.documents.models import Models, models_text
from rural_taobao.documents.plans import plan_text
from rural_taobao.documents.trees import Table, toml_tree
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals import FestivalCalendar, programme_calendar
from rural_taobao.festivals.festival import EditionUnknown
from rural_taobao.identifiers import PlanId
from rural_taobao.instants import CHINA
from rural_taobao.network import Vacancy, programme_versions
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement.scope import Scope
from rural_taobao.settlement.settling import PlanCurrencyUnfit, settle
from rural_taobao.testing.condition_strategies import conditions
from rural_taobao.testing.festival_strategies import calendars
from rural_taobao.timeline import Entry, Timeline

CALENDAR_TREE = toml_tree(calendar_text(programme_calendar()), file="calendar.toml")
CALENDAR = Document("calendar.toml", CALENDAR_TREE, programme_calendar())


def models(currency: Currency = CNY, **plans: str) -> Document[Models]:
    """Give the models of a network whose versions are paid by some plans: `v1="shop"` for version 1.0."""
    named = {f"{version[1:]}.0": plan for version, plan in plans.items()}
    versions = programme_versions(named)
    value = Models(clock=CHINA, currency=currency, platform="p", vacancy=Vacancy("nobody"), versions=versions)
    return Document("models.toml", toml_tree(models_text(value), file="models.toml"), value)


def plan(name: str = "example", when: Iterable[Condition] = (Always(),)) -> Document[CommissionPlan]:
    """Give a plan of a rule for each condition."""
    (entry,) = one_plan().versions.entries
    (rule,) = entry.value.rules
    rules = [evolve(rule, id=f"rule-{place}", when=each) for place, each in enumerate(when)]
    timeline = Timeline([Entry(entry.period, evolve(entry.value, rules=rules))])
    value = evolve(one_plan(), id=name, versions=timeline)
    return Document(f"{name}.toml", toml_tree(plan_text(value), file=name), value)


def with_trees(document: Document[CommissionPlan], **changes: object) -> Document[None]:
    """Give a plan with something else at its top, so that it may have faults."""
    return Document(document.file, {**document.tree, **changes}, None)


class TestCrossFaults:
    """Documents that are each without a fault may not go together; every reason is told, with file and place."""

    def test_documents_that_go_together_have_no_fault(self) -> None:
        campaign = DuringFestival("double-11", "placed", ["sale"])
        assert cross_faults([plan(when=[campaign])], CALENDAR, models(v1="example", v2="example")) == ()

    def test_a_plan_that_is_named_and_not_given_is_told_for_each_version(self) -> None:
        faults = cross_faults([plan()], CALENDAR, models(v1="shop", v2="example", v3="shop"))
        assert [(fault.file, fault.place) for fault in faults] == [
            ("models.toml", "versions[0].plan"),
            ("models.toml", "versions[2].plan"),
        ]
        assert "but shop, which version 1.0 names, was not" in faults[0].message

    def test_a_plan_that_is_given_twice_is_told_of_each_copy(self) -> None:
        copies = [evolve(plan(), file=file) for file in ("a.toml", "b.toml", "c.toml")]
        faults = cross_faults([copies[0], plan("other"), *copies[1:]])
        assert [(fault.file, fault.place) for fault in faults] == [("b.toml", "plan"), ("c.toml", "plan")]
        assert "a plan must be given once" in faults[0].message

    def test_a_plan_in_another_currency_is_told(self) -> None:
        (fault,) = cross_faults([plan()], CALENDAR, models(Currency("USD"), v2="example"))
        assert (fault.file, fault.place) == ("example.toml", "currency")
        assert fault.message == str(PlanCurrencyUnfit(PlanId("example"), CNY, Currency("USD")))

    def test_a_festival_and_a_window_that_the_calendar_lacks_are_told_with_version_and_rule(self) -> None:
        unknown = DuringFestival("qixi", "placed", ["a", "b"])
        known = DuringFestival("double-11", "paid", ["sale", "eve", ""])
        when: list[Condition] = [
            AllOf([unknown, known]),
            DuringFestival("double-12", "placed"),
            DuringFestival("qixi", "placed"),
        ]
        faults = cross_faults([plan(when=when)], CALENDAR)
        assert [fault.place for fault in faults] == [
            "versions[0].rules[0].when.all[0].festival.id",
            "versions[0].rules[0].when.all[1].festival.windows[0]",
            "versions[0].rules[0].when.all[1].festival.windows[1]",
            "versions[0].rules[2].when.festival.id",
        ]
        assert sum("qixi" in fault.message for fault in faults) == 2
        assert sum("'eve' was asked for" in fault.message for fault in faults) == 1
        assert sum("'' was asked for" in fault.message for fault in faults) == 1

    def test_what_is_not_given_is_not_judged(self) -> None:
        unknown = plan(when=[DuringFestival("qixi", "placed")])
        assert cross_faults([]) == ()
        assert cross_faults([unknown]) == ()
        assert cross_faults([unknown], models=models(v2="example")) == ()

    def pays_nothing(self, calendar: FestivalCalendar, campaign: DuringFestival, year: int) -> bool:
        """Tell whether an edition of a festival that is known is not, or has none of the windows."""
        festival = calendar.festival(campaign.festival)
        wanted = campaign.windows & set(festival.window_names) or set(festival.window_names)
        try:
            edition = festival.edition(year)
        except EditionUnknown:
            return True
        return not edition.cancelled and wanted.isdisjoint(window.name for window in edition.windows)

    @pytest.mark.parametrize("windows", [[], ["sale"], ["sale", "eve"]])
    def test_an_edition_that_the_calendar_lacks_is_told(self, windows: list[str]) -> None:
        when = [DuringFestival("double-11", "placed", windows, [2016, 1999, 1998])]
        faults = cross_faults([plan(when=when)], CALENDAR)
        assert [sum(year in fault.message for fault in faults) for year in ("1998", "1999", "2016")] == [1, 1, 0]
        assert len(faults) == len([each for each in windows if each != "sale"]) + 2
        assert [fault.place for fault in faults if "windows" not in fault.place] == [
            "versions[0].rules[0].when.festival.editions[0]",
            "versions[0].rules[0].when.festival.editions[1]",
        ]

    def test_an_edition_is_not_held_against_windows_none_of_which_is_known(self) -> None:
        (fault,) = cross_faults([plan(when=[DuringFestival("double-11", "placed", ["eve"], [1999])])], CALENDAR)
        assert "'eve' was asked for" in fault.message

    @given(st.lists(conditions(currency=st.just(CNY)), max_size=3), calendars())
    def test_a_festival_is_told_exactly_where_the_calendar_does_not_know_it(
        self, when: list[Condition], calendar: FestivalCalendar
    ) -> None:
        known = {festival.id: set(festival.window_names) for festival in calendar.festivals}
        lacking = {
            f"versions[0].rules[{place}].when"
            for place, condition in enumerate(when)
            for each in campaigns(condition)
            if each.festival not in known
            or each.windows - known[each.festival]
            or any(self.pays_nothing(calendar, each, year) for year in each.editions)
        }
        tree = toml_tree(calendar_text(calendar), file="calendar.toml")
        faults = cross_faults([plan(when=when)], Document("calendar.toml", tree, calendar))
        assert {".".join(fault.place.split(".")[:3]).partition(".when")[0] + ".when" for fault in faults} == lacking
        assert len(set(faults)) == len(faults)

    @pytest.mark.parametrize(
        ("plans", "calendar"),
        [
            ([plan("other")], CALENDAR),
            ([plan(), plan()], CALENDAR),
            ([plan(when=[DuringFestival("qixi", "placed")])], CALENDAR),
            ([plan(when=[DuringFestival("double-11", "placed", ["eve"])])], CALENDAR),
        ],
    )
    def test_what_is_told_is_what_settling_would_refuse(
        self, plans: list[Document[CommissionPlan]], calendar: Document[FestivalCalendar]
    ) -> None:
        (fault,) = cross_faults(plans, calendar, models(v2="example"))
        with pytest.raises(RuralTaobaoError) as caught:
            settle(one_village(), [each.value for each in plans], calendar.value, [one_order()], Scope("2016-11"))
        assert fault.message == str(caught.value)


class TestCrossHints:
    """A plan that no model version names is hardly meant, but no fault."""

    def test_a_plan_that_no_version_names_is_told(self) -> None:
        plans = [plan("shop"), plan("example"), plan("old")]
        hints = cross_hints(plans, models(v1="example"))
        assert [(hint.file, hint.place) for hint in hints] == [("old.toml", "plan"), ("shop.toml", "plan")]
        assert "old is named by none" in hints[0].message
        assert cross_faults(plans, CALENDAR, models(v1="example")) == ()

    def test_plans_that_are_named_are_not(self) -> None:
        assert cross_hints([plan()], models(v1="example", v2="example")) == ()

    def test_the_fact_of_the_error_survives_a_pickle(self) -> None:
        error = PlanUnused(PlanId("old"))
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert (copy.plan, str(copy)) == ("old", str(error))


class TestConditionsWithoutAFestival:
    """Only festivals are looked up in the calendar."""

    @pytest.mark.parametrize("when", [Always(), InCategory(["phones"]), AllOf([Always()])])
    def test_they_need_none(self, when: Condition) -> None:
        assert (
            cross_faults([plan(when=[when])], Document("calendar.toml", {"festivals": []}, FestivalCalendar([]))) == ()
        )


class TestBesideOtherFaults:
    """What is wrong between documents is told even where one has faults of its own; what those leave open is not."""

    UNKNOWN = DuringFestival("qixi", "placed")

    def broken(self, document: Document[CommissionPlan], key: str, value: object) -> Document[None]:
        """Give a plan in whose first rule something else stands."""
        [version] = [dict(each) for each in document.tree["versions"]]  # type: ignore[attr-defined]
        version["rules"] = [{**version["rules"][0], key: value}, *version["rules"][1:]]
        return Document(document.file, {**document.tree, "versions": [version]}, None)

    def test_festivals_are_looked_up_for_a_plan_with_a_fault(self) -> None:
        (fault,) = cross_faults([self.broken(plan(when=[self.UNKNOWN]), "rounding", "as you like")], CALENDAR)
        assert fault.place == "versions[0].rules[0].when.festival.id"
        assert "but 'qixi' was asked for" in fault.message

    def test_so_are_those_of_a_boost(self) -> None:
        boosts = [{"campaign": "a", "when": {"festival": {"id": "qixi", "clock": "placed"}}}, 5]
        (fault,) = cross_faults([self.broken(plan(), "boosts", boosts)], CALENDAR)
        assert fault.place == "versions[0].rules[0].boosts[0].when.festival.id"

    @pytest.mark.parametrize(
        "campaign",
        [
            5,
            {},
            {"id": 5},
            {"id": "七夕"},
            {"id": "double-11", "windows": "eve"},
            {"id": "double-11", "windows": [5, ["eve"], True]},
            {"id": "double-11", "editions": [0, -1, "1999", True]},
        ],
    )
    def test_what_the_plan_itself_is_told_of_is_not_told_again(self, campaign: object) -> None:
        assert cross_faults([self.broken(plan(), "when", {"festival": campaign})], CALENDAR) == ()

    def test_a_window_that_is_named_twice_is_missed_once(self) -> None:
        when = {"festival": {"id": "double-11", "clock": "placed", "windows": ["eve", "sale", "eve"]}}
        (fault,) = cross_faults([self.broken(plan(), "when", when)], CALENDAR)
        assert fault.place == "versions[0].rules[0].when.festival.windows[0]"

    def calendar(self, *others: object) -> Document[None]:
        """Give a calendar with a fault."""
        festivals: list[object] = [*CALENDAR_TREE["festivals"], *others]  # type: ignore[misc]
        return Document("calendar.toml", {"festivals": festivals}, None)

    def test_a_calendar_with_a_fault_still_has_its_festivals(self) -> None:
        when = [self.UNKNOWN, DuringFestival("double-11", "placed", ["eve"]), DuringFestival("fair", "placed", ["eve"])]
        faults = cross_faults([plan(when=when)], self.calendar({"festival": "fair", "rule": 5}))
        assert [fault.place for fault in faults] == [
            "versions[0].rules[0].when.festival.id",
            "versions[0].rules[1].when.festival.windows[0]",
        ]

    @pytest.mark.parametrize("other", [5, {}, {"festival": "七夕"}])
    def test_a_festival_without_an_id_may_be_the_one_that_is_missed(self, other: object) -> None:
        assert cross_faults([plan(when=[self.UNKNOWN])], self.calendar(other)) == ()

    def test_of_two_festivals_with_one_id_neither_is_judged(self) -> None:
        copy = next(each for each in CALENDAR_TREE["festivals"] if each["festival"] == "double-11")  # type: ignore[attr-defined]
        when = [DuringFestival("double-11", "placed", ["eve"])]
        assert cross_faults([plan(when=when)], self.calendar(copy)) == ()

    @pytest.mark.parametrize("tree", [{}, {"festivals": 5}])
    def test_a_calendar_that_cannot_be_read_lacks_nothing(self, tree: Table) -> None:
        assert cross_faults([plan(when=[self.UNKNOWN])], Document("calendar.toml", tree, None)) == ()

    def test_currencies_are_compared_as_they_stand(self) -> None:
        shillings = with_trees(plan(), currency="KES", versions=5)
        (fault,) = cross_faults([shillings, with_trees(plan("b"), currency="RMB")], models=models(v2="example"))
        assert (fault.file, fault.place) == ("example.toml", "currency")
        assert "but example is in KES" in fault.message
        (nameless,) = cross_faults([with_trees(shillings, plan="-")], models=models(v2="example"))  # type: ignore[arg-type]
        assert "but this one is in KES" in nameless.message

    def test_a_plan_that_cannot_be_read_may_be_the_one_that_is_missed(self) -> None:
        named = models(v1="shop", v2="example")
        assert cross_faults([plan(), Document("shop.toml", {}, None)], models=named) == ()
        (fault,) = cross_faults([with_trees(plan(), name=5)], models=named)
        assert fault.place == "versions[0].plan"

    def test_only_the_versions_in_use_need_their_plans(self) -> None:
        named = models(v1="shop", v2="example")
        assert cross_faults([plan()], models=named, used=["2.0"]) == ()  # type: ignore[list-item]
        assert len(cross_faults([plan()], models=named, used=["1.0"])) == 1  # type: ignore[list-item]

    def test_a_version_that_cannot_be_read_may_name_any_plan(self) -> None:
        named = models(v1="example")
        open_ = Document("models.toml", {**named.tree, "versions": [{"version": "1.0", "plan": 5}]}, None)
        assert cross_hints([plan("old")], open_) == ()
        assert cross_faults([plan("old")], models=open_) == ()
        assert cross_hints([Document("old.toml", {}, None)], named) == ()
