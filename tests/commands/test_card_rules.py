"""Cards of other people: what ids show is asked about, and never stored wrong in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.fixtures import Rfma
from rfma_fast.api import Store
from rfma_fast.errors import RfmaError

HEADER = "Дата;Магазин;Клиент;Сумма чека;Номер чека\n"
EMAILS = ["Anna@Example.org", "boris@example.org", "anna@example.org", "vera@example.org"] * 3


def written(folder: Path, ids: list[str], header: str = HEADER) -> Path:
    rows = [f"{n:02}.06.2022;Аптека 1;{one};{n}0,50;{n}\n" for n, one in enumerate(ids, 1)]
    path = folder / "cheques.csv"
    path.write_text(header + "".join(rows), encoding="utf-8")
    return path


def test_ids_that_are_no_cards_of_13_digits_are_refused_with_the_option_that_takes_them(
    rfma: Rfma, tmp_path: Path
) -> None:
    store, source = tmp_path / "s", written(tmp_path, EMAILS)
    told = rfma("ingest", source, "--store", store)
    told.failed(1, "email: 12 rows of 4 ids", "--card-rule email", "--card-rule 13-digits")
    rfma("ingest", source, "--store", store, "--card-rule", "email").done()
    status = rfma("status", "--store", store, "--format", "json").done().json
    assert (status["cheques"], status["cards"]) == (12, 3)


def test_auto_takes_what_the_ids_show(rfma: Rfma, tmp_path: Path) -> None:
    source = written(tmp_path, [f"7912000000{n % 4}" for n in range(12)])
    rfma("ingest", source, "--store", tmp_path / "s", "--card-rule", "auto").done()
    assert Store(tmp_path / "s").snapshot.card_rule == r"^(\+[0-9]{10,15}|[78]9[0-9]{9})$"


@pytest.mark.parametrize(("answer", "code"), [(True, 0), (False, 1)])
def test_on_a_terminal_the_rule_is_asked_about(
    rfma: Rfma, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bool, code: int
) -> None:
    monkeypatch.setattr("rfma_fast.commands.ingest.on_a_terminal", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: answer)
    told = rfma("ingest", written(tmp_path, EMAILS), "--store", tmp_path / "s")
    assert told.code == code
    assert "show the rule email (email: 12 rows of 4 ids" in told.err


def test_an_email_is_one_card_however_it_is_written(rfma: Rfma, tmp_path: Path) -> None:
    source, store = written(tmp_path, EMAILS), tmp_path / "s"
    rfma("ingest", source, "--store", store, "--card-rule", "email").done()
    cards = Store(store).segment().table().select("card", "cheques").rows()
    assert cards == [("anna@example.org", 6), ("boris@example.org", 3), ("vera@example.org", 3)]
    for one in EMAILS[0], EMAILS[2]:
        assert Store(store).card(one).row["cheques"] == 6


def test_cheques_of_which_none_has_a_card_are_stored_only_when_that_is_meant(
    rfma: Rfma, tmp_path: Path
) -> None:
    store, source = tmp_path / "s", written(tmp_path, ["", "NULL", "-"])
    rfma("ingest", source, "--store", store).failed(1, "No cheque of", "--no-cards")
    rfma("ingest", source, "--store", store, "--no-cards").done()
    assert Store(store).status().cards == 0


def test_a_store_that_knows_cards_takes_a_day_without_any(rfma: Rfma, tmp_path: Path) -> None:
    store = tmp_path / "s"
    rfma("ingest", written(tmp_path, ["2000000000015"]), "--store", store).done()
    rfma("ingest", written(tmp_path, ["", ""]), "--store", store).done()
    assert Store(store).status().cards == 1


def test_a_load_that_was_refused_leaves_the_rule_open(tmp_path: Path) -> None:
    source = written(tmp_path, ["A-1", "A-2", "A-1"])
    store = Store(tmp_path / "s")
    with pytest.raises(RfmaError, match="No cheque"):
        store.ingest(source, card_rule="13-digits")
    assert store.ingest(source, card_rule=r"^A-\d$").new_cards == 2


@pytest.mark.parametrize("column", ["Клиент", "Покупатель", "Контрагент", "Телефон", "customer"])
def test_a_column_of_customers_is_a_column_of_cards(tmp_path: Path, column: str) -> None:
    source = written(tmp_path, ["2000000000015"], HEADER.replace("Клиент", column))
    assert Store(tmp_path / "s").understand(source).columns["card"] == column
