"""Sums: what the lines of a payee add up to, as a table, in the language of their explanations."""

from collections.abc import Iterable
from typing import Final, final

from attrs import frozen
from rich.console import Group

from rural_taobao.cli.tables import table, titled
from rural_taobao.money import Money
from rural_taobao.settlement import Language, Line, State
from rural_taobao.settlement.explaining import WORDS

__all__ = ["PAGES", "Page", "sums"]


@final
@frozen(kw_only=True)
class Page:
    """
    What a page of explanations says besides them.

    Attributes:
        language: The language.
        key: What stands before the key of a line.
        ask: How to hear of the rules.
        title: What stands above the sums.
        columns: The columns of the sums: the month, the rule, the role, the component, how many, how much.
        in_all: What stands before the sum of all.
    """

    language: Language
    key: str
    ask: str
    title: str
    columns: tuple[str, str, str, str, str, str]
    in_all: str


PAGES: Final = {
    Language.ENGLISH: Page(
        language=Language.ENGLISH,
        key="key",
        ask="Which rules matched, and which did not and why, --inputs DIR tells: the folder of network, events, plans.",
        title="What the lines add up to",
        columns=("posted", "rule", "paid as", "for", "lines", "amount"),
        in_all="in all",
    ),
    Language.CHINESE: Page(
        language=Language.CHINESE,
        key="键",
        ask="哪些规则匹配、哪些不匹配及其原因，可加 --inputs DIR 查看：即存放 network、events、plans 的文件夹。",
        title="各行合计",
        columns=("入账", "规则", "角色", "类别", "行数", "金额"),
        in_all="总计",
    ),
}
"""The pages of each language."""


def sums(lines: Iterable[Line], said: Page) -> Group:
    """Make the table of what the lines of a payee add up to, by kind, and in all in each currency and state."""
    words = WORDS[said.language]
    kinds: dict[tuple[str, ...], list[Money]] = {}
    all_in: dict[tuple[str, str], list[Money]] = {}
    for line in lines:
        code, state = line.amount.currency.code, "" if line.state is State.ACCRUED else f" {words.states[line.state]}"
        kind = str(line.posted), line.rule, words.roles[line.party], words.components[line.component] + state, code
        kinds.setdefault(kind, []).append(line.amount)
        all_in.setdefault((code, state), []).append(line.amount)
    found = [(key[1], *_summed(all_in[key])) for key in sorted(all_in)]
    counts = "\n".join(count for _, count, _ in found)
    amounts = "\n".join(amount + state for state, _, amount in found)
    last = said.in_all, "", "", "", counts, amounts
    posted, rule, role, component, count, amount = said.columns
    made = table(
        f"={posted}", rule, role, component, f"#{count}", f"#{amount}", last=last, spare=(count, role, component)
    )
    for each in sorted(kinds):
        made.add_row(*each[:-1], *_summed(kinds[each]))
    return titled(said.title, made)


def _summed(amounts: list[Money]) -> tuple[str, str]:
    """Give how many amounts there are, and what they come to."""
    return f"{len(amounts):,}", str(sum(amounts[1:], amounts[0]))
