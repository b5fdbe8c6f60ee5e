"""The command and its stores for the tests of this folder, and how golden files are made anew."""

from commands.fixtures import chain as chain
from commands.fixtures import cheques as cheques
from commands.fixtures import real as real
from commands.fixtures import rfma as rfma
