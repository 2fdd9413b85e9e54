"""All that a network tells, for comparing two of them whatever the order of their rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from rural_taobao.network import Network
from rural_taobao.network.demands import Demand, met_since
from rural_taobao.periods import Period, union
from rural_taobao.register import Charter

__all__ = ["told"]


def told(network: Network) -> dict[str, Any]:
    """All that a network tells but names and positions, whatever the order of its rows and wherever they are cut."""

    def days(rows: Iterable[Any], span: Callable[[Any], Period], *names: str) -> dict[tuple[Any, ...], Any]:
        found = defaultdict[tuple[Any, ...], list[Period]](list)
        for row in rows:
            found[tuple(getattr(row, name) for name in names)].append(span(row))
        return {what: union(periods) for what, periods in found.items()}

    return {
        "charter": Charter.of(network),
        "centres": days(network.centres, lambda row: row.open, "id", "county", "payee"),
        "stations": days(network.stations, lambda row: row.open, "id", "centre"),
        "partners": days(network.partners, lambda row: row.contract, "id", "engagement"),
        "known of partners": {
            row.id: [met_since(network.partner_rows(row.id), each) for each in Demand if each is not Demand.ENGAGEMENT]
            for row in network.partners
        },
        "payees": {row.id: (row.known, row.on_hold) for row in network.payees},
        "postings": days(network.postings, lambda row: row.period, "station", "partner", "payee", "version", "reverts"),
        "helpers": days(network.helpers, lambda row: row.period, "station", "partner", "payee"),
        "permissions": Counter(network.permissions),
    }
