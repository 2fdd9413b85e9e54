"""Who asks about what is no day, or adopts what is no adoption, is refused in a sentence."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from rural_taobao.days import NotADay
from rural_taobao.kinds import WrongKind
from rural_taobao.network import Adoptions, adopted, in_force, readiness
from rural_taobao.programme import tallied
from rural_taobao.samples import service_village
from rural_taobao.services import offered
from rural_taobao.transition import Decisions, Refuse, planned
from tests.odd_values import Wrong

VILLAGE = service_village()
NONE = Adoptions([])
UNDECIDED = Decisions([], otherwise=Refuse())
ASKED: dict[str, Callable[[Wrong], object]] = {
    "whether a service is offered": lambda day: offered(VILLAGE, "sanhe", "loans", day),
    "who is ready": lambda day: readiness(VILLAGE, NONE, day),
    "what a network becomes": lambda day: adopted(VILLAGE, NONE, day),
    "which adoption is in force": lambda day: in_force(VILLAGE, NONE, "sanhe", day),
    "how much there is": lambda day: tallied(VILLAGE, day),
    "what becomes of each station": lambda day: planned(VILLAGE, NONE, day, UNDECIDED),
}


@pytest.mark.parametrize("wrong", ["2016-01-01", None, 5, datetime(2016, 1, 1, tzinfo=UTC)])
@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())
def test_of_no_day_nothing_is_told(ask: Callable[[Wrong], object], wrong: Wrong) -> None:
    with pytest.raises(NotADay, match=r"a day must be a datetime\.date without a time"):
        ask(wrong)


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())
def test_of_a_day_the_same_is_told_each_time(ask: Callable[[Wrong], object]) -> None:
    assert ask(date(2016, 10, 1)) == ask(date(2016, 10, 1))


@pytest.mark.parametrize("wrong", [None, 5, "x", [5]])
def test_what_is_no_adoption_is_not_adopted(wrong: Wrong) -> None:
    with pytest.raises(WrongKind, match=r"entries must be made by .*Adoption\(\.\.\.\)"):
        Adoptions(wrong)
