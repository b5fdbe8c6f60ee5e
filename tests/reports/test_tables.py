"""The pieces of which all terminal output is made."""

from __future__ import annotations

import pytest
from rich.console import Console

from rfma_fast.i18n.formats import printable
from rfma_fast.reports import palette
from rfma_fast.reports.tables import Column, bar, heading, swatch, table, text_column


def drawn(part: object, width: int = 40) -> list[str]:
    console = Console(width=width, highlight=False, color_system=None)
    with console.capture() as capture:
        console.print(part)
    return capture.get().splitlines()


@pytest.mark.parametrize(
    ("share", "drawing"),
    [
        (0.0, "        "),
        (1.0, "████████"),
        (0.5, "████    "),
        (1 / 64, "▏       "),
        (1.5, "████████"),
        (-1.0, "        "),
        (5 / 64, "▋       "),
        (9 / 64, "█▏      "),
    ],
)
def test_a_bar_is_filled_in_eighths_of_a_column(share: float, drawing: str) -> None:
    assert bar(share, 8).plain == drawing


def test_a_narrow_terminal_cuts_names_and_never_numbers() -> None:
    columns = [text_column("Name"), Column("Number"), Column("Other")]
    built = table("Title", columns, [["n" * 60, "1,234,567", "7,654,321"]], ["Total", "1", "2"])
    lines = drawn(built)
    assert lines[1] == "Title"
    assert max(map(len, lines)) <= 40
    assert any("…  1,234,567  7,654,321" in line for line in lines)
    assert lines[-1].split() == ["Total", "1", "2"]


def test_names_are_text_and_never_markup() -> None:
    built = table("[b]T[/b]", [Column("[red]h[/red]", "left")], [["[bold]x[/bold]"]])
    text = "\n".join(drawn(built))
    assert all(name in text for name in ("[b]T[/b]", "[red]h[/red]", "[bold]x[/bold]"))
    assert drawn(heading("[i]a[/i]", "b")) == ["[i]a[/i] · b"]
    assert swatch(1, "[i]a[/i]").plain == "■ [i]a[/i]"


def test_characters_that_steer_a_terminal_are_replaced() -> None:
    steering = "\x1b\x07\x00\x7f\x9b\u202e\u200b\r\t"
    assert printable(steering) == "\ufffd" * len(steering)
    assert printable("Аптека\u00a01 ₽ 中 é") == "Аптека\u00a01 ₽ 中 é"


def test_each_warmth_has_its_colour_and_none_has_its_own() -> None:
    colours = [str(swatch(warmth, "x").spans[0].style) for warmth in (1, 2, 3, 4, 5, None)]
    assert colours == [*palette.WARMTH.values(), palette.NO_WARMTH]
    assert len(set(colours)) == 6


def test_a_greater_share_has_a_darker_ground_and_ink_that_can_be_read() -> None:
    def light(colour: str) -> float:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    tints = [palette.tint(share / 100) for share in range(101)]
    grounds = [light(ground) for ground, _ in tints]
    assert grounds == sorted(grounds, reverse=True)
    assert all(abs(light(ground) - light(ink)) > 100 for ground, ink in tints)
    assert {ground for ground, _ in tints} == set(palette.TINTS)
