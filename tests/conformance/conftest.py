"""The option that names the file of cases; without it, the cases of this folder are run."""

from pathlib import Path

import pytest

from tests.conformance.cases import SHIPPED, CasesUnreadable, cases_of


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cases", default=None, metavar="FILE", help="a file of conformance cases, as JSON")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        named = metafunc.config.getoption("cases", None)
        try:
            cases = cases_of(SHIPPED if named is None else Path(named))
        except CasesUnreadable as error:
            raise pytest.UsageError(str(error)) from None
        metafunc.parametrize("case", cases, ids=lambda case: case.id)
