"""Goods of small worlds: the categories that they are in, how these lie below each other, and their tags."""

from rural_taobao.commission.categories import Category

__all__ = ["CATEGORIES", "SHELVES", "TAGS"]

CATEGORIES = ("phones", "seeds", "rice")
"""What the goods of a small world are."""
SHELVES = ((), (Category("goods"), Category("phones", "goods"), Category("seeds", "goods"), Category("rice", "seeds")))
"""What a plan version sorts goods into: nothing, or all of them below one."""
TAGS = ("fresh", "group-buy")
"""What orders may be tagged with."""
