"""The package from outside: its public names, its version, its settings."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import rfma_fast
from rfma_fast.settings import DEFAULT_CARD_RULE, DEFAULT_STORE, store_path


def test_every_public_name_is_there_and_is_what_it_is_called() -> None:
    assert len(set(rfma_fast.__all__)) == len(rfma_fast.__all__)
    for name in rfma_fast.__all__:
        found = getattr(rfma_fast, name)
        if name not in ("__version__", "use_language"):
            assert found.__name__ == name
            assert found.__module__.startswith("rfma_fast.")
            assert found.__doc__


def test_every_public_name_is_loaded_when_it_is_first_asked_for() -> None:
    names = [name for name in rfma_fast.__all__ if name != "__version__"]
    script = (
        "import sys, rfma_fast\n"
        "before = {m for m in sys.modules if m.startswith('rfma_fast.')}\n"
        f"assert before == {{'rfma_fast._version'}}, before\n"
        f"for name in {names!r}:\n    assert name not in vars(rfma_fast), name\n"
        f"    getattr(rfma_fast, name)\n"
        "from rfma_fast import *\n"
        f"print(all(name in globals() for name in {list(rfma_fast.__all__)!r}))"
    )
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False
    )
    assert (told.stdout, told.stderr) == ("True\n", "")


@pytest.mark.parametrize("name", ["nothing", "polars", "import_module2", "_private", "segment"])
def test_an_unknown_name_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"'rfma_fast' has no attribute '{name}'"):
        getattr(rfma_fast, name)
    assert not hasattr(rfma_fast, name)


def test_the_version_is_that_of_the_installed_package() -> None:
    assert rfma_fast.__version__ == metadata.version("rfma-fast")


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(rfma_fast.__file__).parent / "py.typed").exists()


def test_use_language_is_the_one_of_the_words() -> None:
    from rfma_fast.i18n import use

    assert rfma_fast.use_language is use


def test_the_store_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RFMA_STORE", raising=False)
    assert (store_path(), DEFAULT_STORE) == ("data/parquet", "data/parquet")
    assert rfma_fast.open_store().path == DEFAULT_STORE
    monkeypatch.setenv("RFMA_STORE", "/elsewhere")
    assert store_path() == rfma_fast.open_store().path == "/elsewhere"
    assert rfma_fast.open_store(Path("/named")).path == "/named"
    monkeypatch.setenv("RFMA_STORE", "")
    assert store_path() == DEFAULT_STORE


def test_a_loyalty_card_has_thirteen_digits_by_default() -> None:
    assert DEFAULT_CARD_RULE == r"^\d{13}$"
