"""What of an event is measured, as it stands in a plan: a plain name, or an amount part by part."""

import re
from typing import Final

from rural_taobao.commission.bases import AmountOf, Basis, BasisForm, PartOff, PartOn, basis_form
from rural_taobao.documents.expectations import NotOfKind
from rural_taobao.documents.structuring import Structuring

__all__ = ["declare_bases"]

_AMOUNT: Final = re.compile(rf"{Basis.GROSS}( - ({'|'.join(PartOff)})| \+ ({'|'.join(PartOn)}))*")
"""What an amount part by part looks like."""
_BASIS: Final = f"one of {', '.join(Basis)}, or an amount part by part, such as 'gross - discount + shipping'"


def declare_bases(structuring: Structuring) -> None:
    """
    Declare what may be measured.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> declare_bases(structuring)
        >>> structuring.value(BasisForm, "gross - discount")
        <Basis.NET: 'net'>
    """
    structuring.custom(BasisForm, _basis, (AmountOf, str), like=(Basis, _AMOUNT), expected=_BASIS)


def _basis(tree: object) -> BasisForm:
    if not isinstance(tree, str):
        raise NotOfKind(_BASIS, tree)
    return basis_form(tree)
