"""The command and its stores, for the tests of this folder."""

from commands.fixtures import chain as chain
from commands.fixtures import cheques as cheques
from commands.fixtures import rfma as rfma
