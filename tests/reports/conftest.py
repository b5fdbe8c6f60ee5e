"""The command and its stores for the tests of this folder, and how golden files are made anew."""

import pytest
from commands.fixtures import chain as chain
from commands.fixtures import cheques as cheques
from commands.fixtures import real as real
from commands.fixtures import rfma as rfma


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write the golden files of tests/reports anew instead of comparing with them",
    )
