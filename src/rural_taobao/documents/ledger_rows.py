"""
Ledger rows: the lines of a ledger as the rows of its table, in columns, as `ledgers` reads them.

A line is made when it is asked for, and is written again as it was read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, final, overload

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.currencies import Currency
from rural_taobao.documents import scalars
from rural_taobao.documents.arithmetic import ArithmeticMalformed, read_arithmetic
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.rows import quoted
from rural_taobao.exact import Exact
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.settlement.ledger import LineTwice
from rural_taobao.settlement.lines import Cell, Entry, Line, LineKey

__all__ = ["CELL", "LINE_COLUMNS", "LedgerRows", "keys"]

CELL: Final = ("event", "plan", "rule", "party", "payee", "component", "state", "currency")
"""The columns of a cell."""
LINE_COLUMNS: Final = (
    "key",
    *CELL,
    "number",
    "amount_minor",
    "earned",
    "posted",
    "plan_version",
    "model_version",
    "station",
    "credited",
    "at",
    "basis",
    "measured",
    "before",
    "reason",
    "cause",
    "corrects",
    "arithmetic",
)
"""The columns of a ledger."""


def keys(cells: Sequence[Sequence[str]], numbers: Sequence[int]) -> Iterator[str]:
    """Give the keys of lines, as text."""
    return map("/".join, zip(*cells, map(str, numbers), strict=True))


@final
class LedgerRows(Sequence[Line]):
    """
    The lines of a ledger that was read, made when they are asked for.

    Args:
        file: The file that they were read from, as faults name it.
        rows: The number of the row of each line.
        texts: What is kept as it was read, by column.
        wholes: The columns of whole numbers.
        befores: The running totals before the lines.
        months: The columns of months.
    """

    def __init__(
        self,
        *,
        file: str,
        rows: Sequence[int],
        texts: Mapping[str, Sequence[str]],
        wholes: Mapping[str, Sequence[int]],
        befores: Sequence[int | None],
        months: Mapping[str, Sequence[Month]],
    ) -> None:
        self._file = file
        self._rows = rows
        self._texts = texts
        self._wholes = wholes
        self._befores = befores
        self._months = months

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        """
        Make a line, or some of them.

        Raises:
            DocumentsRefused: The arithmetic of one cannot be read; its file and row are told.
        """
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number = self._rows[place]
        try:
            arithmetic = read_arithmetic(self._texts["arithmetic"][place])
        except ArithmeticMalformed as fault:
            raise DocumentsRefused([Fault(self._file, number, "arithmetic", str(fault))]) from None
        texts = {name: column[place] for name, column in self._texts.items()}
        return Line(
            event=texts["event"],
            plan=texts["plan"],
            rule=texts["rule"],
            party=texts["party"],
            payee=texts["payee"],
            component=texts["component"],
            state=texts["state"],
            number=self._wholes["number"][place],
            amount=Money(self._wholes["amount_minor"][place], Currency(texts["currency"])),
            earned=self._months["earned"][place],
            posted=self._months["posted"][place],
            plan_version=texts["plan_version"],
            model_version=texts["model_version"],
            station=texts["station"] or None,
            credited=texts["credited"],
            at=scalars.instant(texts["at"]),
            basis=texts["basis"] or None,
            measured=self._wholes["measured"][place],
            before=self._befores[place],
            arithmetic=arithmetic,
            reason=texts["reason"],
            cause=texts["cause"],
            corrects=texts["corrects"],
        )

    def _cells(self) -> list[Sequence[str]]:
        return [self._texts[name] for name in CELL]

    def entries(self) -> Iterator[Entry]:
        """Give what differencing needs to know of each line, without making it."""
        return map(
            Entry,
            map(Cell._make, zip(*self._cells(), strict=True)),
            self._wholes["number"],
            self._wholes["amount_minor"],
            self._months["earned"],
            self._months["posted"],
            self._texts["credited"],
            self._texts["cause"],
            self._wholes["measured"],
            self._befores,
        )

    def written(self) -> Iterator[str]:
        """Write each line as the row that it was read from."""
        columns: dict[str, Iterable[str]] = {
            **self._texts,
            **{name: map(str, column) for name, column in (*self._wholes.items(), *self._months.items())},
            "key": keys(self._cells(), self._wholes["number"]),
            "before": ("" if before is None else str(before) for before in self._befores),
            "arithmetic": map(quoted, self._texts["arithmetic"]),
        }
        for row in zip(*(columns[name] for name in LINE_COLUMNS), strict=True):
            yield ",".join(row) + "\n"

    def repeated(self) -> Iterator[Fault]:
        """Tell of each line whose key a line before has."""
        seen: set[str] = set()
        for place, key in enumerate(keys(self._cells(), self._wholes["number"])):
            if key in seen:
                yield Fault(self._file, self._rows[place], "key", str(LineTwice(LineKey.parse(key))))
            seen.add(key)

    def uneven(self) -> Iterator[Fault]:
        """Tell of each line whose arithmetic cannot be read, or does not give its amount."""
        for place, amount in enumerate(self._wholes["amount_minor"]):
            try:
                gives = evaluated(self[place].arithmetic)
            except DocumentsRefused as refused:
                yield from refused.faults
                continue
            if gives != Exact(amount):
                message = (
                    f"the arithmetic of a line must give its amount, {amount}, but it gives {_fraction(gives)}; "
                    "leave a ledger as it was written, or settle again from the ledger before"
                )
                yield Fault(self._file, self._rows[place], "arithmetic", message)


def _fraction(amount: Exact) -> str:
    return str(amount.numerator) + (f"/{amount.denominator}" if amount.denominator > 1 else "")
