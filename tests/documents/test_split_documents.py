"""The tables of splits in a plan: every form of them, as a person would write it."""

from datetime import date

import pytest
from hypothesis import given

from rural_taobao.commission.portions import Remaining
from rural_taobao.commission.splits import Helper, Kept, Share, Shared, Split, Step, Waterfall
from rural_taobao.currencies import CNY
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.documents.splits import declare_splits
from rural_taobao.documents.structuring import Structuring
from rural_taobao.exact import Rate
from rural_taobao.money import Money
from rural_taobao.testing import strategies
from rural_taobao.testing.split_strategies import sharings

percent = Rate.parse

PLAN = """
format = "rural-taobao plan 1"
plan = "example"
currency = "CNY"

[[versions]]
version = "2016"
from = 2016-01-01
hit_policy = "unique"
earned_on = "placed"

[[versions.rules]]
rule = "everything"
when = {}
basis = "net"
measured_on = "order"
rate = { form = "percentage", rate = "2 %" }
rounding = "half_up"
on_refund = "reverse"
split = SPLIT
"""


def read(split: str) -> Shared:
    """Read a split as it stands in a plan."""
    found = plan_from_text(PLAN.replace("SPLIT", split)).on(date(2016, 1, 1)).rules[0].split
    assert found is not None
    return found


class TestForms:
    """structure(unstructure(x)) = x for every split; what a person writes is what is read."""

    @given(sharings(currency=strategies.currencies().filter(lambda each: each == CNY)))
    def test_a_split_reads_back(self, shared: Shared) -> None:
        structuring = Structuring(CNY)
        declare_splits(structuring)
        kind: object = Shared
        assert structuring.value(kind, structuring.tree(shared)) == shared  # type: ignore[arg-type] # a union

    @pytest.mark.parametrize(
        ("text", "split"),
        [
            (
                '{ mode = "first", shares = [{ party = "partner", parts = 2 }, { party = "platform", parts = 1 }] }',
                Split([Share("partner", 2), Share("platform", 1)], "first"),
            ),
            (
                """{ mode = "first", shares = [
                    { party = "partner", share = "0.19 %" },
                    { to = "kept", share = "remaining" },
                ] }""",
                Split([Share("partner", percent("0.19 %")), Share(Kept(), Remaining())], "first"),
            ),
            (
                '{ mode = "block_separate", rest = "platform", shares = [{ party = "partner", parts = 1 }] }',
                Split([Share("partner", 1)], "block_separate", "platform"),
            ),
            (
                '{ mode = "floor_separate", rest = "kept", shares = [{ to = "partner", share = "100 %" }] }',
                Split([Share("partner", percent("100 %"))], "floor_separate", Kept()),
            ),
            (
                """{ mode = "floor_separate", rest = { party = "helper", absent = "kept" }, shares = [
                    { party = "helper", absent = "partner", share = "30 %" },
                    { party = "partner", share = "remaining" },
                ] }""",
                Split(
                    [Share(Helper("partner"), percent("30 %")), Share("partner", Remaining())],
                    "floor_separate",
                    Helper(Kept()),
                ),
            ),
            (
                """{ rest = "kept", steps = [
                    { party = "helper", absent = { steps = [{ party = "partner", max = "1.00" }], rest = "kept" },
                      max = "5.00" },
                ] }""".replace("\n                      max", " max"),
                Waterfall([Step(Helper(Waterfall([Step("partner", Money(100))], Kept())), Money(500))], Kept()),
            ),
            (
                '{ steps = [{ party = "partner", max = "20.00" }, { to = "kept", max = "0.00" }], rest = "platform" }',
                Waterfall([Step("partner", Money(2000)), Step(Kept(), Money(0))], "platform"),
            ),
            (
                """{ mode = "first", shares = [
                    { party = "partner", share = "85 %" },
                    { share = "15 %", to = { mode = "largest_ratio", shares = [
                        { party = "county_centre", share = "20 %" },
                        { share = "remaining", to = { steps = [
                            { party = "partner", max = "10.00" },
                        ], rest = "platform" } },
                    ] } },
                ] }""",
                Split(
                    [
                        Share("partner", percent("85 %")),
                        Share(
                            Split(
                                [
                                    Share("county_centre", percent("20 %")),
                                    Share(Waterfall([Step("partner", Money(1000))], "platform"), Remaining()),
                                ],
                                "largest_ratio",
                            ),
                            percent("15 %"),
                        ),
                    ],
                    "first",
                ),
            ),
        ],
    )
    def test_each_is_written_by_hand_so(self, text: str, split: Shared) -> None:
        assert read(text) == split
        plan = plan_from_text(PLAN.replace("SPLIT", text))
        assert plan_from_text(plan_text(plan)) == plan


class TestFaults:
    """A broken split names the key path, what must hold and what was given."""

    @pytest.mark.parametrize(
        ("split", "place", "message"),
        [
            (
                '{ mode = "first", shares = [{ share = "100 %" }] }',
                ".shares[0].party",
                "'party' must be stated, but it is missing; state one of partner, county_centre, platform, helper,",
            ),
            (
                '{ mode = "first", shares = [{ party = "partner", to = "kept", share = "100 %" }] }',
                ".shares[0].to",
                "a table here must state 'party' or 'to', but both were stated; leave one out",
            ),
            (
                '{ mode = "first", shares = [{ party = "partner" }] }',
                ".shares[0].share",
                "state a rate with its percent sign, such as 2.5 %, or 'parts' in place of it",
            ),
            (
                '{ mode = "first", shares = [{ party = "partner", share = "100 %", parts = 1 }] }',
                ".shares[0].parts",
                "a table here must state 'share' or 'parts', but both were stated; leave one out",
            ),
            ('{ mode = "first", shares = [{ party = "partner", parts = -1 }] }', ".shares[0].parts", "0 or more"),
            ('{ mode = "first", shares = [{ party = "kept", parts = 1 }] }', ".shares[0].party", "one of partner"),
            (
                '{ mode = "first", shares = [{ to = "agent", parts = 1 }] }',
                ".shares[0].to",
                "kept, or a table with 'shares' or 'steps', but 'agent' was given",
            ),
            ('{ mode = "first", shares = [{ to = 1, parts = 1 }] }', ".shares[0].to", "or a table with 'shares'"),
            (
                '{ mode = "first", shares = [{ party = "partner", share = "1/3" }] }',
                ".shares[0].share",
                "a rate with its percent sign",
            ),
            ('{ mode = "floor_separate", shares = [{ party = "partner", parts = 1 }] }', ".rest", "who takes the rest"),
            ('{ mode = "first", rest = "kept", shares = [{ party = "partner", parts = 1 }] }', ".rest", "leaves none"),
            (
                '{ mode = "first", shares = [{ to = { steps = [], rest = "kept" }, parts = 1 }] }',
                ".shares[0].to.steps",
                "a waterfall must have a step",
            ),
            (
                '{ steps = [{ party = "partner", max = "-1.00" }], rest = "kept" }',
                ".steps[0].max",
                "a maximum of 0 or more",
            ),
            ('{ steps = [{ party = "partner", max = 20 }], rest = "kept" }', ".steps[0].max", "an amount with a point"),
            ('{ steps = [{ party = "partner", max = "20.00" }] }', ".rest", "'rest' must be stated"),
            ('"partner"', "", "a table"),
            (
                '{ mode = "first", shares = [{ party = "helper", parts = 1 }] }',
                ".shares[0].absent",
                "state a party, or 'kept', as 'absent'",
            ),
            (
                '{ mode = "first", shares = [{ to = "helper", parts = 1 }] }',
                ".shares[0].to",
                "state a party, or 'kept', as 'absent'",
            ),
            (
                '{ mode = "first", shares = [{ party = "partner", absent = "kept", parts = 1 }] }',
                ".shares[0].absent",
                "'absent' must stand beside the party 'helper', but it is partner named here; leave it out",
            ),
            (
                '{ mode = "first", shares = [{ to = "kept", absent = "kept", parts = 1 }] }',
                ".shares[0].absent",
                "'absent' must stand beside the party 'helper', but no party is named here; leave it out",
            ),
            (
                '{ mode = "first", shares = [{ party = "helper", to = "kept", parts = 1 }] }',
                ".shares[0].to",
                "but both were stated; leave one out",
            ),
        ],
    )
    def test_is_told_where_it_is(self, split: str, place: str, message: str) -> None:
        with pytest.raises(DocumentsRefused) as caught:
            read(split)
        [fault] = caught.value.faults
        assert fault.place == f"versions[0].rules[0].split{place}"
        assert message in fault.message

    def test_all_at_once(self) -> None:
        with pytest.raises(DocumentsRefused) as caught:
            read(
                '{ mode = "last", shares = [{ party = "partner", share = "x" }, '
                '{ to = { steps = [{ party = "me", max = "1" }], rest = "you" }, parts = 1.5 }] }'
            )
        assert [fault.place.removeprefix("versions[0].rules[0].split.") for fault in caught.value.faults] == [
            "mode",
            "shares[0].share",
            "shares[1].parts",
            "shares[1].to.rest",
            "shares[1].to.steps[0].party",
        ]
