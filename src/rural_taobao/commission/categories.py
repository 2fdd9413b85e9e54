"""
Categories: what a plan version sorts goods and services into, each below another or at the top.

They stand in the version, because they decide what is paid: whoever moves a category moves it from a day on.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import final

from attrs import field, frozen
from attrs.converters import optional

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CategoryCode, RuleId

__all__ = [
    "Category",
    "CategoryTwice",
    "CategoryUnknown",
    "ParentUnknown",
    "ParentsInCircle",
    "category_faults",
    "lineage",
]


@final
class CategoryTwice(RuralTaobaoError, ValueError):
    """
    Two categories of one plan version have the same code.

    Attributes:
        code: The code.
    """

    def __init__(self, code: CategoryCode) -> None:
        self.code = code
        super().__init__(code)

    def __str__(self) -> str:
        return f"the categories of a plan version must have codes of their own, but two are {self.code}; rename one"


@final
class ParentUnknown(RuralTaobaoError, LookupError):
    """
    A category lies below one that is not declared.

    Attributes:
        code: The category.
        parent: What it is to lie below.
    """

    def __init__(self, code: CategoryCode, parent: CategoryCode) -> None:
        self.code = code
        self.parent = parent
        super().__init__(code, parent)

    def __str__(self) -> str:
        return (
            f"a category must lie below one that the version declares, but {self.parent}, above {self.code}, is not; "
            "declare it, or leave the parent out"
        )


@final
class ParentsInCircle(RuralTaobaoError, ValueError):
    """
    A category lies below itself.

    Attributes:
        codes: The categories, each of which lies below the next, and the last below the first.
    """

    def __init__(self, codes: tuple[CategoryCode, ...]) -> None:
        self.codes = codes
        super().__init__(codes)

    def __str__(self) -> str:
        return (
            f"a category must not lie below itself, but {' below '.join((*self.codes, self.codes[0]))} does; "
            "leave one of the parents out"
        )


@final
class CategoryUnknown(RuralTaobaoError, LookupError):
    """
    A rule names a category that its plan version, which declares some, does not declare.

    Attributes:
        rule: The rule.
        code: The category.
    """

    def __init__(self, rule: RuleId, code: CategoryCode) -> None:
        self.rule = rule
        self.code = code
        super().__init__(rule, code)

    def __str__(self) -> str:
        return (
            "a rule must name categories that its version declares, where it declares any, but "
            f"{self.code} in rule {self.rule} is not; declare it, or mend the code"
        )


@final
@frozen
class Category:
    """
    A category of goods or services.

    Attributes:
        code: Its code, as events state it.
        parent: The category that it lies below; None at the top.
        name: What people call it.

    Example:
        >>> Category("phones", "electronics").parent
        CategoryCode('electronics')
    """

    code: CategoryCode = field(converter=CategoryCode)
    parent: CategoryCode | None = field(default=None, converter=optional(CategoryCode))
    name: str = ""


def category_faults(
    codes: Sequence[CategoryCode | None], parents: Sequence[CategoryCode | None]
) -> Iterator[tuple[int, str, RuralTaobaoError]]:
    """
    Find what keeps categories from lying below each other.

    Args:
        codes: The code of each; None for one that cannot be read.
        parents: What each lies below; None for nothing.

    Returns:
        The place of a category, the attribute of it that is wrong, and what is.

    Example:
        >>> for place, what, fault in category_faults(["phones", "seeds"], ["phones", "farm"]):
        ...     print(place, what, type(fault).__name__)
        1 parent ParentUnknown
        0 parent ParentsInCircle
    """
    above: dict[CategoryCode, CategoryCode | None] = {}
    for place, (code, parent) in enumerate(zip(codes, parents, strict=True)):
        if code is None:
            continue
        if code in above:
            yield place, "code", CategoryTwice(code)
        elif parent is not None and parent not in codes:
            yield place, "parent", ParentUnknown(code, parent)
        above.setdefault(code, parent)
    done: set[CategoryCode] = set()
    for place, code in enumerate(codes):
        way: list[CategoryCode] = []
        step = code
        while step is not None and step not in done and step not in way:
            way.append(step)
            step = above.get(step)
        done.update(way)
        if step is not None and step in way:
            yield place, "parent", ParentsInCircle(tuple(way[way.index(step) :]))


def lineage(code: CategoryCode, categories: Iterable[Category]) -> frozenset[CategoryCode]:
    """
    Give a category with all that it lies below; the category alone where it is not declared.

    Args:
        code: Its code.
        categories: What is declared, without a fault.

    Example:
        >>> shelf = [Category("goods"), Category("electronics", "goods"), Category("phones", "electronics")]
        >>> sorted(map(str, lineage(CategoryCode("phones"), shelf)))
        ['electronics', 'goods', 'phones']
    """
    above = {each.code: each.parent for each in categories}
    found = {code}
    step = above.get(code)
    while step is not None:
        found.add(step)
        step = above[step]
    return frozenset(found)
