"""The table of a rate by key in a plan: rates by the names of categories, stations, county centres or versions."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, cast, final

from attrs import frozen

from rural_taobao.commission.keyed import ByKey, Key, Otherwise, RuleRate, keyed_checks
from rural_taobao.commission.rates import MeasuredForm
from rural_taobao.documents.expectations import expectation
from rural_taobao.documents.misfits import step
from rural_taobao.documents.rates import FORMS
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import Table, is_table

__all__ = ["declare_keyed", "keyed_categories"]


@final
@frozen(kw_only=True)
class _ByKey:
    """A table by key as it stands in a document."""

    key: Key
    table: Mapping[str, MeasuredForm]
    otherwise: MeasuredForm | Otherwise


def declare_keyed(structuring: Structuring) -> None:
    """
    Declare what a rule may state as its rate: a rate form, all of which were declared, or a table of them by key.

    Example:
        >>> from rural_taobao.commission import Flat
        >>> from rural_taobao.currencies import CNY
        >>> from rural_taobao.documents.rates import declare_rates
        >>> from rural_taobao.money import Money
        >>> structuring = Structuring(CNY)
        >>> declare_rates(structuring)
        >>> declare_keyed(structuring)
        >>> tree = structuring.tree(ByKey(key="version", table={"2.0": Flat(Money(50))}, otherwise="nothing"))
        >>> tree["table"], tree["otherwise"]
        ({'2.0': {'form': 'flat', 'amount': '0.50'}}, 'nothing')
    """
    by_name: Any = Mapping[str, MeasuredForm]
    structuring.named(by_name, MeasuredForm, _pairs)
    structuring.custom(
        MeasuredForm | Otherwise,
        partial(_rate_or_says, structuring),
        like=(MeasuredForm, Otherwise),
        expected=f"a table with the rate of all others, or {expectation(Otherwise)}",
    )
    structuring.table(
        _ByKey,
        checks=keyed_checks,
        filled=("table",),
        stands_for=ByKey,
        makes=(ByKey,),
        key="key",
        table="table",
        otherwise="otherwise",
    )
    tree = partial(_by_key_tree, structuring)
    structuring.custom(ByKey, partial(structuring.made, _ByKey), (ByKey, tree), like=(_ByKey,))
    structuring.tagged(RuleRate, "form", **FORMS, by_key=ByKey)


def _pairs(found: Mapping[str, MeasuredForm]) -> tuple[tuple[str, MeasuredForm], ...]:
    return tuple(found.items())


def _rate_or_says(structuring: Structuring, tree: object) -> MeasuredForm | Otherwise:
    """Read what a table by key says of all others: a table with their rate, or a word."""
    form = cast("type[MeasuredForm]", MeasuredForm)
    return structuring.value(form, tree) if is_table(tree) else structuring.value(Otherwise, tree)


def _by_key_tree(structuring: Structuring, rate: ByKey) -> Table:
    return {
        "key": structuring.tree(rate.key),
        "table": {name: structuring.tree(form) for name, form in rate.table},
        "otherwise": structuring.tree(rate.otherwise),
    }


def keyed_categories(rate: object, path: str = "rate") -> Iterator[tuple[str, object]]:
    """
    Find the categories that a rate names, as it stands in a document, each behind the key path to it.

    Example:
        >>> list(keyed_categories({"form": "by_key", "key": "category", "table": {"seeds": {}}, "otherwise": "error"}))
        [('rate.table.seeds', 'seeds')]
    """
    if is_table(rate) and rate.get("form") == "by_key" and rate.get("key") == Key.CATEGORY:
        listed = rate.get("table")
        yield from ((f"{path}.table.{step(name)}", name) for name in (listed if is_table(listed) else ()))
