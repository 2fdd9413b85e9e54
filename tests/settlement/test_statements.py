"""Statements: what a period comes to for one payee."""

from attrs import evolve

from rural_taobao.currencies import CNY, Currency
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import Scope, settle
from rural_taobao.settlement.statements import Sum, drawn

NOVEMBER = Month(2016, 11)


def sums() -> list[Sum]:
    lines = settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope(NOVEMBER)).lines
    kenyan = evolve(lines[0], amount=Money(5, Currency("KES")))
    return [Sum.of(line.entry) for line in (*lines, kenyan)]


class TestStatements:
    """A statement is in one currency, and adds up lines of one kind."""

    def test_lines_in_another_currency_are_left_to_their_own_statement(self) -> None:
        assert {statement.payee: statement.accrued.minor for statement in drawn(sums(), NOVEMBER, CNY)} == {
            "li": 1679,
            "feixi-centre": 479,
            "platform": 240,
        }
        [kenyan] = drawn(sums(), NOVEMBER, Currency("KES"))
        assert (kenyan.payee, str(kenyan.accrued)) == ("li", "KES 0.05")

    def test_lines_of_one_kind_are_one_item(self) -> None:
        [statement] = [each for each in drawn([*sums(), *sums()], NOVEMBER, CNY) if each.payee == "li"]
        [item] = statement.items
        assert (item.lines, item.amount.minor, statement.lines) == (2, 3358, 2)
        assert str(statement) == "li  2016-11  ¥33.58  (2 lines)"
