"""What the life of a payee comes to in the network that a settlement reads."""

from datetime import date, datetime, timedelta

from rural_taobao.identifiers import PayeeId
from rural_taobao.instants import CHINA
from rural_taobao.lives import PAYEE_LIFE, Happening, History, PayeeStep, Reason
from rural_taobao.network import Payee
from rural_taobao.periods import Period
from rural_taobao.register.rows import payee_row

TOLD = datetime(2016, 1, 1, tzinfo=CHINA.timezone)


def rows(*steps: tuple[PayeeStep, date]) -> list[Payee]:
    happenings = [
        Happening(f"h-{place}", step, day, TOLD + timedelta(hours=place), reason)
        for place, (step, day) in enumerate(steps)
        for reason in [Reason("papers are missing") if step is PayeeStep.HOLD else None]
    ]
    return list(payee_row(PayeeId("li"), History(PAYEE_LIFE, PayeeId("li"), happenings).passages()))


class TestPayeeRows:
    """A payee can be credited until the final settlement, and is on hold from each hold until its release."""

    def test_a_hold_ends_with_its_release_and_the_days_with_the_settlement(self) -> None:
        days = [date(2016, month, 1) for month in range(1, 7)]
        steps = PayeeStep.ENROL, PayeeStep.HOLD, PayeeStep.RELEASE, PayeeStep.HOLD, PayeeStep.SETTLE
        [li] = rows(*zip(steps, days, strict=False))
        assert li == Payee("li", Period(days[0], days[4]), on_hold=[Period(days[1], days[2]), Period(days[3], days[4])])

    def test_whoever_is_never_held_is_not_on_hold(self) -> None:
        assert rows((PayeeStep.ENROL, date(2016, 1, 1))) == [Payee("li", Period(date(2016, 1, 1)))]
        assert rows() == []
